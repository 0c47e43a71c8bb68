"""What is read of a plan for one unit before its message is sent: its own tasks, as the whole plan has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot.rules import Rules
from bot.services import views
from storage.kinds import Status
from storage.models import Plan, Report, Task, Unit, UnitMember
from tests import support

NOW = datetime(2022, 8, 24, 9, 30, tzinfo=support.SHANGHAI)
TASKS = [
    {"code": "1", "lead": ["甲局"], "deadline": date(2022, 8, 31)},
    {"code": "2", "lead": ["乙局", "甲局"]},
    {"code": "3", "lead": ["旧局"], "deadline": "ongoing"},
    {"code": "4", "lead": ["各乡镇", "乙局"]},
    {"code": "5", "lead": ["乙局"], "support": ["甲局"]},
    {"code": "6", "lead": ["丙局"]},
]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Give a plan in which 甲局 has taken over from 旧局, is one of 各乡镇, and is set to report on task 6."""
    database = support.database(tmp_path)
    with database.writing() as session:
        support.unit(session, "各乡镇", collective=True)
        support.plan(session, TASKS, imported_at=NOW)
        heir = support.unit(session, "甲局").id
        session.add(UnitMember(collective_id=support.unit(session, "各乡镇").id or 0, unit_id=heir or 0))
        old = support.unit(session, "旧局")
        old.successor_id = heir
        last = session.exec(select(Task).where(Task.code == "6")).one()
        last.reporting_unit_id = heir
        session.add_all([old, last])
        session.flush()
        yield session
    database.close()


@pytest.mark.parametrize("who", ["first-lead", "every-lead"])
@pytest.mark.parametrize(
    ("name", "codes"), [("甲局", "12346"), ("乙局", "245"), ("丙局", "6")], ids=["heir", "second lead", "reported for"]
)
def test_a_unit_s_book_has_all_of_its_tasks_as_the_whole_book_has_them(
    session: Session, who: str, name: str, codes: str
) -> None:
    rules = Rules(who_reports=who)  # type: ignore[arg-type]
    ctx = support.context(session, now=NOW, office=support.office(rules=rules))
    plan, unit = session.exec(select(Plan)).one(), support.unit(session, name)
    book, _ = views.unit_book(ctx, plan, unit)
    whole = views.plan_book(ctx, plan)
    assert [task.code for task in book.ledger.tasks] == list(codes)
    assert list(book.ledger.tasks) == [whole.rule_tasks[code] for code in codes]
    mine = [t.code for t in whole.ledger.tasks if name in t.warned or name in t.reporting(rules)]
    assert set(mine) <= set(codes)


def test_reports_of_a_unit_that_is_no_more_count_for_its_heir_and_nobody_elses_are_read(session: Session) -> None:
    plan = session.exec(select(Plan)).one()
    for code, name in (("3", "旧局"), ("5", "乙局")):
        task = session.exec(select(Task).where(col(Task.code) == code)).one()
        session.add(
            Report(
                plan_id=plan.id or 0, task_id=task.id or 0, unit_id=support.unit(session, name).id or 0,
                month=date(2022, 8, 1), status=Status.in_progress, text="推进中", at=NOW, stored_at=NOW,
            )
        )  # fmt: skip
    session.flush()
    ctx = support.context(session, now=NOW)
    _, own = views.unit_book(ctx, plan, session.exec(select(Unit).where(Unit.name == "甲局")).one())
    assert own is not None
    facts = views.plan_facts(ctx, plan, {date(2022, 8, 1)}, own)
    assert facts.has("甲局", "3", date(2022, 8, 1))
    assert not facts.has("乙局", "5", date(2022, 8, 1))
    assert views.plan_facts(ctx, plan, {date(2022, 8, 1)}).has("乙局", "5", date(2022, 8, 1))


def test_a_plan_that_has_been_read_in_the_transaction_is_not_read_again(session: Session) -> None:
    ctx, plan = support.context(session, now=NOW), session.exec(select(Plan)).one()
    whole = views.plan_book(ctx, plan)
    assert views.unit_book(ctx, plan, support.unit(session, "甲局")) == (whole, None)
