"""Small facts that the program keeps for itself, by name."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from storage.models import Note


def get(*, session: Session, name: str) -> str | None:
    """Return the note of that name, or None."""
    found = session.get(Note, name)
    return found.value if found else None


def put(*, session: Session, name: str, value: str, at: datetime) -> None:
    """Write the note, over an older one of that name."""
    found = session.get(Note, name) or Note(name=name, at=at)
    found.value, found.at = value, at
    session.add(found)
