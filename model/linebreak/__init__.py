"""A small network that learns where a line must end: what it reads, how it is trained, and the shape of what it counts."""
