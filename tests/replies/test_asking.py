"""Asking for more time: whether a clause does, and until when."""

from __future__ import annotations

from datetime import date

import pytest

from bot.replies import DoubtKind
from storage.kinds import ReadingKind, Status
from tests.replies.office import only, say


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("14能不能延到11月中旬？", date(2022, 11, 20)),
        ("14时限调整为明年1月底", date(2023, 1, 31)),
        ("我们想把14申请到明年3月31日", date(2023, 3, 31)),
        ("14可否推迟至2023年2月15日办结", date(2023, 2, 15)),
        ("could we have until the end of February for 14", date(2023, 2, 28)),
    ],
)
def test_the_day_asked_for_is_the_extension(text: str, until: date) -> None:
    reading = say(text)
    assert reading.kind is ReadingKind.extension
    assert reading.items[0].extension == until


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("14想申请宽限两周", date(2023, 1, 14)),
        ("14希望再给20天", date(2023, 1, 20)),
        ("14能不能晚十天", date(2023, 1, 10)),
        ("14恳请延长三个月", date(2023, 3, 31)),
        ("14 need another month", date(2023, 1, 31)),
    ],
)
def test_a_length_of_time_counts_from_the_tasks_deadline(text: str, until: date) -> None:
    assert only(text).extension == until


def test_the_day_told_right_before_the_asking_is_asked_for() -> None:
    assert only("14最快也要明年1月20日，请批准延期").extension == date(2023, 1, 20)


def test_a_day_by_which_it_cannot_be_done_is_not_asked_for() -> None:
    item = only("14月底前做不完，申请延到明年1月15日")
    assert item.extension == date(2023, 1, 15)


def test_when_no_day_is_named_it_is_asked_back() -> None:
    reading = say("17申请延期")
    assert reading.kind is ReadingKind.extension
    assert [doubt.kind for doubt in reading.doubts] == [DoubtKind.no_date]


@pytest.mark.parametrize(
    "text", ["14预计推迟到明年1月完成", "14可能要延后到明年1月", "14不需要延期，推进中", "14无需延期，12月完成"]
)
def test_telling_when_or_declining_asks_for_nothing(text: str) -> None:
    reading = say(text)
    assert reading.kind is ReadingKind.progress
    assert reading.items[0].extension is None


@pytest.mark.parametrize("text", ["14怎么申请延期？", "延期的手续找谁办？"])
def test_asking_how_is_a_question(text: str) -> None:
    reading = say(text)
    assert (reading.kind, reading.items) == (ReadingKind.question, ())


def test_plain_words_beside_the_asking_are_its_reason() -> None:
    item = only("14可否顺延一个月，税务接口尚未开通")
    assert (item.problem, item.status) == ("税务接口尚未开通", None)


def test_progress_told_beside_the_asking_is_kept() -> None:
    item = only("14完成60%，申请延期到明年1月底")
    assert (item.status, item.percent, item.extension) == (Status.in_progress, 60, date(2023, 1, 31))


def test_who_does_not_want_more_time_asks_for_none() -> None:
    assert say("17我们不想延期，正常推进").kind is ReadingKind.progress


def test_a_reason_told_before_the_request_is_the_obstacle() -> None:
    item = only("14厂家违约，申请延期一个月")
    assert item.problem == "14厂家违约"


def test_figures_beside_a_request_report_progress_and_are_no_reason() -> None:
    item = only("11申请延到12月底，目前领取企业430家")
    assert (item.status, item.problem) == (Status.in_progress, None)
    assert [m.value for m in item.measures] == [430]


def test_a_figure_within_the_reason_reports_nothing() -> None:
    assert only("14有四个套餐市级系统没开通，申请延长三个月").status is None


def test_what_is_still_being_done_is_the_reason_for_more_time() -> None:
    item = only("14申请延到12月底，个别企业材料还在走司法程序")
    assert (item.status, item.problem) == (None, "个别企业材料还在走司法程序")


@pytest.mark.parametrize("text", ["14申请延期要盖公章吗", "14的延期批了没？", "14的延期要写申请吗，走OA还是在这里报"])
def test_how_it_is_asked_for_or_whether_it_was_granted_is_a_question(text: str) -> None:
    assert say(text).kind is ReadingKind.question


@pytest.mark.parametrize("text", ["14延期上月已批到12月底，目前70%", "上次同意我们延到12月底，14现在七成"])
def test_more_time_that_was_granted_is_not_asked_for(text: str) -> None:
    assert say(text).kind is ReadingKind.progress
    assert only(text).extension is None


def test_whether_more_time_may_be_had_still_asks_for_it() -> None:
    assert say("14能不能延期到12月底？").kind is ReadingKind.extension


def test_a_part_not_done_as_the_reason_says_nothing_of_the_task() -> None:
    item = only("14能不能宽限到下月20号，查询模块还没测完")
    assert (item.status, item.problem) == (None, "查询模块还没测完")


def test_a_paper_not_through_is_the_reason_for_more_time() -> None:
    item = only("58文件未过会，申请延长两个月")
    assert (item.status, item.problem) == (None, "58文件未过会")


def test_whether_it_has_been_granted_is_a_question_without_a_mark() -> None:
    assert say("14的延期批下来没有").kind is ReadingKind.question


@pytest.mark.parametrize("text", ["14延期申请已交", "14延期申请上周已经交了"])
def test_a_request_handed_in_is_not_made_again(text: str) -> None:
    assert say(text).kind is not ReadingKind.extension


def test_the_tasks_own_term_is_not_its_end() -> None:
    assert only("14办结时限申请改为11月底").status is None
