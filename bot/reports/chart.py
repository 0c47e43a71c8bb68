"""A Summary as one picture that is read in two seconds, on a telephone, also by who does not tell red from green.

Three panels: sections by light, units by how they have kept the round, the months' trend.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.locale import Voice, dates
from bot.reports.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    MIME,
    RED,
    YELLOW,
    Bar,
    Paint,
    bars,
    font,
    headline,
    legend,
    picture,
    plain,
)
from bot.reports.lines import UnitLine
from bot.reports.rows import PACE
from bot.reports.summary import STANDINGS, Summary
from storage.kinds import Light

SIZE = (7.2, 9.2)  # 936 by 1196 pixels: fills a telephone held upright
SECTIONS_MOST, UNITS_MOST = 8, 6
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
    data = picture(SIZE, lambda figure: _draw(figure, summary, voice))
    return f"{voice.say('Summary')}-{summary.month:%Y-%m}.png", MIME, data


def _draw(figure: Any, summary: Summary, voice: Voice) -> None:
    sections, units = _sections(summary, voice), _units(summary, voice)
    rows = [max(len(sections), 2) + 1.3, max(len(units), 2) + 1.3, 4.6]
    panels = figure.subplots(3, 1, height_ratios=rows)
    figure.subplots_adjust(left=0.27, right=0.96, top=0.885, bottom=0.06, hspace=0.42)
    month = dates.year_month(voice, summary.month)
    headline(figure, voice.say("{month} round", month=month), summary, voice, 0.965)
    marks = [(voice.say(MEANING[light]), OF_LIGHT[light]) for light in Light]
    bars(panels[0], sections, voice.say("Tasks by section and light"), marks)
    marks = [(voice.say(KEPT[kept]), paint) for kept, paint in OF_UNIT.items()]
    title = "Units: {count} to report; who owes most" if len(units) > 1 else "Units: {count} to report"
    bars(panels[1], units, voice.say(title, count=len(summary.asked)), marks)
    _trend(panels[2], summary, voice)


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


def _trend(axes: Any, summary: Summary, voice: Voice) -> None:
    """Draw the months as columns of tasks by standing; a count that has no room in its part stands beside it."""
    plain(axes, voice.say("Tasks by standing, month by month"))
    months = summary.history
    most = max([1, *(line.numbers.total for line in months)])
    for place, line in enumerate(months):
        bottom = 0
        for standing in STANDINGS:
            count, paint = getattr(line.numbers, standing), OF_STANDING[standing]
            if count:
                _stage(axes, place, bottom, count, paint, roomy=count > most * 0.06)
            bottom += count
    axes.set_xticks(range(len(months)), [dates.month(voice, line.month) for line in months], fontproperties=font(12))
    axes.set_yticks([])
    axes.set_xlim(-0.6, max(len(months), 6) - 0.4)
    axes.set_ylim(0, most * 1.1)
    legend(axes, [(voice.say(PACE[standing]), paint) for standing, paint in OF_STANDING.items()], below=0.15)


def _stage(axes: Any, place: int, bottom: int, count: int, paint: Paint, *, roomy: bool) -> None:
    axes.bar(place, count, 0.62, bottom=bottom, color=paint.colour, hatch=paint.hatch, edgecolor="white", linewidth=0.8)
    box = {"facecolor": paint.colour, "edgecolor": "none", "pad": 0.8} if paint.hatch and roomy else None
    axes.text(
        place if roomy else place + 0.34, bottom + count / 2, str(count), fontproperties=font(11 if roomy else 10),
        color=paint.ink if roomy else INK, ha="center" if roomy else "left", va="center", bbox=box,
    )  # fmt: skip


def warm() -> None:
    """Load what drawing needs, so that the first picture is as quick as the others."""

    def draw(figure: Any) -> None:
        figure.text(0, 0, "台账", fontproperties=font(10))

    picture((1, 1), draw)
