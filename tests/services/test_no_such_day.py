"""A report with a day or month that does not exist: it is said, and nothing is done, finished or dated by it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage.kinds import Status
from storage.models import Extension, Question
from tests.services.talk import CHEN, Talk


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def _said(talk: Talk, number: int = 1) -> str:
    return "\n".join(talk.texts(CHEN)[-number:])


@pytest.mark.parametrize(
    "words", ["64推进中60%，预计2月30日完成", "64推进中60%，13月底完成", "64推进中60%，2022-13-01前完成"]
)
def test_the_day_is_said_and_the_rest_is_recorded_without_it(talk: Talk, words: str) -> None:
    talk.say(CHEN, words)
    row = talk.reports()["64"]
    assert (row.status, row.percent, row.expected) == (Status.in_progress, 60, None)
    assert "这个日期，未按此计，请更正。" in _said(talk)
    assert "没有“" in _said(talk)


def test_a_month_that_does_not_exist_above_a_report_is_said(talk: Talk) -> None:
    talk.say(CHEN, "13月：64完成60%")
    assert "没有“13月”这个日期，未按此计，请更正。" in _said(talk)
    assert talk.reports()["64"].percent == 60


@pytest.mark.parametrize("words", ["13月5日前完成64", "64 13月完成", "64已于2月30日办结"])
def test_what_is_done_by_such_a_day_is_asked_and_not_stored(talk: Talk, words: str) -> None:
    talk.say(CHEN, words)
    assert talk.reports() == {}
    told = _said(talk, 2)
    assert "这个日期，未按此计" in told
    assert "64 " in told
    assert talk.count(Question) == 1
    talk.say(CHEN, "12月5日前完成")
    row = talk.reports()["64"]
    assert row.status is Status.in_progress
    assert row.expected is not None


def test_a_report_with_days_that_exist_has_no_such_line(talk: Talk) -> None:
    talk.say(CHEN, "64推进中60%，预计12月30日完成")
    assert "这个日期" not in _said(talk)


@pytest.mark.parametrize("words", ["64申请延期到13月底", "64申请延期到2月30日，等上级批复"])
def test_more_time_until_such_a_day_is_asked_for_a_day_and_does_not_reach_the_office(talk: Talk, words: str) -> None:
    talk.say(CHEN, words)
    assert talk.count(Extension) == 0
    assert "64 申请延到哪天？" in _said(talk, 2)
    talk.say(CHEN, "2024年3月底")
    (asked,) = talk.rows(Extension)
    assert asked.until == date(2024, 3, 31)
