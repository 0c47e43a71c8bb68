"""Tasks named by their place in the message replied to, or among those just named."""

from __future__ import annotations

import pytest

from tests.replies.office import say, told

SENT = ("10", "13", "17")


@pytest.mark.parametrize("text", ["第二、三个办结", "第二、三个都办结", "第2、3项办结"])
def test_the_noun_behind_the_last_place_is_that_of_them_all(text: str) -> None:
    assert told(text, reply_to=SENT) == {"13": "done", "17": "done"}


def test_a_number_of_others_behind_a_place_is_no_place() -> None:
    assert set(told("第一、两个部门已对接", reply_to=SENT)) == {"10"}


def test_a_count_that_names_places_is_no_figure() -> None:
    reading = say("第二、三个清理文件58份，第一个没动", reply_to=SENT)
    assert {item.task: [m.value for m in item.measures] for item in reading.items} == {"13": [58], "17": [58], "10": []}


def test_the_former_and_the_latter_are_the_two_just_named() -> None:
    assert told("10和13，前者办结，后者推进中") == {"10": "done", "13": "in_progress"}


def test_all_three_are_no_place() -> None:
    assert told("三个都办结", reply_to=SENT) == dict.fromkeys(SENT, "done")


def test_a_place_put_right_drops_the_one_before() -> None:
    assert told("第一个，不对，第二个办结", reply_to=SENT) == {"13": "done"}


def test_from_one_place_to_another_are_all_between() -> None:
    assert told("第一个到第三个办结", reply_to=SENT) == dict.fromkeys(SENT, "done")


def test_from_a_place_to_one_beyond_the_list_is_no_range() -> None:
    assert "17" not in told("第一个到第五个办结", reply_to=SENT)
