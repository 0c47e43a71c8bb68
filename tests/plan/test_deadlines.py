"""Deadlines: the wordings that plans use, and what they mean."""

from datetime import date

import pytest

from bot.plan.deadlines import is_deadline_text, read_deadline


def d(text: str) -> date:
    return date.fromisoformat(text)


DATES = [
    ("2022年8月", "2022-08-31"),
    ("2024年2月", "2024-02-29"),
    ("2022年12月31日前", "2022-12-31"),
    ("2019年9月底前", "2019-09-30"),
    ("6月底完成", "2022-06-30"),
    ("6月份取得明显成效", "2022-06-30"),
    ("5月底取得阶段性成效并持续推进", "2022-05-31"),
    ("2024年底前，并长期坚持", "2024-12-31"),
    ("年底前完成全部改造任务", "2022-12-31"),
    ("全年", "2022-12-31"),
    ("2023年上半年", "2023-06-30"),
    ("下半年", "2022-12-31"),
    ("2022年第三季度", "2022-09-30"),
    ("二季度末", "2022-06-30"),
    ("Q3", "2022-09-30"),
    ("7月上旬", "2022-07-10"),
    ("7月中旬", "2022-07-20"),
    ("预计5月下旬已完成", "2022-05-31"),
    ("1-4月", "2022-04-30"),
    ("4月—12月", "2022-12-31"),
    ("3～6月", "2022-06-30"),
    ("2022年3月-2023年6月", "2023-06-30"),
    ("2022年8月至10月", "2022-10-31"),
    ("2022-2024年", "2024-12-31"),
    ("到2027年", "2027-12-31"),
    ("2024/9/30", "2024-09-30"),
    ("2024.6", "2024-06-30"),
    ("2024-06-15", "2024-06-15"),
    ("20240615", "2024-06-15"),
    ("二〇二二年十二月底", "2022-12-31"),
    ("２０２２年８月", "2022-08-31"),
    ("明年3月底", "2023-03-31"),
    ("“十四五”末", "2025-12-31"),
    ("原则上于2019年6月底前完成", "2019-06-30"),
    ("对故障数据异常的器件组织专项处理。完成时间：11月。", "2022-11-30"),
    ("December 31, 2021", "2021-12-31"),
    ("by 31 March 2013", "2013-03-31"),
    ("By December 2012", "2012-12-31"),
    ("Between November 2012 and March 2013", "2013-03-31"),
]


@pytest.mark.parametrize(("text", "due"), DATES)
def test_a_deadline_means_its_last_day(text: str, due: str) -> None:
    assert read_deadline(text, 2022).deadline == d(due)


@pytest.mark.parametrize(
    "text",
    [
        "长期坚持",
        "持续推进",
        "持续优化",
        "常态化开展",
        "立行立改，长期坚持",
        "按进度推进",
        "每月",
        "每季度",
        "每半年考评一次",
        "于每月28日前",
        "每年滚动实施",
        "从2019年起，各有关部门于每年2月底前",
        "2020年起，每年2月底前",
        "从2022年3月起，务于每月25日前",
        "每个季度第1个月的20日前",
        "以季度为节点",
        "Quarterly",
        "Ongoing",
    ],
)
def test_what_goes_on_or_comes_round_again_is_ongoing(text: str) -> None:
    assert read_deadline(text, 2022).deadline == "ongoing"


def test_annual_measures_in_english_are_ongoing() -> None:
    assert read_deadline("Annually in accordance with OMB Guidance", 2022).deadline == "ongoing"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "deadline_missing"),
        ("—", "deadline_missing"),
        ("待定", "deadline_unreadable"),
        ("截至9月中旬", "deadline_unreadable"),
        ("自2025年8月1日起施行，有效期至2030年7月31日", "deadline_unreadable"),
        ("As required by the FY2023 budget timeline", "deadline_unreadable"),
        ("early 2014", "deadline_unreadable"),
        ("from April 2013", "deadline_unreadable"),
        ("目录更新后30天内", "deadline_relative"),
        ("40个工作日以内", "deadline_relative"),
        ("Within 60 days of the completion of agency respective inventories", "deadline_relative"),
        ("90 Days", "deadline_relative"),
        ("短期（6个月内）、中期（1-2年）、长期（3-5年）", "deadline_relative"),
        ("2023-11-31", "deadline_invalid"),
        ("2023年13月", "deadline_invalid"),
    ],
)
def test_what_gives_no_date_says_why(text: str, problem: str) -> None:
    reading = read_deadline(text, 2022)
    assert reading.deadline is None
    assert reading.problem == problem


