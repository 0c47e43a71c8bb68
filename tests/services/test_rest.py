"""其余正常: one confirming press that lists what it covers, never overdue or due tasks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage.kinds import InboxState, Source, Status
from storage.models import Question, Report
from tests.services.talk import CHEN, LIN, OFFICE, Talk


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def test_the_rest_is_stored_only_after_the_confirming_press(talk: Talk) -> None:
    talk.say(CHEN, "15办结，其余正常")
    assert set(talk.reports()) == {"15"}
    asked = talk.rows(Question)[0]
    assert (asked.kind, asked.payload["codes"]) == ("rest", ["2", "11", "17", "64"])
    assert "还差1项：58（已过时限），请说一句能否完成。" in talk.texts(CHEN)[0]
    assert "58" not in talk.last(CHEN)
    talk.press(CHEN, "确认4项")
    assert set(talk.reports()) == {"15", "2", "11", "17", "64"}
    assert talk.reports()["2"].status is Status.in_progress
    assert talk.reports()["2"].reading["rest"] is True


def test_the_receipt_after_the_press_is_of_the_whole_message_and_asks_for_what_is_left(talk: Talk) -> None:
    talk.say(CHEN, "15办结，其余正常")
    talk.press(CHEN, "确认4项")
    lines = talk.last(CHEN).split("\n")
    assert lines[0].startswith("已记5项")
    assert "2、11、17、64 正常推进" in lines
    assert lines[-1] == "还差1项：58（已过时限），请说一句能否完成。"


def test_not_recording_the_rest_stores_nothing_more(talk: Talk) -> None:
    talk.say(CHEN, "15办结，其余正常")
    talk.press(CHEN, "不记")
    assert set(talk.reports()) == {"15"}


def test_a_plain_yes_confirms_the_last_question(talk: Talk) -> None:
    talk.say(CHEN, "其余正常")
    talk.say(CHEN, "是的")
    assert set(talk.reports()) == {"2", "11", "17", "64"}


def test_a_yes_to_something_else_confirms_nothing(talk: Talk) -> None:
    talk.say(CHEN, "其余正常")
    talk.nudge(CHEN, "县市场监管局", ["17"])
    talk.say(CHEN, "好的")
    assert talk.count(Report) == 0


def test_a_blanket_word_in_answer_to_a_nudge_does_not_cover_what_is_due(talk: Talk) -> None:
    nudge = talk.nudge(CHEN, "县市场监管局", ["58", "15", "2", "11", "17"])
    talk.say(CHEN, "都正常推进", reply_to=nudge)
    assert set(talk.reports()) == {"2", "11", "17"}
    assert "还差2项：58（已过时限）、15（月底到期），请各说一句能否完成。" in talk.last(CHEN)


def test_what_was_reported_in_between_is_not_overwritten(talk: Talk) -> None:
    talk.say(CHEN, "其余正常")
    talk.wait(minutes=1)
    talk.say(CHEN, "17 完成60%")
    talk.press(CHEN, "确认4项")
    assert talk.reports()["17"].percent == 60
    assert set(talk.reports()) == {"2", "11", "17", "64"}


def test_where_everything_left_is_due_each_is_asked_for(talk: Talk) -> None:
    talk.say(CHEN, "2、11、17、64正常推进")
    talk.say(CHEN, "其余正常")
    assert talk.count(Question) == 0
    assert talk.last(CHEN).startswith("没有“其余”可记的任务了。\n还差2项：58（已过时限）、15（月底到期）")


def test_the_button_under_a_nudge_asks_for_the_same_press(talk: Talk) -> None:
    nudge = talk.nudge(CHEN, "县市场监管局", ["58", "15", "2", "11", "17", "64"])
    handled = talk.press(CHEN, "其余正常")
    assert handled.state is InboxState.done
    assert talk.count(Report) == 0
    assert "不含15、58（已过时限或本月到期），请各说一句能否完成。" in talk.last(CHEN)
    talk.press(CHEN, "确认4项")
    assert set(talk.reports()) == {"2", "11", "17", "64"}
    row = talk.reports()["2"]
    assert (row.source, row.message_id, row.month) == (Source.button, nudge, date(2022, 8, 1))


def test_the_button_of_an_earlier_round_says_what_is_open_now(talk: Talk) -> None:
    talk.nudge(CHEN, "县市场监管局", ["2"])
    talk.go_to(2022, 9, 20)
    handled = talk.press(CHEN, "其余正常")
    assert handled.state is InboxState.refused
    assert handled.callback_text == "这是8月的提示，已经截止；现在报9月的进展"
    assert talk.count(Question) == 0


def test_nobody_presses_for_another_unit(talk: Talk) -> None:
    talk.nudge(CHEN, "县市场监管局", ["2"])
    data = talk.buttons_of(talk.shown(CHEN)[-1])[0]["callback_data"]
    handled = talk.push(LIN, data, 1)
    assert handled.state is InboxState.refused
    assert talk.count(Question) == 0


def test_the_rest_in_answer_to_a_nudge_stays_within_it_and_off_what_is_due(talk: Talk) -> None:
    nudge = talk.nudge(CHEN, "县市场监管局", ["58", "15", "2", "11", "17"])
    talk.say(CHEN, "17完成60%，其余正常", reply_to=nudge)
    assert set(talk.reports()) == {"17"}
    assert talk.rows(Question)[0].payload["codes"] == ["2", "11"]


def test_a_range_of_numbers_names_its_tasks_also_those_due_this_month(talk: Talk) -> None:
    talk.say(CHEN, "15-17均无变化")
    assert talk.reports()["15"].status is Status.no_change


def test_the_rest_of_a_complete_month_is_answered_politely(talk: Talk) -> None:
    talk.say(CHEN, "2、11、17、64正常推进")
    talk.say(CHEN, "15、58推进中，预计9月底完成")
    talk.say(CHEN, "其余正常")
    assert talk.last(CHEN) == "本月已报齐，没有可补记的。"


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("除了17其他都完成", ["2", "11", "64"]),
        ("除11外都正常推进", ["2", "17", "64"]),
        ("除17项外其余任务均已完成", ["2", "11", "64"]),
        ("其他都正常，除了17", ["2", "11", "64"]),
        ("不含17，其余正常", ["2", "11", "64"]),
        ("除了退出机制，其他都正常", ["2", "11", "64"]),
        ("除了退出机制和免罚清单，其他都正常", ["2", "11"]),
        ("all done except 17", ["2", "11", "64"]),
        ("17待定，其余正常", ["2", "11", "64"]),
        ("退出机制待定，其余正常", ["2", "11", "64"]),
        ("17延期，其余正常", ["2", "11", "64"]),
        ("17不是我们的，其余正常", ["2", "11", "64"]),
        ("15办结，走访企业11户，其余正常", ["2", "11", "17", "64"]),
        ("15办结，11月前再核一次，其余正常", ["2", "11", "17", "64"]),
    ],
)
def test_the_rest_never_covers_what_the_message_leaves_out_or_speaks_of(
    talk: Talk, text: str, covered: list[str]
) -> None:
    talk.say(CHEN, text)
    asked = next(row for row in talk.rows(Question) if row.kind == "rest")
    assert asked.payload["codes"] == covered
    before = set(talk.reports())
    talk.press(CHEN, f"确认{len(covered)}项")
    assert set(talk.reports()) - before == set(covered)


def test_left_out_in_answer_to_a_nudge_covers_neither_that_nor_what_is_due(talk: Talk) -> None:
    nudge = talk.nudge(CHEN, "县市场监管局", ["58", "15", "2", "11", "17"])
    talk.say(CHEN, "除11外都正常推进", reply_to=nudge)
    assert set(talk.reports()) == {"2", "17"}
    assert "还差2项：58（已过时限）、15（月底到期），请各说一句能否完成。" in talk.last(CHEN)


def test_the_rest_said_to_be_done_in_answer_to_a_nudge_waits_for_the_press(talk: Talk) -> None:
    nudge = talk.nudge(CHEN, "县市场监管局", ["58", "15", "2", "11", "17"])
    talk.say(CHEN, "除了17其他都完成", reply_to=nudge)
    assert talk.count(Report) == 0
    talk.press(CHEN, "确认2项")
    assert set(talk.reports()) == {"2", "11"}


def test_an_order_names_its_tasks_and_one_left_out_by_its_order_is_left_out(talk: Talk) -> None:
    nudge = talk.nudge(CHEN, "县市场监管局", ["58", "15", "2", "11", "17"])
    talk.say(CHEN, "除了最后一个都正常", reply_to=nudge)
    assert set(talk.reports()) == {"2", "11"}
    talk.say(CHEN, "前两项都正常", reply_to=nudge)
    assert set(talk.reports()) == {"2", "11", "58", "15"}


def test_what_the_office_types_in_covers_nothing_that_it_leaves_out(talk: Talk) -> None:
    talk.say(OFFICE, "县市场监管局：除了17，其余正常推进")
    talk.press(OFFICE, "确认代录3项")
    assert set(talk.reports()) == {"2", "11", "64"}
