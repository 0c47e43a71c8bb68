"""When the task will be finished, and which days are not that."""

from __future__ import annotations

from datetime import date

import pytest

from tests.replies.office import only


@pytest.mark.parametrize("text", ["14本月系统上线啦", "14这个月欠款清零了", "14今天接口开通了", "14本月清零咯"])
def test_what_has_come_about_this_month_is_no_promise(text: str) -> None:
    assert only(text).expected is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14预计本月上线", date(2022, 8, 31)),
        ("14本月底前就上线了", date(2022, 8, 31)),
        ("14下月底系统就上线了", date(2022, 9, 30)),
    ],
)
def test_what_is_still_ahead_is_one_whatever_particle_ends_it(text: str, day: date) -> None:
    assert only(text).expected == day


@pytest.mark.parametrize("text", ["14预计9月20日前能印出来", "14文件9月20日印得出来", "14争取9月20日印发下去"])
def test_a_paper_that_will_be_out_by_a_day_is_the_end_as_issuing_it_is(text: str) -> None:
    assert only(text).expected == date(2022, 9, 20)


def test_a_paper_that_is_out_names_no_day() -> None:
    assert only("14文件已经印出来了").expected is None


def test_why_it_is_late_names_no_day() -> None:
    assert only("14慢了，原因是评审推迟到明年上半年").expected is None


def test_how_it_is_now_behind_what_comes_next_counts() -> None:
    assert only("14下一步9月中旬开展攻坚，目前六成").percent == 60


def test_what_comes_next_alone_is_no_percent() -> None:
    assert only("14完成六成，下一步9月中旬做到八成").percent == 60
