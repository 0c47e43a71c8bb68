"""The one plain form: what messengers put above copied words is not read."""

from __future__ import annotations

import pytest

from bot.replies.normalise import LONGEST, normalise


@pytest.mark.parametrize(
    "head", ["县市场监管局 陈红 8/24 10:32", "李芳 10:32", "陈红 2022年8月24日 15:30:12", "李芳 8月24日 9:05"]
)
def test_who_wrote_and_when_above_the_words_is_left_out(head: str) -> None:
    assert normalise(f"{head}\n14完成60%") == "14完成60%"


def test_the_time_behind_a_full_date_is_left_out_and_the_date_stays() -> None:
    assert normalise("2022-08-24 15:30 14完成60%") == "2022-08-24 14完成60%"


@pytest.mark.parametrize("text", ["14:50\n15:30", "任务 14:50\n任务 15:30", "10:32%", "14 8月25日下午3:30开会"])
def test_a_number_and_its_share_are_no_time(text: str) -> None:
    assert normalise(text) == text


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("開辦企業時間壓減，進度過半", "开办企业时间压减,进度过半"),
        ("該項無變化，請領導審核", "该项无变化,请领导审核"),
        ("尚未啟動，預計11月底辦結", "尚未启动,预计11月底办结"),
        ("雲端網頁變更", "云端网页变更"),
    ],
)
def test_traditional_letters_become_simplified(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


@pytest.mark.parametrize("text", ["皇后大道", "乾杯", "开办企业时间"])
def test_a_letter_that_is_no_reports_traditional_one_stays(text: str) -> None:
    assert normalise(text) == text


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("（１４）“多报合一”", "(14)多报合一"),
        ("✔14 ☑17 ✗25", "✅14 ✅17 ❌25"),
        ("•14🎉已完成", "14 已完成"),
        ("14完成6O%", "14完成60%"),
        ("80％→90％", "80%变为90%"),
        ("元月10日", "1月10日"),
        ("推\u200b进\u00ad中", "推进中"),
        ("第1第4第7", "第1、第4、第7"),
        ("第1、2个", "第1个、第2个"),
        ("第三、四项", "第三项、第四项"),
        ("第1和3都", "第1项、第3项都"),
        ("⑶", "(3)"),
    ],
)
def test_marks_and_figures_have_one_plain_form(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


@pytest.mark.parametrize("text", ["it's done", "OK", "第1、2季度", "10-13", "100元"])
def test_what_is_plain_already_stays(text: str) -> None:
    assert normalise(text) == text


def test_a_message_beyond_the_longest_is_cut() -> None:
    assert len(normalise("推" * (LONGEST + 5))) == LONGEST
