"""Errors of drawing. Importing this is instant."""

from __future__ import annotations


class RasterError(RuntimeError):
    """OpenGL was asked for and is not there; the message is one sentence for the user."""
