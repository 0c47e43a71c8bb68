"""How a clause says that the task stands."""

from __future__ import annotations

import pytest

from tests.replies.office import TRAFFIC, only, told


@pytest.mark.parametrize("text", ["17接不了", "17我们暂时签不了"])
def test_what_cannot_be_done_and_nothing_else_is_blocked(text: str) -> None:
    assert told(text) == {"17": "blocked"}


def test_a_part_that_cannot_be_connected_is_an_obstacle_only() -> None:
    item = only("17接口接不了，完成60%")
    assert (item.status, item.percent) == ("in_progress", 60)


def test_what_was_taken_over_is_no_next_step() -> None:
    assert told("6项权限都接下来了，办结", unit=TRAFFIC, reply_to=("7",)) == {"7": "done"}
