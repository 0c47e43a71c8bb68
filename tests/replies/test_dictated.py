"""Numbers of dictation are put in the form that a hand would have written."""

from __future__ import annotations

import pytest

from bot.replies.dictated import as_written
from tests.replies.office import only, say, told


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("第五项第六项嘛都搞完了", "第五项、第六项嘛都搞完了"),
        ("第1第4第7", "第1、第4、第7"),
        ("第四十三哦不第四十四项推进中", "第四十四项推进中"),
        ("第七十二不是第七十一项百分之五十", "第七十一项百分之五十"),
        ("第十二项啊不对第十三项完成了", "第十三项完成了"),
        ("先说十九十九基础设施", "先说十九基础设施"),
        ("百分之七十嗯对七十", "百分之七十"),
    ],
)
def test_what_is_said_in_a_row_by_slip_or_twice_is_put_right(spoken: str, written: str) -> None:
    assert as_written(spoken) == written


@pytest.mark.parametrize(
    "text",
    ["第1项不是我们的", "第三项不对", "第三项不是，第四项是", "三十三十四都完成", "百分之七十嗯对七十家", "二十二十一"],
)
def test_what_is_no_slip_and_no_repetition_stays(text: str) -> None:
    assert as_written(text) == text


def test_ordinals_in_a_row_are_codes_where_one_is_beyond_the_list_that_is_answered() -> None:
    text = "那个第三项第十二项还有第十三项都已经办结了哈"
    assert told(text, reply_to=("3", "12", "13")) == {"3": "done", "12": "done", "13": "done"}


def test_ordinals_in_a_row_within_the_list_are_its_places() -> None:
    assert told("第一项第三项都已经办结了", reply_to=("3", "12", "13")) == {"3": "done", "13": "done"}


def test_a_slip_of_the_number_reports_nothing_of_the_first() -> None:
    assert told("第十四哦不第十五项还有第十六项都完成了") == {"15": "done", "16": "done"}


def test_a_single_numeral_as_a_subject_is_the_units_task() -> None:
    assert told("第十四项办结了哈三呢还差一点点") == {"14": "done", "3": "in_progress"}


def test_numerals_that_count_reasons_name_no_task() -> None:
    assert set(told("第十四项还在推一呢没得系统二呢缺钱三呢缺人")) == {"14"}


def test_a_single_numeral_that_is_no_code_of_the_unit_names_no_task() -> None:
    assert "4" not in told("第七十六项办结了哈四呢还差一点点", unit="县商务委")


def test_a_code_runs_into_its_share() -> None:
    assert only("十四百分之七十").percent == 70


def test_a_length_with_a_half_behind_its_name_is_a_figure() -> None:
    assert [m.value for m in only("十四开办低压六天半").measures] == [6.5]


def test_a_number_with_more_behind_its_name_is_a_figure() -> None:
    assert 860 in [m.value for m in say("十四培训人数八百六十多").items[0].measures]


def test_codes_run_into_each_other_fall_apart_where_each_is_the_units() -> None:
    assert told("我们局十四十五十六都完成了") == {"14": "done", "15": "done", "16": "done"}


def test_a_run_of_numerals_before_a_unit_is_no_list() -> None:
    assert "15" not in told("17发了十四十五张")


def test_a_share_ends_before_a_month() -> None:
    item = only("第十七项进度大概百分之七十五十二月底前完成")
    assert (item.percent, str(item.expected)) == (75, "2022-12-31")
    item = only("第十七项完成三分之二十一月底全部完成")
    assert (item.percent, str(item.expected)) == (67, "2022-11-30")


def test_another_units_number_within_a_run_keeps_what_is_said_of_it() -> None:
    reading = say("第六十四项免罚清单公布了三十三个单位第七十七项保税仓百分之九十")
    assert [(item.task, item.percent) for item in reading.items] == [("64", None)]
    assert [r.task for r in reading.refused] == ["77"]


def test_a_day_behind_a_promise_is_no_code() -> None:
    text = "十四号办结了十五号办结了十六号预计十五号办结"
    assert told(text) == {"14": "done", "15": "done", "16": "in_progress"}
