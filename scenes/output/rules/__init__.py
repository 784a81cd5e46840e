"""Rules of a strict viewer, one a module."""
