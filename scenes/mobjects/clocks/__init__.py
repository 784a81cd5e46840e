"""Clocks: faces with hands, and the rings of points that a network has for them."""
