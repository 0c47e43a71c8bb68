"""What follows `/summary`: a month, units, a section, 逾期, 需协调, 未报, in any order, in Chinese or English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import SequenceMatcher

from bot.errors import Refused
from bot.locale import Voice
from bot.reports.lines import Only, Scope
from bot.rules.months import add_months, month_of
from bot.services import views
from bot.services.context import Context
from bot.services.summary import Wanted, sections_of
from storage import ledger
from storage.models import Unit

UNITS_MOST = 5
CANDIDATES = 6

_ONLY = {
    Only.overdue: ("到期未办结", "已过时限", "已过完成时限", "过时限", "逾期", "超期", "过期", "overdue", "past due"),
    Only.coordination: ("需要协调", "需协调", "协调", "堵点", "困难", "coordination", "needs coordination", "blocked"),
    Only.missing: ("没有报", "未报送", "未报", "没报", "缺报", "漏报", "missing", "unreported", "not reported"),
}
_PHRASES = sorted(((word, only) for only, words in _ONLY.items() for word in words), key=lambda each: -len(each[0]))
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = (
    re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})(?:\s*月份?)?(?![\d])"),
    re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<month>\d{1,2})\s*月份?"),
    re.compile(
        r"\b(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:[a-z]*)\b\.?(?:\s+(?P<year>\d{4}))?",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<last>上个?月|last month)|(?P<this>本月|这个?月|当月|this month)", re.IGNORECASE),
)
_SPLIT = re.compile(r"[\s,，、;；+和]+")
_NUMBERED = re.compile(r"\b(?:section|part)\s+\d{1,2}\b", re.IGNORECASE)
_ORDINALS = "一二三四五六七八九十"


def read_wanted(ctx: Context, words: str, *, own: Sequence[Unit] | None = None) -> Wanted:
    """Return what the words ask for. With `own` only these units may be asked for, and they are the default.

    Refused, with what there is to choose from, for a word that is not understood or fits several units.
    """
    words = unicodedata.normalize("NFKC", words).strip()
    month, words = split_month(ctx, words)
    books = views.plan_books(ctx)
    sections = sections_of(books)
    named = {unit.name for book in books for units in (*book.leads.values(), *book.supports.values()) for unit in units}
    heirs = ledger.heirs(session=ctx.session)
    named |= {heirs[name] for name in named if name in heirs}
    units = [unit for unit in ledger.units(session=ctx.session) if unit.name in named]
    found: list[Unit] = []
    only: list[Only] = []
    section = ""
    for token in _tokens(words, units, sections):
        token, more = _narrowings(token, units)
        only += more
        if not token:
            continue
        if (name := section_named(token, sections)) is not None and _exact(ctx, token, units) is None:
            section = name
        else:
            found.append(_unit(ctx, token, units, sections))
    picked = tuple(dict.fromkeys(unit.name for unit in found))
    if own is not None:
        mine = tuple(unit.name for unit in own)
        if set(picked) - set(mine):
            raise Refused("You can see your own unit's summary: {units}", units="、".join(mine))
        picked = picked or mine
    elif len(picked) > UNITS_MOST:
        raise Refused("Please name at most {count} units", count=UNITS_MOST)
    return Wanted(month, Scope(picked, section, tuple(dict.fromkeys(only)), own is not None))


def read_month(ctx: Context, words: str) -> date:
    """Return the month that the words name: 2022-08, 2022年8月, 8月, 上月, August 2022. Refused when they name none."""
    month, rest = split_month(ctx, unicodedata.normalize("NFKC", words).strip())
    if month is None or rest:
        raise Refused("{words} is not a month; write it as 2022-08", words=words[:40])
    return month


def split_month(ctx: Context, words: str) -> tuple[date | None, str]:
    """Return the month named, if any, and the words without it."""
    for pattern in _MONTHS:
        match = pattern.search(words)
        if match:
            rest = (words[: match.start()] + " " + words[match.end() :]).strip()
            return _as_month(ctx, match.groupdict(), match.group()), rest
    return None, words


def _as_month(ctx: Context, parts: dict[str, str | None], shown: str) -> date:
    this = month_of(ctx.today)
    if parts.get("last"):
        return add_months(this, -1)
    if parts.get("this"):
        return this
    name = parts.get("name")
    number = _ENGLISH.index(name.lower()[:3]) + 1 if name else int(parts.get("month") or 0)
    if not 1 <= number <= 12:
        raise Refused("There is no month {month}; write it as 2022-08", month=shown.strip())
    year = parts.get("year")
    if year:
        return date(int(year), number, 1)
    found = date(ctx.today.year, number, 1)  # without a year: the last such month
    return found if found <= this else found.replace(year=found.year - 1)


def _tokens(words: str, units: Sequence[Unit], sections: Sequence[str]) -> list[str]:
    """Return the words one by one; a whole name with spaces in it stays together."""
    found: list[str] = []
    for name in sorted(map(_plain, (*(unit.name for unit in units), *sections)), key=len, reverse=True):
        if " " in name and name.lower() in words.lower():
            at = words.lower().index(name.lower())
            found.append(name)
            words = f"{words[:at]} {words[at + len(name) :]}"
    for phrase, _ in _PHRASES:
        if " " in phrase and phrase in words.lower():
            found.append(phrase)
            words = re.sub(re.escape(phrase), " ", words, flags=re.IGNORECASE)
    found += [match.replace(" ", "") for match in _NUMBERED.findall(words)]
    words = _NUMBERED.sub(" ", words)
    return found + [token for token in _SPLIT.split(words) if token]


def _narrowings(token: str, units: Sequence[Unit]) -> tuple[str, list[Only]]:
    """Take 逾期 and the like off a token, which may hang on a unit's name: 市场监管局逾期."""
    found: list[Only] = []
    if any(token in _plain(unit.name) for unit in units):
        return token, found
    for phrase, only in _PHRASES:
        if phrase in token.lower():
            token = re.sub(re.escape(phrase), "", token, flags=re.IGNORECASE)
            found.append(only)
    return token.strip("的"), found


