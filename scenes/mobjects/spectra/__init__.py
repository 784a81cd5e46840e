"""Spectra, and how the amount of each frequency in a value is measured by winding its points round a circle."""
