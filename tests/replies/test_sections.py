"""A section of obstacles at the end of a list: each goes to the task that its words speak of."""

from __future__ import annotations

import pytest

from tests.replies.office import say

LINES = "17推进中\n33推进中\n67完成60%\n"


def problems(text: str) -> dict[str | None, str | None]:
    """Return what stands in the way of each task."""
    return {item.task: item.problem for item in say(text).items}


@pytest.mark.parametrize("head", ["存在问题：", "困难：", "存在的主要问题："])
def test_an_obstacle_goes_to_the_task_it_speaks_of(head: str) -> None:
    said = problems(f"{LINES}{head}企业退出机制部门联办未打通")
    assert said == {"17": "企业退出机制部门联办未打通", "33": None, "67": None}


def test_an_obstacle_of_the_last_task_stays_with_it() -> None:
    assert problems(f"{LINES}存在问题：知识产权保护维权成本高")["67"] == "知识产权保护维权成本高"


def test_an_obstacle_that_speaks_of_none_stays_with_the_task_before_it() -> None:
    assert problems(f"{LINES}存在问题：经费不足") == {"17": None, "33": None, "67": "经费不足"}


def test_no_obstacle_goes_to_no_task() -> None:
    assert problems(f"{LINES}存在问题：无") == {"17": None, "33": None, "67": None}


def test_what_comes_next_is_no_obstacle() -> None:
    said = problems(f"{LINES}存在问题：企业退出机制联办未打通\n下一步：加强反不正当竞争执法培训")
    assert said == {"17": "企业退出机制联办未打通", "33": None, "67": None}


def test_an_obstacle_in_the_line_of_its_task_stays_there() -> None:
    assert problems("17推进中，存在问题：知识产权证书未交\n67完成60%")["67"] is None


def test_with_one_task_only_every_obstacle_is_its_own() -> None:
    assert problems("33推进中\n存在问题：窗口人手不足") == {"33": "窗口人手不足"}


def test_a_heading_of_obstacles_with_none_below_it_is_no_obstacle() -> None:
    assert problems("二、推进情况\n17推进中\n33推进中\n三、困难\n无。") == {"17": None, "33": None}


def test_a_heading_of_obstacles_with_one_below_it_heads_that_one() -> None:
    assert problems("17推进中\n三、困难\n公积金接口未打通") == {"17": "公积金接口未打通"}
