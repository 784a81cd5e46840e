"""Copies streams from film to film without encoding them again."""

from __future__ import annotations

from typing import Any

ALPHA_MARK = "alpha_mode"  # lowercase; some files spell it in capitals


def add_copied_stream(film: Any, stream: Any) -> Any:
    """Add a stream to a film for packets copied from another stream, with the mark of a WebM's alpha."""
    copy = film.add_stream_from_template(template=stream)
    copy.metadata.update({key: text for key, text in stream.metadata.items() if key.lower() == ALPHA_MARK})
    return copy
