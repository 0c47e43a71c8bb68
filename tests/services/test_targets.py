"""A task's targets: read from the office's words, changed, taken out, and kept over a new version of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.errors import Refused
from bot.services import targets
from storage import audit
from storage.models import Task
from tests import support


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with support.database(tmp_path).writing() as session:
        support.plan(session, [{"code": "14", "lead": ["县规划自然资源局"]}])
        yield session


def task(session: Session) -> Task:
    return session.exec(select(Task)).one()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("有效发明专利≥300件", ("有效发明专利", ">=", 300, "件")),
        ("有效发明专利 300 件", ("有效发明专利", ">=", 300, "件")),
        ("办理时间不超过0.5个工作日", ("办理时间", "<=", 0.5, "个工作日")),
        ("全程网办率 90%以上", ("全程网办率", ">=", 90, "%")),
        ("全程网办率≥９０％", ("全程网办率", ">=", 90, "%")),
        ("投诉 <= 3 件", ("投诉", "<=", 3, "件")),
        ("每年召开座谈会不少于4次", ("每年召开座谈会", ">=", 4, "次")),
    ],
)
def test_a_target_is_read_from_words(words: str, expected: tuple[str, str, float, str]) -> None:
    assert targets.read(words) == expected


@pytest.mark.parametrize("words", ["", "尽快办好", "件", "a1b2c3 4 5 6"])
def test_what_names_no_number_is_no_target(words: str) -> None:
    with pytest.raises(Refused):
        targets.read(words)


def test_targets_are_added_changed_and_taken_out_with_history(session: Session) -> None:
    ctx, row = support.context(session), task(session)
    first = targets.add(ctx, row, "有效发明专利≥300件")
    targets.add(ctx, row, "办理时间不超过0.5个工作日")
    assert first.edited_at is not None
    targets.change(ctx, row, 1, "320件")
    assert [targets.said(each) for each in targets.of_task(ctx, row)] == ["有效发明专利≥320件", "办理时间≤0.5个工作日"]
    targets.change(ctx, row, 2, "0.3")
    assert [targets.said(each) for each in targets.of_task(ctx, row)][1] == "办理时间≤0.3个工作日"
    assert targets.remove(ctx, row, 1) == "有效发明专利≥320件"
    assert [targets.said(each) for each in targets.of_task(ctx, row)] == ["办理时间≤0.3个工作日"]
    events = audit.history(session=session, object="targets", object_id=first.id or 0)
    assert [event.action for event in events] == ["target.add", "target.change", "target.remove"]
    assert events[1].before["target"] == "有效发明专利≥300件"


def test_a_number_that_is_not_in_the_list_is_refused(session: Session) -> None:
    for number in (0, 1, -1):
        with pytest.raises(Refused):
            targets.change(support.context(session), task(session), number, "3件")
