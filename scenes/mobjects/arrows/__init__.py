"""Arrows laid tip to tail, and their angles: how waves add up or cancel."""
