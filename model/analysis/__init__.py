"""Measures of networks and of their training: arrays in, arrays out. Knows no run folder."""
