"""On its way: shown as 待审, no report; asked again later."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.models import Pending, Report
from tests.services.talk import CHEN, Talk


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def test_words_about_the_leader_mark_all_that_is_owed(talk: Talk) -> None:
    talk.say(CHEN, "等分管领导审了再报")
    assert talk.count(Report) == 0
    assert talk.rows(Pending)[0].codes == ["2", "11", "15", "17", "58", "64"]
    assert talk.last(CHEN).startswith("8月6项记为待审：2、11、15、17、58、64")


def test_numbers_in_the_words_mark_only_those_and_dates_are_no_numbers(talk: Talk) -> None:
    talk.say(CHEN, "15、17已报领导审核，11月2日前能批")
    assert talk.rows(Pending)[0].codes == ["15", "17"]


def test_an_answer_to_a_nudge_marks_what_it_names(talk: Talk) -> None:
    nudge = talk.nudge(CHEN, "县市场监管局", ["17", "64"])
    talk.say(CHEN, "领导还没签字，签了马上发", reply_to=nudge)
    assert talk.rows(Pending)[0].codes == ["17", "64"]


def test_the_button_marks_the_round(talk: Talk) -> None:
    talk.nudge(CHEN, "县市场监管局", ["17", "64"])
    talk.press(CHEN, "等领导审")
    assert len(talk.rows(Pending)[0].codes) == 6


def test_a_second_word_adds_to_the_first(talk: Talk) -> None:
    talk.say(CHEN, "15已报领导审核")
    talk.say(CHEN, "17已报领导审核")
    assert [row.codes for row in talk.rows(Pending)] == [["15", "17"]]


def test_a_report_settles_what_was_pending_and_the_receipt_shows_the_rest(talk: Talk) -> None:
    talk.say(CHEN, "15、17已报领导审核")
    talk.say(CHEN, "17完成60%")
    assert talk.rows(Pending)[0].codes == ["15"]
    assert "待审：15" in talk.last(CHEN)
    talk.say(CHEN, "15办结")
    assert talk.rows(Pending)[0].settled_at == talk.now


def test_what_is_on_its_way_beside_a_report_is_marked_as_well(talk: Talk) -> None:
    talk.say(CHEN, "64正常，17等领导审")
    assert [row.codes for row in talk.rows(Pending)] == [["17"]]
    assert "待审：17" in talk.last(CHEN)
    assert "未读懂" not in talk.last(CHEN)


def test_the_rest_on_its_way_beside_a_report_is_all_that_is_owed(talk: Talk) -> None:
    talk.say(CHEN, "64推进中，其余等领导审")
    assert talk.rows(Pending)[0].codes == ["2", "11", "15", "17", "58"]
    assert talk.count(Report) == 1


def test_what_is_not_owed_and_said_to_be_on_its_way_is_quoted(talk: Talk) -> None:
    talk.say(CHEN, "17完成60%")
    talk.say(CHEN, "64正常，17的材料等领导审")
    assert talk.count(Pending) == 0
    assert "17的材料等领导审" in talk.last(CHEN)
