"""Reports that came elsewhere: pasted or forwarded by the office, shown per unit and task, recorded after one press."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.kinds import QuestionState, Source
from storage.models import Person, Question, Report
from tests.services.talk import CHEN, FINANCE, LIN, MA, MARKET, OFFICE, Talk

PASTE = """县市场监管局 陈红 8/24 10:32
17完成60%，等公积金系统对接，预计9月底完成
64推进中，免罚清单86项

县财政局-林涛 10:33:05
40完成30%
县教育局：3已完成
"""
DATE = 1661308800


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def test_many_reports_are_shown_per_unit_and_recorded_after_one_press(talk: Talk) -> None:
    talk.say(OFFICE, PASTE)
    shown = talk.last(OFFICE)
    assert f"<b>{MARKET}</b>（2项）：\n17 未完成，已到60%：等公积金系统对接，预计9月30日完成" in shown
    assert f"<b>{FINANCE}</b>（1项）：\n40 推进中30%" in shown
    assert "没对上单位，未记：“县教育局：3已完成”" in shown
    assert talk.count(Report) == 0
    talk.restart()
    talk.press(OFFICE, "确认代录3项")
    found = talk.reports()
    assert sorted(found) == ["17", "40", "64"]
    office = next(row.id for row in talk.rows(Person) if row.telegram_id == OFFICE)
    for row in found.values():
        assert (row.source, row.recorded_by_id, row.person_id) == (Source.office, office, None)
    assert "县财政局" not in found["17"].text
    assert found["40"].text == "县财政局-林涛 10:33:05\n40完成30%"
    assert talk.last(OFFICE).startswith("已代录3项（李科长）")


def test_the_units_people_are_told_what_was_recorded_for_them_and_nothing_of_others(talk: Talk) -> None:
    talk.say(OFFICE, PASTE)
    assert talk.texts(CHEN) == []
    talk.press(OFFICE, "确认代录3项")
    (told,) = talk.texts(CHEN)
    assert told.startswith(f"县营商办已代录{MARKET}从其他渠道报来的进展2项：\n17 未完成，已到60%")
    assert "40" not in told.split("还")[0]
    (other,) = talk.texts(LIN)
    assert "40 推进中30%" in other
    assert len(talk.texts(MA)) == 2  # she answers for both units


def test_a_second_press_records_nothing_twice_and_what_is_dropped_is_not_recorded(talk: Talk) -> None:
    talk.say(OFFICE, "县财政局：40完成30%")
    button = talk.buttons_of(talk.shown(OFFICE)[-1])[0]["callback_data"]
    message = talk.message_of(talk.shown(OFFICE)[-1])
    talk.press(OFFICE, "确认代录1项")
    assert talk.push(OFFICE, button, message).callback_text == "这个问题已经处理过了"
    assert len(talk.rows(Report)) == 1
    talk.say(OFFICE, "县财政局：41完成30%")
    talk.press(OFFICE, "不记")
    assert len(talk.rows(Report)) == 1
    assert talk.rows(Question)[-1].state is QuestionState.answered


def test_what_the_office_recorded_can_be_taken_back_by_who_recorded_it(talk: Talk) -> None:
    talk.say(OFFICE, "县财政局：40完成30%")
    talk.press(OFFICE, "确认代录1项")
    talk.press(OFFICE, "撤回")
    assert talk.reports() == {}
    assert talk.rows(Report)[0].withdrawn_at is not None


def test_a_task_that_is_not_the_units_and_words_that_are_not_understood_are_shown_and_not_recorded(talk: Talk) -> None:
    talk.say(OFFICE, "县财政局：40完成30%，58完成50%\n县市场监管局：各项工作抓得很紧，领导十分重视")
    shown = talk.last(OFFICE)
    assert "未记：58（不是该单位的任务，或已办结）" in shown
    assert "没看懂，未记：“各项工作抓得很紧，领导十分重视”" in shown
    talk.press(OFFICE, "确认代录1项")
    assert sorted(talk.reports()) == ["40"]


def test_a_mail_is_read_for_its_sender(talk: Talk) -> None:
    talk.say(
        OFFICE,
        "发件人: 县财政局办公室 <cz@example.com>\n发送时间: 2022年8月24日 10:20\n收件人: 县营商办\n主题: 8月进展\n\n"
        "40完成80%，预计9月底完成\n41推进中",
    )
    talk.press(OFFICE, "确认代录2项")
    assert sorted(talk.reports()) == ["40", "41"]
    assert talk.reports()["40"].percent == 80


def test_a_forwarded_message_is_recorded_for_the_unit_of_its_author(talk: Talk) -> None:
    user = {"id": LIN, "is_bot": False, "first_name": "林涛"}
    talk.say(OFFICE, "40完成30%", forward_origin={"type": "user", "date": DATE, "sender_user": user})
    talk.press(OFFICE, "确认代录1项")
    assert talk.reports()["40"].source is Source.office
    hidden = {"type": "hidden_user", "date": DATE, "sender_user_name": "某人"}
    talk.say(OFFICE, "41完成30%", forward_origin=hidden)
    assert "每条请以单位名称开头" in talk.last(OFFICE)
    talk.say(OFFICE, "县财政局：41完成30%", forward_origin=hidden)
    talk.press(OFFICE, "确认代录1项")
    assert sorted(talk.reports()) == ["40", "41"]


def test_a_liaison_cannot_record_for_another_unit(talk: Talk) -> None:
    talk.say(LIN, "县市场监管局：17完成60%")
    assert "17" not in talk.reports()
    talk.say(OFFICE, "你好，请问")
    assert talk.count(Report) == 0


def test_the_unit_is_told_when_what_was_recorded_for_it_is_taken_back(talk: Talk) -> None:
    talk.say(OFFICE, "县财政局：40完成30%")
    talk.press(OFFICE, "确认代录1项")
    talk.press(OFFICE, "撤回")
    assert talk.last(LIN) == f"县营商办已撤回为{FINANCE}代录的进展：40"


def test_somebody_of_the_office_who_answers_for_a_unit_reports_for_it_as_its_own(talk: Talk) -> None:
    talk.join_unit(OFFICE, FINANCE)
    talk.say(OFFICE, "县财政局：40完成30%")
    assert talk.reports()["40"].source is Source.chat
    talk.say(OFFICE, "县市场监管局：17完成30%")
    assert "17" not in talk.reports()
    talk.press(OFFICE, "确认代录1项")
    assert talk.reports()["17"].source is Source.office
