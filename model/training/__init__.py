"""Trains the network: the loop, the step by hand, and what a run folder keeps of it."""
