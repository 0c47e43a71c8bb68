"""Pasted tables become one line of text a row."""

from __future__ import annotations

from datetime import date

import pytest

from bot.replies import DoubtKind
from bot.replies.tables import column_kinds
from tests.replies.office import only, say, told


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


@pytest.mark.parametrize("plan", ["长期坚持", "长期", "县市场监管局", "牵头"])
def test_without_heads_a_column_that_repeats_the_plan_says_nothing_of_progress(plan: str) -> None:
    text = f"31\t{plan}\t未启动\n33\t{plan}\t同上月"
    assert told(text) == {"31": "not_started", "33": "no_change"}


def test_without_heads_a_column_of_the_tasks_own_deadlines_promises_nothing() -> None:
    reading = say("14\t2022年12月\t完成60%\n17\t2022年12月\t推进中")
    assert [(item.task, item.percent, item.expected) for item in reading.items] == [
        ("14", 60, None),
        ("17", None, None),
    ]


def test_without_heads_a_column_of_other_days_still_promises_them() -> None:
    reading = say("14\t完成60%\t10月底\n17\t推进中\t11月底")
    assert [item.expected for item in reading.items] == [date(2022, 10, 31), date(2022, 11, 30)]


def test_without_heads_the_only_column_counts_whatever_it_says() -> None:
    assert told("31\t长期坚持\n33\t长期坚持") == {"31": "in_progress", "33": "in_progress"}


@pytest.mark.parametrize("head", ["角色", "分工", "科室"])
def test_a_column_of_roles_costs_no_row(head: str) -> None:
    text = (
        f"编号\t任务\t{head}\t进展\n14\t压减开办企业时间\t牵头\t提供法律咨询65人次\n17\t完善企业退出机制\t配合\t完成60%"
    )
    reading = say(text)
    assert [(item.task, item.percent) for item in reading.items] == [("14", None), ("17", 60)]
    assert [measure.value for measure in reading.items[0].measures] == [65]


def test_a_column_for_more_time_asks_for_it_where_it_names_a_day() -> None:
    reading = say(
        "编号\t进展\t申请延期至\t延期原因\n14\t完成55%\t2023年6月\t接口未开放\n17\t推进中\t/\t\n33\t推进中\t否\t"
    )
    assert reading.kind.value == "extension"
    assert [item.extension for item in reading.items] == [date(2023, 6, 30), None, None]
    assert [bool(item.problem) for item in reading.items] == [True, False, False]


def test_a_table_that_stands_upright_is_one_row_a_task() -> None:
    first = "任务\t14 压减时间\n进展\t窗口9个\n存在问题\t接口未通\n下一步\t11月全部完成"
    text = f"{first}\n\n任务\t17\n进展\t已完成\n存在问题\t无"
    reading = say(text)
    assert [(i.task, i.status and i.status.value, bool(i.problem), i.expected) for i in reading.items] == [
        ("14", "in_progress", True, None),
        ("17", "done", False, None),
    ]


def test_two_columns_with_tasks_in_the_first_do_not_stand_upright() -> None:
    assert told("任务\t进展\n14\t已完成\n17\t推进中") == {"14": "done", "17": "in_progress"}


@pytest.mark.parametrize("head", ["现值", "完成数", "实际", "累计完成", "1-8月累计"])
def test_a_figure_beside_an_indicator_is_a_measure_and_its_target_is_not(head: str) -> None:
    rows = "67\t有效发明专利拥有量（件）\t300\t281\t93.7%\n11\t企业领取\t500\t430\t86%"
    text = f"编号\t指标\t目标值\t{head}\t完成率\n{rows}"
    reading = say(text)
    assert [[m.value for m in item.measures] for item in reading.items] == [[281], [430]]
    assert [item.percent for item in reading.items] == [None, None]


def test_the_unit_of_a_figure_may_have_a_column_of_its_own() -> None:
    item = say("编号\t指标\t单位\t完成值\n67\t有效发明专利拥有量\t件\t281").items[0]
    assert [(m.value, m.unit) for m in item.measures] == [(281, "件")]


