"""What the office does out of turn: reminding now, leaving in peace, a unit's own hour, telephones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage.kinds import InboxState
from storage.models import Person, Plan
from tests.services.round import CHEN, FINANCE, LIN, MARKET, OFFICE, Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def test_remind_now_asks_who_owes_something_and_nobody_twice(town: Town) -> None:
    town.through(date(2022, 8, 16))
    town.wait(hours=1)
    town.say(LIN, "40推进中，41推进中")
    town.say(OFFICE, "/remind all")
    assert f"已提示1家：{MARKET}" in town.last(OFFICE)
    assert [row.day for row in town.nudges(LIN)] == []
    town.say(OFFICE, "/remind all")
    assert "今天已提示过" in town.last(OFFICE)
    assert [row.day for row in town.nudges(CHEN)] == [date(2022, 8, 1), date(2022, 8, 16)]


def test_remind_refuses_who_owes_nothing_and_what_is_no_unit(town: Town) -> None:
    town.at(2022, 8, 16)
    town.say(LIN, "40推进中，41推进中")
    assert town.say(OFFICE, f"/remind {FINANCE}").state is InboxState.refused
    assert town.say(OFFICE, "/remind 没有这个局").state is InboxState.refused
    assert town.nudges(LIN) == []


@pytest.mark.parametrize("moment", [(2022, 8, 16, 21, 0), (2022, 8, 20, 10, 0)], ids=["at night", "on a Saturday"])
def test_remind_sends_nothing_out_of_hours(town: Town, moment: tuple[int, int, int, int, int]) -> None:
    town.go_to(*moment)
    assert town.say(OFFICE, f"/remind {FINANCE}").state is InboxState.refused
    assert town.nudges(LIN) == []


def test_remind_leaves_to_the_morning_what_goes_out_in_the_morning(town: Town) -> None:
    town.through(date(2022, 8, 23))
    town.go_to(2022, 8, 24, 8, 30)
    town.say(OFFICE, f"/remind {FINANCE}")
    assert "今天稍后自动提示1家" in town.last(OFFICE)
    assert town.nudges(LIN) == []
    town.at(2022, 8, 24)
    assert len(town.nudges(LIN)) == 1


def test_a_unit_left_in_peace_hears_nothing_until_the_day_and_is_named_in_the_preview(town: Town) -> None:
    town.say(OFFICE, f"/quiet {FINANCE} 8月24日 防汛")
    assert "防汛" in town.last(OFFICE)
    town.through(date(2022, 8, 29))
    assert [row.day for row in town.nudges(LIN)] == [date(2022, 8, 29)]
    assert len(town.nudges(CHEN)) == 3


def test_a_plan_left_in_peace_nudges_nobody(town: Town) -> None:
    town.say(OFFICE, "/quiet plan 8月31日 换届")
    town.through(date(2022, 8, 31))
    assert town.nudges(LIN) == []
    town.through(date(2022, 9, 1))
    assert len(town.nudges(LIN)) == 1


def test_leaving_in_peace_calls_back_what_waits(town: Town) -> None:
    town.through(date(2022, 8, 23))
    town.go_to(2022, 8, 24, 9, 30)
    town.tick(deliver=False)
    town.say(OFFICE, f"/quiet {FINANCE} 8月31日 防汛")
    assert town.nudges(LIN) == []
    assert len(town.nudges(CHEN)) == 2


@pytest.mark.parametrize("words", ["", "8月31日", "昨天 防汛", "2022-07-01 防汛"])
def test_leaving_in_peace_needs_a_day_ahead_and_a_reason(town: Town, words: str) -> None:
    assert town.say(OFFICE, f"/quiet {FINANCE} {words}").state is InboxState.refused
    town.through(date(2022, 8, 24))
    assert len(town.nudges(LIN)) == 1


@pytest.mark.parametrize("command", ["/remind all", "/quiet plan 8月31日 换届", f"/time {FINANCE} 14:30"])
def test_the_overrides_are_not_for_liaisons(town: Town, command: str) -> None:
    assert town.say(LIN, command).state is InboxState.refused
    assert town.rows(Plan)[0].quiet_until is None


def test_a_liaison_leaves_the_own_telephone_and_not_somebody_elses(town: Town) -> None:
    assert town.say(LIN, "/phone 陈红 13800000000").state is InboxState.refused
    town.say(LIN, "/phone 138-0000-0000")
    kept = {row.telegram_id: row.telephone for row in town.rows(Person)}
    assert kept[LIN] == "138-0000-0000"
    assert kept[CHEN] == ""
