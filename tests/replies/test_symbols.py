"""Symbols: one object for each name, told apart by identity."""

from __future__ import annotations

from typing import ClassVar

from bot.replies.symbols import Symbol


class _Colour(Symbol):
    __slots__ = ()

    RED: ClassVar[_Colour]
    BLUE: ClassVar[_Colour]


def test_each_declared_name_is_an_object_of_the_class() -> None:
    assert isinstance(_Colour.RED, _Colour)
    assert _Colour.RED is not _Colour.BLUE
    assert len({_Colour.RED, _Colour.BLUE, _Colour.RED}) == 2


def test_a_symbol_shows_its_name() -> None:
    assert repr(_Colour.BLUE) == "_Colour.BLUE"
