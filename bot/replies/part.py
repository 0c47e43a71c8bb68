"""A group of clauses with the tasks that it is said of."""

from __future__ import annotations

from dataclasses import dataclass

from bot.replies.context import Context
from bot.replies.joining import Group
from bot.replies.tasks import Targets


@dataclass(slots=True)
class Part:
    """One group of a message and its tasks."""

    group: Group
    targets: Targets

    def words(self, ctx: Context) -> str:
        """Return the words of the part as they stand in the text."""
        clauses = self.group.clauses
        if not clauses:
            return ctx.text
        return ctx.text[min([c.start for c in clauses]) : max([c.end for c in clauses])].strip(" ,。;\n")

    @property
    def by_number(self) -> bool:
        """The tasks are told by their numbers."""
        return self.group.mention is not None and not self.group.by_title

    @property
    def first(self) -> str | None:
        """The first task, None where it cannot be told."""
        return self.targets.tasks[0][0]
