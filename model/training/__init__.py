"""Trains the network: the loop, the hand-written step, and the files it leaves in a run folder."""
