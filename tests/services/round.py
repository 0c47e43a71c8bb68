"""A round played with real updates and ticks: the town of `talk`, whose mornings come one after another."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.chat.dispatch import Dispatcher
from bot.chat.routes import ROUTES
from bot.locale import Voice
from bot.services import nudge, tick
from bot.services.context import Context
from storage.kinds import OutboxState
from storage.models import Membership, OutboxRow, Person, Plan
from tests import support
from tests.services import talk
from tests.services.talk import CHEN, FINANCE, LIN, MA, MARKET, OFFICE

__all__ = ["CHEN", "FINANCE", "LIN", "MA", "MARKET", "OFFICE", "Town"]


class Town(talk.Talk):
    """A `Talk` with the whole table of routes, and ticks."""

    def __init__(self, tmp_path: Path, tasks: list[dict[str, Any]] | None = None, **office: Any) -> None:
        super().__init__(tmp_path, tasks)
        self.office = support.office(**office)
        self.dispatch = Dispatcher(self.office, ROUTES, lambda: self.now)
        with self.db.writing() as session:
            plan = session.get_one(Plan, self.plan_id)
            plan.imported_at = datetime(2022, 8, 1, 8, 0, tzinfo=self.office.zone)
            session.add(plan)
        self.at(2022, 8, 1, 9, 0)

    def at(self, year: int, month: int, day: int, hour: int = 9, minute: int = 30) -> None:
        """Make it that moment in the office's zone, and tick."""
        local = datetime(year, month, day, hour, minute, tzinfo=self.office.zone)
        self.now = local.astimezone(UTC)
        self.tick()

    def tick(self, *, deliver: bool = True) -> None:
        """Do what is due by now, and deliver what is still needed."""
        with self.db.writing() as session:
            tick.tick(self.context_of(session))
        if deliver:
            self.deliver()

    def through(self, last: date, *, at: time = time(9, 30)) -> None:
        """Let every morning up to the day come."""
        day = self.now.astimezone(self.office.zone).date()
        while day <= last:
            moment = datetime.combine(day, at, tzinfo=self.office.zone)
            if moment > self.now:
                self.now = moment.astimezone(UTC)
                self.tick()
            day += timedelta(days=1)

    def deliver(self) -> None:
        """Skip what is no longer needed, as the delivery does, and mark the rest as sent."""
        from sqlmodel import col, select

        from storage import outbox

        with self.db.writing() as session:
            query = select(OutboxRow).where(OutboxRow.state == OutboxState.queued).order_by(col(OutboxRow.id))
            for row in session.exec(query).all():
                late = row.expires_at is not None and row.expires_at <= self.now
                why = "stale" if late else nudge.still_needed(self.context_of(session), row)
                if why:
                    outbox.settle(session=session, row=row, state=OutboxState.skipped, now=self.now, reason=why)
        super().deliver()

    def context_of(self, session: Any) -> Context:
        """Return the program's own context."""
        return Context(session, self.now, self.office, Voice("zh_CN"))

    def change(self, **values: Any) -> None:
        """Change the office's settings while the bot is stopped."""
        self.office = replace(self.office, **values)
        self.dispatch = Dispatcher(self.office, ROUTES, lambda: self.now)

    def member(self, who: int) -> Membership:
        """Return somebody's first membership."""
        found = [row for row in self.rows(Membership) if row.person_id == self.person(who).id]
        return found[0]

    def person(self, who: int) -> Person:
        """Return somebody."""
        return next(row for row in self.rows(Person) if row.telegram_id == who)

    def nudges(self, who: int | None = None, *, state: OutboxState | None = OutboxState.sent) -> list[OutboxRow]:
        """Return the nudges in that state, of one person or of all, in the order of queueing."""
        rows = [row for row in self.rows(OutboxRow) if row.kind == "nudge" and (state is None or row.state is state)]
        return [row for row in rows if who is None or row.chat_id == who]
