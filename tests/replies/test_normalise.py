"""The one plain form: what messengers put above copied words is not read."""

from __future__ import annotations

import pytest

from bot.replies.normalise import normalise


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
