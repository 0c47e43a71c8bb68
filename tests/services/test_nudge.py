"""The day's nudges through real storage: once, to the right people, shrinking as answers come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.services import digest, nudge
from bot.services.context import Context
from storage import outbox
from storage.kinds import MessageKind, OutboxState, Role, Status
from storage.models import OutboxRow, Plan, Report, Task, Unit
from tests import support

TASKS = [
    {"code": "1", "title": "一照多址", "lead": ["甲局"], "deadline": date(2022, 8, 31)},
    {"code": "2", "title": "证照分离", "lead": ["甲局", "乙局"], "deadline": "ongoing"},
    {"code": "3", "title": "信息变更", "lead": ["乙局"], "deadline": date(2023, 12, 31)},
    {"code": "4", "title": "执法检查", "lead": ["各执法单位"], "deadline": "ongoing"},
]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = support.database(tmp_path)
    with database.writing() as session:
        support.unit(session, "各执法单位", collective=True)
        support.plan(session, TASKS, imported_at=at(2022, 5, 1))
        yield session
    database.close()


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 31) -> datetime:
    return datetime.combine(date(year, month, day), time(hour, minute), tzinfo=support.SHANGHAI)


def tick(session: Session, moment: datetime) -> list[nudge.Planned]:
    return nudge.tick(support.context(session, now=moment))


def through(session: Session, first: date, last: date) -> None:
    """Tick once on every morning, as a running bot would, and take what is queued as sent."""
    day = first
    while day <= last:
        tick(session, at(day.year, day.month, day.day))
        send_all(session, at(day.year, day.month, day.day))
        day += timedelta(days=1)


def send_all(session: Session, moment: datetime) -> None:
    for row in session.exec(select(OutboxRow).where(OutboxRow.state == OutboxState.queued)).all():
        outbox.settle(session=session, row=row, state=OutboxState.sent, now=moment, message_id=row.id)


def nudges(session: Session) -> list[OutboxRow]:
    query = select(OutboxRow).where(OutboxRow.kind == MessageKind.nudge).order_by(OutboxRow.id)  # type: ignore[arg-type]
    return list(session.exec(query).all())


def report(session: Session, unit: str, code: str, month: date, status: Status = Status.in_progress) -> None:
    plan = session.exec(select(Plan)).one()
    task = session.exec(select(Task).where(Task.code == code)).one()
    row = Report(
        plan_id=plan.id or 0,
        task_id=task.id or 0,
        unit_id=support.unit(session, unit).id or 0,
        month=month,
        status=status,
        text="正常推进",
        at=at(2022, 8, 24),
        stored_at=at(2022, 8, 24),
    )
    session.add(row)
    session.flush()


def refresh(session: Session, unit: str, moment: datetime) -> None:
    ctx: Context = support.context(session, now=moment)
    found = session.exec(select(Unit).where(Unit.name == unit)).one()
    nudge.refresh(ctx, session.exec(select(Plan)).one(), found)


def test_the_first_nudge_goes_to_every_liaison_of_a_unit_and_lists_what_is_due(session: Session) -> None:
    support.person(session, 11, units=["甲局"])
    support.person(session, 12, units=["甲局"])
    through(session, date(2022, 5, 1), date(2022, 8, 23))
    before = len(nudges(session))
    (planned,) = tick(session, at(2022, 8, 24))
    rows = nudges(session)[before:]
    assert [row.chat_id for row in rows] == [11, 12]
    assert all(row.facts["codes"] == ["1", "2"] for row in rows)
    assert "【8月进展】甲局" in rows[0].payload["text"]
    assert planned.units == ("甲局", "乙局")


def test_a_unit_that_nobody_answers_for_is_told_to_the_office_and_not_written_to(session: Session) -> None:
    office = support.person(session, 1, role=Role.office)
    support.person(session, 11, units=["甲局"])
    planned = tick(session, at(2022, 5, 24))
    digest.tell(support.context(session, now=at(2022, 5, 24)), planned)
    assert planned[0].unreached == ("乙局",)
    (letter,) = session.exec(select(OutboxRow).where(OutboxRow.kind == MessageKind.office)).all()
    assert letter.chat_id == office.person.telegram_id
    assert "乙局" in letter.payload["text"]
    assert "甲局" not in letter.payload["text"]


def test_a_tick_that_comes_twice_queues_nothing_twice(session: Session) -> None:
    support.person(session, 11, units=["甲局"])
    tick(session, at(2022, 5, 24))
    count = len(nudges(session))
    assert tick(session, at(2022, 5, 24, 9, 32)) == []
    assert len(nudges(session)) == count == 1


@pytest.mark.parametrize(
    "moment",
    [at(2022, 5, 24, 9, 29), at(2022, 5, 24, 20, 0), at(2022, 5, 28), at(2022, 5, 23)],
    ids=["before the hour", "in the quiet hours", "on a Saturday", "on a day with nothing due"],
)
def test_nothing_is_queued(session: Session, moment: datetime) -> None:
    support.person(session, 11, units=["甲局"])
    support.person(session, 12, units=["乙局"])
    through(session, date(2022, 5, 1), date(2022, 5, 22))
    tick(session, moment)
    assert nudges(session) == []


def test_who_has_reported_is_not_nudged_again(session: Session) -> None:
    support.person(session, 11, units=["甲局"])
    tick(session, at(2022, 5, 24))
    send_all(session, at(2022, 5, 24))
    report(session, "甲局", "1", date(2022, 5, 1))
    report(session, "甲局", "2", date(2022, 5, 1))
    tick(session, at(2022, 5, 27))
    assert len(nudges(session)) == 1


def test_a_waiting_nudge_shrinks_to_what_is_still_open(session: Session) -> None:
    support.person(session, 11, units=["甲局"])
    tick(session, at(2022, 5, 24))
    report(session, "甲局", "1", date(2022, 5, 1))
    refresh(session, "甲局", at(2022, 5, 24, 9, 40))
    (row,) = nudges(session)
    assert row.state is OutboxState.queued
    assert row.facts["codes"] == ["2"]
    assert "一照多址" not in row.payload["text"]


def test_a_waiting_nudge_goes_when_everything_is_answered(session: Session) -> None:
    support.person(session, 11, units=["甲局"])
    support.person(session, 12, units=["甲局"])
    tick(session, at(2022, 5, 24))
    for code in ("1", "2"):
        report(session, "甲局", code, date(2022, 5, 1))
    refresh(session, "甲局", at(2022, 5, 24, 9, 40))
    assert {row.state for row in nudges(session)} == {OutboxState.cancelled}


def test_a_nudge_that_was_answered_before_delivery_is_not_needed(session: Session) -> None:
    support.person(session, 11, units=["甲局"])
    tick(session, at(2022, 5, 24))
    (row,) = nudges(session)
    ctx = support.context(session, now=at(2022, 5, 24, 9, 45))
    assert nudge.still_needed(ctx, row) is None
    for code in ("1", "2"):
        report(session, "甲局", code, date(2022, 5, 1))
    assert nudge.still_needed(ctx, row) == nudge.ANSWERED


def test_after_downtime_over_a_nudge_what_is_still_useful_goes_out_once(session: Session) -> None:
    support.person(session, 11, units=["甲局"])
    through(session, date(2022, 5, 1), date(2022, 5, 23))
    tick(session, at(2022, 5, 25, 14, 0))
    (row,) = nudges(session)
    assert row.day == date(2022, 5, 25)
    assert row.facts["codes"] == ["1", "2"]
    send_all(session, at(2022, 5, 25, 14, 0))
    tick(session, at(2022, 5, 26))
    assert len(nudges(session)) == 1


def test_after_long_downtime_what_is_stale_is_recorded_as_skipped(session: Session) -> None:
    support.person(session, 11, units=["甲局"])
    through(session, date(2022, 5, 1), date(2022, 5, 23))
    tick(session, at(2022, 6, 15))
    states = {row.day: (row.state, row.reason) for row in nudges(session)}
    assert states[date(2022, 5, 24)] == (OutboxState.skipped, nudge.STALE)
    assert not [row for row in nudges(session) if row.state is OutboxState.queued]


def test_what_could_not_be_sent_on_its_day_is_taken_up_on_the_next_working_day(session: Session) -> None:
    support.person(session, 11, units=["甲局"])
    tick(session, at(2022, 5, 24))
    (row,) = nudges(session)
    later = support.context(session, now=at(2022, 5, 25))
    assert nudge.still_needed(later, row) == nudge.UNSENT
    outbox.settle(session=session, row=row, state=OutboxState.skipped, now=later.now, reason=nudge.UNSENT)
    tick(session, at(2022, 5, 25))
    again = nudges(session)[-1]
    assert (again.day, again.facts["codes"]) == (date(2022, 5, 25), ["1", "2"])
    send_all(session, at(2022, 5, 25))
    tick(session, at(2022, 5, 26))
    assert len(nudges(session)) == 2


def test_days_without_network_one_after_another_lose_nothing(session: Session) -> None:
    support.person(session, 11, units=["甲局"])
    through(session, date(2022, 5, 1), date(2022, 5, 23))
    for day in (24, 25, 26):  # the nudge's own day, and two on which it was looked back to and not sent either
        tick(session, at(2022, 5, day))
    (planned,) = tick(session, at(2022, 5, 27))
    send_all(session, at(2022, 5, 27))
    assert planned.units == ("甲局", "乙局")
    assert nudges(session)[-1].facts["codes"] == ["1", "2"]
    assert nudges(session)[-1].facts["since"] == "2022-05-23"
    (later,) = tick(session, at(2022, 5, 30))
    assert later.units == ()


def test_a_plan_imported_after_the_hour_begins_on_the_next_day(tmp_path: Path) -> None:
    database = support.database(tmp_path)
    with database.writing() as session:
        support.plan(session, TASKS[:1], imported_at=at(2022, 5, 24, 11, 0))
        support.person(session, 11, units=["甲局"])
        tick(session, at(2022, 5, 24, 11, 5))
        assert nudges(session) == []
        tick(session, at(2022, 5, 27))
        assert [row.day for row in nudges(session)] == [date(2022, 5, 27)]
    database.close()