def _plain(name: str) -> str:
    """Return a name as words are read: 各乡镇（街道） with the brackets of a keyboard."""
    return unicodedata.normalize("NFKC", name)


def _exact(ctx: Context, token: str, units: Sequence[Unit]) -> Unit | None:
    """Return the unit that has this very name, or another confirmed for it."""
    known = ledger.find_unit(session=ctx.session, name=token)
    return known or next((unit for unit in units if _plain(unit.name) == token), None)


def section_named(token: str, sections: Sequence[str]) -> str | None:
    """Return the section: by its ordinal (一, 第一部分, section 1), or by words that only one section has."""
    ordinal = re.fullmatch(
        r"(?:第?([一二三四五六七八九十])(?:部分|领域|章|、)?|(?:section|part)?\s*(\d{1,2}))", token, re.IGNORECASE
    )
    if ordinal:
        place = _ORDINALS.index(ordinal[1]) if ordinal[1] else int(ordinal[2]) - 1
        return sections[place] if 0 <= place < len(sections) else None
    found = [section for section in sections if token.lower() in _plain(section).lower()]
    return found[0] if len(found) == 1 else None


def _unit(ctx: Context, token: str, units: Sequence[Unit], sections: Iterable[str]) -> Unit:
    """Return the unit that a word means. Refused with candidates when several fit or none."""
    exact = _exact(ctx, token, units)
    if exact is not None:
        return ledger.heir(session=ctx.session, unit=exact)
    fitting = [unit for unit in units if token.lower() in _plain(unit.name).lower()]
    fitting = fitting or [unit for unit in units if len(token) > 1 and _is_short_for(token, _plain(unit.name))]
    fitting = list(
        {unit.id: unit for unit in (ledger.heir(session=ctx.session, unit=unit) for unit in fitting)}.values()
    )
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise Refused("{word} fits several units: {units}. Which one?", word=token, units=_listed(ctx.voice, fitting))
    likest = sorted(units, key=lambda unit: -SequenceMatcher(None, token, unit.name).ratio())[:3]
    raise Refused(
        "{word} was not understood. You can name a month (2022-08), a unit ({units}), a section ({sections}), "
        "or: overdue, coordination, missing",
        word=token[:40],
        units=_listed(ctx.voice, likest),
        sections="、".join(sections) or "-",
    )


def _is_short_for(token: str, name: str) -> bool:
    """Tell whether all characters of the word stand in the name in this order: 市监局, 县市场监管局."""
    rest = iter(name)
    return all(character in rest for character in token)


def _listed(voice: Voice, units: Sequence[Unit]) -> str:
    shown = "、".join(unit.name for unit in units[:CANDIDATES])
    return (
        shown if len(units) <= CANDIDATES else shown + voice.say(" and others, {count} units in all", count=len(units))
    )
