"""Spectra, and ways to find out how much of each frequency there is in a value."""
