"""A nudge of very many tasks: several messages, split at the borders of tasks, and each one right after an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot.services import nudge
from storage.kinds import MessageKind, OutboxState, Status
from storage.models import OutboxRow, Plan, Report, Task
from tests import support

MANY = [f"{number}" for number in range(10001, 11501)]
MOMENT = datetime(2022, 8, 24, 9, 30, tzinfo=support.SHANGHAI)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = support.database(tmp_path)
    with database.writing() as session:
        rows = [{"code": code, "lead": ["甲局"], "deadline": "ongoing"} for code in MANY]
        support.plan(session, rows, first_month=date(2022, 8, 1), imported_at=MOMENT.replace(day=23))
        support.person(session, 11, units=["甲局"])
        nudge.tick(support.context(session, now=MOMENT))
        yield session
    database.close()


def pages(session: Session) -> list[OutboxRow]:
    query = select(OutboxRow).where(OutboxRow.kind == MessageKind.nudge, OutboxRow.state == OutboxState.queued)
    return list(session.exec(query.order_by(col(OutboxRow.id))).all())


def named(rows: list[OutboxRow]) -> list[str]:
    """Return the codes that the pages list, not those of the example."""
    lines = "\n".join(row.payload["text"] for row in rows).split("\n")
    return [code for line in lines if "如" not in line for code in re.findall(r"\b1\d{4}\b", line)]


def test_every_task_is_named_whole_and_once_and_every_page_fits(session: Session) -> None:
    rows = pages(session)
    assert len(rows) > 1
    assert named(rows) == MANY
    assert all(len(row.payload["text"]) <= 4096 and "…" not in row.payload["text"] for row in rows)
    assert [bool(row.payload.get("reply_markup")) for row in rows] == [False] * (len(rows) - 1) + [True]


def test_after_an_answer_the_waiting_pages_say_what_is_left_and_further_ones_go(session: Session) -> None:
    before, left = len(pages(session)), MANY[1200:]
    plan, unit = session.exec(select(Plan)).one(), support.unit(session, "甲局")
    for task in session.exec(select(Task).where(col(Task.code).not_in(left))).all():
        session.add(
            Report(
                plan_id=plan.id or 0, task_id=task.id or 0, unit_id=unit.id or 0, month=date(2022, 8, 1),
                status=Status.in_progress, text="推进中", at=MOMENT, stored_at=MOMENT,
            )
        )  # fmt: skip
    session.flush()
    nudge.refresh(support.context(session, now=MOMENT), plan, unit)
    rows = pages(session)
    assert len(rows) < before
    assert named(rows) == left
    assert all(len(row.payload["text"]) <= 4096 for row in rows)
    assert rows[-1].payload.get("reply_markup")