def test_an_impossible_date_comes_with_the_nearest_possible_one() -> None:
    assert read_deadline("2023-11-31", 2022).hint == "2023-11-30"


def test_before_a_year_is_marked_as_unclear() -> None:
    reading = read_deadline("2027年前", 2022)
    assert (reading.deadline, reading.problem) == (d("2026-12-31"), "deadline_vague")


def test_stages_become_milestones_and_the_last_is_the_deadline() -> None:
    text = "第一阶段 摸底，完成时间：6月；第二阶段 整改，完成时间：7月上旬；第三阶段 验收，完成时间：7月下旬"
    reading = read_deadline(text, 2022)
    assert reading.deadline == d("2022-07-31")
    assert [m.due for m in reading.milestones] == [d("2022-06-30"), d("2022-07-10"), d("2022-07-31")]


def test_a_year_is_borrowed_from_the_date_before() -> None:
    reading = read_deadline("2023年3月底前完成方案，9月底前完成建设", 2022)
    assert reading.deadline == d("2023-09-30")


def test_a_single_date_has_no_milestones() -> None:
    assert read_deadline("2022年8月", 2022).milestones == ()


@pytest.mark.parametrize("text", ["10月底完成", "持续推进", "2022年12月底前", "长期坚持", "年底前"])
def test_clauses_about_time_are_told_from_names(text: str) -> None:
    assert is_deadline_text(text)


@pytest.mark.parametrize("text", ["内蒙古", "市财政局", "0.5分", "县安委会", "各季度牵头单位", "底层社区"])
def test_names_are_no_clauses_about_time(text: str) -> None:
    assert not is_deadline_text(text)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("H1 2025", "2025-06-30"),
        ("second half of 2025", "2025-12-31"),
        ("third quarter of 2025", "2025-09-30"),
        ("Q1-Q3 2025", "2025-09-30"),
        ("2025-Q2", "2025-06-30"),
        ("31/12/2025", "2025-12-31"),
        ("12/31/2025", "2025-12-31"),
        ("31-May-2025", "2025-05-31"),
        ("Sep-25", "2025-09-30"),
        ("Jan–Mar 2025", "2025-03-31"),
        ("Start: Jan 2025; End: Dec 2025", "2025-12-31"),
        ("2025-2027", "2027-12-31"),
        ("6/30", "2024-06-30"),
        ("6.30", "2024-06-30"),
        ("25年8月底", "2025-08-31"),
    ],
)
def test_the_short_and_the_english_ways_of_writing_a_day(text: str, due: str) -> None:
    reading = read_deadline(text, 2024)
    assert (reading.deadline, reading.problem) == (date.fromisoformat(due), "")


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Q3 FY2025", "2025-06-30"),
        ("FY25 Q1", "2024-12-31"),
        ("end of fiscal year 2025", "2025-09-30"),
        ("FY2024/25", "2025-03-31"),
        ("Q4 2025/26", "2026-03-31"),
        ("04/05/2025", "2025-05-04"),
    ],
)
def test_what_can_be_understood_in_two_ways_is_marked(text: str, due: str) -> None:
    reading = read_deadline(text, 2024)
    assert (reading.deadline, reading.problem) == (date.fromisoformat(due), "deadline_vague")


@pytest.mark.parametrize(
    "text", ["Semi-annually", "every six months", "Rolling programme", "twice a year", "as needed"]
)
def test_what_goes_on_in_english(text: str) -> None:
    assert read_deadline(text, 2024).deadline == "ongoing"
