"""The lexer's ground: where it stands in the text, adding tokens, separators and bullets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.replies.lexemes import BULLET, PAPER, STRENGTH
from bot.replies.lexicon import Classes
from bot.replies.numbers import read_number
from bot.replies.tokens import Kind, Token

_NONE: Classes = frozenset()
_CODED = re.compile(r"\d{1,3}(?:-\d{1,2})? *:")


class Scanner:
    """Reads `text` from `at`, writes `tokens`; the rules of the lexer build on it."""

    def __init__(
        self, text: str, today: date, codes: Sequence[str], shield: frozenset[str], own: frozenset[int]
    ) -> None:
        self.shield, self.own = shield, own
        self.text, self.low, self.today, self.codes = text, text.lower(), today, codes
        self.code_first = frozenset(code.lower()[0] for code in codes)
        if len(self.low) != len(text):
            self.low = text
        self.at = 0
        self.tokens: list[Token] = []

    def _add(self, kind: Kind, end: int, classes: Classes = _NONE, **more: Any) -> bool:
        self.tokens.append(Token(kind, self.text[self.at : end], self.at, end, classes, **more))
        self.at = end
        return True

    def _text(self, length: int) -> bool:
        end = self.at + length
        if self.tokens and self.tokens[-1].kind is Kind.TEXT and self.tokens[-1].end == self.at:
            last = self.tokens[-1]
            last.end, last.text = end, self.text[last.start : end]
            self.at = end
            return True
        return self._add(Kind.TEXT, end)

    def _separator(self, char: str) -> None:
        if char == "(" and (paper := PAPER.match(self.text, self.at)):
            self._add(Kind.JUNK, paper.end())
            return
        if char == "(" and self._bullet():
            return
        last = self.tokens[-1] if self.tokens else None
        strength = STRENGTH[char]
        if (
            char == "."
            and last
            and last.kind is not Kind.NUMBER
            and self.text[self.at + 1 : self.at + 2] in ("", " ", "\n")
        ):
            strength = 3
        if last and last.kind is Kind.SEP:
            last.end = self.at + 1
            if strength > last.strength or last.text == " ":
                last.text = ":" if last.text == ":" and char == "\n" else char
                last.strength = max(strength, last.strength)
            self.at += 1
            return
        if char == " " and self._glued():
            self.at += 1
            return
        self._add(Kind.SEP, self.at + 1, strength=strength)

    def _glued(self) -> bool:
        """A space after a letter and before a letter or digit parts English words, not clauses."""
        before, after = self.text[self.at - 1 : self.at], self.text[self.at + 1 : self.at + 2]
        if not before or not after:
            return True
        if before == "%" and after.isascii() and after.isalpha():
            return self.text.startswith(("to ", "of "), self.at + 1)  # from 50% to 70%
        if after == "#" and before.isascii() and before.isalpha():
            return True  # on #58
        if after.isdigit() and _CODED.match(self.text, self.at + 1):
            return False  # 71：done 65：no change
        if not (before.isascii() and after.isascii() and before.isalnum() and after.isalnum()):
            return False
        return before.isalpha() or after.isalpha()

    def _bullet(self) -> bool:
        last = self.tokens[-1] if self.tokens else None
        if last and last.kind is not Kind.SEP:
            return False
        match = BULLET.match(self.text, self.at)
        if not match:
            return False
        following = read_number(self.text, match.end()) if match[1] and match.group().endswith("、") else None
        own = read_number(match[1], 0) if match[1] else None
        if following and own and not following.plain and min(following.value, own.value) >= 10:
            return False  # 三十七、三十八: a list, not a bullet
        if last and last.strength < 3 and not (last.text == ":" or match.group().endswith("是")):
            return False
        word = match[1] or match[2] or ""
        number = read_number(word, 0) if word else None
        return self._add(Kind.BULLET, match.end(), value=number.value if number else 0.0, plain=word.isdigit())
