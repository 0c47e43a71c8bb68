"""A task's milestones: added, moved, reached; what the office has set outlives a new version of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.errors import Refused
from bot.services import milestones
from storage import audit
from storage.kinds import TaskState
from storage.models import Task
from tests import support

TODAY = date(2022, 8, 24)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with support.database(tmp_path).writing() as session:
        support.plan(session, [{"code": "14", "lead": ["县规划自然资源局"], "deadline": date(2022, 12, 31)}])
        yield session


def task(session: Session) -> Task:
    return session.exec(select(Task)).one()


def test_milestones_stand_by_date_and_move(session: Session) -> None:
    ctx, row = support.context(session), task(session)
    milestones.add(ctx, row, date(2022, 11, 30), "上线运行")
    first = milestones.add(ctx, row, date(2022, 9, 30), "印发方案")
    assert [step.title for step in milestones.of_task(ctx, row)] == ["印发方案", "上线运行"]
    milestones.move(ctx, row, 1, date(2022, 12, 15))
    assert [step.title for step in milestones.of_task(ctx, row)] == ["上线运行", "印发方案"]
    moved = audit.history(session=session, object="milestones", object_id=first.id or 0)[-1]
    assert (moved.before, moved.after["due"]) == ({"due": "2022-09-30"}, "2022-12-15")


def test_a_milestone_is_reached_and_that_can_be_taken_back(session: Session) -> None:
    ctx, row = support.context(session), task(session)
    milestones.add(ctx, row, date(2022, 8, 20), "印发方案")
    assert milestones.done(ctx, row, 1).done_on == TODAY
    with pytest.raises(Refused):
        milestones.move(ctx, row, 1, date(2022, 9, 1))
    assert milestones.done(ctx, row, 1).done_on is None
    assert milestones.done(ctx, row, 1, date(2022, 8, 19)).done_on == date(2022, 8, 19)


def test_nothing_is_reached_in_the_future_added_twice_or_to_a_closed_task(session: Session) -> None:
    ctx, row = support.context(session), task(session)
    milestones.add(ctx, row, date(2022, 9, 30), "印发方案")
    with pytest.raises(Refused):
        milestones.done(ctx, row, 1, date(2022, 8, 25))
    with pytest.raises(Refused):
        milestones.add(ctx, row, date(2022, 9, 30), "印发方案")
    row.state, row.closed_on = TaskState.done, TODAY
    with pytest.raises(Refused):
        milestones.add(ctx, row, date(2022, 10, 31), "验收")
    assert len(milestones.of_task(ctx, row)) == 1


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2022-09-30", date(2022, 9, 30)),
        ("2022-07-01", date(2022, 7, 1)),
        ("9月底", date(2022, 9, 30)),
        ("9月底前", date(2022, 9, 30)),
        ("2023年3月", date(2023, 3, 31)),
    ],
)
def test_a_day_is_read_from_words_past_or_to_come(words: str, day: date) -> None:
    assert milestones.read_day(words, TODAY) == day


@pytest.mark.parametrize("words", ["", "尽快", "9月底印发方案", "2022-13-40"])
def test_what_is_no_day_is_refused(words: str) -> None:
    with pytest.raises(Refused):
        milestones.read_day(words, TODAY)


def test_day_and_title_are_told_apart() -> None:
    assert milestones.split_day("9月底 印发方案", TODAY) == (date(2022, 9, 30), "印发方案")
    assert milestones.split_day("9月底前印发方案", TODAY) == (date(2022, 9, 30), "印发方案")
    with pytest.raises(Refused):
        milestones.split_day("印发方案", TODAY)
