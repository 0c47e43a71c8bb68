"""Nudges as a calendar file (.ics, RFC 5545), to be looked at beside everything else that an office plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from bot.locale import Voice
from bot.reports.calendar_grid import marks

LASTS = timedelta(minutes=15)
FOLD = 73  # octets of a line, before the blank of the next; a line may have 75
Rows = Sequence[Mapping[str, Any]]


def ics(rows: Rows, zone: ZoneInfo, voice: Voice, office: str) -> bytes:
    """Return the file: one event a moment, with the units that would be written to; one a nudge for a single unit."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//duban//rehearse//ZH", f"X-WR-CALNAME:{_text(office)}"]
    for at, group in _groups(rows).items():
        lines += _event(at, group, zone, voice)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _groups(rows: Rows) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["date"], row["time"]), []).append(row)
    return found


def _event(at: tuple[str, str], group: Sequence[Mapping[str, Any]], zone: ZoneInfo, voice: Voice) -> Iterator[str]:
    day, hour = at
    local = datetime.combine(datetime.fromisoformat(day), time.fromisoformat(hour), tzinfo=zone)
    start, end = (moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for moment in (local, local + LASTS))
    names = [str(row["unit"]) for row in group]
    title = (
        voice.say("Reminder to {unit}", unit=names[0])
        if len(group) == 1
        else voice.say("Reminders to {count} units", count=len(group))
    )
    what = "\n".join(f"{row['unit']} {marks(row, voice)} {'、'.join(_codes(row))}" for row in group)
    name = sha256("\n".join([day, hour, *names]).encode()).hexdigest()[:24]
    yield from ("BEGIN:VEVENT", f"UID:{name}@duban", f"DTSTAMP:{start}", f"DTSTART:{start}", f"DTEND:{end}")
    yield from (f"SUMMARY:{_text(title)}", f"DESCRIPTION:{_text(what)}", "TRANSP:TRANSPARENT", "END:VEVENT")


def _codes(row: Mapping[str, Any]) -> list[str]:
    parts = ("month_end", "missed", "deadline", "overdue", "milestones", "pending")
    return list(dict.fromkeys(code for part in parts for code in row.get(part, ())))


def _text(words: str) -> str:
    """Escape what has a meaning in the format."""
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 octets, never cutting a letter; further pieces begin with a blank."""
    piece, first = "", True
    for letter in line:
        if len((piece + letter).encode()) > FOLD:
            yield piece if first else f" {piece}"
            piece, first = "", False
        piece += letter
    yield piece if first else f" {piece}"
