"""What the pictures have in common: a sheet as wide as a telephone's screen, colours, the Chinese font, bars, legends.

Every colour differs in brightness and stands with its count and its word; red and yellow are hatched as well, for who
does not tell them from green. The font comes with a package: what is installed on the machine is not counted on.
Drawn with Pillow: a picture takes some tens of milliseconds, so that a summary's first message need not wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from bot.locale import Voice, dates
from bot.reports.summary import Summary
from bot.reports.text import clean, mark_of

if TYPE_CHECKING:
    from PIL import Image, ImageFont

MIME = "image/png"
WIDTH, EDGE = 936, 28  # pixels
LEFT, RIGHT = 258, 66  # of bars: room for names before them, for sums behind
TITLE, HEAD, NAME, COUNT, SMALL = 34, 25, 22, 20, 17  # sizes of type
ROW, BAR = 53, 40
INK, FAINT = "#1F2933", "#6B7580"


@dataclass(frozen=True)
class Paint:
    """A colour with its hatch, and the colour of figures on it."""

    colour: str
    hatch: str = ""
    ink: str = INK


# After Okabe and Ito, with brightness in steps: they stay apart in grey, too.
GREEN, BLUE, YELLOW = Paint("#1B9E77", "", "#FFFFFF"), Paint("#6CB4EE"), Paint("#F3E04B", "dots")
RED, GREY = Paint("#B5321B", "lines", "#FFFFFF"), Paint("#D7DBDF")

Bar = tuple[str, Sequence[tuple[int, Paint]]]
Marks = Sequence[tuple[str, Paint]]


class Sheet:
    """A picture in the making; places are pixels from the upper left corner."""

    def __init__(self, height: int) -> None:
        from PIL import Image, ImageDraw

        self.image = Image.new("RGB", (WIDTH, height), "white")
        self._draw = ImageDraw.Draw(self.image)

    def text(self, x: float, y: float, words: str, size: int, colour: str = INK, *, at: str = "lm") -> None:
        """Write words; `at` tells which point of them x and y are: l, m or r, and m or s (the base line)."""
        self._draw.text((x, y), clean(words).replace("\n", " "), fill=colour, font=_font(size), anchor=at)

    def line(self, x: float, top: float, bottom: float) -> None:
        """Draw a line from top to bottom."""
        self._draw.line((x, top, x, bottom), fill=INK, width=3)

    def box(self, x: float, y: float, width: float, height: float, paint: Paint) -> None:
        """Draw a part of a bar, with a white seam to the next."""
        left, top, right, bottom = round(x), round(y), round(x + width) - 1, round(y + height) - 1
        if right <= left or bottom <= top:
            right, bottom = max(left + 1, right), max(top + 1, bottom)
        self._draw.rectangle((left, top, right - 1, bottom - 1), fill=paint.colour)
        if paint.hatch:
            size = (right - left, bottom - top)
            self.image.paste("white", (left, top), _hatch(paint.hatch).crop((0, 0, *size)))

    def count(self, x: float, y: float, count: int, paint: Paint, room: float) -> None:
        """Write a count into a part of a bar of so much room, on a plain patch where it is hatched."""
        words = str(count)
        size = next((size for size in (NAME, SMALL) if measured(words, size) + 4 <= room), 0)
        if not size:
            return
        if paint.hatch:
            half = measured(words, size) / 2 + 3
            self._draw.rectangle((x - half, y - size * 0.55, x + half, y + size * 0.5), fill=paint.colour)
        self.text(x, y, words, size, paint.ink, at="mm")

    def png(self) -> bytes:
        """Return the picture."""
        out = BytesIO()
        self.image.save(out, format="png", compress_level=2)
        return out.getvalue()


def headline(sheet: Sheet, title: str, summary: Summary, voice: Voice) -> None:
    """Write what the picture shows, and as of when."""
    at = dates.moment(voice, summary.as_of, today=summary.month)
    sheet.text(EDGE, 42, title, TITLE)
    stamp = voice.say("as of {at}, {mark}", at=at, mark=mark_of(summary, voice))
    sheet.text(WIDTH - EDGE, 42, stamp, COUNT, FAINT, at="rm")


def bars_height(count: int) -> int:
    """Return how high a panel of so many bars is, with title and legend."""
    return 60 + count * ROW + (20 if count > 1 else 0) + 58


def bars(sheet: Sheet, top: int, rows: Sequence[Bar], title: str, marks: Marks) -> int:
    """Draw bars of parts under a title, the first one, which sums them up, apart; return where the panel ends.

    Sections and units are of one scale among each other; the sum takes the whole width. Counts stand in the parts.
    """
    sheet.text(EDGE, top + 20, title, HEAD)
    y, room = top + 60, WIDTH - LEFT - RIGHT
    most = max(1, *(sum(count for count, _ in parts) for _, parts in rows[1:] or rows))
    for number, (name, parts) in enumerate(rows):
        total = sum(count for count, _ in parts)
        scale = room / (most if number else max(total, 1))
        sheet.text(LEFT - 10, y + BAR / 2, fitted(name, LEFT - 10 - EDGE, NAME), NAME, at="rm")
        x = float(LEFT)
        for count, paint in parts:
            if count:
                sheet.box(x, y, count * scale, BAR, paint)
                sheet.count(x + count * scale / 2, y + BAR / 2, count, paint, count * scale)
                x += count * scale
        if number:
            sheet.text(x + 8, y + BAR / 2, str(total), COUNT)
        y += ROW + (0 if number else 20 if len(rows) > 1 else 0)
    legend(sheet, y + 10, marks)
    return top + bars_height(len(rows))


def legend(sheet: Sheet, y: float, marks: Marks) -> None:
    """Write what the colours mean, in a line that ends at the right border."""
    x = WIDTH - EDGE - 16.0
    for words, paint in reversed(marks):
        x -= measured(words, SMALL + 1)
        sheet.text(x, y, words, SMALL + 1)
        x -= 27
        sheet.box(x, y - 9, 19, 19, paint)
        x -= 20


def fitted(words: str, room: float, size: int) -> str:
    """Return the words on one line, clipped with an ellipsis where they need more room."""
    line = " ".join(clean(words).split())[:80]
    if measured(line, size) <= room:
        return line
    while line and measured(line + "…", size) > room:
        line = line[:-1]
    return line + "…"


def measured(words: str, size: int) -> float:
    """Return how wide the words are."""
    return _font(size).getlength(words)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont
    from pylopdf_fonts_zh_cn import sans_path

    return ImageFont.truetype(str(sans_path()), size)


@cache
def _hatch(kind: str) -> Image.Image:
    """Return a mask of lines or dots, as large as any part of a bar; drawn four times as large and made smaller."""
    from PIL import Image, ImageDraw

    tall, fine = 240, 4
    mask = Image.new("L", (WIDTH * fine, tall * fine), 0)
    draw = ImageDraw.Draw(mask)
    if kind == "lines":
        for start in range(-tall * fine, WIDTH * fine, 15 * fine):
            draw.line((start, tall * fine, start + tall * fine, 0), fill=255, width=2 * fine)
    else:
        for row, y in enumerate(range(4 * fine, tall * fine, 9 * fine)):
            for x in range((4 + 5 * (row % 2)) * fine, WIDTH * fine, 10 * fine):
                draw.ellipse((x - 6, y - 6, x + 6, y + 6), fill=255)
    return mask.resize((WIDTH, tall), Image.Resampling.BOX)


def warm() -> None:
    """Load what drawing needs, so that the first picture is as quick as the others."""
    sheet = Sheet(10)
    for size in (TITLE, HEAD, NAME, COUNT, SMALL, SMALL + 1):
        sheet.text(0, 0, "台账", size)
    for paint in (RED, YELLOW):
        sheet.box(0, 0, 9, 9, paint)
    sheet.png()
