"""Plain statements about several tasks, however they are put together, are each read of their own task."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from bot.replies import Ledger
from tests.replies.composed import (
    Message,
    answered,
    dictated,
    numeral,
    typed,
    understood,
    with_anothers,
    with_the_rest,
)
from tests.replies.office import built_in

EACH = 400
SEEDS = range(5)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("compose", [typed, dictated, answered, with_the_rest, with_anothers])
def test_every_statement_goes_to_its_task(compose: Callable[[Random, Ledger], Message], seed: int) -> None:
    rng, ledger = Random(seed), built_in()
    messages = [compose(rng, ledger) for _ in range(EACH)]
    wrong = [each for each in messages if understood(each, ledger) != each.meant]
    assert not wrong, [(each.unit, each.text, understood(each, ledger)) for each in wrong]


@pytest.mark.parametrize(("number", "spoken"), [(7, "七"), (10, "十"), (14, "十四"), (40, "四十"), (57, "五十七")])
def test_numbers_are_composed_as_they_are_spoken(number: int, spoken: str) -> None:
    assert numeral(number) == spoken
