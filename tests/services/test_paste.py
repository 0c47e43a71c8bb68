"""How a paste is cut by unit: messengers' and mail's heads, unknown units, nothing lost, never slow."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.paste import sections

NAMES = {name: name for name in ("县市场监管局", "县财政局", "县规划自然资源局", "县税务局", "县人力社保局")}
FINANCE = "县财政局"


def cut(text: str) -> list[tuple[str | None, str]]:
    return [(one.unit, one.text) for one in sections(text, NAMES)]


@pytest.mark.parametrize(
    "head",
    [
        "县财政局：",
        "县财政局:",
        "县财政局 ",
        "县财政局，",
        "【县财政局】",
        "一、县财政局：",
        "2.县财政局：",
        "@县财政局 ",
        "县财政局\n",
        "县财政局 林涛 8/24 10:32\n",
        "县财政局-林涛 2022/8/24 10:32:11\n",
        "县财政局林涛 10:32\n",
        "县财政局（林涛） 上午10:32\n",
        "县财政局 林涛：",
        "财政局：",
        "县财政局报来情况如下：",
        "发件人: 县财政局办公室 <cz@example.com>\n发送时间: 2022年8月24日 10:20\n收件人: 营商办\n主题: 8月进展\n\n",
        "From: someone@example.com\nSubject: 县财政局8月进展\n\n",
    ],
)
def test_a_unit_is_told_by_its_head(head: str) -> None:
    assert cut(f"{head}40完成60%，预计9月底完成") == [(FINANCE, "40完成60%，预计9月底完成")]
    two = cut(f"县税务局：15推进中\n\n{head}40完成60%")
    assert two == [("县税务局", "15推进中"), (FINANCE, "40完成60%")]


@pytest.mark.parametrize(
    "line", ["县财政局已拨付资金300万元", "县财政局、县税务局配合", "县财政局牵头制定办法", "请县财政局支持"]
)
def test_a_unit_that_is_only_spoken_of_begins_nothing(line: str) -> None:
    assert cut(f"县税务局：15推进中\n{line}") == [("县税务局", f"15推进中\n{line}")]


@pytest.mark.parametrize("head", ["县某某局：", "县教育局 ", "某某公司 张三 8/24 10:32\n", "县某某中心\n"])
def test_words_under_a_name_nobody_knows_are_nobodys(head: str) -> None:
    assert cut(f"县税务局：15推进中\n{head}3已完成") == [("县税务局", "15推进中"), (None, "3已完成")]


def test_a_short_name_that_two_units_share_is_no_name() -> None:
    both = NAMES | {"市财政局": "市财政局"}
    assert [one.unit for one in sections("财政局：40完成60%", both)] == [None]


def test_lines_about_time_and_pictures_are_left_out() -> None:
    text = "—————  2022-08-24  —————\n县财政局 林涛 10:32\n40完成60%\n[图片]\n10:33\n41推进中"
    assert cut(text) == [(FINANCE, "40完成60%\n41推进中")]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="县财政局税务：: -—\n\t0123456789%完成（）()【】,，。月日上午公司委[]>*", max_size=400))
def test_any_text_is_cut_without_an_error_and_no_word_is_lost(text: str) -> None:
    found = sections(text, NAMES)
    kept = "".join("".join(one.whole.split()) for one in found)
    for line in text.splitlines():
        words = "".join(line.split())
        if "完成" in words and ":" not in words and "：" not in words:
            assert words in kept


@pytest.mark.parametrize("piece", ["县", "-", "8/24 ", "- - ", "县财政局", "县某某局：", "[图片]", "1、", "上午", "一"])
def test_long_monotonous_texts_are_cut_quickly(piece: str) -> None:
    started = time.perf_counter()
    sections(piece * (4096 // len(piece)), NAMES)
    assert time.perf_counter() - started < 1
