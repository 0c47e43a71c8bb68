"""A Summary as one picture that is read in two seconds, on a telephone, also by who does not tell red from green.

Three panels: sections by light, units by how they have kept the round, the months' trend. Every colour differs in
brightness and stands with its count and its word; red and yellow are hatched as well. The Chinese font comes with a
package: what is installed on the machine is not counted on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from bot.locale import Voice, dates
from bot.reports.lines import UnitLine
from bot.reports.rows import PACE
from bot.reports.summary import STANDINGS, Summary
from bot.reports.text import clean, clip
from storage.kinds import Light

MIME = "image/png"
SIZE, DPI = (7.2, 9.2), 130  # 936 by 1196 pixels: fills a telephone held upright
NAME_LIMIT = 11
SECTIONS_MOST, UNITS_MOST = 8, 6
INK, FAINT = "#1F2933", "#6B7580"


@dataclass(frozen=True)
class Paint:
    """A colour with its hatch and the colour of figures on it."""

    colour: str
    hatch: str = ""
    ink: str = INK


# After Okabe and Ito, with brightness in steps: they stay apart in grey, too.
GREEN, BLUE, YELLOW = Paint("#1B9E77", "", "#FFFFFF"), Paint("#6CB4EE"), Paint("#F3E04B", "...")
RED, GREY = Paint("#B5321B", "////", "#FFFFFF"), Paint("#D7DBDF")
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

Bar = tuple[str, Sequence[tuple[int, Paint]]]


def chart(summary: Summary, voice: Voice) -> tuple[str, str, bytes]:
    """Return the Summary as a picture: name, mime type, bytes."""
    from matplotlib import rc_context

    with rc_context({"text.parse_math": False}):  # a $ in a name is a $
        data = _drawn(summary, voice)
    return f"{voice.say('Summary')}-{summary.month:%Y-%m}.png", MIME, data


def _drawn(summary: Summary, voice: Voice) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    sections, units = _sections(summary, voice), _units(summary, voice)
    figure = Figure(figsize=SIZE, dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    rows = [max(len(sections), 2) + 1.3, max(len(units), 2) + 1.3, 4.6]
    panels = figure.subplots(3, 1, height_ratios=rows)
    figure.subplots_adjust(left=0.27, right=0.96, top=0.885, bottom=0.06, hspace=0.42)
    month = dates.year_month(voice, summary.month)
    at = dates.moment(voice, summary.as_of, today=summary.month)
    figure.text(0.03, 0.965, voice.say("{month} round", month=month), fontproperties=_font(19), color=INK, va="center")
    figure.text(
        0.97, 0.965, voice.say("as of {at}, not reviewed", at=at), fontproperties=_font(11), color=FAINT, va="center",
        ha="right",
    )  # fmt: skip
    marks = [(voice.say(MEANING[light]), OF_LIGHT[light]) for light in Light]
    _bars(panels[0], sections, voice.say("Tasks by section and light"), marks)
    marks = [(voice.say(KEPT[kept]), paint) for kept, paint in OF_UNIT.items()]
    title = "Units: {count} to report; who owes most" if len(units) > 1 else "Units: {count} to report"
    _bars(panels[1], units, voice.say(title, count=len(summary.asked)), marks)
    _trend(panels[2], summary, voice)
    out = BytesIO()
    figure.savefig(out, format="png", pil_kwargs={"compress_level": 4})
    return out.getvalue()


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


def _bars(axes: Any, bars: Sequence[Bar], title: str, marks: Sequence[tuple[str, Paint]]) -> None:
    """Draw bars of parts, the first one, which sums them up, apart from the others; counts stand in them."""
    _plain(axes, title)
    places = [-0.35, *(float(number) for number in range(1, len(bars)))]
    most = max(1, *(sum(count for count, _ in parts) for _, parts in bars[1:] or bars))
    for place, (_, parts) in zip(places, bars, strict=True):
        total = sum(count for count, _ in parts)
        # Sections and units are of one scale among each other; the sum takes the whole width.
        scale = 1 / max(total, 1) if place < 0 else 1 / most
        left = 0.0
        for count, paint in parts:
            if count:
                _part(axes, place, left, count * scale, count, paint)
                left += count * scale
        axes.text(
            left + 0.012, place, str(total) if place >= 0 else "", fontproperties=_font(11), color=INK, va="center"
        )
    names = [clip(clean(name), NAME_LIMIT) for name, _ in bars]
    axes.set_yticks(places, names, fontproperties=_font(12), color=INK)
    axes.set_ylim(max(places[-1], 1) + 0.6, -1.0)
    axes.set_xlim(0, 1.06)
    axes.set_xticks([])
    _legend(axes, marks)


def _part(axes: Any, place: float, left: float, width: float, count: int, paint: Paint) -> None:
    axes.barh(place, width, 0.74, left=left, color=paint.colour, hatch=paint.hatch, edgecolor="white", linewidth=0.8)
    if width > 0.012:  # what is red is seldom much, and must be read all the same
        box = {"facecolor": paint.colour, "edgecolor": "none", "pad": 0.8} if paint.hatch else None
        font = _font(12 if width > 0.03 else 9)
        axes.text(
            left + width / 2, place, str(count), fontproperties=font, color=paint.ink, ha="center", va="center",
            bbox=box,
        )  # fmt: skip


def _trend(axes: Any, summary: Summary, voice: Voice) -> None:
    """Draw the months as columns of tasks by standing; counts stand in them, what is overdue above."""
    _plain(axes, voice.say("Tasks by standing, month by month"))
    months = summary.history
    most = max([1, *(line.numbers.total for line in months)])
    for place, line in enumerate(months):
        bottom = 0
        for standing in STANDINGS:
            count, paint = getattr(line.numbers, standing), OF_STANDING[standing]
            if count:
                axes.bar(
                    place, count, 0.62, bottom=bottom, color=paint.colour, hatch=paint.hatch, edgecolor="white",
                    linewidth=0.8,
                )  # fmt: skip
            if count > most * 0.06:
                box = {"facecolor": paint.colour, "edgecolor": "none", "pad": 0.8} if paint.hatch else None
                axes.text(
                    place, bottom + count / 2, str(count), fontproperties=_font(11), color=paint.ink, ha="center",
                    va="center", bbox=box,
                )  # fmt: skip
            bottom += count
        if line.numbers.overdue:
            over = str(line.numbers.overdue)
            axes.text(place, bottom + most * 0.02, over, fontproperties=_font(11), color=RED.colour, ha="center")
    axes.set_xticks(range(len(months)), [dates.month(voice, line.month) for line in months], fontproperties=_font(12))
    axes.set_yticks([])
    axes.set_xlim(-0.6, max(len(months), 6) - 0.4)
    axes.set_ylim(0, most * 1.16)
    _legend(axes, [(voice.say(PACE[standing]), paint) for standing, paint in OF_STANDING.items()], below=0.15)


def _plain(axes: Any, title: str) -> None:
    from matplotlib.transforms import blended_transform_factory

    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, colors=INK)
    at = blended_transform_factory(axes.figure.transFigure, axes.transAxes)
    axes.text(0.03, 1.0, title, fontproperties=_font(14), color=INK, transform=at, va="bottom")


def _legend(axes: Any, marks: Sequence[tuple[str, Paint]], *, below: float = 0.005) -> None:
    from matplotlib.patches import Patch

    patches = [
        Patch(facecolor=paint.colour, hatch=paint.hatch, edgecolor="white", label=label) for label, paint in marks
    ]
    axes.legend(
        handles=patches, prop=_font(10), ncols=len(patches), loc="upper right", bbox_to_anchor=(1.0, -below),
        frameon=False, handlelength=1.1, handleheight=1.1, columnspacing=1.0, handletextpad=0.4, borderaxespad=0.0,
    )  # fmt: skip


@cache
def _font(size: int) -> Any:
    from matplotlib.font_manager import FontProperties
    from pylopdf_fonts_zh_cn import sans_path

    return FontProperties(fname=str(sans_path()), size=size)


def warm() -> None:
    """Load what drawing needs, so that the first picture is as quick as the others."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(1, 1), dpi=50)
    FigureCanvasAgg(figure)
    figure.text(0, 0, "台账", fontproperties=_font(10))
    figure.savefig(BytesIO(), format="png")
