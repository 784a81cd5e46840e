"""Boxes, closed and of glass, and the weights and patterns in them."""
