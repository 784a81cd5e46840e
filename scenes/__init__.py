"""Draws: scenes, what they stand on, and what leaves the house. Computes nothing a viewer could take for a result."""
