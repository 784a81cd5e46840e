"""A training as it went: accuracies, losses, the exam on a board, and what was built meanwhile."""
