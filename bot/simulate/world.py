"""The world of a simulation: a throw-away database with the plan in it, a clock that is set, updates, delivery."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlmodel import Session, SQLModel, col, select
from telegram import Update

from bot.chat.dispatch import Dispatcher
from bot.chat.handled import Handled
from bot.chat.redact import arrival
from bot.chat.routes import ROUTES
from bot.errors import Refused
from bot.locale import Voice
from bot.services import invite, join, nudge, people, tick, views
from bot.services.context import Context, Office
from storage import inbox, outbox
from storage.database import Database
from storage.kinds import MessageKind, OutboxState, Role
from storage.models import (
    Alias,
    Assignment,
    Milestone,
    OutboxRow,
    Person,
    Plan,
    Target,
    Task,
    Unit,
    UnitMember,
)

BOT = 1
COPIED: tuple[type[SQLModel], ...] = (Unit, UnitMember, Alias, Plan, Task, Target, Milestone, Assignment)


@dataclass(frozen=True)
class Delivered:
    """A message that has arrived: whose, of which unit, with what it is about and its buttons."""

    chat_id: int
    unit_id: int | None
    message_id: int
    kind: str
    facts: dict[str, Any]
    buttons: tuple[tuple[str, str], ...]


def _hurry(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF").close()


class World:
    """One office in one database. `now` is set by whoever plays."""

    def __init__(self, folder: Path, office: Office, start: datetime) -> None:
        """Make the database; `fill` brings the plan in."""
        self.database = Database(f"sqlite:///{folder / 'simulation.db'}")
        # It is thrown away at the end: there is no power failure to be safe from.
        event.listen(self.database.engine, "connect", _hurry)
        self.database.upgrade()
        self.office = office
        self.now = start
        self._dispatch = Dispatcher(office, ROUTES, lambda: self.now)
        self._updates = 0
        self._messages = 0

    def copy_ledger(self, source: Database) -> None:
        """Bring in the ledger of another database as it is, imported on the day of the start."""
        with source.reading() as theirs, self.database.writing() as ours:
            for table in COPIED:
                rows = [row.model_dump() for row in theirs.exec(select(table)).all()]
                for row in rows:
                    if table is Plan:
                        row |= {"imported_at": self.now, "quiet_until": None, "rules": dict(row["rules"])}
                    if table is Unit:
                        row |= {"successor_id": None}
                    ours.add(table(**row))
                ours.flush()

    def write(self, work: Callable[[Context], Any]) -> Any:
        """Run something in a transaction of the program's own."""
        with self.database.writing() as session:
            return work(self.context(session))

    def context(self, session: Session) -> Context:
        """Return the program's own context."""
        return Context(session, self.now, self.office, Voice(self.office.language))

    def enter(self, telegram_id: int, name: str, role: Role, unit: str = "", *, deputy: bool = False) -> None:
        """Invite somebody and let them join."""
        from storage import ledger

        with self.database.writing() as session:
            ctx = self.context(session)
            found = ledger.find_unit(session=session, name=unit) if unit else None
            made = invite.invite(ctx, role, found, deputy=deputy)
            join.join(ctx, people.Visitor(telegram_id, name), made.link.partition("start=")[2])

    def say(self, telegram_id: int, name: str, text: str) -> Handled:
        """Let somebody write to the bot."""
        self._messages += 1
        return self._update({"message": self._message(telegram_id, name, self._messages) | {"text": text}})

    def press(self, telegram_id: int, name: str, data: str, message_id: int) -> Handled:
        """Let somebody press a button."""
        shown = self._message(telegram_id, name, message_id) | {"text": "x"}
        query = {"id": f"{self._updates}", "from": shown["from"], "chat_instance": "1", "data": data, "message": shown}
        return self._update({"callback_query": query})

    def tick(self) -> None:
        """Do what is due by now."""
        self.write(tick.tick)

    def deliver(self, blocked: frozenset[int]) -> list[Delivered]:
        """Deliver what is queued, as the delivery loop does; to those in `blocked` nothing arrives."""
        found = []
        with self.database.writing() as session:
            ctx = self.context(session)
            query = select(OutboxRow).where(OutboxRow.state == OutboxState.queued).order_by(col(OutboxRow.id))
            rows = session.exec(query).all()
            if any(row.kind is MessageKind.nudge for row in rows):
                views.plan_books(ctx)  # read once for all that this transaction delivers
            for row in rows:
                why = self._not_needed(ctx, row)
                if why:
                    outbox.settle(session=session, row=row, state=OutboxState.skipped, now=self.now, reason=why)
                elif row.chat_id in blocked:
                    self._lost(ctx, row)
                else:
                    found.append(self._arrive(session, row))
        return found

    def _not_needed(self, ctx: Context, row: OutboxRow) -> str | None:
        if row.expires_at is not None and row.expires_at <= self.now:
            return "stale: it could not be sent in time"
        return nudge.still_needed(ctx, row)

    def _lost(self, ctx: Context, row: OutboxRow) -> None:
        why = "Forbidden: bot was blocked by the user"
        outbox.settle(session=ctx.session, row=row, state=OutboxState.failed, now=self.now, reason=why)
        person = ctx.session.get(Person, row.person_id) if row.person_id else None
        if person is not None:
            people.mark_unreachable(ctx, person, why)

    def _arrive(self, session: Session, row: OutboxRow) -> Delivered:
        self._messages += 1
        number = int(row.payload.get("message_id") or self._messages)
        outbox.settle(session=session, row=row, state=OutboxState.sent, now=self.now, message_id=number)
        keyboard = row.payload.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = tuple((each["text"], each["callback_data"]) for line in keyboard for each in line)
        return Delivered(row.chat_id, row.unit_id, number, row.kind.value, dict(row.facts), buttons)

    def _update(self, body: dict[str, Any]) -> Handled:
        self._updates += 1
        raw = {"update_id": self._updates, **body}
        with self.database.writing() as session:
            inbox.receive(session=session, bot_id=BOT, arrivals=[arrival(raw, bot_id=BOT)], now=self.now)
            row = inbox.next_row(session=session)
            assert row is not None, "what has just been stored is there"
            try:
                handled = self._dispatch(session, Update.de_json(row.payload, None), row)
            except Refused as refusal:
                handled = Handled(reason=str(refusal))
            inbox.finish(session=session, row=row, state=handled.state, now=self.now, reason=handled.reason)
            return handled

    def _message(self, telegram_id: int, name: str, number: int) -> dict[str, Any]:
        user = {"id": telegram_id, "is_bot": False, "first_name": name}
        chat = {"id": telegram_id, "type": "private", "first_name": name}
        return {"message_id": number, "date": int(self.now.timestamp()), "chat": chat, "from": user}
