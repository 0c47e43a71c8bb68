"""The call sheet of a round: who is missing, who rang, what was typed in, the drafts of letters."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from storage.kinds import CallOutcome, InboxState, Source
from storage.models import Call, OutboxRow, Plan, Unit
from tests.services.round import CHEN, FINANCE, LIN, MARKET, OFFICE, Town

LAND = "县规划自然资源局"


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def letters(town: Town, start: str) -> list[str]:
    """Return what the office sees that begins so."""
    return [text for text in town.texts(OFFICE) if text.startswith(start)]


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


def support_unit(town: Town, name: str) -> int:
    return next(row.id for row in town.rows(Unit) if row.name == name)


def test_nobody_but_the_office_opens_the_call_sheet(town: Town) -> None:
    town.through(date(2022, 9, 1))
    plan, unit = town.rows(Plan)[0].id, support_unit(town, FINANCE)
    for data in (f"call:{plan}:{unit}:202208", f"call_no:{plan}:{unit}:202208", f"named_ask:{plan}:202208"):
        assert town.push(LIN, data, 1).state is InboxState.refused
    assert town.rows(Call) == []


def test_a_missing_list_slept_through_is_made_up_for_while_it_is_of_use(town: Town) -> None:
    town.through(date(2022, 8, 31))
    town.at(2022, 9, 5)
    assert "未报3家" in sheet(town)
    town.at(2022, 9, 6)
    assert len(letters(town, "【8月未报清单】")) == 1
