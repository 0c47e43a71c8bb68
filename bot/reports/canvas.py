"""What the pictures have in common: colours that stay apart in grey, the Chinese font, bars of parts, legends.

Every colour differs in brightness and stands with its count and its word; red and yellow are hatched as well. The font
comes with a package: what is installed on the machine is not counted on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from bot.locale import Voice, dates
from bot.reports.summary import Summary
from bot.reports.text import clean, clip, mark_of

MIME = "image/png"
DPI = 130
NAME_LIMIT = 11
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

Bar = tuple[str, Sequence[tuple[int, Paint]]]


def picture(size: tuple[float, float], draw: Callable[[Any], None]) -> bytes:
    """Return what `draw` puts on a sheet of that size in inches, as a PNG."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with rc_context({"text.parse_math": False}):  # a $ in a name is a $
        figure = Figure(figsize=size, dpi=DPI, facecolor="white")
        FigureCanvasAgg(figure)
        draw(figure)
        out = BytesIO()
        figure.savefig(out, format="png", pil_kwargs={"compress_level": 4})
        return out.getvalue()


def headline(figure: Any, title: str, summary: Summary, voice: Voice, place: float) -> None:
    """Write what the picture shows, and as of when."""
    at = dates.moment(voice, summary.as_of, today=summary.month)
    stamp = voice.say("as of {at}, {mark}", at=at, mark=mark_of(summary, voice))
    figure.text(0.03, place, title, fontproperties=font(19), color=INK, va="center")
    figure.text(
        0.97, place, stamp, fontproperties=font(11), color=FAINT, va="center", ha="right",
    )  # fmt: skip


def bars(axes: Any, bars: Sequence[Bar], title: str, marks: Sequence[tuple[str, Paint]]) -> None:
    """Draw bars of parts, the first one, which sums them up, apart from the others; counts stand in them."""
    plain(axes, title)
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
            left + 0.012, place, str(total) if place >= 0 else "", fontproperties=font(11), color=INK, va="center"
        )
    names = [clip(clean(name), NAME_LIMIT) for name, _ in bars]
    axes.set_yticks(places, names, fontproperties=font(12), color=INK)
    axes.set_ylim(max(places[-1], 1) + 0.6, -1.0)
    axes.set_xlim(0, 1.06)
    axes.set_xticks([])
    legend(axes, marks)


def _part(axes: Any, place: float, left: float, width: float, count: int, paint: Paint) -> None:
    axes.barh(place, width, 0.74, left=left, color=paint.colour, hatch=paint.hatch, edgecolor="white", linewidth=0.8)
    if width > 0.012:  # what is red is seldom much, and must be read all the same
        box = {"facecolor": paint.colour, "edgecolor": "none", "pad": 0.8} if paint.hatch else None
        size = font(12 if width > 0.03 else 9)
        axes.text(
            left + width / 2, place, str(count), fontproperties=size, color=paint.ink, ha="center", va="center",
            bbox=box,
        )  # fmt: skip


def plain(axes: Any, title: str) -> None:
    """Take frame and ticks away, and write the title at the left border."""
    from matplotlib.transforms import blended_transform_factory

    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, colors=INK)
    at = blended_transform_factory(axes.figure.transFigure, axes.transAxes)
    axes.text(0.03, 1.0, title, fontproperties=font(14), color=INK, transform=at, va="bottom")


def legend(axes: Any, marks: Sequence[tuple[str, Paint]], *, below: float = 0.005) -> None:
    """Write under a panel what its colours mean."""
    from matplotlib.patches import Patch

    patches = [
        Patch(facecolor=paint.colour, hatch=paint.hatch, edgecolor="white", label=label) for label, paint in marks
    ]
    axes.legend(
        handles=patches, prop=font(10), ncols=len(patches), loc="upper right", bbox_to_anchor=(1.0, -below),
        frameon=False, handlelength=1.1, handleheight=1.1, columnspacing=1.0, handletextpad=0.4, borderaxespad=0.0,
    )  # fmt: skip


@cache
def font(size: int) -> Any:
    """Return the Chinese font in that size."""
    from matplotlib.font_manager import FontProperties
    from pylopdf_fonts_zh_cn import sans_path

    return FontProperties(fname=str(sans_path()), size=size)
