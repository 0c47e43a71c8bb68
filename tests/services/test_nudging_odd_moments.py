"""Restarts, clocks that step, settings that change while messages wait, ticks at once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from bot.locale import Voice
from bot.rules import Calendar, Rules
from bot.services import tick
from bot.services.context import Context
from storage.kinds import OutboxState
from storage.models import OutboxRow, Plan
from tests.services.round import CHEN, LIN, MA, OFFICE, Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """On the morning of the first nudge, planned and not sent yet."""
    found = Town(tmp_path)
    found.through(date(2022, 8, 23))
    found.go_to(2022, 8, 24, 9, 30)
    found.tick(deliver=False)
    return found


def test_what_was_planned_before_a_restart_is_sent_once_after_it_on_the_same_day(town: Town) -> None:
    assert town.nudges(LIN) == []
    town.restart()
    town.at(2022, 8, 24, 16, 0)
    town.restart()
    town.at(2022, 8, 24, 17, 0)
    assert [row.day for row in town.nudges(LIN, state=None)] == [date(2022, 8, 24)]
    assert [row.state for row in town.nudges(LIN, state=None)] == [OutboxState.sent]


def test_a_clock_that_steps_forward_over_a_nudge_brings_it_once_late(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.through(date(2022, 8, 23))
    town.at(2022, 8, 26, 11, 0)
    town.at(2022, 8, 26, 11, 1)
    (row,) = town.nudges(LIN)
    assert (row.day, row.facts["since"]) == (date(2022, 8, 26), "2022-08-23")
    town.at(2022, 8, 25)  # and back again
    town.at(2022, 8, 26)
    assert len(town.nudges(LIN)) == 1


def test_what_the_office_has_been_told_is_not_told_again_by_a_clock_that_steps_back_by_days(town: Town) -> None:
    town.through(date(2022, 9, 1))
    before = len(town.rows(OutboxRow))
    for day in (date(2022, 8, 23) + timedelta(step) for step in range(10)):
        town.at(day.year, day.month, day.day)
    assert len(town.rows(OutboxRow)) == before


def test_a_due_day_that_moves_while_messages_wait_keeps_them_until_its_own_days(town: Town) -> None:
    town.change(rules=Rules(nudge_days=(3, 0)))
    town.deliver()
    (row,) = town.nudges(LIN, state=None)
    assert (row.state, row.reason) == (OutboxState.skipped, "no longer due")
    town.through(date(2022, 8, 31))
    assert [each.day for each in town.nudges(LIN)] == [date(2022, 8, 26), date(2022, 8, 31)]


def test_what_was_answered_while_it_waited_goes_with_that_reason(town: Town) -> None:
    town.say(LIN, "40推进中，41推进中")
    town.deliver()
    (row,) = town.nudges(LIN, state=None)
    assert (row.state, row.reason) == (OutboxState.cancelled, "answered")


def test_a_cap_that_is_lowered_while_messages_wait_changes_nothing_that_was_planned(town: Town) -> None:
    town.change(rules=Rules(monthly_cap=1))
    town.deliver()
    assert [row.day for row in town.nudges(LIN)] == [date(2022, 8, 24)]


def test_a_plan_that_is_closed_while_messages_wait_sends_none(town: Town) -> None:
    with town.db.writing() as session:
        plan = session.get_one(Plan, town.plan_id)
        plan.closed_at = town.now
        session.add(plan)
    before = len(town.nudges())
    town.deliver()
    assert len(town.nudges()) == before
    assert {row.reason for row in town.nudges(LIN, state=OutboxState.skipped)} == {"the plan is closed"}


def test_a_holiday_entered_while_messages_wait_sends_none_on_it_and_the_next_nudge_asks_everything(town: Town) -> None:
    town.change(calendar=Calendar({date(2022, 8, 24): False}))  # the round's first day is now the 23rd, which is over
    town.deliver()
    town.at(2022, 8, 24, 15, 0)
    assert town.nudges(LIN) == []
    town.through(date(2022, 8, 29))
    assert [(row.day, row.facts["codes"]) for row in town.nudges(LIN)] == [(date(2022, 8, 29), ["40", "41"])]


def test_month_end_in_downtime_tells_the_office_what_is_missing_and_no_longer_previews(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.through(date(2022, 8, 22))
    town.at(2022, 9, 2)
    heads = [text.split("】")[0] for text in town.texts(OFFICE)]
    assert "【8月未报清单" in heads
    assert "【8月提示预览" not in heads
    for who in (LIN, MA, CHEN):
        assert [row.day for row in town.nudges(who)][-1] == date(2022, 9, 2)
        assert "补报" in town.nudges(who)[-1].payload["text"]
    skipped = town.nudges(LIN, state=OutboxState.skipped)
    assert [row.day for row in skipped] == [date(2022, 8, 31), date(2022, 8, 29), date(2022, 8, 24)]
    assert {row.reason for row in skipped} == {"too late to be of use"}


def test_ticks_at_the_same_instant_queue_everything_once(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.through(date(2022, 8, 23))
    town.go_to(2022, 8, 24, 9, 30)
    start, trouble = Barrier(4), list[BaseException]()

    def other() -> None:
        try:
            start.wait()
            with town.db.writing() as session:
                tick.tick(Context(session, town.now, town.office, Voice("zh_CN")))
        except BaseException as error:
            trouble.append(error)

    threads = [Thread(target=other) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert trouble == []
    assert len(town.nudges(LIN, state=None)) == 1
    digests = [row for row in town.rows(OutboxRow) if row.key.startswith("digest:") and row.day == date(2022, 8, 24)]
    assert len(digests) == 1
