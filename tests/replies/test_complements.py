"""Verbs that come to nothing by their form, and verbs come to their end."""

from __future__ import annotations

import pytest

from bot.replies.complements import read_cannot, read_result
from storage.kinds import Status
from tests.replies.office import TRAFFIC, only


@pytest.mark.parametrize("text", ["这周还是弄不完", "材料一直推不动", "靠我们自己实施不下去"])
def test_what_the_unit_itself_cannot_bring_on_is_blocked(text: str) -> None:
    assert only(f"14{text}").status is Status.blocked


@pytest.mark.parametrize("text", ["数据传不过来", "经费拨付不下来", "专家请不到位", "设备买不起来", "系统登录不上"])
def test_what_others_do_not_give_is_an_obstacle_in_the_units_words(text: str) -> None:
    item = only(f"14进度50%，{text}")
    assert (item.percent, item.problem) == (50, text)


@pytest.mark.parametrize("text", ["方案没写出来", "批文还没拿到", "接口未能调试成功", "意见没有谈拢"])
def test_what_has_not_come_out_is_an_obstacle(text: str) -> None:
    assert read_cannot(text, 2) == (len(text), "LACK")


@pytest.mark.parametrize("text", ["差不了多少", "离不开各部门支持", "用不了一周", "少不了协调", "想不到这么顺利"])
def test_idioms_that_only_look_so_are_none(text: str) -> None:
    assert read_cannot(text, 0) is None


@pytest.mark.parametrize("text", ["做不到三成", "推进不到一半", "完成不到40%"])
def test_not_so_much_before_a_number_is_none(text: str) -> None:
    assert read_cannot(text, 0) is None


@pytest.mark.parametrize("text", ["群众都不了解", "县里不出台细则", "我们不上报", "证照不齐全"])
def test_a_verb_of_its_own_behind_not_is_none(text: str) -> None:
    assert all(read_cannot(text, at) is None for at in range(len(text)))


def test_to_be_short_of_the_end_is_no_obstacle() -> None:
    item = only("14做得差不多了")
    assert (item.status, item.problem) == (Status.in_progress, None)


@pytest.mark.parametrize("text", ["装好了", "退齐", "批妥,", "建好啦"])
def test_a_verb_that_has_come_to_its_end_is_known(text: str) -> None:
    assert read_result(text, 0) == 2


@pytest.mark.parametrize("text", ["办好事", "交好运气", "写好了", "建设好"])
def test_two_letters_of_something_else_are_no_end(text: str) -> None:
    assert read_result(text, 0) is None


def test_a_step_come_to_its_end_is_not_the_whole_task() -> None:
    assert only("核验终端已经装好了，7还在试用", unit=TRAFFIC).status is Status.in_progress
