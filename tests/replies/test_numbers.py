"""Numbers and shares as people write them."""

import pytest

from bot.replies.normalise import normalise
from bot.replies.numbers import chinese_value, read_number, read_share
from tests.replies.office import only

VALUES = {
    "十四": 14,
    "三十七": 37,
    "一百零五": 105,
    "三百五": 350,
    "一万二": 12_000,
    "一千零五": 1005,
    "二〇二二": 2022,
    "零点五": 0.5,
    "一亿二千万": 120_000_000,
}
SHARES = {
    "93%": 93,
    "99.2%": 99.2,
    "百分之九十": 90,
    "百分之九十三点六": 93.6,
    "百分百": 100,
    "八成": 80,
    "六成五": 65,
    "七成半": 75,
    "七八成": 70,
    "60-70%": 60,
    "过半": 50,
    "一半": 50,
    "三分之二": 67,
    "四分之一": 25,
    "50 percent": 50,
}


@pytest.mark.parametrize(("word", "value"), VALUES.items())
def test_a_chinese_numeral_has_its_value(word, value):
    assert chinese_value(word) == value


@pytest.mark.parametrize("word", ["", "百", "万", "五十四一", "点五", "一点", "abc"])
def test_what_is_no_numeral_has_none(word):
    assert chinese_value(word) is None


@pytest.mark.parametrize(("word", "value"), SHARES.items())
def test_a_share_is_read_to_its_end(word, value):
    share = read_share(word, 0)
    assert share is not None
    assert share[0] == value
    assert share[1] == len(word)


@pytest.mark.parametrize("word", ["成立", "八成立", "93件", "三分", "第一"])
def test_what_is_no_share_is_none(word):
    assert read_share(word, 0) is None


def test_groups_of_three_digits_are_one_number():
    number = read_number("1,032件", 0)
    assert number is not None
    assert (number.value, number.grouped) == (1032, True)


def test_two_numerals_side_by_side_are_not_run_together():
    number = read_number("五十四一卡通", 0)
    assert number is not None
    assert number.value == 54


def test_full_width_quotes_marks_and_ticks_come_out_plain():
    assert normalise("５３：６０％") == "53:60%"
    assert normalise("“一照多址”\u200b\u202e") == "一照多址"
    assert normalise("3✔️4☑") == "3✅4✅"
    assert normalise("①完成") == "(1)完成"
    assert normalise("haven’t started") == "haven't started"


def test_a_month_behind_tenths_is_no_part_of_them() -> None:
    assert read_share("八成八月底前", 0) == (80.0, 2)
    assert read_share("八成八左右", 0) == (88.0, 3)


def test_a_smaller_number_right_behind_ten_thousands_is_another_number() -> None:
    number = read_number("五百二十万九十五项", 0)
    assert number is not None
    assert (number.value, number.end) == (5_200_000, 5)
    assert chinese_value("五百二十万零九十五") == 5_200_095
    assert chinese_value("一万二") == 12_000
    assert chinese_value("三万五千") == 35_000


def test_a_place_that_comes_again_begins_another_number() -> None:
    assert read_share("百分之七十三十八项", 0) == (70.0, 5)
    assert read_share("百分之九十十月底", 0) == (90.0, 5)
    assert read_share("百分之八十两周内", 0) == (80.0, 5)
    assert chinese_value("一千零一十") == 1010


@pytest.mark.parametrize("text", ["五成多一点", "五成多点", "完成50%出头", "五成还多", "一半多一点"])
def test_a_little_more_belongs_to_the_share(text: str) -> None:
    assert only("14" + text).percent == 50


def test_points_behind_a_share_are_not_a_little_more() -> None:
    assert only("14完成六成，多点位布设").percent == 60


@pytest.mark.parametrize("text", ["14 50→60", "14 进度50% -> 60%", "14 50=>60"])
def test_an_arrow_leads_to_what_it_is_now(text: str) -> None:
    assert only(text).percent == 60


def test_less_than_a_share_is_no_obstacle() -> None:
    assert only("14不足六成").problem is None


def test_a_long_number_before_an_english_thing_is_a_figure_and_a_telephone_is_none() -> None:
    assert [m.value for m in only("14 in progress, 18500 leaflets handed out").measures] == [18500]
    assert only("14 done, tel 13800000000 Wang").measures == ()
