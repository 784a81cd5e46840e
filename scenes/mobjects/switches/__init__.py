"""Columns of switches with one switched on (one-hot vectors): how symbols and words enter and leave a network."""
