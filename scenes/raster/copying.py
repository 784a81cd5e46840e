"""Copies streams from film to film without encoding them again."""

from __future__ import annotations

from typing import Any

ALPHA_MARK = "alpha_mode"  # in small letters, which it has not everywhere


def copied_stream(film: Any, stream: Any) -> Any:
    """Add a stream to a film for the packets of another; what says that a WebM has alpha is said of it too."""
    copy = film.add_stream_from_template(template=stream)
    copy.metadata.update({key: text for key, text in stream.metadata.items() if key.lower() == ALPHA_MARK})
    return copy
