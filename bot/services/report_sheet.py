"""A unit's own sheet, filled in and sent back: only rows with something in the columns to fill count.

A row is told by its code, whatever has become of the order of the rows. What last month's column says counts only where
somebody has written into it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.locale import LANGUAGES, Voice
from bot.replies import Item, Ledger, read
from bot.reports import unit_sheet
from bot.services.report_doc import Blocks, Table
from storage.kinds import STORING, Status

_STATUS = dict(zip(unit_sheet.STATUS, (Status.in_progress, Status.done, Status.blocked, Status.not_started,
                                       Status.no_change), strict=True))  # fmt: skip
_MONTH = re.compile(r"(20\d\d)\s*[年\-/.]\s*(\d{1,2})")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*[%％]?")
_EMPTY = frozenset(("", "/", "-", "—", "无", "无。", "没有", "none", "n/a"))


@dataclass(frozen=True)
class Row:
    """One task of the sheet, with what was filled in; "" for an empty cell."""

    code: str
    last: str = ""
    status: str = ""
    percent: str = ""
    progress: str = ""
    expected: str = ""
    problem: str = ""

    @property
    def filled(self) -> bool:
        """Tell whether anything was filled in."""
        return any((self.status, self.percent, self.progress, self.expected, self.problem))

    @property
    def words(self) -> str:
        """Return what was filled in, as one would say it."""
        parts = [self.status, self.progress]
        parts += [f"进度{self.percent}" if "%" in self.percent else f"进度{self.percent}%"] if self.percent else []
        parts += [f"预计完成时间:{self.expected}"] if self.expected else []
        parts += [f"存在问题:{self.problem}"] if self.problem else []
        return "。".join(part.rstrip("。 \n") for part in parts if part)


@dataclass(frozen=True)
class Sheet:
    """A sheet of ours: the words above the table (unit and month), and the rows."""

    title: str
    rows: Sequence[Row]

    @property
    def month(self) -> date | None:
        """Return the month that the sheet was made for."""
        found = _MONTH.search(self.title)
        return date(int(found[1]), int(found[2]), 1) if found and 1 <= int(found[2]) <= 12 else None


def find(blocks: Blocks) -> Sheet | None:
    """Return the sheet of ours in a document, None where there is none."""
    heads = {language: unit_sheet.heads(Voice(language)) for language in LANGUAGES}
    for block in blocks:
        if not isinstance(block, Table):
            continue
        for place, row in enumerate(block.rows[:10]):
            cells = [cell.strip() for cell in row]
            if any(cells[: len(known)] == known for known in heads.values()):
                title = " ".join(cell for above in block.rows[:place] for cell in above if cell)
                return Sheet(title, [_row(each) for each in block.rows[place + 1 :] if each and each[0].strip()])
    return None


def changed(rows: Sequence[Row], known: Mapping[str, Collection[str]]) -> list[Row]:
    """Return the rows that say something new; `known` are for each code the words reported of it so far."""
    found = []
    for row in rows:
        last = re.sub(r"^.{1,12}?[：:]\s*", "", row.last, count=1)
        before = {_bare(words) for words in known.get(row.code, ())}
        if row.filled:
            found.append(row)
        elif row.last and before and _bare(last) not in before and _bare(row.last) not in before:
            found.append(replace(row, progress=last))
    return found


def item_of(row: Row, *, unit: str, today: date, ledger: Ledger) -> Item | None:
    """Return what a row says of its task; None where it is not understood."""
    reading = read(f"{row.code} {row.words}", unit=unit, today=today, ledger=ledger, reply_to=[row.code])
    said = next((item for item in reading.items if item.task == row.code), None) if reading.kind in STORING else None
    status = _status(row.status) or (said.status if said else None)
    percent = _percent(row.percent) if row.percent else said.percent if said else None
    if said is None and status is None and percent is None:
        return None
    if status is None or (percent == 100 and not row.status):
        status = Status.done if percent == 100 else status or Status.in_progress
    problem = row.problem if row.problem.lower() not in _EMPTY else None
    base = said or Item(row.code)
    expected = None if status is Status.done else base.expected
    return replace(
        base,
        task=row.code,
        status=status,
        percent=percent,
        expected=expected,
        problem=problem or (base.problem if not row.problem else None),
        words=row.words,
    )


def _row(cells: Sequence[str]) -> Row:
    code, _, _, last, *fill = [cell.strip() for cell in (*cells, *[""] * 9)[:9]]
    return Row(code.lstrip("#").upper(), last, *fill)


def _status(words: str) -> Status | None:
    for language in LANGUAGES:
        voice = Voice(language)
        for name, status in _STATUS.items():
            if words.strip().lower() == voice.say(name).lower():
                return status
    return None


def _percent(words: str) -> int | None:
    found = _PERCENT.fullmatch(words.strip())
    if found is None:
        return None
    value = float(found[1])
    if value <= 1 and "." in found[1] and "%" not in words and "％" not in words:
        value *= 100
    return int(value + 0.5) if value <= 100 else None


def _bare(words: str) -> str:
    return "".join(filter(str.isalnum, words))
