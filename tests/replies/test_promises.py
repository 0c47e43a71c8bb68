"""Words that promise a report to come, and bring none."""

from __future__ import annotations

import pytest

from bot.replies.promises import promises_report, sent_when_ready
from storage.kinds import ReadingKind
from tests.replies.office import say


@pytest.mark.parametrize(
    "words",
    ["今晚一定报", "下周再反馈", "马上就填", "稍后发您", "核完再给您回话", "周五前提交", "明天上午提供", "25号前上报"],
)
def test_a_time_ahead_and_a_verb_of_reporting_promise_a_report(words: str) -> None:
    assert promises_report(words)


@pytest.mark.parametrize(
    "words", ["明天印发", "下周颁发证书", "马上审批", "尽快开发", "下午召开情况通报", "今晚汇报会", "月底前申报"]
)
def test_a_verb_that_only_ends_like_one_of_reporting_promises_none(words: str) -> None:
    assert not promises_report(words)


@pytest.mark.parametrize("words", ["下午已经报了", "昨天填了", "今天上午发了"])
def test_what_has_been_sent_is_no_promise(words: str) -> None:
    assert not promises_report(words)


@pytest.mark.parametrize("words", ["整理好就发您", "盖完章，核实完马上报", "统计出来了就传", "汇总后发你"])
def test_what_is_sent_once_it_is_there_is_known(words: str) -> None:
    assert sent_when_ready(words)


@pytest.mark.parametrize("words", ["整理好了", "统计出来3家", "汇总表发过了"])
def test_what_is_only_there_is_not_sent_when_ready(words: str) -> None:
    assert not sent_when_ready(words)


@pytest.mark.parametrize("text", ["14明早给您", "我核对完就报", "材料理好发您", "数据下班前提交"])
def test_a_promise_stores_nothing_and_is_pending(text: str) -> None:
    reading = say(text)
    assert (reading.kind, reading.items) == (ReadingKind.pending, ())


def test_a_promise_beside_a_report_leaves_the_report() -> None:
    reading = say("14完成70%，佐证材料稍后发您")
    assert [(item.task, item.percent) for item in reading.items] == [("14", 70)]


def test_a_date_on_which_something_is_issued_is_a_report() -> None:
    assert say("14推进中，细则下周印发").kind is ReadingKind.progress
