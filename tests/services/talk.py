"""A small town of units and people who talk to the bot: real updates through the table of routes, a real database.

`Talk` plays Telegram: it numbers messages, hands updates to the dispatcher, and "delivers" what was queued.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from bot.chat.dispatch import Dispatcher
from bot.chat.handled import Handled
from bot.chat.handlers import office, other, people, questions, reports, review
from bot.chat.redact import arrival
from bot.chat.worker import parse
from bot.services.context import Context
from storage import inbox, outbox
from storage.database import Database
from storage.kinds import MessageKind, OutboxState, Role, TaskState
from storage.models import Membership, OutboxRow, Person, Report, Task, Unit
from tests import support

BOT = 77
CHEN, LIN, MA, OFFICE, BOTH = 1001, 1002, 1003, 2001, 2002
MARKET, FINANCE, PLANNING, TAX = "县市场监管局", "县财政局", "县规划自然资源局", "县税务局"
ROUTES = (*other.FIRST, *people.ROUTES, *review.ROUTES, *questions.ROUTES, *office.ROUTES, *reports.ROUTES, *other.LAST)

TASKS: list[dict[str, Any]] = [
    {"code": "2", "title": "持续深化“证照分离”改革", "lead": [MARKET], "deadline": "ongoing"},
    {"code": "11", "title": "落实公平竞争审查制度", "lead": [MARKET], "deadline": "ongoing"},
    {"code": "14", "title": "推进不动产登记改革", "lead": [PLANNING], "deadline": date(2022, 12, 31)},
    {
        "code": "15",
        "title": "持续提升开办企业便利度",
        "lead": [MARKET],
        "support": [TAX],
        "deadline": date(2022, 8, 31),
    },
    {"code": "17", "title": "完善企业退出机制", "lead": [MARKET], "deadline": date(2022, 12, 31)},
    {"code": "40", "title": "清理违规涉企收费", "lead": [FINANCE], "support": [MARKET], "deadline": date(2022, 12, 31)},
    {"code": "41", "title": "政府采购电子化", "lead": [FINANCE], "deadline": date(2022, 12, 31)},
    {"code": "58", "title": "落实知识产权侵权惩罚性赔偿", "lead": [MARKET], "deadline": date(2022, 6, 30)},
    {"code": "64", "title": "推行包容审慎监管免罚清单", "lead": [MARKET], "deadline": date(2023, 12, 31)},
]


class Talk:
    """One bot with its database. The clock stands still unless `wait` moves it."""

    def __init__(self, tmp_path: Path, tasks: list[dict[str, Any]] | None = None) -> None:
        self.db = support.database(tmp_path)
        self.now = datetime(2022, 8, 24, 2, 42, tzinfo=UTC)  # Wednesday, 10:42 in Shanghai
        self.office = support.office()
        self.dispatch = Dispatcher(self.office, ROUTES, lambda: self.now)
        self.number = 100
        self.said = 0  # the number of what was said last
        self.updates = 0
        with self.db.writing() as session:
            plan = support.plan(session, tasks or TASKS, first_month=date(2022, 8, 1))
            self.plan_id = plan.id or 0
            support.person(session, CHEN, "陈红", units=[MARKET])
            support.person(session, LIN, "林涛", units=[FINANCE])
            support.person(session, MA, "马莉", units=[MARKET, FINANCE])
            support.person(session, OFFICE, "李科长", role=Role.office)

    def restart(self) -> None:
        """Let the program end and start again: what is left is what the database holds."""
        url = str(self.db.url)
        self.db.close()
        self.db = Database(url)
        self.dispatch = Dispatcher(self.office, ROUTES, lambda: self.now)

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def go_to(self, year: int, month: int, day: int, hour: int = 10, minute: int = 42) -> None:
        """Make it that moment in Shanghai."""
        self.now = datetime(year, month, day, hour, minute, tzinfo=support.SHANGHAI).astimezone(UTC)

    def say(self, who: int, text: str = "", *, reply_to: int | None = None, **more: Any) -> Handled:
        """Send a private message; `more` is the rest of Telegram's message."""
        self.number += 1
        self.said = self.number
        message = self._message(who, self.said, reply_to) | ({"text": text} if text else {}) | more
        return self.update({"message": message})

    def edit(self, who: int, message_id: int, text: str, *, reply_to: int | None = None) -> Handled:
        """Change a message sent before."""
        message = self._message(who, message_id, reply_to) | {"text": text, "edit_date": int(self.now.timestamp())}
        return self.update({"edited_message": message})

    def press(self, who: int, label: str) -> Handled:
        """Press the newest button with that label that the person has got."""
        for row in reversed(self.shown(who)):
            for button in self.buttons_of(row):
                if button["text"] == label or button["text"].startswith(f"{label} "):
                    return self.push(who, button["callback_data"], self.message_of(row))
        raise AssertionError(f"no button {label}: {[self.labels(row) for row in self.shown(who)]}")

    def push(self, who: int, data: str, message_id: int) -> Handled:
        """Press a button by its data."""
        chat = {"id": who, "type": "private", "first_name": "x"}
        shown = {"message_id": message_id, "date": int(self.now.timestamp()), "chat": chat, "text": "x"}
        query = {"id": str(self.updates), "from": self._user(who), "chat_instance": "1", "data": data, "message": shown}
        return self.update({"callback_query": query})

    def update(self, body: dict[str, Any]) -> Handled:
        """Take an update as the bot does: stored first, then handled in one transaction, then delivered."""
        self.updates += 1
        raw = {"update_id": self.updates, **body}
        with self.db.writing() as session:
            inbox.receive(session=session, bot_id=BOT, arrivals=[arrival(raw, bot_id=BOT)], now=self.now)
        with self.db.writing() as session:
            row = inbox.next_row(session=session)
            assert row is not None
            handled = self.dispatch(session, parse(row.payload)[0], row)
            inbox.finish(session=session, row=row, state=handled.state, now=self.now, reason=handled.reason)
        self.deliver()
        return handled

    def deliver(self) -> None:
        """Mark what is queued as sent, each message with a number."""
        with self.db.writing() as session:
            for row in session.exec(select(OutboxRow).where(OutboxRow.state == OutboxState.queued)).all():
                self.number += 1
                number = row.payload.get("message_id") or self.number
                row.state = OutboxState.sending
                session.flush()
                outbox.settle(session=session, row=row, state=OutboxState.sent, now=self.now, message_id=number)

    def shown(self, who: int) -> list[OutboxRow]:
        """Return what the person sees now, in order: changed messages as they are after the change."""
        with self.db.reading() as session:
            query = select(OutboxRow).where(OutboxRow.chat_id == who, OutboxRow.state == OutboxState.sent)
            rows: dict[int, OutboxRow] = {}
            for row in session.exec(query.order_by(col(OutboxRow.id))).all():
                rows[self.message_of(row)] = row
            session.expunge_all()
            return list(rows.values())

    def texts(self, who: int) -> list[str]:
        """Return the texts of what the person sees."""
        return [row.payload.get("text") or row.payload.get("caption", "") for row in self.shown(who)]

    def last(self, who: int) -> str:
        """Return the text queued last for the person, changes included."""
        with self.db.reading() as session:
            query = select(OutboxRow).where(OutboxRow.chat_id == who).order_by(col(OutboxRow.id).desc())
            row = session.exec(query).first()
            return str(row.payload.get("text") or row.payload.get("caption", "")) if row else ""

    @staticmethod
    def message_of(row: OutboxRow) -> int:
        """Return the number of the message as Telegram has it."""
        return int(row.payload.get("message_id") or row.message_id or 0)

    @staticmethod
    def buttons_of(row: OutboxRow) -> list[dict[str, str]]:
        """Return the buttons under a message."""
        keyboard = row.payload.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for line in keyboard for button in line]

    def labels(self, row: OutboxRow) -> list[str]:
        """Return the labels of the buttons under a message."""
        return [button["text"] for button in self.buttons_of(row)]

    def reports(self, *, all_versions: bool = False) -> dict[str, Report]:
        """Return the reports that count by code; with `all_versions` the last stored of each code."""
        with self.db.reading() as session:
            found = session.exec(
                select(Report, Task).join(Task, col(Report.task_id) == col(Task.id)).order_by(col(Report.id))
            ).all()
            session.expunge_all()
            return {
                task.code: row
                for row, task in found
                if all_versions or (row.superseded_by_id is None and row.withdrawn_at is None)
            }

    def count(self, table: type[Any]) -> int:
        """Return how many rows a table has."""
        with self.db.reading() as session:
            return len(session.exec(select(table)).all())

    def rows(self, table: type[Any]) -> list[Any]:
        """Return a table's rows in the order of storing."""
        with self.db.reading() as session:
            found = list(session.exec(select(table).order_by(table.id)).all())
            session.expunge_all()
            return found

    def nudge(self, who: int, unit: str, codes: list[str], month: str = "2022-08") -> int:
        """Put a nudge of these codes before the person; return its message's number."""
        with self.db.writing() as session:
            self.number += 1
            person = session.exec(select(Person).where(Person.telegram_id == who)).one()
            bound = support.unit(session, unit)
            where = f"{self.plan_id}:{bound.id}:{month}"
            row = outbox.put(
                session=session,
                key=f"nudge:{self.number}",
                kind=MessageKind.nudge,
                chat_id=who,
                person_id=person.id,
                unit_id=bound.id,
                plan_id=self.plan_id,
                day=self.office.day(self.now),
                payload={
                    "text": "【8月进展】",
                    "reply_markup": {
                        "inline_keyboard": [
                            [
                                {"text": "其余正常", "callback_data": f"allok:{where}"},
                                {"text": "下载本单位表", "callback_data": f"sheet:{self.plan_id}:{bound.id}"},
                                {"text": "等领导审", "callback_data": f"await:{where}"},
                            ]
                        ]
                    },
                },
                facts={"codes": codes, "unit": bound.id, "plan": self.plan_id, "month": f"{month}-01"},
                created_at=self.now,
            )
            row.state, row.message_id = OutboxState.sent, self.number
            return self.number

    def close_task(self, code: str) -> None:
        """Let the office have confirmed a task as done."""
        with self.db.writing() as session:
            task = session.exec(select(Task).where(Task.code == code)).one()
            task.state, task.closed_on = TaskState.done, self.office.day(self.now)

    def unit_id(self, name: str) -> int | None:
        """Return a unit's number."""
        with self.db.reading() as session:
            return session.exec(select(Unit).where(Unit.name == name)).one().id

    def join_unit(self, who: int, unit: str) -> None:
        """Let somebody answer for a unit as well."""
        with self.db.writing() as session:
            person = session.exec(select(Person).where(Person.telegram_id == who)).one()
            key = session.exec(select(Unit).where(Unit.name == unit)).one().id
            row = Membership(person_id=person.id or 0, unit_id=key, role=Role.liaison, since=self.now)
            session.add(row)

    def leave(self, who: int, unit: str) -> None:
        """Let somebody no longer answer for a unit."""
        with self.db.writing() as session:
            person = session.exec(select(Person).where(Person.telegram_id == who)).one()
            key = session.exec(select(Unit).where(Unit.name == unit)).one().id
            query = select(Membership).where(Membership.person_id == person.id, Membership.unit_id == key)
            session.exec(query).one().ended_at = self.now

    def context(self, session: Session, who: int) -> Context:
        """Return a context of somebody, for calling services."""
        from bot.services.views import actor_of

        return support.context(session, actor=actor_of(session, who, ()), now=self.now, office=self.office)

    def _message(self, who: int, number: int, reply_to: int | None) -> dict[str, Any]:
        chat = {"id": who, "type": "private", "first_name": "x"}
        found: dict[str, Any] = {
            "message_id": number,
            "date": int(self.now.timestamp()),
            "chat": chat,
            "from": self._user(who),
        }
        if reply_to is not None:
            found["reply_to_message"] = {"message_id": reply_to, "date": found["date"], "chat": chat, "text": "x"}
        return found

    def _user(self, who: int) -> dict[str, Any]:
        names = {CHEN: "陈红", LIN: "林涛", MA: "马莉", OFFICE: "李科长"}
        return {"id": who, "is_bot": False, "first_name": names.get(who, "路人")}
