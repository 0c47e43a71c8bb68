"""Pasted tables become one line of text a row."""

from __future__ import annotations

from datetime import date

import pytest

from bot.replies import DoubtKind
from bot.replies.tables import column_kinds
from tests.replies.office import say, told


def test_columns_are_known_by_their_heads() -> None:
    assert column_kinds(["序号", "工作任务", "进展情况", "存在困难"]) == ["code", "title", "status", "problem"]
    assert column_kinds(["no.", "status", "issues", "eta"]) == ["code", "status", "problem", "expected"]


@pytest.mark.parametrize("cells", [["14", "推进中"], ["县市场监管局", "陈红"], ["14", "进展", "困难"]])
def test_a_row_of_no_heads_has_no_kinds(cells: list[str]) -> None:
    assert column_kinds(cells) is None


def test_each_row_is_an_item_with_its_obstacle() -> None:
    rows = "14\t压减开办企业时间\t完成60%\t税务接口未通\n33\t加强反不正当竞争执法\t推进中\t无"
    text = f"编号\t任务\t进展情况\t存在问题\n{rows}"
    assert [(i.task, i.percent, i.problem) for i in say(text).items] == [("14", 60, "税务接口未通"), ("33", None, None)]


def test_a_table_without_numbers_goes_by_its_titles() -> None:
    text = "任务\t进展\n压减开办企业时间\t已完成\n鼓励柔性监管\t未启动"
    assert told(text) == {"14": "done", "64": "not_started"}


def test_numbers_that_only_count_the_rows_give_way_to_titles() -> None:
    text = "序号\t任务\t完成比例\n1\t鼓励柔性监管\t40%\n2\t压减开办企业时间\t0.8"
    assert [(i.task, i.percent) for i in say(text).items] == [("64", 40), ("14", 80)]


def test_a_title_that_disagrees_with_its_number_is_asked_about() -> None:
    reading = say("编号\t任务\t进展\n14\t鼓励柔性监管\t已完成\n25\t建立公平竞争审查机制\t推进中")
    assert [i.task for i in reading.items] == [None, "25"]
    assert [d.kind for d in reading.doubts] == [DoubtKind.disagree]


def test_the_plans_own_columns_and_next_steps_say_nothing() -> None:
    text = "编号\t进展\t完成时限\t牵头单位\t下一步\n14\t推进中\t2022年12月\t县市场监管局\t11月全部完成"
    item = say(text).items[0]
    assert (item.task, item.expected, item.status and item.status.value) == ("14", None, "in_progress")


def test_a_promised_day_has_a_column_of_its_own() -> None:
    text = "编号\t进展\t预计完成时间\n14\t推进中\t11月底\n17\t推进中\t/"
    assert [(i.task, i.expected) for i in say(text).items] == [("14", date(2022, 11, 30)), ("17", None)]


def test_yes_and_no_tell_whether_it_is_done() -> None:
    assert told("编号\t是否完成\n14\t是\n17\t否") == {"14": "done", "17": "in_progress"}


def test_strokes_between_the_cells_will_do() -> None:
    assert told("| 编号 | 进展 |\n| --- | --- |\n| 14 | 推进中 |\n| 17 | 已完成 |") == {
        "14": "in_progress",
        "17": "done",
    }


def test_an_empty_row_is_no_change() -> None:
    assert told("编号\t进展\n14\t/\n17\t推进中") == {"14": "no_change", "17": "in_progress"}


def test_one_stroke_in_a_sentence_makes_no_table() -> None:
    assert told("14推进中 | 数据已对接") == {"14": "in_progress"}


def test_a_last_column_without_a_head_that_says_none_somewhere_is_that_of_obstacles() -> None:
    reading = say("12\t便利开户\t已完成\t无\n14\t压减时间\t完成60%\t接口未开通")
    assert [bool(item.problem) for item in reading.items] == [False, True]


def test_a_last_column_without_a_head_is_progress_where_it_never_says_none() -> None:
    reading = say("12\t便利开户\t已完成\n14\t压减时间\t完成60%")
    assert told("12\t便利开户\t已完成\n14\t压减时间\t完成60%") == {"12": "done", "14": "in_progress"}
    assert not any(item.problem for item in reading.items)
