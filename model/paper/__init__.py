"""The published run's numbers, and ours beside them."""
