"""What became of an update: the state and reason its inbox row ends with, and the short answer to a pressed button."""

from __future__ import annotations

from dataclasses import dataclass

from storage.kinds import InboxState


@dataclass(frozen=True)
class Handled:
    """The outcome of one update. `callback_id` is answered directly after the commit, with `callback_text` if any."""

    state: InboxState = InboxState.done
    reason: str = ""
    callback_id: str | None = None
    callback_text: str = ""
    callback_alert: bool = False
