"""Taking back: by button, by text, by the latest message; what was replaced counts again."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.kinds import CompletionState, ExtensionState, InboxState
from storage.models import Completion, Extension, Report
from tests.services.talk import CHEN, LIN, OFFICE, Talk


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def test_the_button_takes_back_what_the_message_reported_and_says_so_in_the_receipt(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    before = len(talk.texts(CHEN))
    talk.press(CHEN, "撤回")
    assert talk.reports() == {}
    assert talk.rows(Report)[0].withdrawn_at == talk.now
    assert talk.last(CHEN).startswith("已撤回1项：17")
    assert len(talk.texts(CHEN)) == before
    assert talk.labels(talk.shown(CHEN)[-1]) == []


def test_what_it_had_replaced_counts_again(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    talk.wait(minutes=5)
    talk.say(CHEN, "17 完成70%")
    talk.press(CHEN, "撤回")
    assert talk.reports()["17"].percent == 60
    assert "以下恢复为之前报的：17 推进中60%" in talk.last(CHEN)


def test_taking_back_the_middle_one_leaves_the_last(talk: Talk) -> None:
    for percent in (60, 70, 80):
        talk.say(CHEN, f"17 完成{percent}%")
        talk.wait(minutes=5)
    middle = talk.rows(Report)[1].message_id
    handled = talk.push(CHEN, f"undo:{middle}", 999)
    assert handled.state is InboxState.refused
    assert talk.reports()["17"].percent == 80


def test_the_text_takes_back_the_latest_message(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    talk.wait(minutes=5)
    talk.say(CHEN, "64 完成10%")
    talk.wait(minutes=5)
    talk.say(CHEN, "撤销上一条")
    assert set(talk.reports()) == {"17"}
    assert talk.last(CHEN).startswith("已撤回1项：64")


def test_the_text_in_answer_to_a_receipt_takes_back_that_message(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    receipt = talk.message_of(talk.shown(CHEN)[-1])
    talk.wait(minutes=5)
    talk.say(CHEN, "64 完成10%")
    talk.say(CHEN, "撤回", reply_to=receipt)
    assert set(talk.reports()) == {"64"}


def test_a_second_press_says_that_nothing_is_left(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    message = talk.rows(Report)[0].message_id
    talk.press(CHEN, "撤回")
    handled = talk.push(CHEN, f"undo:{message}", 999)
    assert handled.state is InboxState.refused
    assert handled.callback_text == "没有可撤回的：已经撤回或被新的报告替换"


def test_nothing_to_take_back_is_said(talk: Talk) -> None:
    handled = talk.say(CHEN, "撤回")
    assert handled.state is InboxState.refused
    assert "没有可撤回的" in talk.last(CHEN)


def test_a_claim_of_completion_goes_with_its_report(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    talk.press(CHEN, "撤回")
    assert [row.state for row in talk.rows(Completion)] == [CompletionState.withdrawn]


def test_a_request_for_more_time_goes_with_its_report(talk: Talk) -> None:
    talk.say(CHEN, "17申请延期到2023年3月底")
    talk.press(CHEN, "撤回")
    assert [row.state for row in talk.rows(Extension)] == [ExtensionState.withdrawn]


def test_done_that_counts_again_is_claimed_again(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    talk.wait(minutes=5)
    talk.say(CHEN, "15 完成80%")
    talk.press(CHEN, "撤回")
    assert [row.state for row in talk.rows(Completion)] == [CompletionState.withdrawn, CompletionState.claimed]


def test_what_the_office_has_confirmed_cannot_be_taken_back(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    message = talk.rows(Report)[0].message_id
    talk.press(OFFICE, "确认办结")
    handled = talk.push(CHEN, f"undo:{message}", 999)
    assert handled.state is InboxState.refused
    assert "不能撤回了" in handled.callback_text
    assert talk.reports()["15"].withdrawn_at is None


def test_a_frozen_month_cannot_be_taken_back(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    talk.go_to(2022, 9, 20)
    handled = talk.push(CHEN, f"undo:{talk.rows(Report)[0].message_id}", 999)
    assert "不能撤回了" in handled.callback_text
    assert set(talk.reports()) == {"17"}


def test_nobody_takes_back_what_another_unit_said(talk: Talk) -> None:
    talk.say(LIN, "41 完成60%")
    message = talk.rows(Report)[0].message_id
    handled = talk.push(CHEN, f"undo:{message}", 999)
    assert handled.state is InboxState.refused
    assert set(talk.reports()) == {"41"}
