"""Clocks: faces with hands that add by turning, and the rings of points that are a network's clocks."""
