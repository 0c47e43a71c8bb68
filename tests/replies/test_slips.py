"""A slip put right within a message: what is said anew counts, the rest of what was said stays."""

from __future__ import annotations

import pytest

from tests.replies.office import only


@pytest.mark.parametrize("text", ["14完成55%，不是，45%", "14完成55%，哦不对，45%", "14完成55%，说错了，45%"])
def test_the_later_percent_counts(text: str) -> None:
    assert only(text).percent == 45


def test_a_bare_number_behind_a_slip_is_of_the_kind_put_right() -> None:
    assert only("十四完成百分之六十哦不对六十五").percent == 65


def test_what_the_slip_does_not_touch_stays() -> None:
    item = only("14完成55%，预计10月底完成，哦不对，45%")
    assert (item.percent, str(item.expected)) == (45, "2022-10-31")


def test_a_first_clause_puts_nothing_right() -> None:
    assert only("14不是80%是60%").percent == 60
