"""A form is tried only at the letters that it may begin with: the sets of letters and the forms must not fall apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import ascii_letters, digits
from typing import Any

import pytest

from bot.replies import complements, dates, english, lexemes, lexer, numbers

_parser: Any = re._parser  # type: ignore[attr-defined]


def first_letters(parsed: Iterable[tuple[Any, Any]]) -> tuple[set[str], bool]:
    """Return the letters that a parsed pattern may begin with, and whether it may also take none."""
    letters: set[str] = set()
    for op, argument in parsed:
        more, empty = _of_item(str(op), argument)
        letters |= more
        if not empty:
            return letters, False
    return letters, True


def _of_item(op: str, argument: Any) -> tuple[set[str], bool]:
    if op == "LITERAL":
        return {chr(argument)}, False
    if op == "IN":
        return set().union(*(_of_class(str(kind), value) for kind, value in argument)), False
    if op == "BRANCH":
        found = [first_letters(branch) for branch in argument[1]]
        return set().union(*(letters for letters, _ in found)), any(empty for _, empty in found)
    if op == "SUBPATTERN":
        return first_letters(argument[3])
    if op in ("MAX_REPEAT", "MIN_REPEAT"):
        letters, empty = first_letters(argument[2])
        return letters, empty or argument[0] == 0
    assert op in ("ASSERT", "ASSERT_NOT", "AT"), op
    return set(), True


def _of_class(kind: str, value: Any) -> set[str]:
    if kind == "LITERAL":
        return {chr(value)}
    if kind == "RANGE":
        return {chr(code) for code in range(value[0], value[1] + 1)}
    assert (kind, str(value)) == ("CATEGORY", "CATEGORY_DIGIT")
    return set(digits)


def beginning(pattern: re.Pattern[str]) -> set[str]:
    """Return the letters that a match may begin with; in lower case where case does not count."""
    letters, empty = first_letters(_parser.parse(pattern.pattern, pattern.flags))
    assert not empty
    return {letter.lower() for letter in letters} if pattern.flags & re.IGNORECASE else letters


FORMS: list[tuple[str, re.Pattern[str], Iterable[str]]] = [
    *((f"lacking {n}", pattern, firsts) for n, (pattern, firsts) in enumerate(lexemes._LACKING)),
    *((shape, pattern, firsts) for pattern, shape, firsts in dates._PATTERNS),
    ("no trouble", lexemes.NO_TROUBLE, lexemes.OF_NO_TROUBLE),
    ("all none", lexemes.ALL_NONE, "都均皆"),
    ("an order to enter", lexemes.TO_ENTER, ascii_letters),
    ("failed", complements._FAILED, complements.FAILED_FIRST),
    ("result", complements._RESULT, complements.RESULT_FIRST),
    ("group", lexemes.GROUP, lexer._GROUP_FIRST),
    ("left to dateparser", english._LEFT_TO_DATEPARSER, lexer._FOREIGN),
    ("English places", lexemes.ENGLISH_PLACES, "tfl"),
    ("English orders", lexemes.ENGLISH_ORDER, "fst123456"),
    ("point day", lexemes.POINT_DAY, digits),
    ("no such day", dates.NO_SUCH, digits),
    ("department", lexemes.DEPARTMENT, numbers.NUMERALS),
    ("rough", numbers._ROUGH, numbers.NUMERALS),
    ("rough tens", numbers._ROUGH_TENS, numbers.NUMERALS),
    ("range", numbers._RANGE, numbers.NUMERALS | set(digits)),
]


@pytest.mark.parametrize(("pattern", "letters"), [form[1:] for form in FORMS], ids=[form[0] for form in FORMS])
def test_a_form_is_tried_at_every_letter_that_it_may_begin_with(
    pattern: re.Pattern[str], letters: Iterable[str]
) -> None:
    assert beginning(pattern) <= set(letters)


def test_a_letter_that_is_left_out_is_found() -> None:
    assert not beginning(re.compile("(?:还|再)没|未")) <= set("还未")
    assert beginning(re.compile("(?:还|再)?没|[A-C]")) == set("还再没ABC")
