"""Boxes, closed and of glass, and the weights that stand in them."""
