"""What summaries and exports ask is understood by both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from storage import inbox, papers, practices, summary, tracked
from storage.database import Database
from storage.kinds import Role, Status, TrackedKind
from storage.models import Report, Task, TrackedItem
from tests import support

AUGUST = date(2022, 8, 1)
NOW = datetime(2022, 8, 24, 2, 0, tzinfo=UTC)


def _town(session: Session) -> int:
    """Store a task with a number told, then replaced by another message, and an observation; return the task's id."""
    plan = support.plan(session, [{"code": "64", "lead": ["县市场监管局"]}])
    unit = support.unit(session, "县市场监管局")
    given = {"plan_id": plan.id, "unit_id": unit.id, "month": AUGUST, "status": Status.in_progress, "stored_at": NOW}
    task_id = session.exec(select(Task)).one().id or 0
    old = Report(**given, task_id=task_id, at=NOW, text="a", words="a", chat_id=1, message_id=5,
                 measures=[{"name": "清单", "value": 86, "unit": "项"}])  # fmt: skip
    new = Report(**given, task_id=task_id, at=NOW, text="b", words="b", chat_id=1, message_id=6)
    session.add(old)
    session.add(new)
    session.flush()
    old.superseded_by_id = new.id
    session.add(
        TrackedItem(
            kind=TrackedKind.observation, task_id=task_id, unit_id=unit.id or 0, text="窗口无人",
            filed_as=Role.supervision, filed_at=NOW, due_on=date(2022, 8, 31),
        )
    )  # fmt: skip
    session.flush()
    return task_id


def _ask(database: Database) -> None:
    with database.writing() as session:
        task_id = _town(session)
        plan_id = session.get_one(Task, task_id).plan_id
        (standing,) = summary.standing_reports(
            session=session, plan_id=plan_id, first=AUGUST, last=AUGUST, task_ids={task_id}
        )
        assert standing.words == "b"
        told = summary.replaced_numbers(session=session, ids=[standing.id])
        assert [(month, code, measures[0]["value"]) for month, _, code, measures in told] == [(AUGUST, "64", 86)]
        assert summary.replaced_numbers(session=session, ids=[]) == []
        ((item, code, *_),) = tracked.everything(session=session)
        assert (item.text, code) == ("窗口无人", "64")
        assert papers.frozen_months(session=session, plan_id=plan_id, months=[AUGUST]) == []
        assert practices.standing(session=session) == []
        assert inbox.purge(session=session, before=NOW, limit=10) == 0


def test_sqlite_understands_them(tmp_path: Path) -> None:
    _ask(support.database(tmp_path))


@pytest.mark.postgres
def test_postgresql_understands_them(postgres_url: str) -> None:
    database = Database(postgres_url)
    database.upgrade()
    _ask(database)
    database.close()
