"""Statements looked at from outside: bare ones in a row, one task stated twice, some of those named."""

from __future__ import annotations

import pytest

from bot.replies import DoubtKind
from storage.kinds import ReadingKind
from tests.replies.office import TRAFFIC, only, say, told


@pytest.mark.parametrize("text", ["一个推进中一个没启动", "一项已完成，一项卡住了"])
def test_one_this_and_one_that_cannot_be_told_apart(text: str) -> None:
    assert [item.task for item in say(text, reply_to=("10", "13")).items] == [None]


@pytest.mark.parametrize("text", ["10、12、13办结2项", "10、12、13、17办结3项"])
def test_so_many_of_those_named_is_said_of_none(text: str) -> None:
    assert say(text).items == ()


def test_as_many_as_were_named_is_said_of_each() -> None:
    assert told("10、12、13三项已办结") == dict.fromkeys(("10", "12", "13"), "done")


def test_the_choices_of_a_form_left_as_they_were_say_nothing() -> None:
    assert say("14：已完成；推进中；未启动").items == ()


def test_the_others_of_a_range_are_those_named_at_its_head() -> None:
    assert told("10-13中12没完成，其他完成") == {"10": "done", "11": "done", "12": "in_progress", "13": "done"}


@pytest.mark.parametrize("text", ["有个数我记错了，核实后再报", "上面数据填错了，晚点重新报"])
def test_what_the_writer_is_unsure_of_is_no_report(text: str) -> None:
    assert say(text).items == ()


@pytest.mark.parametrize("text", ["9号上午10点的会我们去3个人", "明天下午3点半培训会我们派两个人"])
def test_what_is_to_be_at_some_hour_is_no_report(text: str) -> None:
    assert say(text).items == ()


def test_numbered_points_of_a_unit_with_one_task_are_all_its_own() -> None:
    item = only("1.走访企业20户；2.培训30人次；总体推进中", unit=TRAFFIC)
    assert item.task == "7"
    assert [(m.value, m.unit) for m in item.measures] == [(20, "户"), (30, "人次")]


def test_one_task_stated_twice_differently_is_asked_about() -> None:
    assert [d.kind for d in say("14没启动；33推进中；14已完成").doubts] == [DoubtKind.conflict]


def test_one_task_told_twice_alike_is_not() -> None:
    reading = say("14推进中；33已完成；14进度60%")
    assert (reading.kind, reading.doubts) == (ReadingKind.progress, ())


def test_a_day_said_of_all_at_the_end_is_that_of_every_task_named() -> None:
    reading = say("第一个95%，第二个也差不多收尾了，都是12月20日前", reply_to=("10", "13"))
    assert [str(item.expected) for item in reading.items] == ["2022-12-20", "2022-12-20"]


def test_a_task_that_is_done_takes_no_day_from_the_others() -> None:
    reading = say("第一个已完成，第二个80%，第三个七成，都是12月20日前", reply_to=("10", "13", "17"))
    assert [item.expected is not None for item in reading.items] == [False, True, True]


def test_what_is_said_of_all_at_the_head_is_said_of_those_with_figures_too() -> None:
    reading = say("两个都✅ 67商标305件", reply_to=("56", "67"))
    assert {item.task: item.status for item in reading.items} == {"56": "done", "67": "done"}
    assert [m.value for item in reading.items for m in item.measures] == [305]


def test_a_statement_of_its_own_is_not_overruled_by_what_is_said_of_all() -> None:
    assert told("都完成了，17还差一点", reply_to=("10", "13", "17"))["17"] == "in_progress"


def test_all_but_the_one_left_out_in_english() -> None:
    assert told("all on track except the third, which has not begun", reply_to=("10", "13", "17")) == {
        "10": "in_progress",
        "13": "in_progress",
        "17": "not_started",
    }


@pytest.mark.parametrize("text", ["都跟上期一样", "都跟四月一样，没有新的"])
def test_all_as_before_in_answer_to_several_is_no_change_of_each(text: str) -> None:
    assert told(text, reply_to=("10", "13")) == {"10": "no_change", "13": "no_change"}


