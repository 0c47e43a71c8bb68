"""Plain statements about several tasks, however they are put together, are each read of their own task."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from bot.replies import Ledger, read
from storage.kinds import ReadingKind, Status
from tests.replies.composed import (
    Message,
    answered,
    dictated,
    in_figures,
    numeral,
    tabulated,
    typed,
    understood,
    wish,
    with_anothers,
    with_the_rest,
)
from tests.replies.office import TODAY, built_in

EACH = 400
SEEDS = range(5)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("compose", [typed, dictated, answered, with_the_rest, with_anothers, tabulated])
def test_every_statement_goes_to_its_task(compose: Callable[[Random, Ledger], Message], seed: int) -> None:
    rng, ledger = Random(seed), built_in()
    messages = [compose(rng, ledger) for _ in range(EACH)]
    wrong = [each for each in messages if understood(each, ledger) != each.meant]
    assert not wrong, [(each.unit, each.text, understood(each, ledger)) for each in wrong]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_worth_keeping_is_kept_with_its_task(seed: int) -> None:
    rng, ledger, wrong = Random(seed), built_in(), list[str]()
    for _ in range(EACH):
        unit, text, kept = in_figures(rng, ledger)
        items = read(text, unit=unit, today=TODAY, ledger=ledger).items
        if {item.task: sorted(m.value for m in item.measures) for item in items} != kept:
            wrong.append(text)
        assert all(item.status is Status.in_progress for item in items), text
    assert not wrong


@pytest.mark.parametrize("seed", SEEDS)
def test_more_time_is_asked_for_until_the_day_named_and_nothing_else_is_said(seed: int) -> None:
    rng, ledger = Random(seed), built_in()
    for _ in range(EACH):
        unit, text, code, until, reason = wish(rng, ledger)
        reading = read(text, unit=unit, today=TODAY, ledger=ledger)
        (item,) = reading.items
        assert (reading.kind, item.task, item.extension, item.expected) == (ReadingKind.extension, code, until, None)
        assert bool(item.problem) == reason, text


@pytest.mark.parametrize(("number", "spoken"), [(7, "七"), (10, "十"), (14, "十四"), (40, "四十"), (57, "五十七")])
def test_numbers_are_composed_as_they_are_spoken(number: int, spoken: str) -> None:
    assert numeral(number) == spoken
