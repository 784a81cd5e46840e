"""What commands show on a terminal: progress bars and tables."""
