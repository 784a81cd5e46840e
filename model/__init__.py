"""Computes: the network, its training, its measurements, and the run folders that hold them. Draws nothing."""
