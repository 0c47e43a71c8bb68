"""What became of something that a person sent: how its inbox row ends, and the short answer to a pressed button."""

from __future__ import annotations

from dataclasses import dataclass

from storage.kinds import InboxState


@dataclass(frozen=True)
class Taken:
    """The outcome. `reason` is for the record; `text` is shown to who pressed a button."""

    reason: str
    state: InboxState = InboxState.done
    text: str = ""


def refused(reason: str, text: str = "") -> Taken:
    """Return that it was not taken, and why."""
    return Taken(reason, InboxState.refused, text)


def ignored(reason: str) -> Taken:
    """Return that nothing was to be done, and why."""
    return Taken(reason, InboxState.ignored)
