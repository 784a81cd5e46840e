"""Tables of sums with numbers in their cells, and boards of all p × p sums as pixels."""
