"""Word lists in the source, as lines of text."""

from __future__ import annotations


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, split at spaces."""
    return tuple(text.split())