@pytest.mark.parametrize("cells", [("0.6", "1"), ("60", "100"), ("60%", "100%")])
def test_a_share_is_read_however_the_column_writes_it(cells: tuple[str, str]) -> None:
    reading = say(f"编号\t进度\n14\t{cells[0]}\n17\t{cells[1]}")
    assert [(item.task, item.percent) for item in reading.items] == [("14", 60), ("17", 100)]


@pytest.mark.parametrize("row", ["合计\t\t50%", "合计", "Total\t\t", "小计\t2项\t"])
def test_a_row_that_sums_up_is_no_task(row: str) -> None:
    assert told(f"编号\t任务\t进展\n14\t压减时间\t完成60%\n{row}\n17\t企业退出\t已完成") == {
        "14": "in_progress",
        "17": "done",
    }


def test_a_row_that_another_unit_filled_in_is_not_ours() -> None:
    text = "填报单位\t任务号\t进展\n县市场监管局\t11\t推进中\n县税务局\t11\t已完成\n县公安局\t11\t未启动"
    assert told(text) == {"11": "in_progress"}


def test_a_row_about_nothing_in_the_ledger_stays_out_and_is_shown() -> None:
    text = "序号\t工作\t进展\n1\t鼓励柔性监管\t正常推进\n2\t食堂装修\t已完成\n3\t压减开办企业时间\t完成60%"
    reading = say(text)
    assert told(text) == {"64": "in_progress", "14": "in_progress"}
    assert "食堂装修" in reading.unread


def test_heads_of_sections_between_the_rows_say_nothing() -> None:
    text = "序号\t任务\t进展\n一\t市场准入\t\n14\t压减开办企业时间\t完成70%\n二\t监管\t\n64\t鼓励柔性监管\t同上月"
    assert told(text) == {"14": "in_progress", "64": "no_change"}


def test_a_row_without_number_and_title_goes_on_with_the_one_above() -> None:
    reading = say("编号\t任务\t进展\t问题\n14\t压减时间\t窗口9个\t无\n\t\t培训12人\t人手不足\n17\t企业退出\t推进中\t无")
    assert [[m.value for m in item.measures] for item in reading.items] == [[9, 12], []]
    assert [bool(item.problem) for item in reading.items] == [True, False]


def test_a_cell_broken_over_two_lines_is_put_together() -> None:
    reading = say("编号\t进展\t问题\n14\t窗口9个\n培训12人\t接口未通\n17\t推进中\t无")
    assert [(item.task, bool(item.problem)) for item in reading.items] == [("14", True), ("17", False)]
    assert [m.value for m in reading.items[0].measures] == [9, 12]


def test_beside_the_tasks_own_numbers_a_count_of_the_rows_says_nothing() -> None:
    text = "序号\t任务编号\t进展\n1\t14\t推进中\n2\t17\t已完成"
    assert told(text) == {"14": "in_progress", "17": "done"}


def test_a_tick_stands_for_the_head_above_it() -> None:
    text = "编号\t已完成\t推进中\t未启动\n10\t√\t\t\n14\t\t√\t\n64\t\t\t√"
    assert told(text) == {"10": "done", "14": "in_progress", "64": "not_started"}


def test_last_months_column_says_nothing() -> None:
    text = "编号\t上月进展\t本月进展\n14\t完成50%\t完成60%\n17\t未启动\t已启动"
    assert [(item.task, item.percent) for item in say(text).items] == [("14", 60), ("17", None)]


def test_a_column_of_the_plans_deadlines_under_the_name_of_a_promise_promises_nothing() -> None:
    assert [i.expected for i in say("编号\t进展\t完成时间\n14\t推进中\t2022年12月\n17\t推进中\t2022年12月").items] == [
        None,
        None,
    ]
    promised = say("编号\t进展\t完成时间\n14\t推进中\t10月底\n17\t推进中\t2022年12月").items
    assert [item.expected for item in promised] == [date(2022, 10, 31), date(2022, 12, 31)]


def test_what_stands_below_a_table_stays_below_it() -> None:
    text = "编号\t进展\n14\t已完成\n17\t推进中\n其余正常推进"
    assert told(text) == {"14": "done", "17": "in_progress", "*": "in_progress"}


