"""Computes: the network, its training, its measurements, and the run folder they live in. Knows nothing of pictures."""
