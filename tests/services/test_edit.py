"""An edited message replaces what it reported; old versions are kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from storage.kinds import CompletionState, InboxState
from storage.models import Completion, Question, Report
from tests.services.talk import CHEN, Talk


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def test_the_new_text_replaces_the_report_and_the_receipt_changes_in_place(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    number, seen = talk.said, len(talk.texts(CHEN))
    talk.wait(minutes=3)
    talk.edit(CHEN, number, "17 完成65%")
    first, second = talk.rows(Report)
    assert (first.superseded_by_id, second.superseded_by_id) == (second.id, None)
    assert (second.percent, second.text, second.message_id) == (65, "17 完成65%", number)
    assert len(talk.texts(CHEN)) == seen
    assert "17 推进中65%" in talk.last(CHEN)


def test_a_second_edit_changes_the_same_receipt(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    number, seen = talk.said, len(talk.texts(CHEN))
    for percent in (65, 70):
        talk.wait(minutes=3)
        talk.edit(CHEN, number, f"17 完成{percent}%")
    assert talk.reports()["17"].percent == 70
    assert len(talk.texts(CHEN)) == seen
    assert talk.count(Report) == 3


def test_a_task_that_the_new_text_leaves_out_is_taken_back(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%，64 完成30%")
    number = talk.said
    talk.wait(minutes=3)
    talk.edit(CHEN, number, "17 完成60%，2正常推进")
    assert set(talk.reports()) == {"17", "2"}


def test_a_task_left_out_uncovers_what_was_said_of_it_before(talk: Talk) -> None:
    talk.say(CHEN, "64 完成10%")
    talk.wait(minutes=3)
    talk.say(CHEN, "17 完成60%，64 完成30%")
    number = talk.said
    talk.wait(minutes=3)
    talk.edit(CHEN, number, "17 完成60%")
    assert talk.reports()["64"].percent == 10


def test_an_edit_does_not_overrule_what_was_said_later(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    number = talk.said
    talk.wait(minutes=3)
    talk.say(CHEN, "17 完成80%")
    talk.wait(minutes=3)
    talk.edit(CHEN, number, "17 完成61%")
    assert talk.reports()["17"].percent == 80
    assert "17 本单位已有更新的报告" in talk.last(CHEN)


def test_an_edit_in_the_next_month_keeps_the_month_while_it_is_open(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    number = talk.said
    talk.go_to(2022, 9, 2)
    talk.edit(CHEN, number, "17 完成65%")
    row = talk.reports()["17"]
    assert (row.month.month, row.late, row.percent) == (8, False, 65)


def test_an_edit_after_the_freeze_leaves_the_frozen_month_alone(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    number = talk.said
    talk.go_to(2022, 9, 20)
    talk.edit(CHEN, number, "17 完成65%")
    assert [(row.month.month, row.percent, row.superseded_by_id) for row in talk.rows(Report)] == [
        (8, 60, None),
        (9, 65, None),
    ]


def test_an_edit_that_reports_nothing_keeps_what_was_stored_and_asks(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    number = talk.said
    talk.edit(CHEN, number, "谢谢领导")
    assert talk.reports()["17"].percent == 60
    assert talk.last(CHEN) == "修改后的文字没有读出进展，原来记下的仍然有效：17。要撤回吗？"
    talk.press(CHEN, "撤回")
    assert talk.reports() == {}


def test_an_edit_into_take_back_takes_back(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    talk.edit(CHEN, talk.said, "撤回")
    assert talk.reports() == {}


def test_an_edit_of_a_message_that_reported_nothing_is_taken_as_new(talk: Talk) -> None:
    talk.say(CHEN, "今天下乡信号不好")
    number = talk.said
    talk.edit(CHEN, number, "17 完成60%")
    assert talk.reports()["17"].message_id == number


def test_an_edit_drops_what_was_asked_about_the_old_text(talk: Talk) -> None:
    talk.say(CHEN, "推进中，60%")
    number = talk.said
    talk.edit(CHEN, number, "17推进中，60%")
    assert set(talk.reports()) == {"17"}
    assert [row.state.value for row in talk.rows(Question)] == ["dropped"]


def test_an_edit_of_an_answer_to_a_nudge_is_still_an_answer_to_it(talk: Talk) -> None:
    nudge = talk.nudge(CHEN, "县市场监管局", ["17"])
    talk.say(CHEN, "完成60%", reply_to=nudge)
    number = talk.said
    talk.wait(minutes=3)
    talk.edit(CHEN, number, "完成70%", reply_to=nudge)
    assert talk.reports()["17"].percent == 70


def test_an_edit_with_the_same_text_changes_nothing(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    number = talk.said
    handled = talk.edit(CHEN, number, "17 完成60%")
    assert handled.state is InboxState.ignored
    assert talk.count(Report) == 1


def test_done_that_is_edited_away_takes_the_claim_back(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    number = talk.said
    talk.now += timedelta(minutes=3)
    talk.edit(CHEN, number, "15完成90%")
    assert [row.state for row in talk.rows(Completion)] == [CompletionState.withdrawn]
    assert talk.reports()["15"].percent == 90
