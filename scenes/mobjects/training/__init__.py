"""A training as it went: accuracies, losses, the exam on a board, and the structures that grew meanwhile."""
