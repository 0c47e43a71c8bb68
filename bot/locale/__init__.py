"""The words people see. Code holds short English texts; gettext catalogues hold the Chinese ones, one file a room.

`Voice.say` gives plain text (console, documents), `Voice.html` gives Telegram's HTML with every value escaped; a value
that is itself `Html` is taken as it is. English needs no catalogue: it is the key. The catalogues are compiled by
`python -m bot.locale.build`; the tests see to it that none is stale and no text lacks its Chinese.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
DEFAULT = "zh_CN"
LANGUAGES = (DEFAULT, "en")


class Html(str):
    """Text that is already escaped for Telegram's HTML."""

    __slots__ = ()

    def __add__(self, other: str) -> Html:
        """Append; what is not Html yet is escaped."""
        return Html(str.__add__(self, safe(other)))


def safe(value: object) -> Html:
    """Return the value as Html, escaped unless it is Html already."""
    return value if isinstance(value, Html) else Html(escape(str(value), quote=False))


def join(parts: Iterable[object], separator: str = "\n") -> Html:
    """Join the parts, escaping each; empty ones are left out."""
    return Html(separator.join(str(safe(part)) for part in parts if part))


def bold(value: object) -> Html:
    """Return the value in bold."""
    return Html(f"<b>{safe(value)}</b>")


def text(words: str) -> str:
    """Mark a text that is said elsewhere, so that the tests see that it has its Chinese."""
    return words


class Voice:
    """Says texts in one language."""

    def __init__(self, language: str = DEFAULT) -> None:
        self.language = language if language in LANGUAGES else DEFAULT
        self._texts = _texts(self.language)

    def say(self, text: str, /, **values: object) -> str:
        """Return the text in this language, values filled in, nothing escaped."""
        return self.look_up(text).format(**values)

    def html(self, text: str, /, **values: Any) -> Html:
        """Return the text in this language as Html, values escaped."""
        return Html(self.look_up(text).format(**{name: safe(value) for name, value in values.items()}))

    def look_up(self, text: str) -> str:
        """Return the text in this language, with its places for values still open."""
        return self._texts.get(text, text)


@cache
def _texts(language: str) -> dict[str, str]:
    """Return all texts of a language from its compiled catalogues."""
    texts: dict[str, str] = {}
    for path in sorted((FOLDER / language / "LC_MESSAGES").glob("*.mo")):
        with path.open("rb") as file:
            catalogue: dict[str, str] = vars(gettext.GNUTranslations(file))["_catalog"]
        texts |= {key: value for key, value in catalogue.items() if key and isinstance(key, str)}
    return texts
