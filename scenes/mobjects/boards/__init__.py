"""Tables of sums, and all sums as one board."""
