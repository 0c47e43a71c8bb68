"""The finishing verb: whether it says that the task is done, or only that some paper of it is written."""

from __future__ import annotations

from datetime import date

import pytest

from storage.kinds import Status
from tests.replies.office import only, say, told


@pytest.mark.parametrize(
    "text",
    [
        "14初稿完成",
        "14办理方案初稿已完成",
        "14制度草案已经完成，征求意见中",
        "14送审稿起草完成",
        "14方案的框架已完成",
        "14开办企业时间压减文件征求意见稿已完成",
    ],
)
def test_a_draft_that_is_written_is_a_step_whatever_it_is_the_draft_of(text: str) -> None:
    assert only(text).status is Status.in_progress


@pytest.mark.parametrize("text", ["14已完成", "14开办企业时间压减工作已完成", "14草案已印发，任务已完成"])
def test_the_task_itself_finished_is_done_beside_any_draft(text: str) -> None:
    assert only(text).status is Status.done


@pytest.mark.parametrize("text", ["14正常推进，完毕。", "14进度70%，完毕", "14卡在征地，完毕", "14无变化，完毕"])
def test_over_and_out_behind_how_the_task_stands_is_not_its_end(text: str) -> None:
    assert only(text).status is not Status.done


@pytest.mark.parametrize("text", ["14完毕", "14已办理完毕", "14资料归档，完毕", "14推进中，现已全部完毕"])
def test_finished_in_so_many_words_is_done(text: str) -> None:
    assert only(text).status is Status.done


def test_what_can_be_closed_is_done_and_what_can_be_by_a_day_is_not() -> None:
    assert told("14 已完成目标任务，可办结") == {"14": "done"}
    assert told("14 9月可办结") == {"14": "in_progress"}


@pytest.mark.parametrize("text", ["14这礼拜内能好", "14这礼拜内能好，请放心", "14这礼拜内能好吧", "14这礼拜内会好。"])
def test_what_will_be_well_by_a_day_is_expected_then_wherever_it_stands(text: str) -> None:
    item = only(text)
    assert (item.status, item.expected) == (Status.in_progress, date(2022, 8, 28))


@pytest.mark.parametrize("text", ["14能好好推进", "14会好转"])
def test_what_only_looks_like_it_tells_no_end(text: str) -> None:
    assert "done" not in told(text).values()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14 9月底好", date(2022, 9, 30)),
        ("14本周内好。", date(2022, 8, 28)),
    ],
)
def test_well_behind_a_day_is_what_will_be(text: str, day: date) -> None:
    item = only(text)
    assert (item.status, item.expected) == (Status.in_progress, day)


@pytest.mark.parametrize("text", ["国庆值班辛苦，各位节后好", "各位周末好", "大家上午好"])
def test_a_greeting_is_no_promise(text: str) -> None:
    assert not say(text).items
