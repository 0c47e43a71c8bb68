"""Reports replace one another by their moments and stand again when what replaced them is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from storage import reports
from storage.kinds import Status
from storage.models import Report, Task
from tests import support
from tests.support import NOW

AUGUST, SEPTEMBER = date(2022, 8, 1), date(2022, 9, 1)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    db = support.database(tmp_path)
    with db.writing() as opened:
        support.plan(opened, [{"code": "17", "lead": ["县市场监管局"]}])
        yield opened


def add(session: Session, minutes: int, *, month: date = AUGUST) -> Report:
    unit = support.unit(session, "县市场监管局")
    row = Report(
        plan_id=1,
        task_id=1,
        unit_id=unit.id or 0,
        month=month,
        status=Status.in_progress,
        percent=minutes,
        text=str(minutes),
        chat_id=1,
        message_id=minutes,
        at=NOW + timedelta(minutes=minutes),
        stored_at=NOW,
    )
    reports.add(session=session, report=row)
    return row


def standing(session: Session) -> list[int | None]:
    return [row.percent for row in reports.standing_of(session=session, unit_id=1)]


def test_the_later_moment_stands_whatever_the_order_of_storing(session: Session) -> None:
    for minutes in (2, 3, 1):
        add(session, minutes)
    assert standing(session) == [3]


def test_months_do_not_replace_each_other(session: Session) -> None:
    add(session, 1)
    add(session, 2, month=SEPTEMBER)
    assert standing(session) == [1, 2]
    assert reports.months_reported(session=session, unit_id=1, task_ids=[1]) == {1: {AUGUST: False, SEPTEMBER: False}}


def test_taking_back_brings_back_the_one_before_and_only_that(session: Session) -> None:
    for minutes in (1, 2, 3):
        add(session, minutes)
    newest = session.get_one(Report, 3)
    again = reports.withdraw(session=session, report=newest, at=NOW)
    assert again is not None
    assert standing(session) == [2]


def test_of_several_that_one_had_replaced_the_latest_stands_again(session: Session) -> None:
    newest = add(session, 9)
    add(session, 2)
    add(session, 5)
    reports.withdraw(session=session, report=newest, at=NOW)
    assert standing(session) == [5]
    last = session.get_one(Report, 3)
    reports.withdraw(session=session, report=last, at=NOW)
    assert standing(session) == [2]


def test_taking_back_one_that_was_replaced_already_leaves_the_last_standing(session: Session) -> None:
    first, middle, last = (add(session, minutes) for minutes in (1, 2, 3))
    assert reports.withdraw(session=session, report=middle, at=NOW) is None
    assert standing(session) == [3]
    assert first.superseded_by_id == last.id
    reports.withdraw(session=session, report=last, at=NOW)
    assert standing(session) == [1]


def test_taking_everything_back_in_any_order_leaves_nothing(session: Session) -> None:
    rows = [add(session, minutes) for minutes in (1, 2, 3, 4)]
    for row in (rows[1], rows[3], rows[0], rows[2]):
        reports.withdraw(session=session, report=row, at=NOW)
    assert standing(session) == []


def test_a_withdrawn_one_is_never_brought_back(session: Session) -> None:
    first, second = add(session, 1), add(session, 2)
    reports.withdraw(session=session, report=first, at=NOW)
    assert reports.withdraw(session=session, report=second, at=NOW) is None
    assert standing(session) == []


def test_a_messages_reports_are_those_not_taken_back(session: Session) -> None:
    row = add(session, 1)
    found = reports.of_message(session=session, chat_id=1, message_id=1)
    assert [(each.id, task.code) for each, task in found] == [(row.id, "17")]
    assert isinstance(found[0][1], Task)
    reports.withdraw(session=session, report=row, at=NOW)
    assert reports.of_message(session=session, chat_id=1, message_id=1) == []
