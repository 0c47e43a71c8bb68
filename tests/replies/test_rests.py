"""What is left: when it names the tasks that are left, and when only what is left of one task or of things."""

from __future__ import annotations

from datetime import date

import pytest

from bot.replies import REST
from tests.replies.office import TRAFFIC, only, told

SENT = ("10", "13", "17")


@pytest.mark.parametrize("text", ["14已完成，其余正常推进", "14已完成。其他任务在推进", "14 done, the rest on track"])
def test_the_rest_with_a_statement_stands_for_the_tasks_not_named(text: str) -> None:
    assert told(text) == {"14": "done", REST: "in_progress"}


def test_the_rest_at_the_head_of_a_message_stands_for_all_others() -> None:
    assert told("其他任务都在推进") == {REST: "in_progress"}


def test_in_an_answer_the_rest_is_written_out() -> None:
    assert told("13已完成，其余推进中", reply_to=SENT) == {"13": "done", "10": "in_progress", "17": "in_progress"}


def test_the_two_that_are_left_in_an_answer_are_written_out() -> None:
    assert told("17没启动，剩下两个推进中", reply_to=SENT) == {
        "17": "not_started",
        "10": "in_progress",
        "13": "in_progress",
    }


@pytest.mark.parametrize("text", ["14推进中，其余部门正在核实", "14推进中，其他银行还没接入"])
def test_the_rest_of_something_named_behind_it_is_no_task(text: str) -> None:
    assert set(told(text)) == {"14"}


@pytest.mark.parametrize("text", ["14推进中，剩余部分年底前完成", "14推进中，剩余工作量不大"])
def test_the_part_that_is_left_is_of_the_one_task(text: str) -> None:
    assert set(told(text)) == {"14"}


def test_what_is_left_of_the_things_counted_is_no_task() -> None:
    assert told("14：已签协议26份，剩余的正在谈") == {"14": "in_progress"}


def test_what_is_left_of_sums_that_are_paid_off_is_no_task() -> None:
    assert set(told("10欠款38笔，其余年内还清")) == {"10"}


def test_what_is_left_and_promised_is_of_the_one_task() -> None:
    item = only("14大概六成，剩下的11月能干完")
    assert (item.task, item.percent, item.expected) == ("14", 60, date(2022, 11, 30))


def test_of_a_unit_with_one_task_the_rest_is_its_own() -> None:
    assert told("其余正常", unit=TRAFFIC) == {"7": "in_progress"}


@pytest.mark.parametrize("text", ["17除外，其余正常", "其余正常（17除外）", "17以外都正常推进", "除了17以外，其余正常"])
def test_what_is_left_out_behind_its_number_gets_no_item(text: str) -> None:
    assert "17" not in told(text)
    assert "*" in told(text)


def test_the_others_of_a_list_where_one_is_left_out_and_spoken_of_apart() -> None:
    assert told("除了第三个，都正常。第三个暂停了", reply_to=("10", "13", "17")) == {
        "10": "in_progress",
        "13": "in_progress",
        "17": "blocked",
    }


def test_what_is_left_without_a_count_is_the_rest() -> None:
    assert told("第三个办结，剩的那两个跟上个月一样", reply_to=("10", "13", "17"))["10"] == "no_change"


def test_the_rest_as_in_a_month_named_is_no_change() -> None:
    assert told("14已办结，其余同7月") == {"14": "done", REST: "no_change"}


def test_what_is_left_out_may_have_a_statement_of_its_own() -> None:
    assert told("除14没动外其他都正常") == {"14": "not_started", REST: "in_progress"}


def test_the_rest_that_is_told_after_a_meeting_is_not_told() -> None:
    assert REST not in told("14完成七成，其他三项开完部务会再报")


@pytest.mark.parametrize("words", ["剩下的都在正常推进", "另外两个配合推进"])
def test_the_rest_may_be_at_it_or_help(words: str) -> None:
    assert set(told(f"第一个月底前办结，{words}", reply_to=("10", "13", "17"))) == {"10", "13", "17"}


def test_all_that_a_body_bears_is_the_rest_of_nothing() -> None:
    assert set(told("本中心承担的各项任务均按计划推进")) == {REST}


@pytest.mark.parametrize(
    "text", ["10已完成。其他两个月底前完成", "10办结，其余两个月底完", "10办结，另外两个月中旬完成"]
)
def test_so_many_others_by_the_end_of_the_month_are_tasks(text: str) -> None:
    assert told(text, reply_to=SENT) == {"10": "done", "13": "in_progress", "17": "in_progress"}


def test_two_more_months_are_none() -> None:
    assert told("10办结，其他两个月能完成", reply_to=SENT).get("13") is None


@pytest.mark.parametrize("text", ["第一个办结，其他两个配合正常", "第一个办结，其余协助推进"])
def test_the_others_that_a_unit_only_supports_are_named_as_well(text: str) -> None:
    assert told(text, reply_to=SENT) == {"10": "done", "13": "in_progress", "17": "in_progress"}


def test_the_others_who_support_are_no_tasks() -> None:
    assert set(told("14推进中，其余配合单位还没报")) == {"14"}


@pytest.mark.parametrize(
    "text", ["14已完成，其他的都在正常推进哈", "14已完成，其余还在有序推进", "14已完成，其他都在推进"]
)
def test_the_rest_may_be_at_it_in_whatever_words(text: str) -> None:
    assert told(text) == {"14": "done", REST: "in_progress"}


def test_other_offices_at_it_are_not_the_rest() -> None:
    assert told("14已完成，其他部门都在正常推进") == {"14": "done"}


def test_other_offices_that_have_not_handed_in_are_no_tasks() -> None:
    assert set(told("14推进中，其余科室还没报上来")) == {"14"}


def test_what_is_left_of_a_counted_whole_stays_with_the_one_task_behind_something_done() -> None:
    assert told("14清偿台账86笔，平台已完成，剩下的在走流程") == {"14": "in_progress"}
