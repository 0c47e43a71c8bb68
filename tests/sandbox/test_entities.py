"""Telegram's HTML: what it becomes, and the words with which Telegram refuses the rest."""

from __future__ import annotations

import pytest

from bot.sandbox.entities import parse_html, trimmed, units, with_found
from bot.sandbox.errors import ApiError


def kinds(source: str) -> list[tuple[str, int, int]]:
    _, entities = parse_html(source)
    return [(one["type"], one["offset"], one["length"]) for one in entities]


@pytest.mark.parametrize(
    ("source", "plain", "expected"),
    [
        ("<b>已记</b>9项", "已记9项", [("bold", 0, 2)]),
        ("<b>a<i>b</i></b>", "ab", [("italic", 1, 1), ("bold", 0, 2)]),
        ("😀<u>x</u>", "😀x", [("underline", 2, 1)]),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;", '1 < 2 && 3 > 2 "', []),
        ("&nbsp;&copy; &#20013;&#x6587;", "&nbsp;&copy; 中文", []),
        ("<b></b>x", "x", []),
        ('<a href="https://x.cn/?a=1&amp;b=2">表</a>', "表", [("text_link", 0, 1)]),
        ('<a href="没有">表</a>', "表", []),
        ("<a>https://x.cn</a>", "https://x.cn", [("text_link", 0, 12)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ('<pre><code class="language-python">x</code></pre>', "x", [("pre", 0, 1)]),
        ("<B>x</b >", "x", [("bold", 0, 1)]),
        ("a > b", "a > b", []),
    ],
)
def test_html_becomes_text_and_entities(source: str, plain: str, expected: list[tuple[str, int, int]]) -> None:
    assert parse_html(source)[0] == plain
    assert kinds(source) == expected


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
        ("中<p>x</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="https://x.cn', 'Unclosed start tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_what_telegram_would_not_take_is_refused_in_its_words(source: str, words: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"


def test_commands_links_and_tags_are_found_in_plain_text() -> None:
    text = "/start@duban_bot 见 https://x.cn/a?b=1，或 @someone #督查 a@b.cn 1/2 /非命令"
    found = [(one["type"], text[one["offset"] : one["offset"] + one["length"]]) for one in with_found(text, [])]
    assert found == [
        ("bot_command", "/start@duban_bot"),
        ("url", "https://x.cn/a?b=1"),
        ("mention", "@someone"),
        ("hashtag", "#督查"),
        ("email", "a@b.cn"),
    ]


def test_nothing_is_found_inside_code() -> None:
    text, entities = parse_html("<code>/start</code>")
    assert [one["type"] for one in with_found(text, entities)] == ["code"]


def test_styles_stop_where_code_begins() -> None:
    text, entities = parse_html("<b>a<code>b</code>c</b>")
    found = [(one["type"], one["offset"], one["length"]) for one in with_found(text, entities)]
    assert found == [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]


def test_white_space_at_the_ends_goes_and_the_entities_move_along() -> None:
    text, entities = trimmed(*parse_html("\n  <b>x </b>\n"))
    assert text == "x"
    assert entities == [{"type": "bold", "offset": 0, "length": 1}]


def test_lengths_are_utf16_units() -> None:
    assert units("中😀a") == 4
