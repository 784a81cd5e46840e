"""A small network that learns where a line must end: its task, its training, and the shape of what it counts."""
