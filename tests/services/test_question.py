"""What the bot asks instead of guessing: answered by a press or by a text that fits, open until then."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage.kinds import ExtensionState, InboxState, QuestionState, Status
from storage.models import Extension, Question, Report
from tests.services.talk import CHEN, LIN, MA, OFFICE, Talk


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def test_without_a_task_nothing_is_stored_and_the_bot_asks(talk: Talk) -> None:
    talk.say(CHEN, "推进中，60%")
    assert talk.count(Report) == 0
    assert talk.rows(Question)[0].kind == "task"
    assert talk.last(CHEN).startswith("“推进中，60%”说的是哪一项？")
    labels = talk.labels(talk.shown(CHEN)[-1])
    assert labels[-1] == "都不是"
    assert 2 <= len(labels) <= 9


def test_the_press_stores_it_as_of_the_message_and_shows_the_receipt_in_place(talk: Talk) -> None:
    said = talk.now
    talk.say(CHEN, "推进中，60%")
    seen = len(talk.texts(CHEN))
    talk.wait(hours=2)
    talk.press(CHEN, "17")
    row = talk.reports()["17"]
    assert (row.percent, row.at, row.text) == (60, said, "推进中，60%")
    assert len(talk.texts(CHEN)) == seen
    assert talk.last(CHEN).startswith("已记1项")
    assert talk.rows(Question)[0].state is QuestionState.answered


@pytest.mark.parametrize("answer", ["17", "第17项", "是17"])
def test_a_text_that_is_a_code_answers(talk: Talk, answer: str) -> None:
    talk.say(CHEN, "推进中，60%")
    talk.say(CHEN, answer)
    assert talk.reports()["17"].percent == 60


def test_a_text_that_is_an_ordinal_answers_by_the_order_of_the_buttons(talk: Talk) -> None:
    talk.say(CHEN, "推进中，60%")
    second = talk.rows(Question)[0].payload["candidates"][1]
    talk.say(CHEN, "第二个")
    assert set(talk.reports()) == {second}


def test_none_of_these_stores_nothing_and_shows_how_to_say_it(talk: Talk) -> None:
    talk.say(CHEN, "推进中，60%")
    talk.press(CHEN, "都不是")
    assert talk.count(Report) == 0
    assert talk.rows(Question)[0].state is QuestionState.dropped
    assert talk.last(CHEN).startswith("没有记。请带上任务编号再说一次，如：")


def test_another_report_is_stored_and_leaves_the_question_open(talk: Talk) -> None:
    talk.say(CHEN, "推进中，60%")
    talk.say(CHEN, "64 完成30%")
    assert set(talk.reports()) == {"64"}
    assert talk.rows(Question)[0].state is QuestionState.open
    talk.press(CHEN, "17")
    assert set(talk.reports()) == {"64", "17"}


def test_an_answered_question_says_so_when_pressed_again(talk: Talk) -> None:
    talk.say(CHEN, "推进中，60%")
    button = talk.buttons_of(talk.shown(CHEN)[-1])[0]["callback_data"]
    talk.push(CHEN, button, 1)
    count = talk.count(Report)
    handled = talk.push(CHEN, button, 1)
    assert handled.callback_text == "这个问题已经处理过了"
    assert talk.count(Report) == count


def test_nobody_answers_for_somebody_else(talk: Talk) -> None:
    talk.say(CHEN, "推进中，60%")
    button = talk.buttons_of(talk.shown(CHEN)[-1])[0]["callback_data"]
    handled = talk.push(LIN, button, 1)
    assert handled.state is InboxState.refused
    assert talk.count(Report) == 0


def test_a_question_is_still_open_after_a_restart(talk: Talk) -> None:
    talk.say(CHEN, "推进中，60%")
    talk.restart()
    talk.say(CHEN, "17")
    assert talk.reports()["17"].percent == 60


def test_the_answered_question_can_be_answered_to_as_the_receipt_that_it_became(talk: Talk) -> None:
    talk.say(CHEN, "推进中，60%")
    talk.press(CHEN, "17")
    receipt = talk.message_of(talk.shown(CHEN)[-1])
    talk.wait(minutes=2)
    talk.say(CHEN, "改为完成65%", reply_to=receipt)
    assert talk.reports()["17"].percent == 65


def test_an_answer_after_the_freeze_does_not_change_the_frozen_month(talk: Talk) -> None:
    talk.say(CHEN, "推进中，60%")
    talk.go_to(2022, 9, 20)
    talk.press(CHEN, "17")
    assert talk.reports()["17"].month == date(2022, 9, 1)


def test_a_person_of_two_units_is_asked_which_when_the_words_do_not_tell(talk: Talk) -> None:
    talk.say(MA, "推进中，60%")
    assert talk.count(Report) == 0
    assert talk.labels(talk.shown(MA)[-1]) == ["县市场监管局", "县财政局"]
    talk.press(MA, "县财政局")
    assert "说的是哪一项" in talk.last(MA)
    talk.press(MA, "41")
    assert talk.reports()["41"].percent == 60


def test_more_time_without_a_date_is_asked_for_the_date(talk: Talk) -> None:
    talk.say(CHEN, "17想申请延期")
    assert talk.count(Extension) == 0
    assert "申请延到哪天" in talk.last(CHEN)
    talk.say(CHEN, "明年3月底")
    request = talk.rows(Extension)[0]
    assert (request.state, request.until) == (ExtensionState.requested, date(2023, 3, 31))


def test_correct_asks_how_the_only_one_stands_and_takes_the_next_words(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    talk.press(CHEN, "改")
    assert talk.last(CHEN).startswith("17 完善企业退出机制：请发最新情况")
    talk.wait(minutes=2)
    talk.say(CHEN, "完成65%")
    assert talk.reports()["17"].percent == 65
    assert talk.rows(Report)[0].superseded_by_id == talk.rows(Report)[1].id


def test_correct_asks_which_of_several(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%，64 完成30%")
    talk.press(CHEN, "改")
    assert talk.last(CHEN) == "改哪一项？"
    talk.press(CHEN, "64")
    talk.wait(minutes=2)
    talk.say(CHEN, "完成35%")
    assert talk.reports()["64"].percent == 35
    assert talk.reports()["17"].percent == 60


def test_a_number_that_is_a_percent_or_a_task_is_asked(talk: Talk) -> None:
    nudge = talk.nudge(CHEN, "县市场监管局", ["17"])
    talk.say(CHEN, "64", reply_to=nudge)
    assert talk.count(Report) == 0
    assert talk.last(CHEN) == "“64”是指17完成64%，还是第64项？"
    talk.press(CHEN, "17完成64%")
    assert talk.reports()["17"].percent == 64
    assert "64" not in talk.reports()


def test_a_past_date_is_not_stored_and_asked_about(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%，预计8月12日完成")
    row = talk.reports()["17"]
    assert (row.percent, row.expected) == (60, None)
    assert "已经过了" in talk.last(CHEN)
    talk.wait(minutes=1)
    talk.say(CHEN, "9月底")
    row = talk.reports()["17"]
    assert (row.status, row.percent, row.expected) == (Status.in_progress, 60, date(2022, 9, 30))


def test_more_time_until_a_day_before_the_deadline_is_asked_back_and_goes_nowhere(talk: Talk) -> None:
    talk.say(CHEN, "64申请延期到明年3月底")
    assert talk.last(CHEN) == (
        "64 现时限是2023年12月，申请延到2023年3月，没有晚于时限。是这个日期吗？"
        "如有误，请直接回正确日期，如：2024年3月。确认前不会报县营商办。"
    )
    assert talk.count(Report) == talk.count(Extension) == 0
    assert talk.texts(OFFICE) == []
    talk.say(CHEN, "2024年3月底")
    assert [row.until for row in talk.rows(Extension)] == [date(2024, 3, 31)]


def test_a_date_before_the_deadline_that_is_confirmed_goes_to_the_office(talk: Talk) -> None:
    talk.say(CHEN, "64推进中，申请延期到明年3月底")
    assert talk.count(Extension) == 0
    talk.press(CHEN, "日期无误")
    assert [row.until for row in talk.rows(Extension)] == [date(2023, 3, 31)]


def test_no_more_time_after_all_records_nothing(talk: Talk) -> None:
    talk.say(CHEN, "64申请延期到明年3月底")
    talk.press(CHEN, "不申请延期")
    assert talk.last(CHEN) == "好的，未记延期申请。"
    assert talk.count(Report) == talk.count(Extension) == 0