@pytest.mark.parametrize("text", ["完成、60%、没动", "完成；60%；没动"])
def test_a_statement_for_each_of_several_tasks_is_taken_in_their_order(text: str) -> None:
    assert told(text, reply_to=("10", "13", "17")) == {"10": "done", "13": "in_progress", "17": "not_started"}


def test_fewer_statements_than_tasks_are_of_no_task() -> None:
    assert set(told("完成；没动", reply_to=("10", "13", "17"))) <= {None}


def test_bare_numbers_for_several_tasks_are_no_report() -> None:
    assert not told("80 60 40", reply_to=("10", "13", "17"))


def test_the_middle_one_of_three_is_the_second() -> None:
    assert told("头一个完成，中间的60%，末尾的没动", reply_to=("10", "13", "17")) == {
        "10": "done",
        "13": "in_progress",
        "17": "not_started",
    }


def test_most_of_it_names_no_task() -> None:
    assert "60" not in told("大部分完成", reply_to=("10", "13", "17"))


@pytest.mark.parametrize("text", ["all good, progressing normally", "all on track, no issues"])
def test_english_all_is_said_of_each(text: str) -> None:
    assert told(text, reply_to=("10", "13")) == dict.fromkeys(("10", "13"), "in_progress")


@pytest.mark.parametrize("text", ["本月无变化", "本月没有变化", "本周没进展", "本月无"])
def test_nothing_new_this_month_is_said_of_each(text: str) -> None:
    assert told(text, reply_to=("10", "13")) == dict.fromkeys(("10", "13"), "no_change")


def test_a_part_not_begun_beside_one_that_is_out_is_under_way() -> None:
    assert told("14公告已发，评审还没开始") == {"14": "in_progress"}
    assert told("14公告已发，还没开始") == {"14": "not_started"}


def test_a_day_of_both_counted_is_that_of_both() -> None:
    reading = say("12已压到0.5天，14新增12家，两个9月20号前都能完成", reply_to=("12", "14"))
    assert [str(item.expected) for item in reading.items] == ["2022-09-20", "2022-09-20"]


def test_more_time_for_all_of_several() -> None:
    reading = say("这三项市里试点延续，都申请延期到年底", reply_to=("10", "13", "17"))
    assert {item.task: str(item.extension) for item in reading.items} == dict.fromkeys(("10", "13", "17"), "2022-12-31")


def test_a_day_by_which_all_can_be_finished_is_that_of_every_share() -> None:
    reading = say("10完成80%，13完成60%，年底前都能完成")
    assert [str(item.expected) for item in reading.items] == ["2022-12-31", "2022-12-31"]


def test_a_day_said_of_all_leaves_what_is_done_as_it_is() -> None:
    reading = say("10完成80%，13办结，年底前都能完成")
    assert {item.task: (item.status, item.expected is None) for item in reading.items} == {
        "10": ("in_progress", False),
        "13": ("done", True),
    }


@pytest.mark.parametrize("text", ["第一、第二项有数：抽查31次、覆盖率98.5%", "56、67数据如下：抽查31次，覆盖率98.5%"])
def test_figures_that_are_announced_are_one_each_in_order(text: str) -> None:
    reading = say(text, reply_to=("56", "67"))
    assert {i.task: [m.value for m in i.measures] for i in reading.items} == {"56": [31], "67": [98.5]}


def test_more_figures_than_tasks_are_not_dealt_out() -> None:
    reading = say("56、67数据如下：抽查31次，罚没20万元，覆盖率98.5%")
    assert all(len(item.measures) == 3 for item in reading.items)


@pytest.mark.parametrize("text", ["14以民营中心报的为准", "14按县税务局上报的数据为准", "14以他们报的为准"])
def test_what_another_unit_reports_is_not_reported_here(text: str) -> None:
    reading = say(f"13办结；{text}")
    assert {item.task for item in reading.items} == {"13"}


@pytest.mark.parametrize(
    ("text", "status"), [("14以上次报的为准", "no_change"), ("14按我局上报的为准，80%", "in_progress")]
)
def test_what_was_reported_before_or_by_oneself_is(text: str, status: str) -> None:
    assert told(text) == {"14": status}
