"""Limits of recipes' values, in a module of their own so that commands can show them without loading anything."""

from __future__ import annotations

SMALLEST_P, LARGEST_P = 5, 199
LARGEST_SEED = 2**63 - 1
LARGEST_STEPS, LARGEST_WIDTH = 10_000_000, 65_536  # of a network that calculates; widths and heads
LARGEST_DOCUMENTS, LARGEST_HEADS = 65_536, 1_024  # of one that wraps lines
