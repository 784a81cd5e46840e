"""Columns of switches, of which one is on: how symbols and words come into a network."""
