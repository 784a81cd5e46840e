"""Shows progress bars and tables on a terminal."""
