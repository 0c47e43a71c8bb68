"""Words that only look as if the office were asked or a task disputed."""

from __future__ import annotations

import pytest

from storage.kinds import ReadingKind
from tests.replies.office import say


@pytest.mark.parametrize("text", ["我问一下工程科再说哈", "我先问下财务再报", "那个公路的事情嘛我问一下工程科再说哈"])
def test_to_ask_ones_own_people_first_asks_the_office_nothing(text: str) -> None:
    assert say(text, reply_to=("14",)).kind in (ReadingKind.pending, ReadingKind.chat)


@pytest.mark.parametrize("text", ["问一下14要怎么报", "我问一下，14要报吗", "我想问一下怎么填"])
def test_to_ask_is_to_ask(text: str) -> None:
    assert say(text, reply_to=("14",)).kind is ReadingKind.question


@pytest.mark.parametrize("text", ["这是财政局的事情", "14是住建委的事", "14财政局的事，请转"])
def test_a_matter_of_another_unit_is_disputed(text: str) -> None:
    assert say(text, reply_to=("14",)).kind is ReadingKind.dispute
