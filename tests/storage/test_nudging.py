"""The queries around nudges, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from storage import nudging, outbox
from storage.database import Database
from storage.kinds import AssignmentRole, MessageKind, OutboxState
from storage.models import Milestone, OutboxRow, Task, Unit
from tests import support

NOW = datetime(2022, 8, 24, 2, 0, tzinfo=UTC)


def store(database: Database) -> int:
    """Store a plan of 40 tasks with five deadlines; return its number."""
    with database.writing() as session:
        rows = [
            {"code": f"{n}", "lead": ["甲局"], "deadline": date(2022, 8 + n % 4, 20) if n % 2 else "ongoing"}
            for n in range(40)
        ]
        plan = support.plan(session, rows)
        other = support.plan(session, [{"code": "B1", "lead": ["乙局"], "deadline": date(2023, 1, 31)}], letter="B")
        assert other.id != plan.id
        return plan.id or 0


def test_distinct_deadlines_are_those_of_the_plan(database: Database) -> None:
    plan_id = store(database)
    with database.reading() as session:
        assert nudging.deadlines(session=session, plan_id=plan_id) == {date(2022, 9, 20), date(2022, 11, 20)}
        assert nudging.deadlines(session=session, plan_id=999) == frozenset()


def test_milestone_days_are_those_of_all_plans(database: Database) -> None:
    from sqlmodel import select

    store(database)
    with database.writing() as session:
        assert nudging.milestone_days(session=session) == frozenset()
        key = session.exec(select(Task.id)).first() or 0
        for day in (3, 3, 7):
            session.add(Milestone(task_id=key, title="节点", due=date(2022, 9, day)))
        session.flush()
        assert nudging.milestone_days(session=session) == {date(2022, 9, 3), date(2022, 9, 7)}


def test_own_times_are_distinct(database: Database) -> None:
    with database.writing() as session:
        assert nudging.own_times(session=session) == frozenset()
        for number in range(3):
            session.add(Unit(name=f"单位{number}", nudge_time=time(14, 30) if number else None))
        session.flush()
        assert nudging.own_times(session=session) == {time(14, 30)}


def test_rows_of_a_plan_keep_the_order_of_the_document(database: Database) -> None:
    plan_id = store(database)
    with database.reading() as session:
        rows = nudging.task_rows(session=session, plan_id=plan_id)
        assert [row.code for row in rows] == [f"{n}" for n in range(40)]
        parts = nudging.part_rows(session=session, plan_id=plan_id, role=AssignmentRole.lead)
        assert [task_id for task_id, _ in parts] == [row.id for row in rows]
        assert nudging.part_rows(session=session, plan_id=plan_id, role=AssignmentRole.support) == []


def test_days_and_counts_of_nudges_are_by_unit_and_day_however_many_people_got_them(database: Database) -> None:
    plan_id = store(database)
    with database.writing() as session:
        unit = support.unit(session, "甲局")
        for day, person, state, reason in (
            (23, 1, OutboxState.sent, ""),
            (23, 2, OutboxState.sent, ""),
            (24, 1, OutboxState.skipped, "its day passed"),
            (22, 1, OutboxState.cancelled, "answered"),
        ):
            row = outbox.put(
                session=session,
                key=f"nudge:{day}:{person}",
                kind=MessageKind.nudge,
                chat_id=person,
                payload={"text": "x"},
                created_at=NOW,
                unit_id=unit.id,
                plan_id=plan_id,
                day=date(2022, 8, day),
                facts={"since": f"2022-08-{day - 2}"},
            )
            outbox.settle(session=session, row=row, state=state, now=NOW, reason=reason, message_id=day * 10 + person)
        first, last = date(2022, 8, 1), date(2022, 8, 31)
        assert nudging.counts(session=session, first=first, last=last) == {"甲局": 1}
        where = {"session": session, "plan_id": plan_id, "first": first, "last": last}
        assert nudging.days_of_units(**where) == {"甲局": date(2022, 8, 24)}
        assert nudging.days_of_units(**where, states=[OutboxState.sent]) == {"甲局": date(2022, 8, 23)}
        assert nudging.unsent(**where, but_not=["answered"]) == [("甲局", date(2022, 8, 24), date(2022, 8, 22))]
        assert nudging.unsent(**where, but_not=["its day passed"]) == []
        rows = nudging.last_sent(session=session, plan_id=plan_id, unit_id=unit.id or 0, first=first)
        assert all(isinstance(row, OutboxRow) for row in rows)
        assert len(rows) == 1  # by person, and these have none
