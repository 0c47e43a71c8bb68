"""What many tests need: a real SQLite file, an office, a plan in it, people, and a context to call services with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, SQLModel, select

from bot.locale import Voice
from bot.rules import Calendar, Rules
from bot.services.context import Actor, Context, Office
from storage.database import Database
from storage.kinds import AssignmentRole, Role
from storage.models import Assignment, Membership, Person, Plan, Task, Unit

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2022, 8, 24, 2, 0, tzinfo=UTC)  # Wednesday, 10:00 in Shanghai


def database(tmp_path: Path) -> Database:
    """Return a new database with all tables."""
    db = Database(f"sqlite:///{tmp_path / 'duban.db'}")
    SQLModel.metadata.create_all(db.engine)
    return db


def office(**changes: Any) -> Office:
    """Return an office in Shanghai with the default rules."""
    given: dict[str, Any] = {
        "name": "县营商办",
        "assistant": "营商调度助手",
        "zone": SHANGHAI,
        "language": "zh_CN",
        "admins": (),
        "rules": Rules(),
        "calendar": Calendar(),
        "bot_username": "duban_test_bot",
    }
    return Office(**given | changes)


def context(session: Session, *, actor: Actor | None = None, now: datetime = NOW, **changes: Any) -> Context:
    """Return a context at a moment; `inbox_id` and `office` may be given."""
    language = actor.person.language if actor else "zh_CN"
    own = changes.pop("office", None) or office()
    return Context(session, now, own, Voice(language), actor, **changes)


def unit(session: Session, name: str, **values: Any) -> Unit:
    """Return the unit of that name, made when there is none."""
    found = session.exec(select(Unit).where(Unit.name == name)).first()
    if found is None:
        found = Unit(name=name, **values)
        session.add(found)
        session.flush()
    return found


def plan(session: Session, tasks: Iterable[dict[str, Any]], **values: Any) -> Plan:
    """Store a plan; a task is `{"code", "title", "lead": [...], "support": [...], "deadline": date|"ongoing"|None}`."""
    given: dict[str, Any] = {
        "title": "优化营商环境三年行动计划",
        "issued": date(2022, 4, 30),
        "first_month": date(2022, 5, 1),
        "imported_at": NOW,
    }
    row = Plan(**given | values)
    session.add(row)
    session.flush()
    for position, facts in enumerate(tasks):
        _task(session, row, position, **facts)
    return row


def _task(
    session: Session,
    row: Plan,
    position: int,
    *,
    code: str,
    title: str = "任务",
    lead: Sequence[str] = (),
    support: Sequence[str] = (),
    deadline: date | str | None = None,
    **values: Any,
) -> Task:
    day = deadline if isinstance(deadline, date) else None
    task = Task(
        plan_id=row.id or 0,
        code=code,
        number=values.pop("number", code),
        position=position,
        title=title,
        ongoing=deadline == "ongoing",
        deadline=day,
        original_deadline=day,
        **values,
    )
    session.add(task)
    session.flush()
    for role, names in ((AssignmentRole.lead, lead), (AssignmentRole.support, support)):
        for place, name in enumerate(names):
            session.add(
                Assignment(task_id=task.id or 0, unit_id=unit(session, name).id or 0, role=role, position=place)
            )
    session.flush()
    return task


def person(
    session: Session,
    telegram_id: int,
    name: str = "",
    *,
    role: Role = Role.liaison,
    units: Sequence[str] = (),
    language: str = "zh_CN",
) -> Actor:
    """Store somebody with a role (a liaison for the units), and return who that is as a handler is told."""
    row = Person(telegram_id=telegram_id, name=name or f"用户{telegram_id}", language=language, joined_at=NOW)
    session.add(row)
    session.flush()
    bound = tuple(unit(session, each) for each in units)
    for unit_id in [each.id for each in bound] or [None]:
        session.add(Membership(person_id=row.id or 0, unit_id=unit_id, role=role, since=NOW))
    session.flush()
    return Actor(row, frozenset({role}), bound)
