"""An office with two people, a unit with a liaison, and a few tasks: what the tests of the desk start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from bot.services.context import Actor, Context
from storage.database import Database
from storage.kinds import OutboxState, Role, Status
from storage.models import OutboxRow, Report, Task, Unit
from tests import support
from tests.support import NOW

WORDS = "15办结，奉市监发〔2022〕8号已印发，网上办理率93%"
TASKS: list[dict[str, Any]] = [
    {
        "code": "15",
        "title": "持续提升开办企业便利度",
        "lead": ["县市场监管局", "县行政服务中心"],
        "support": ["县税务局"],
        "deadline": date(2022, 8, 31),
        "section": "一、打造最优市场环境",
    },
    {
        "code": "17",
        "title": "完善企业退出机制",
        "lead": ["县市场监管局"],
        "deadline": date(2022, 12, 31),
        "section": "一、打造最优市场环境",
    },
    {
        "code": "2",
        "title": "持续深化“证照分离”改革",
        "lead": ["县市场监管局"],
        "deadline": "ongoing",
        "section": "二、打造最优政务环境",
    },
    {
        "code": "40",
        "title": "清理<不合理>收费",
        "lead": ["县财政局"],
        "deadline": date(2022, 6, 30),
        "section": "二、打造最优政务环境",
    },
]


@dataclass
class Desk:
    """The database and who is there; people are kept as the handlers are told of them."""

    db: Database
    li: Actor
    wang: Actor
    zhang: Actor
    office_changes: dict[str, Any]

    def context(self, session: Session, actor: Actor, *, inbox_id: int | None = None, now: datetime = NOW) -> Context:
        """Return a context for that person in that session."""
        return support.context(session, actor=actor, now=now, office=support.office(**self.office_changes))


def desk(tmp_path: Path, **office_changes: Any) -> Desk:
    """Return a stored desk: 李 and 王 of the office, 张 of 县市场监管局."""
    db = support.database(tmp_path)
    with db.writing() as session:
        support.plan(session, TASKS)
        return Desk(
            db,
            support.person(session, 1, "李主任", role=Role.office),
            support.person(session, 2, "王科", role=Role.office),
            support.person(session, 3, "张三", units=["县市场监管局"]),
            office_changes,
        )


def task(session: Session, code: str) -> Task:
    """Return the task of that code."""
    return session.exec(select(Task).where(Task.code == code)).one()


def report(session: Session, code: str, unit: str = "县市场监管局", **values: Any) -> Report:
    """Store a report as the reports' room does."""
    found, lead = task(session, code), session.exec(select(Unit).where(Unit.name == unit)).one()
    given: dict[str, Any] = {
        "plan_id": found.plan_id,
        "task_id": found.id,
        "unit_id": lead.id,
        "person_id": 3,
        "month": date(2022, 8, 1),
        "status": Status.done,
        "text": WORDS,
        "words": WORDS,
        "at": NOW,
        "stored_at": NOW,
    }
    row = Report(**given | values)
    session.add(row)
    session.flush()
    return row


def sent(session: Session) -> None:
    """Pretend that everything queued has been delivered, each to a message of its own number."""
    for row in session.exec(select(OutboxRow).where(OutboxRow.state == OutboxState.queued)):
        row.state, row.settled_at = OutboxState.sent, NOW
        row.message_id = row.payload.get("message_id") or 1000 + (row.id or 0)
        session.add(row)
    session.flush()


def rows(session: Session, person: Actor, *, new: bool = True) -> list[OutboxRow]:
    """Return what is queued for a person, in order; with `new` false also what has been sent."""
    query = select(OutboxRow).where(OutboxRow.person_id == person.person.id).order_by(col(OutboxRow.id))
    return list(session.exec(query.where(OutboxRow.state == OutboxState.queued) if new else query))


def texts(session: Session, person: Actor) -> list[str]:
    """Return the texts queued for a person."""
    return [row.payload["text"] for row in rows(session, person)]


def buttons(row: OutboxRow) -> list[str]:
    """Return the labels of a message's buttons."""
    markup = row.payload.get("reply_markup", {"inline_keyboard": []})
    return [button["text"] for line in markup["inline_keyboard"] for button in line]


def later(hours: float) -> datetime:
    """Return a moment so many hours after the start."""
    return NOW + timedelta(hours=hours)