@pytest.mark.parametrize("gap", ["　", "  ", "　　"])
def test_columns_set_with_spaces_are_found_again(gap: str) -> None:
    rows = [
        ("编号", "任务名称", "进展情况", "问题"),
        ("14", "压减时间", "完成60%", "接口未通"),
        ("17", "企业退出", "已完成", "无"),
    ]
    reading = say("\n".join(gap.join(row) for row in rows))
    assert [(item.task, item.percent, bool(item.problem)) for item in reading.items] == [
        ("14", 60, True),
        ("17", None, False),
    ]


def test_a_head_over_several_tables_begins_each_anew() -> None:
    text = "一、准入\n编号\t进展\n14\t已完成\n二、监管\n编号\t问题\t进展\n64\t人手不足\t未启动"
    reading = say(text)
    assert [(i.task, i.status and i.status.value, bool(i.problem)) for i in reading.items] == [
        ("14", "done", False),
        ("64", "not_started", True),
    ]


def test_cells_that_bring_their_heads_along_are_sorted_by_them() -> None:
    reading = say("编号：14\t进展：完成60%\t问题：无\n编号：17\t进展：推进中\t问题：接口未通")
    assert [(item.task, item.percent, bool(item.problem)) for item in reading.items] == [
        ("14", 60, False),
        ("17", None, True),
    ]


def test_of_several_months_only_the_last_counts() -> None:
    reading = say("任务\t6月\t7月\t8月\n14\t40%\t50%\t60%\n17\t20%\t30%\t55%")
    assert [(item.task, item.percent, item.expected) for item in reading.items] == [("14", 60, None), ("17", 55, None)]


def test_whether_there_are_obstacles_is_told_with_yes_and_no() -> None:
    reading = say("编号\t进展\t是否存在困难\n14\t推进中\t否\n17\t推进中\t是，接口未通")
    assert [item.problem for item in reading.items] == [None, "接口未通"]


def test_whether_more_time_is_needed_is_told_with_yes_and_no() -> None:
    reading = say("编号\t进展\t是否需要延期\n14\t推进中\t否\n17\t推进中\t是")
    assert reading.kind.value == "extension"


def test_a_table_whose_rows_all_say_nothing_reports_nothing() -> None:
    assert not say("编号\t状态\n14\t\n17\t\n64\t").items


def test_a_tick_below_a_head_that_is_no_statement_is_said_of_the_task() -> None:
    assert told("编号\t任务\t状态\n10\t企业名称\t✅\n14\t压减时间\t推进中") == {"10": "done", "14": "in_progress"}


def test_rows_that_are_counted_and_named_after_nothing_in_the_ledger_are_no_tasks() -> None:
    reading = say("序号\t工作\t进展\n1\t食堂装修\t已完成\n2\t车辆年检\t推进中\n3\t党费收缴\t已完成")
    assert not [item for item in reading.items if item.task is not None]


def test_rows_that_are_numbered_as_the_plan_is_keep_their_numbers() -> None:
    assert told("序号\t任务\t进展\n1\t一照多址\t备案17户\n2\t证照分离\t推进中") == {
        "1": "in_progress",
        "2": "in_progress",
    }


def test_without_heads_a_row_about_nothing_in_the_ledger_says_nothing_of_the_one_above() -> None:
    text = "压减开办企业时间\t完成80%\t无\n鼓励柔性监管\t未启动\t人手不足\n食堂装修\t已完成\t无"
    assert told(text) == {"14": "in_progress", "64": "not_started"}


def test_quarters_are_months_too() -> None:
    reading = say("编号\t一季度\t二季度\t8月\n14\t30%\t50%\t80%\n17\t20%\t40%\t60%")
    assert [(item.task, item.percent, item.expected) for item in reading.items] == [("14", 80, None), ("17", 60, None)]


@pytest.mark.parametrize(("head", "cell", "value"), [("累计建成", "21个自助服务区", 21), ("新增", "3处", 3)])
def test_a_column_of_counts_is_read_whatever_was_counted(head: str, cell: str, value: int) -> None:
    item = only(f"序号\t任务\t{head}\t存在问题\n14\t开办企业\t{cell}\t场地难协调")
    assert ([m.value for m in item.measures], item.problem) == ([value], "场地难协调")
