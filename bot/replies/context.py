"""What a reading goes by besides the words: whose message it is, on which day, in answer to what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.replies.ledger import Ledger, TaskView, UnitView
from bot.replies.ourselves import as_we
from bot.replies.reading import Doubt


@dataclass(slots=True)
class Context:
    """One message's surroundings; `doubts` gathers what is to be asked about."""

    text: str
    today: date
    ledger: Ledger
    view: UnitView
    reply_to: tuple[str, ...] = ()
    corrects: bool = False  # the message replaces an earlier report
    doubts: list[Doubt] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # rows of a table about nothing in the ledger

    def own(self, code: str | None) -> bool:
        """Tell whether the unit leads or supports the task by name."""
        return code is not None and code in self.view.tasks

    def open_number(self, number: float) -> bool:
        """Tell whether a number is also one of the unit's open codes."""
        if not number.is_integer() or number < 1:
            return False
        code, standing = self.ledger.resolve(int(number), self.view)
        return standing in ("own", "unclear") and code in self.view.open

    def only_task(self) -> str | None:
        """Return the one open task that the unit leads, None where there are several or none."""
        return next(iter(self.view.open_lead)) if len(self.view.open_lead) == 1 else None

    def task(self, code: str | None) -> TaskView | None:
        """Return the task of a code, None where there is none."""
        return self.ledger.tasks.get(code) if code else None


def context(text: str, today: date, ledger: Ledger, unit: str, reply_to: Sequence[str] | None) -> Context:
    """Return the surroundings; codes replied to that the ledger does not know are dropped."""
    known = tuple(dict.fromkeys(code for code in reply_to or () if code in ledger.tasks))
    return Context(as_we(text, unit), today, ledger, ledger.of(unit), known)
