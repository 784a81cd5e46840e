"""Limits of what a recipe may ask for, which commands tell before they load anything: importing this is instant."""

from __future__ import annotations

SMALLEST_P, LARGEST_P = 5, 199
LARGEST_SEED = 2**63 - 1
LARGEST_STEPS, LARGEST_WIDTH = 10_000_000, 65_536  # of a network that calculates; a width, or how many heads
LARGEST_DOCUMENTS, LARGEST_HEADS = 65_536, 1_024  # of one that wraps lines
