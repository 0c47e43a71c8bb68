"""Checks of single settings: a raw TOML value in, the value to use out; Expected says what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.errors import Expected

Check = Callable[[Any], Any]

_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,}")
# What guides print where a token belongs, the one in Telegram's own documentation among them.
_PLACEHOLDER = re.compile(r"your|here\b|placeholder|x{4}|change-?me|\bABC-DEF1234ghIkl", re.IGNORECASE)


def _expect(good: bool, expected: str, **values: object) -> None:
    if not good:
        raise Expected(expected, **values)


def text(value: Any) -> str:
    """Any text."""
    _expect(isinstance(value, str), "a text in quotes")
    return str(value).strip()


def token(value: Any) -> str:
    """A bot's token as BotFather gives it; an obvious placeholder is refused. Empty: not set."""
    found = text(value)
    if not found:
        return ""
    good = bool(_TOKEN.fullmatch(found)) and not _PLACEHOLDER.search(found)
    _expect(good, "the token that @BotFather gave for this bot (a number, a colon, letters), not a placeholder")
    return found


def base_url(value: Any) -> str:
    """The Bot API's address, ending in /bot."""
    found = text(value)
    good = _scheme(found) in ("http", "https") and found.endswith("/bot") and bool(urlsplit(found).hostname)
    _expect(good, "an http(s) address that ends in /bot")
    return found


def proxy(value: Any) -> str:
    """A proxy's address, or nothing."""
    found = text(value)
    _expect(
        not found or _scheme(found) in ("http", "https", "socks5", "socks5h"),
        "an http://, https:// or socks5:// address, or nothing",
    )
    return found


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme
    except ValueError:  # such as a broken IPv6 address
        return ""


def username(value: Any) -> str:
    """A bot's user name, without @."""
    found = text(value).removeprefix("@")
    _expect(not found or bool(re.fullmatch(r"\w{3,64}", found, re.ASCII)), "the bot's user name, letters, digits and _")
    return found


def timezone(value: Any) -> ZoneInfo:
    """A time zone's name."""
    try:
        return ZoneInfo(text(value))
    except (KeyError, ValueError, OSError) as error:
        raise Expected("a time zone such as Asia/Shanghai") from error


def ids(value: Any) -> tuple[int, ...]:
    """Telegram user ids: positive whole numbers."""
    expected = "a list of Telegram user ids (numbers), like [123456789]"
    _expect(isinstance(value, list), expected)
    _expect(all(isinstance(item, int) and not isinstance(item, bool) and 0 < item < 2**52 for item in value), expected)
    return tuple(value)


def url(value: Any) -> str:
    """A database address."""
    found = text(value)
    file = found.removeprefix("sqlite:///") if found.startswith("sqlite:///") else None
    good = found.startswith("postgresql+psycopg://") if file is None else bool(file) and file != ":memory:"
    _expect(good, "sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME")
    return found


def folder(value: Any) -> str:
    """A folder's path."""
    found = text(value)
    _expect(bool(found) and "\0" not in found, "the path of a folder")
    return found


def whole(low: int, high: int) -> Check:
    """Return a check for whole numbers within bounds."""

    def check(value: Any) -> int:
        _expect(
            isinstance(value, int) and not isinstance(value, bool) and low <= value <= high,
            "a whole number from {low} to {high}",
            low=low,
            high=high,
        )
        return int(value)

    return check


def wholes(low: int, high: int) -> Check:
    """Return a check for a list of different whole numbers within bounds, given back the largest first."""
    one = whole(low, high)
    expected = "a list of different whole numbers from {low} to {high}, like [7, 0]"

    def check(value: Any) -> tuple[int, ...]:
        _expect(isinstance(value, list) and len(set(map(str, value))) == len(value), expected, low=low, high=high)
        try:
            return tuple(sorted((one(item) for item in value), reverse=True))
        except ValueError as error:
            raise Expected(expected, low=low, high=high) from error

    return check


def number(low: float, high: float) -> Check:
    """Return a check for numbers within bounds."""

    def check(value: Any) -> float:
        _expect(
            isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high,
            "a number from {low} to {high}",
            low=low,
            high=high,
        )
        return float(value)

    return check


def choice(*words: str) -> Check:
    """Return a check for one of some words."""

    def check(value: Any) -> str:
        _expect(value in words, "one of {words}", words=", ".join(words))
        return str(value)

    return check


def flag(value: Any) -> bool:
    """Yes or no."""
    _expect(isinstance(value, bool), "true or false")
    return bool(value)


def clock_time(value: Any) -> time:
    """A time of day."""
    expected = 'a time of day such as "09:30"'
    try:
        found = value if isinstance(value, time) else time.fromisoformat(text(value))
    except ValueError as error:
        raise Expected(expected) from error
    _expect(found.tzinfo is None, expected)
    return found


def dates(value: Any) -> tuple[date, ...]:
    """A list of dates."""
    expected = "a list of dates, like [2027-02-06, 2027-02-07]"
    _expect(isinstance(value, list), expected)
    try:
        found = tuple(item if isinstance(item, date) else date.fromisoformat(text(item)) for item in value)
    except ValueError as error:
        raise Expected(expected) from error
    _expect(not any(isinstance(item, datetime) for item in found), expected)
    return found
