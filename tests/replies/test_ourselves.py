"""What a unit calls itself in its own words is "we"."""

from __future__ import annotations

import pytest

from bot.replies.ourselves import as_we
from tests.replies.office import TRAFFIC, say, told


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("人力社保这边推进中", "县人力社保局"),
        ("我们交通局推进中", "县交通局"),
        ("本商务委推进中", "县商务委"),
        ("我是县财政局,推进中", "县财政局"),
        ("司法局这头推进中", "县司法局"),
        ("税务我们这边推进中", "县税务局"),
        ("我们督查办推进中", "县委督查办"),
    ],
)
def test_the_units_own_name_beside_a_word_for_us_is_we(text: str, unit: str) -> None:
    assert as_we(text, unit).startswith("我们")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("税务这边推进中", "县市场监管局"),
        ("市场监管这边的系统推进中", "县市场监管局"),
        ("市场监管执法推进中", "县市场监管局"),
        ("财政资金推进中", "县财政局"),
        ("交通运输推进中", "县交通局"),
    ],
)
def test_another_units_name_or_the_name_of_a_matter_stays(text: str, unit: str) -> None:
    assert as_we(text, unit) == text


def test_the_name_above_a_report_is_we() -> None:
    assert as_we("奉节县商务委8月工作进展:75推进中", "县商务委").startswith("我们8月")


def test_a_report_in_the_units_own_name_is_read_as_its_own() -> None:
    assert told("交通这边基本弄完，证照还在核验", unit=TRAFFIC) == {"7": "in_progress"}
    assert told("我们市场监管局14已完成") == {"14": "done"}


def test_what_another_unit_is_waited_for_is_still_an_obstacle() -> None:
    assert say("14卡在税务那边").items[0].problem is not None


@pytest.mark.parametrize("whose", ["咱们局这头", "我们这头", "咱局"])
def test_what_our_end_has_done_is_done(whose: str) -> None:
    assert told(f"14{whose}已经收官") == {"14": "done"}
