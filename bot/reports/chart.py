"""A Summary as one picture that is read in two seconds, on a telephone, also by who does not tell red from green.

Three panels: sections by light, units by how they have kept the round, the months' trend.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.locale import Voice, dates
from bot.reports.canvas import (
    BLUE,
    COUNT,
    EDGE,
    GREEN,
    GREY,
    HEAD,
    LEFT,
    MIME,
    RED,
    SMALL,
    YELLOW,
    Bar,
    Paint,
    Sheet,
    bars,
    bars_height,
    headline,
    legend,
)
from bot.reports.lines import STANDINGS, UnitLine
from bot.reports.rows import PACE
from bot.reports.summary import Summary
from storage.kinds import Light

SECTIONS_MOST, UNITS_MOST = 8, 6
COLUMN, COLUMN_HEIGHT, APART = 66, 196, 104  # pixels, of the trend

OF_LIGHT = {Light.green: GREEN, Light.blue: BLUE, Light.yellow: YELLOW, Light.red: RED, Light.grey: GREY}
MEANING = {
    Light.green: "green: reported",
    Light.blue: "blue: coordination",
    Light.yellow: "yellow: late or behind",
    Light.red: "red: missed or overdue",
    Light.grey: "grey: not due yet",
}
OF_STANDING = {"done": GREEN, "proceeding": BLUE, "behind": YELLOW, "overdue": RED}
OF_UNIT = {"reported": GREEN, "late": YELLOW, "pending": BLUE, "missing": RED}
KEPT = {
    "reported": "kept: in time",
    "late": "kept: late",
    "pending": "kept: under review",
    "missing": "kept: not reported",
}


def chart(summary: Summary, voice: Voice) -> tuple[str, str, bytes]:
    """Return the Summary as a picture: name, mime type, bytes."""
    sections, units = _sections(summary, voice), _units(summary, voice)
    sheet = Sheet(84 + bars_height(len(sections)) + bars_height(len(units)) + COLUMN_HEIGHT + 130)
    month = dates.year_month(voice, summary.month)
    headline(sheet, voice.say("{month} round", month=month), summary, voice)
    marks = [(voice.say(MEANING[light]), OF_LIGHT[light]) for light in Light]
    y = bars(sheet, 84, sections, voice.say("Tasks by section and light"), marks)
    marks = [(voice.say(KEPT[kept]), paint) for kept, paint in OF_UNIT.items()]
    title = "Units: {count} to report; who owes most" if len(units) > 1 else "Units: {count} to report"
    y = bars(sheet, y, units, voice.say(title, count=len(summary.asked)), marks)
    _trend(sheet, y, summary, voice)
    return f"{voice.say('Summary')}-{summary.month:%Y-%m}.png", MIME, sheet.png()


def _sections(summary: Summary, voice: Voice) -> list[Bar]:
    found: list[Bar] = [(voice.say("All"), _light_parts(_added(summary.lights.values())))]
    named = list(summary.lights.items())
    for name, lights in named[:SECTIONS_MOST]:
        found.append((name or voice.say("(no section)"), _light_parts(lights)))
    if len(named) > SECTIONS_MOST:
        rest = _added(lights for _, lights in named[SECTIONS_MOST:])
        found.append((voice.say("{count} others", count=len(named) - SECTIONS_MOST), _light_parts(rest)))
    return found if len(named) > 1 else found[:1]


def _units(summary: Summary, voice: Voice) -> list[Bar]:
    """Return all units together, and the tasks of those that owe most."""
    counts = [(len(summary.units_that(kept)), paint) for kept, paint in OF_UNIT.items()]
    found: list[Bar] = [(voice.say("Units"), counts)]
    owing = sorted((unit for unit in summary.asked if unit.missing), key=lambda unit: -len(unit.missing))
    return found + [(unit.unit, _unit_parts(unit)) for unit in owing[:UNITS_MOST]]


def _unit_parts(unit: UnitLine) -> list[tuple[int, Paint]]:
    in_time = len(unit.reported) - len(unit.late)
    counts = (in_time, len(unit.late), len(unit.missing) - len(unit.owing), len(unit.owing))
    return list(zip(counts, OF_UNIT.values(), strict=True))


def _light_parts(lights: Mapping[Light, int]) -> list[tuple[int, Paint]]:
    return [(lights[light], OF_LIGHT[light]) for light in Light]


def _added(many: Any) -> dict[Light, int]:
    found = dict.fromkeys(Light, 0)
    for lights in many:
        for light, count in lights.items():
            found[light] += count
    return found


def _trend(sheet: Sheet, top: int, summary: Summary, voice: Voice) -> None:
    """Draw the months as columns of tasks by standing; a count that has no room in its part stands beside it."""
    sheet.text(EDGE, top + 20, voice.say("Tasks by standing, month by month"), HEAD)
    months = summary.history
    most = max([1, *(line.numbers.total for line in months)])
    for place, line in enumerate(months):
        x, y = LEFT + place * APART, top + 52.0 + COLUMN_HEIGHT
        for standing in STANDINGS:
            count, paint = getattr(line.numbers, standing), OF_STANDING[standing]
            height = count / most * COLUMN_HEIGHT
            y -= height
            if count:
                sheet.box(x, y, COLUMN, height, paint)
            if height >= SMALL:
                sheet.count(x + COLUMN / 2, y + height / 2, count, paint, COLUMN)
            elif count:
                sheet.text(x + COLUMN + 3, y + height / 2, str(count), SMALL)
        sheet.text(x + COLUMN / 2, top + 72 + COLUMN_HEIGHT, dates.month(voice, line.month), COUNT, at="mm")
    marks = [(voice.say(PACE[standing]), paint) for standing, paint in OF_STANDING.items()]
    legend(sheet, top + 106 + COLUMN_HEIGHT, marks)
