"""Tries what should not work: hostile calls, damaged files, kills, full disks. `make faults` tries all of it."""
