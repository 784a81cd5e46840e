"""Errors of drawing. Importing this is fast."""

from __future__ import annotations


class RasterError(RuntimeError):
    """OpenGL was required but is not available; the message is one sentence for the user."""
