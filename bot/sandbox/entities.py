"""Telegram's formatting: HTML to text with entities, its very errors, and the links and commands it finds by itself.

Offsets and lengths are UTF-16 units; the byte offsets in error messages are UTF-8, as Telegram counts them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .errors import ApiError, bad_request
from .model import Json

_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_STYLES = frozenset(("bold", "italic", "underline", "strikethrough", "spoiler"))
_TAGS = frozenset(_SIMPLE) | {"a", "tg-emoji"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot));?")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)(?=[\s>])))?""")
_AUTO = (
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("email", re.compile(r"(?<![\w.@])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    ("url", re.compile(r"(?<![\w@])https?://[^\s<>\"，。；、！？（）“”]+")),
    ("url", re.compile(r"(?<![\w@./])(?:[a-z0-9-]+\.)+(?:com|org|net|cn|gov|me)\b(?:/[^\s，。；、]*)?", re.I)),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#/])#(?=\w*[^\W\d])\w+")),
)


def units(text: str) -> int:
    """Return the length in UTF-16 units, as Telegram counts."""
    return len(text) + sum(ord(char) > 0xFFFF for char in text)


@dataclass
class _Open:
    tag: str
    argument: str
    at: int
    start: int


def _unparsable(what: str) -> ApiError:
    return bad_request(f"can't parse entities: {what}")


def _reference(match: re.Match[str]) -> str | None:
    if match[3]:
        return _NAMED[match[3]]
    code = int(match[1], 16) if match[1] else int(match[2])
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else None


def _unescape(text: str) -> str:
    return _REFERENCE.sub(lambda match: _reference(match) or match[0], text)


class _HtmlReader:
    """One pass over the text; the grammar is Telegram's, not HTML's."""

    def __init__(self, source: str) -> None:
        self.source, self.at = source, 0
        self.out: list[str] = []
        self.length = 0
        self.stack: list[_Open] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            char = self.source[self.at]
            if char == "<":
                self._close() if self.source.startswith("</", self.at) else self._open()
            elif char == "&" and (match := _REFERENCE.match(self.source, self.at)) and (plain := _reference(match)):
                self._emit(plain)
                self.at = match.end()
            else:
                self._emit(char)
                self.at += 1
        if self.stack:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        return "".join(self.out), self.entities

    def _emit(self, text: str) -> None:
        self.out.append(text)
        self.length += units(text)

    def _offset(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "replace"))

    def _open(self) -> None:
        begin = self.at
        name = re.compile(r"<([^\s>]*)").match(self.source, begin)
        if name is None or name.end() >= len(self.source):
            raise _unparsable(f"Unclosed start tag at byte offset {self._offset(begin)}")
        tag = name[1].lower()
        if tag not in _TAGS:
            raise _unparsable(f'Unsupported start tag "{tag}" at byte offset {self._offset(begin)}')
        attributes, self.at = self._attributes(tag, begin, name.end())
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {self._offset(begin)}')
        argument = attributes.get({"a": "href", "code": "class", "tg-emoji": "emoji-id"}.get(tag, ""), "")
        if tag == "blockquote" and "expandable" in attributes:
            argument = "expandable"
        self.stack.append(_Open(tag, argument, self.length, len(self.out)))

    def _attributes(self, tag: str, begin: int, at: int) -> tuple[dict[str, str], int]:
        found: dict[str, str] = {}
        where = self._offset(begin)
        while True:
            while at < len(self.source) and self.source[at].isspace():
                at += 1
            if at >= len(self.source):
                raise _unparsable(f'Unclosed start tag "{tag}" at byte offset {where}')
            if self.source[at] == ">":
                return found, at + 1
            match = _ATTRIBUTE.match(self.source, at)
            if match is None:
                raise _unparsable(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
            if match.end() < len(self.source) and self.source[match.end()] == "=":
                raise _unparsable(f'Unclosed start tag "{tag}" at byte offset {where}')
            found[match[1].lower()] = _unescape(match[2] or match[3] or (match[4] or "").lower())
            at = match.end()

    def _close(self) -> None:
        begin = self.at
        where = self._offset(begin)
        if not self.stack:
            raise _unparsable(f"Unexpected end tag at byte offset {where}")
        match = re.compile(r"</([^\s>]*)\s*>").match(self.source, begin)
        if match is None:
            raise _unparsable(f"Unclosed end tag at byte offset {where}")
        opened, name = self.stack[-1], match[1].lower()
        if name and name != opened.tag:
            raise _unparsable(
                f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{match[1]}>"'
            )
        self.stack.pop()
        self.at = match.end()
        if self.length > opened.at:
            self._entity(opened)

    def _entity(self, opened: _Open) -> None:
        entity: Json = {"type": _SIMPLE.get(opened.tag, ""), "offset": opened.at, "length": self.length - opened.at}
        if opened.tag == "a":
            url = opened.argument or "".join(self.out[opened.start :])
            if not re.match(r"(?:https?://|tg://|mailto:|tel:|[\w-]+\.)\S", url):
                return  # Telegram shows a link it cannot follow as plain text
            entity |= {"type": "text_link", "url": url}
        elif opened.tag == "tg-emoji":
            entity |= {"type": "custom_emoji", "custom_emoji_id": opened.argument}
        elif opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "code" and opened.argument.startswith("language-") and self._inside("pre"):
            self.stack[-1].argument = opened.argument.removeprefix("language-")
            return
        elif opened.tag == "pre" and opened.argument:
            entity["language"] = opened.argument
        self.entities.append(entity)

    def _inside(self, tag: str) -> bool:
        return bool(self.stack) and self.stack[-1].tag == tag


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return text and entities of Telegram HTML; raise its 400 for what it would not take."""
    return _HtmlReader(source).read()


def _found(text: str) -> Iterator[Json]:
    for kind, pattern in _AUTO:
        for match in pattern.finditer(text):
            yield {"type": kind, "offset": units(text[: match.start()]), "length": units(match[0])}


def _overlap(a: Json, b: Json) -> bool:
    return bool(a["offset"] < b["offset"] + b["length"] and b["offset"] < a["offset"] + a["length"])


def _around_code(entities: list[Json]) -> list[Json]:
    """Cut the styles where code is: in Telegram code neither holds nor is held by other styles."""
    kept = []
    for code in [one for one in entities if one["type"] in ("code", "pre")]:
        start, end = code["offset"], code["offset"] + code["length"]
        kept.append(code)
        pieces = []
        for one in entities:
            left, right = one["offset"], one["offset"] + one["length"]
            if one["type"] in _STYLES and _overlap(one, code):
                pieces += [one | {"offset": a, "length": b - a} for a, b in ((left, start), (end, right)) if a < b]
            else:
                pieces.append(one)
        entities = pieces
    return [one for one in entities if one["type"] not in ("code", "pre")] + kept


def with_found(text: str, entities: list[Json]) -> list[Json]:
    """Settle the entities and add the commands, links, addresses and tags that Telegram finds by itself, in order."""
    kept = _around_code(entities)
    fixed = [one for one in entities if one["type"] in ("code", "pre", "text_link")]
    for one in _found(text):
        if not any(_overlap(one, other) for other in fixed):
            kept.append(one)
            fixed.append(one)
    return sorted(kept, key=lambda one: (one["offset"], -one["length"]))


def clean(text: str) -> str:
    """Replace control characters by spaces, as Telegram does; carriage returns go."""
    return "".join(" " if char < " " and char != "\n" else char for char in text.replace("\r", ""))


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Cut white space at both ends and fit the entities to what is left."""
    cut = units(text) - units(text.lstrip())
    text = text.strip()
    total, kept = units(text), []
    for one in entities:
        start, end = max(0, one["offset"] - cut), min(total, one["offset"] + one["length"] - cut)
        if end > start:
            kept.append(one | {"offset": start, "length": end - start})
    return text, kept
