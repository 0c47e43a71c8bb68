"""Lists of tasks that are only named, and the one statement that is made of them: above each part of the list as a
heading (已完成： in a line of its own), or below it (以上三项…)."""

from __future__ import annotations

from bot.replies.clauses import Clause
from bot.replies.context import Context
from bot.replies.joining import Group
from bot.replies.together import names_its_task
from bot.replies.tokens import Mention


class Headings:
    """Remembers which lines stand under which heading."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.heading: Clause | None = None
        self.lines: list[tuple[Group, Clause]] = []

    def begins(self, label: Clause, clause: Clause) -> None:
        """Take a status before a colon for a heading where the tasks begin in the next line."""
        self.heading = label if self.ctx.text[: clause.start].rstrip(" ").endswith("\n") else None

    def passes(self, clause: Clause) -> None:
        """Forget the heading where another one stands."""
        if clause.label and clause.before >= 4 and not clause.mention:
            self.heading = None

    def takes(self, line: Group, clause: Clause) -> None:
        """Note a line that may stand under the heading."""
        if self.heading is not None and clause.before >= 4:
            self.lines.append((line, self.heading))

    def settle(self) -> None:
        """Give the lines that only name their task what their heading says."""
        for line, heading in self.lines:
            if only_names(line, self.ctx):
                line.clauses.insert(0, heading)


def only_names(one: Group, ctx: Context) -> bool:
    """Tell whether a group says nothing but which task it is."""
    return names_its_task(one.clauses, [code for code, _ in one.mention.codes] if one.mention else [], ctx)


def without_listed(groups: list[Group], mention: Mention, ctx: Context) -> list[Group]:
    """Return the groups without those that 以上三项 speaks of, where these were only named so far."""
    if not mention.explicit or len(mention.codes) < 2:
        return groups
    named = [g for g in groups if g.mention is not None and set(g.mention.codes) <= set(mention.codes)]
    return [g for g in groups if g not in named] if all(only_names(g, ctx) for g in named) else groups
