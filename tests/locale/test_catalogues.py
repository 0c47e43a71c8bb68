"""The catalogues: complete, fresh, tidy, and with the same places as the code."""

from __future__ import annotations

import re
import string
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from bot.locale import Html, Voice, bold, join
from bot.locale.build import sources, stale
from tests.locale.texts import texts

# Texts that are the same in every language: only places and signs.
SIGNS = re.compile(r"[\W\d_]*")
BLANK_AT_STOP = re.compile(r"[一-鿿][ \t]+[，。；：、]|[，。；：、][ \t]+[一-鿿]")
PLACE = re.compile(r"\{[^{}]*\}")


def messages(path: Path) -> list[Message]:
    """Return a catalogue's entries without its header."""
    with path.open("rb") as file:
        return [message for message in read_po(file, locale="zh_CN") if message.id]


def places(text: str) -> set[str]:
    """Return the names of the places for values."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def translations() -> dict[str, set[str]]:
    """Return every Chinese text of every source text, over all catalogues."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sources():
        for message in messages(path):
            found[str(message.id)].add(str(message.string))
    return found


def test_the_scan_finds_texts() -> None:
    words = {text.words for text in texts()}
    assert {"{role} of {unit}", "What I can do", "Stored: {count} tasks.", "lead units"} <= words


def test_every_text_for_people_has_a_chinese_translation() -> None:
    known = translations()
    missing = {
        f"{text.place}: {text.words!r}"
        for text in texts()
        if text.words not in known and not SIGNS.fullmatch(PLACE.sub("", text.words))
    }
    # Texts written in Chinese from the start are for people who read the plan's own language.
    missing = {line for line in missing if not re.search(r"[一-鿿]", line)}
    assert not missing, "\n".join(sorted(missing))


def test_no_compiled_catalogue_is_stale() -> None:
    assert stale() == []


def test_two_catalogues_do_not_translate_one_text_differently() -> None:
    assert {text: found for text, found in translations().items() if len(found) > 1} == {}


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.stem)
def test_a_catalogue_is_tidy(path: Path) -> None:
    seen = set()
    for message in messages(path):
        key, chinese = str(message.id), str(message.string)
        assert key not in seen, f"{key!r} twice"
        seen.add(key)
        assert chinese, f"{key!r} is not translated"
        assert not message.fuzzy, f"{key!r} is fuzzy"
        assert places(chinese) == places(key), f"{key!r}: other places"
        assert "!" not in chinese.replace("!=", ""), f"{key!r}: exclamation mark"
        assert "！" not in chinese, f"{key!r}: exclamation mark"
        assert chinese == chinese.rstrip() or key != key.rstrip(), f"{key!r}: white space at the end"
        assert chinese == chinese.lstrip() or key != key.lstrip(), f"{key!r}: white space at the start"
        assert "  " not in chinese.strip(), f"{key!r}: double blank"
        assert not re.search(r"[一-鿿][ \t]+[，。；：、]|[，。；：、][ \t]+[一-鿿]", chinese), (
            f"{key!r}: blank at a stop"
        )


def test_a_text_without_a_translation_is_said_as_it_is() -> None:
    assert Voice("zh_CN").say("No such text, {name}", name="x") == "No such text, x"
    assert Voice("en").say("What I can do") == "What I can do"


def test_values_are_escaped_in_html_and_not_in_plain_text() -> None:
    voice = Voice("zh_CN")
    assert voice.html("{name} has joined: {role}.", name="<b>", role="x&y") == "&lt;b&gt;已加入，身份是x&amp;y。"
    assert voice.say("{name} has joined: {role}.", name="<b>", role="督查") == "<b>已加入，身份是督查。"


def test_html_is_not_escaped_twice() -> None:
    assert join([bold("1<2"), "", Html("a&amp;b"), "c&d"]) == "<b>1&lt;2</b>\na&amp;b\nc&amp;d"


def test_an_unknown_language_is_told_in_chinese() -> None:
    assert Voice("fr").say("What I can do") == "我能做什么"
