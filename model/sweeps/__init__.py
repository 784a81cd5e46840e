"""Several trainings in one call, other operations among them."""
