"""All of history under the present reader: shown, and stored as new versions with their audit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot.services import reread
from bot.services.reread import Outcome
from storage.kinds import Status
from storage.models import AuditEvent, Report
from tests.services.talk import CHEN, OFFICE, Talk


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def read_worse(talk: Talk, code: str, **facts: Any) -> None:
    """Let a report have been read by an earlier, worse reader."""
    key = talk.reports()[code].id
    with talk.db.writing() as session:
        row = session.get_one(Report, key)
        for name, value in facts.items():
            setattr(row, name, value)
        told = {name: value.value if isinstance(value, Status) else value for name, value in facts.items()}
        row.reading = {**row.reading, "item": {**row.reading["item"], **told}}


def look(talk: Talk) -> Outcome:
    with talk.db.reading() as session:
        return reread.reread(talk.context(session, OFFICE))


def put_right(talk: Talk) -> int:
    with talk.db.writing() as session:
        ctx = talk.context(session, OFFICE)
        return reread.apply(ctx, reread.reread(ctx).changes)


def test_what_is_read_as_before_shows_no_difference(talk: Talk) -> None:
    talk.say(CHEN, "17完成60%，等公积金系统，预计9月底完成；64推进中，清单86项")
    talk.say(CHEN, "完成30%")  # no task: asked, and answered by a press
    talk.press(CHEN, "2")
    nudge = talk.nudge(CHEN, "县市场监管局", ["11"])
    talk.say(CHEN, "正常推进", reply_to=nudge)
    assert len(talk.reports()) >= 3
    assert look(talk).changes == []


def test_a_difference_is_shown_and_nothing_stored_by_looking(talk: Talk) -> None:
    talk.say(CHEN, "17完成60%")
    read_worse(talk, "17", percent=16)
    outcome = look(talk)
    assert [(one.kind, one.task, one.fields) for one in outcome.changes] == [("changed", "17", {"percent": (16, 60)})]
    assert talk.reports()["17"].percent == 16
    assert talk.count(Report) == 1


def test_applied_it_is_a_new_version_with_its_audit_and_the_old_one_is_kept(talk: Talk) -> None:
    talk.say(CHEN, "17完成60%")
    read_worse(talk, "17", percent=16)
    old = talk.reports()["17"]
    assert put_right(talk) == 1
    new = talk.reports()["17"]
    assert (new.percent, new.text, new.at, new.month, new.late) == (60, old.text, old.at, old.month, old.late)
    assert new.reading["reread_of"] == old.id
    assert [row.superseded_by_id for row in talk.rows(Report)] == [new.id, None]
    with talk.db.reading() as session:
        event = session.exec(select(AuditEvent).where(col(AuditEvent.action) == "reread")).one()
        assert (event.before["percent"], event.after["percent"]) == (16, 60)
    assert look(talk).changes == []
    assert put_right(talk) == 0


def test_a_frozen_month_is_shown_and_left(talk: Talk) -> None:
    talk.say(CHEN, "17完成60%")
    read_worse(talk, "17", percent=16)
    talk.go_to(2022, 10, 12)
    assert look(talk).changes[0].frozen
    assert put_right(talk) == 0
    assert talk.reports()["17"].percent == 16


def test_what_would_no_longer_be_read_is_shown_and_left_to_people(talk: Talk) -> None:
    talk.say(CHEN, "17完成60%")
    with talk.db.writing() as session:
        row = session.get_one(Report, talk.reports()["17"].id)
        row.text = row.words = "收到，谢谢"
    assert [one.kind for one in look(talk).changes] == ["gone"]
    assert put_right(talk) == 0
    assert "17" in talk.reports()
