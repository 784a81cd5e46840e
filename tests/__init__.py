"""Tests: the project's claims, each of which can fail."""
