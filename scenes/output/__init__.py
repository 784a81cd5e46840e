"""All that leaves the house: rendering jobs, film files, sheets."""
