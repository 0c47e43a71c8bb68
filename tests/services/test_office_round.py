"""The office's side of a round: preview, digest, call sheet, what is typed in, letters, verification, overrides."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from bot.rules import Calendar, Rules
from storage.kinds import CallOutcome, InboxState, Source
from storage.models import Call, OutboxRow, Person, Plan, Unit
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


def sheet(town: Town) -> str:
    (text,) = letters(town, "【8月未报清单】")
    return text


def test_the_missing_list_comes_after_the_due_day_with_people_and_telephones(town: Town) -> None:
    town.say(LIN, "/phone 13800000000")
    town.through(date(2022, 8, 31))
    assert letters(town, "【8月未报清单】") == []
    town.through(date(2022, 9, 1))
    text = sheet(town)
    assert "未报3家、9项，9月7日前补报按迟报计" in text
    assert "林涛 13800000000" in text or "路人 13800000000" in text
    assert f"{LAND}</b> 1项：14\n  无联络员" in text


def test_who_has_reported_everything_is_not_on_the_sheet(town: Town) -> None:
    town.through(date(2022, 8, 24))
    town.say(LIN, "40推进中，41推进中")
    town.through(date(2022, 9, 1))
    assert FINANCE not in sheet(town)


def test_who_reports_after_the_sheet_went_out_is_taken_off_it_in_place_with_the_next_tick(town: Town) -> None:
    town.through(date(2022, 9, 1))
    assert FINANCE in sheet(town)
    before = len([row for row in town.rows(OutboxRow) if row.chat_id == OFFICE])
    town.wait(minutes=10)
    town.say(LIN, "40推进中，41推进中")
    town.say(CHEN, "64推进中，其余等领导审")
    town.tick()
    assert FINANCE not in sheet(town)
    changes = [row for row in town.rows(OutboxRow) if row.chat_id == OFFICE][before:]
    assert [row.method for row in changes] == ["editMessageText"]
    town.tick()
    assert len([row for row in town.rows(OutboxRow) if row.chat_id == OFFICE]) == before + 1


def test_a_report_before_the_sheet_or_after_the_freeze_changes_no_sheet(town: Town) -> None:
    town.through(date(2022, 8, 24))
    town.say(CHEN, "64推进中")
    town.tick()
    assert letters(town, "【8月未报清单】") == []
    town.through(date(2022, 9, 8))
    before = sheet(town)
    town.say(LIN, "40推进中，41推进中")
    town.tick()
    assert sheet(town) == before


def test_a_sheet_of_many_units_is_one_message_with_a_button_for_each(tmp_path: Path) -> None:
    names = [f"县第{number}号单位工作委员会" for number in range(1, 51)]
    tasks = [
        {"code": f"{number}", "title": "推进", "lead": [name], "deadline": "ongoing"}
        for number, name in enumerate(names * 20, 1)
    ]
    town = Town(tmp_path, tasks)
    town.through(date(2022, 9, 1))
    assert len(sheet(town)) < 4000
    (row,) = [row for row in town.shown(OFFICE) if row.payload["text"].startswith("【8月未报清单】")]
    assert len(town.buttons_of(row)) == len(names)
    assert "未报50家、1000项" in row.payload["text"]
    town.press(OFFICE, names[-1])
    assert "8月未报20项" in town.last(OFFICE)


def test_what_is_with_a_leader_is_counted_apart_in_the_digest_and_is_not_missing(town: Town) -> None:
    town.through(date(2022, 8, 24))
    town.press(LIN, "等领导审")
    town.through(date(2022, 8, 29))
    assert "8月应报3家：已报齐0家，报了一部分0家，未报2家" in town.last(OFFICE)
    assert "另有待审1家" in town.last(OFFICE)
    assert "待审2项</b>：40、41" in town.nudges(LIN)[-1].payload["text"]
    town.through(date(2022, 9, 1))
    assert FINANCE not in sheet(town)
    assert "待审2项" in town.nudges(LIN)[-1].payload["text"]


def test_when_everybody_has_reported_the_sheet_says_so(tmp_path: Path) -> None:
    town = Town(tmp_path, [{"code": "40", "title": "收费", "lead": [FINANCE], "deadline": "ongoing"}])
    town.through(date(2022, 8, 24))
    town.say(LIN, "40推进中")
    town.through(date(2022, 9, 1))
    assert "均已报齐" in sheet(town)


def test_entries_of_the_call_sheet_show_on_it_with_who_made_them(town: Town) -> None:
    town.through(date(2022, 9, 1))
    town.press(OFFICE, FINANCE)
    assert "41 政府采购电子化" in town.last(OFFICE)
    town.press(OFFICE, "未接通")
    assert "未接通（" in sheet(town)
    town.press(OFFICE, "已接通")
    assert "已接通（" in sheet(town)
    assert "未接通（" not in sheet(town)
    assert [row.outcome for row in town.rows(Call)] == [CallOutcome.rung, CallOutcome.answered]


def test_a_promise_is_entered_by_a_press_or_by_typing_its_day(town: Town) -> None:
    town.through(date(2022, 9, 1))
    town.press(OFFICE, FINANCE)
    town.press(OFFICE, "答应补报")
    town.press(OFFICE, "9月2日（周五）")
    assert "答应9月2日报" in sheet(town)
    town.press(OFFICE, "答应补报")
    assert town.say(OFFICE, "不知道").state is InboxState.refused
    town.say(OFFICE, "9月6日")
    assert "答应9月6日报" in sheet(town)
    assert [row.promised_on for row in town.rows(Call)] == [date(2022, 9, 2), date(2022, 9, 6)]


def test_what_is_typed_in_counts_as_recorded_by_the_office(town: Town) -> None:
    town.through(date(2022, 9, 1))
    town.press(OFFICE, FINANCE)
    town.press(OFFICE, "录入进展")
    town.say(OFFICE, "41 完成50%，预计12月底完成")
    report = town.reports()["41"]
    office = town.person(OFFICE)
    assert (report.source, report.person_id, report.recorded_by_id) == (Source.office, None, office.id)
    assert (report.month, report.late, report.percent) == (date(2022, 8, 1), True, 50)
    assert any(text.startswith("县营商办已于09:30代录本单位进展：41") for text in town.texts(LIN))
    assert f"{FINANCE}</b> 1项：40" in sheet(town)


def test_what_the_office_types_and_nobody_understands_stores_nothing_and_asks_on(town: Town) -> None:
    town.through(date(2022, 9, 1))
    town.press(OFFICE, FINANCE)
    town.press(OFFICE, "录入进展")
    assert town.say(OFFICE, "他们说再看看").state is InboxState.refused
    assert town.reports() == {}
    town.say(OFFICE, "40推进中")
    assert list(town.reports()) == ["40"]


def test_the_rest_as_usual_typed_in_never_covers_what_is_overdue(town: Town) -> None:
    town.through(date(2022, 9, 1))
    town.press(OFFICE, MARKET)
    town.press(OFFICE, "录入进展")
    town.say(OFFICE, "64完成60%，其余正常")
    assert sorted(town.reports()) == ["11", "17", "2", "64"]


def test_the_rest_typed_in_never_covers_what_is_left_out(town: Town) -> None:
    town.through(date(2022, 9, 1))
    town.press(OFFICE, MARKET)
    town.press(OFFICE, "录入进展")
    town.say(OFFICE, "除了17，其余正常")
    assert sorted(town.reports()) == ["11", "2", "64"]


def test_cancelled_the_next_text_of_the_office_is_no_answer(town: Town) -> None:
    town.through(date(2022, 9, 1))
    town.press(OFFICE, FINANCE)
    town.press(OFFICE, "录入进展")
    town.press(OFFICE, "取消")
    town.say(OFFICE, "40推进中")
    assert town.reports() == {}


def test_the_draft_of_a_letter_names_what_is_missing_and_overdue(town: Town) -> None:
    from docx import Document

    town.through(date(2022, 9, 1))
    town.press(OFFICE, MARKET)
    town.press(OFFICE, "提示函")
    row = [each for each in town.rows(OutboxRow) if each.kind == "document"][-1]
    assert row.payload["filename"] == f"提示函-{MARKET}-2022-08.docx"
    words = "\n".join(each.text for each in Document(BytesIO(row.attachment)).paragraphs)
    assert "关于报送2022年8月工作进展的提示函" in words
    assert "下列6项任务尚未收到进展" in words
    assert "58　落实知识产权侵权惩罚性赔偿（完成时限2022年6月30日）" in words
    assert "（草稿，待审定）" in words
    assert "签发人：〔" in words


def test_the_draft_asks_no_reason_for_what_was_extended_or_waits_for_review(town: Town) -> None:
    from docx import Document

    town.through(date(2022, 8, 24))
    town.say(CHEN, "58 申请延期至11月底，等上级细则")
    town.press(OFFICE, "同意")
    town.say(CHEN, "15办结，奉市监发〔2022〕8号")
    town.through(date(2022, 9, 1))
    town.press(OFFICE, MARKET)
    town.press(OFFICE, "提示函")
    row = [each for each in town.rows(OutboxRow) if each.kind == "document"][-1]
    words = "\n".join(each.text for each in Document(BytesIO(row.attachment)).paragraphs)
    assert "下列4项任务尚未收到进展" in words
    assert "已过完成时限" not in words


def test_nobody_but_the_office_opens_the_call_sheet(town: Town) -> None:
    town.through(date(2022, 9, 1))
    plan, unit = town.rows(Plan)[0].id, support_unit(town, FINANCE)
    for data in (f"call:{plan}:{unit}:202208", f"call_no:{plan}:{unit}:202208", f"named_ask:{plan}:202208"):
        assert town.push(LIN, data, 1).state is InboxState.refused
    assert town.rows(Call) == []


def support_unit(town: Town, name: str) -> int:
    return next(row.id for row in town.rows(Unit) if row.name == name)


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


def test_a_missing_list_slept_through_is_made_up_for_while_it_is_of_use(town: Town) -> None:
    town.through(date(2022, 8, 31))
    town.at(2022, 9, 5)
    assert "未报3家" in sheet(town)
    town.at(2022, 9, 6)
    assert len(letters(town, "【8月未报清单】")) == 1


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
