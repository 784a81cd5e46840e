"""What a strict viewer looks for, one rule a module."""
