"""What a number without a name is of, by the words beside it."""

from __future__ import annotations

import pytest

from bot.replies import Item, Measure, TargetView, match_measure, named
from tests.replies.office import say

TITLE = "开展政务诚信评价"
CONTEST = TargetView("评选活动", 1, "次")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("14开展2次专题会", "专题会"),
        ("14已召开专题会，累计2次", "召开专题会"),
        ("14召开专题会（2次）", "召开专题会"),
        ("14推进中，2次专题会", "专题会"),
        ("14 评选活动，已开展2次", "评选活动"),
        ("14正常推进。2次评选", "评选"),
        ("14 2次", None),
        ("14开展了2次", None),
        ("14推进顺利，累计2次以上", None),
        ("14诚信评价，累计2次", None),  # says which task
        ("14印发方案。累计2次", None),  # another sentence
        ("14开展2次专题会、2次调研", None),  # which of them cannot be told
    ],
)
def test_a_number_has_the_name_of_the_words_beside_it(words: str, name: str | None) -> None:
    item = Item("14", measures=(Measure(None, 2, "次"),), words=words)
    assert named(item, TITLE).measures == (Measure(name, 2, "次"),)


def test_a_number_whose_words_speak_of_something_else_is_not_the_target_s() -> None:
    item = Item("14", measures=(Measure(None, 2, "次"),), words="14开展2次专题会")
    assert match_measure(item.measures[0], [CONTEST]) is CONTEST
    assert match_measure(named(item, TITLE).measures[0], [CONTEST]) is None


def test_a_name_that_the_reader_gives_stays() -> None:
    item = Item("14", measures=(Measure("网办率", 93, "%"), Measure(None, 93, "%")), words="14网办率93%")
    assert named(item, TITLE).measures[0] == Measure("网办率", 93, "%")


@pytest.mark.parametrize("said", ["17还没盖章", "17还没去"])
def test_a_task_named_of_which_nothing_is_made_out_is_quoted(said: str) -> None:
    reading = say("14正常，" + said)
    assert [item.task for item in reading.items] == ["14"]
    assert reading.not_recorded == said


def test_what_is_on_its_way_is_quoted_once() -> None:
    assert say("14正常，17等领导审").not_recorded == "17等领导审"


def test_a_question_about_a_task_is_handed_on_and_not_quoted() -> None:
    reading = say("14正常，17怎么报")
    assert (reading.asks, reading.not_recorded) == (True, "")
