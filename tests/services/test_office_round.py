"""The office's side of a round: preview, digest, call sheet, what is typed in, letters, verification, overrides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.rules import Calendar, Rules
from storage.kinds import InboxState
from storage.models import Plan
from tests import support
from tests.services.round import CHEN, FINANCE, LIN, MARKET, OFFICE, Town

LAND = "县规划自然资源局"


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def letters(town: Town, start: str) -> list[str]:
    """Return what the office sees that begins so."""
    return [text for text in town.texts(OFFICE) if text.startswith(start)]


def test_the_preview_comes_a_working_day_before_and_names_who_is_written_to(town: Town) -> None:
    town.through(date(2022, 8, 22))
    assert letters(town, "【8月提示预览】") == []
    town.through(date(2022, 8, 23))
    (text,) = letters(town, "【8月提示预览】")
    assert "8月24日（周三）09:30起提示2家、8项" in text
    assert f"{MARKET}6项（陈红、马莉）" in text
    assert f"无联络员1家</b>：{LAND}" in text
    assert "到时自动发送" in text
    assert len(town.nudges(LIN)) == 0


def test_by_default_the_nudges_go_out_by_themselves(town: Town) -> None:
    town.through(date(2022, 8, 24))
    assert len(town.nudges(LIN)) == 1


def test_a_round_that_the_office_holds_waits_for_the_press(town: Town) -> None:
    town.through(date(2022, 8, 23))
    town.press(OFFICE, "暂缓")
    (text,) = letters(town, "【8月提示预览】")
    assert "等待发送" in text
    town.through(date(2022, 8, 24))
    assert town.nudges(LIN) == []
    assert "8月提示还在等待发送" in town.last(OFFICE)
    town.go_to(2022, 8, 25, 11, 0)
    town.press(OFFICE, "发送")
    assert [row.day for row in town.nudges(LIN)] == [date(2022, 8, 25)]
    town.through(date(2022, 8, 29))
    assert [row.day for row in town.nudges(LIN)] == [date(2022, 8, 25), date(2022, 8, 29)]


def test_set_to_wait_nothing_of_the_round_goes_out_unasked_but_deadlines_do(tmp_path: Path) -> None:
    town = Town(tmp_path, rules=Rules(preview="wait"))
    town.through(date(2022, 8, 23))
    deadline_only = [row.facts["codes"] for row in town.nudges(CHEN)]
    town.through(date(2022, 8, 31))
    assert town.nudges(LIN) == []
    later = [row.facts["codes"] for row in town.nudges(CHEN)][len(deadline_only) :]
    assert later == [["15"], ["15"]]  # seven days ahead (a Wednesday), and its own day
    town.through(date(2022, 9, 1))
    assert "补报" in town.nudges(LIN)[-1].payload["text"]


def test_pressed_on_the_day_before_the_nudges_go_out_in_the_morning_and_not_at_once(tmp_path: Path) -> None:
    town = Town(tmp_path, rules=Rules(preview="wait"))
    town.through(date(2022, 8, 23))
    town.press(OFFICE, "发送")
    assert town.nudges(LIN) == []
    town.through(date(2022, 8, 24))
    assert [row.day for row in town.nudges(LIN)] == [date(2022, 8, 24)]


def test_a_second_press_sends_nothing_twice(tmp_path: Path) -> None:
    town = Town(tmp_path, rules=Rules(preview="wait"))
    town.through(date(2022, 8, 24))
    town.wait(hours=1)
    preview = next(row for row in town.shown(OFFICE) if row.payload["text"].startswith("【8月提示预览】"))
    data = town.buttons_of(preview)[0]["callback_data"]
    town.push(OFFICE, data, town.message_of(preview))
    town.push(OFFICE, data, town.message_of(preview))
    assert len(town.nudges(LIN)) == 1


def test_the_digest_says_how_the_round_stands(town: Town) -> None:
    town.through(date(2022, 8, 24))
    assert "8月应报3家：已报齐0家，报了一部分0家，未报3家" in town.last(OFFICE)
    town.wait(hours=1)
    town.say(LIN, "40推进中，41推进中")
    town.say(CHEN, "64推进中")
    town.through(date(2022, 8, 29))
    assert "8月应报3家：已报齐1家，报了一部分1家，未报1家" in town.last(OFFICE)


def test_after_the_freeze_the_office_sees_whom_the_figures_would_name(town: Town) -> None:
    town.through(date(2022, 8, 24))
    town.say(LIN, "40推进中，41推进中")
    town.through(date(2022, 9, 8))
    (text,) = letters(town, "【8月点名前核对】")
    assert f"{MARKET}：8月应报6项，未报6项（" in text
    assert FINANCE not in text
    assert not any("请核实" in each for each in town.texts(CHEN))


def test_each_unit_verifies_its_own_sentence_and_the_office_hears_what_they_said(town: Town) -> None:
    town.through(date(2022, 9, 8))
    town.press(OFFICE, "发各单位核实")
    assert "【请核实】" in town.last(CHEN)
    assert LAND not in town.last(CHEN)
    town.press(CHEN, "有出入")
    assert "会转给县营商办" in town.last(CHEN)
    assert any("有出入" in text and "单位来问" in text for text in town.texts(OFFICE))
    town.press(LIN, "属实")
    town.through(date(2022, 9, 13))
    text = town.last(OFFICE)
    assert text.startswith("【8月核实结果】")
    assert f"属实</b>1家：{FINANCE}" in text.replace("属实1家", "属实</b>1家") or "属实" in text
    assert "未回复" in text
    assert LAND in text


def test_sentences_are_not_sent_twice(town: Town) -> None:
    town.through(date(2022, 9, 8))
    row = next(row for row in town.shown(OFFICE) if row.payload["text"].startswith("【8月点名前核对】"))
    data = town.buttons_of(row)[0]["callback_data"]
    town.push(OFFICE, data, town.message_of(row))
    assert town.push(OFFICE, data, town.message_of(row)).state is InboxState.refused
    assert len([text for text in town.texts(CHEN) if "【请核实】" in text]) == 1


def test_in_december_the_office_hears_that_next_years_calendar_is_missing_once_a_month(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.go_to(2026, 11, 30, 8, 0)
    with town.db.writing() as session:
        plan = session.get_one(Plan, town.plan_id)
        plan.closed_at = town.now
        session.add(plan)
    town.through(date(2026, 11, 30))
    assert letters(town, "【日历提醒】") == []
    town.through(date(2026, 12, 10))
    (text,) = letters(town, "【日历提醒】")
    assert "2027年的放假调休安排还没有收录" in text


def test_a_year_that_the_office_has_entered_in_full_brings_no_warning(tmp_path: Path) -> None:
    town = Town(tmp_path, calendar=Calendar({date(2027, 1, 1): False}, complete=[2027]))
    town.go_to(2026, 12, 1, 8, 0)
    town.through(date(2026, 12, 2))
    assert letters(town, "【日历提醒】") == []


def test_a_preview_slept_through_until_after_the_first_nudge_is_left_out(town: Town) -> None:
    town.through(date(2022, 8, 22))
    town.at(2022, 8, 25)
    assert letters(town, "【8月提示预览】") == []


def test_supervision_and_strangers_see_none_of_it(town: Town) -> None:
    from storage.kinds import Role

    with town.db.writing() as session:
        support.person(session, 3001, "周督", role=Role.supervision)
    town.through(date(2022, 9, 1))
    assert town.texts(3001) == []
