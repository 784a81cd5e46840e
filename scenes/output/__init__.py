"""What leaves the house: rendering jobs, film files, sheets."""
