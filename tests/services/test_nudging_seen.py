"""签收: what a unit has seen is shown to the office, of the right plan, and stops nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from storage.kinds import OutboxState
from storage.models import OutboxRow, Pending, Report
from tests import support
from tests.services.round import FINANCE, LIN, MARKET, OFFICE, Town
from tests.services.test_nudging_town import reaction


@pytest.fixture
def town(tmp_path: Path) -> Town:
    found = Town(tmp_path)
    found.through(date(2022, 8, 24))
    return found


def react(town: Town, who: int) -> None:
    town.update({"message_reaction": reaction(town, who, town.message_of(town.nudges(who)[-1]))})


def say_so(town: Town, who: int) -> None:
    town.say(who, "收到")


BOTH = pytest.mark.parametrize("see", [say_so, react], ids=["by word", "by reaction"])


@BOTH
def test_the_office_sees_it_in_the_digest_and_on_the_call_sheet(town: Town, see: Callable[[Town, int], None]) -> None:
    see(town, LIN)
    town.through(date(2022, 8, 29))
    assert f"已签收未报1家：{FINANCE}" in town.last(OFFICE)
    town.through(date(2022, 9, 1))
    (sheet,) = [text for text in town.texts(OFFICE) if text.startswith("【8月未报清单】")]
    of_finance = sheet.split(f"<b>{FINANCE}</b>")[1].split("<b>")[0]
    assert "已签收" in of_finance
    assert "已签收" not in sheet.split(f"<b>{MARKET}</b>")[1].split("<b>")[0]


@BOTH
def test_every_later_nudge_comes_all_the_same_and_nothing_counts_as_reported(
    town: Town, see: Callable[[Town, int], None]
) -> None:
    see(town, LIN)
    town.through(date(2022, 9, 1))
    days = [row.day for row in town.nudges(LIN)]
    assert days == [date(2022, 8, 24), date(2022, 8, 29), date(2022, 8, 31), date(2022, 9, 1)]
    assert all(row.facts["codes"] == ["40", "41"] for row in town.nudges(LIN))
    assert (town.count(Report), town.count(Pending)) == (0, 0)


@BOTH
def test_colleagues_nudges_are_not_changed_by_it(town: Town, see: Callable[[Town, int], None]) -> None:
    before = len(town.rows(OutboxRow))
    see(town, LIN)
    rows = town.rows(OutboxRow)[before:]
    assert {row.chat_id for row in rows} <= {LIN}
    assert town.nudges(state=OutboxState.cancelled) == []


def test_what_was_seen_of_one_plan_is_not_shown_as_seen_of_another(town: Town) -> None:
    from storage import nudging

    with town.db.writing() as session:
        tasks = [{"code": "B1", "title": "乙", "lead": [FINANCE], "deadline": "ongoing"}]
        other = support.plan(session, tasks, letter="B", title="另一个方案").id or 0
    react(town, LIN)
    with town.db.reading() as session:
        since = town.now.replace(hour=0)
        mine = nudging.sightings(session=session, plan_id=town.plan_id, since=since)
        assert [unit for _, unit, _ in mine] == [FINANCE]
        assert nudging.sightings(session=session, plan_id=other, since=since) == []
