"""What all papers have in common: the page, the fonts, title, headings, text and tables of an official document.

After GB/T 9704: A4, 仿宋 16 points with 28 points of line, headings in 黑体, the title in 22 points and centred. Where
a machine lacks the fonts, Word takes others; the file names them. What a person must still decide stays as 〔　〕.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from itertools import accumulate
from typing import Any

from bot.reports.text import clean

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE_LINE = 18  # characters of 22 points in a line
BODY, HEAD, TITLE = "仿宋", "黑体", "方正小标宋简体"
OPEN = "〔\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0〕"  # its blanks do not part at the end of a line
DRAFT = "（草稿，待审定，不得外传）"


class Paper:
    """A document in the making."""

    def __init__(self, office: str) -> None:
        from docx import Document
        from docx.shared import Cm

        self.document: Any = Document()
        self.document.core_properties.author = clean(office)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
        section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
        style = self.document.styles["Normal"]
        _name(style, BODY, 16)
        _page_number(section)

    def title(self, words: str) -> None:
        """Add the title, in lines of about the same length."""
        paragraph = self._line("\n".join(balanced(words, TITLE_LINE)), font=TITLE, size=22)
        paragraph.alignment = _align("CENTER")
        paragraph.paragraph_format.space_after = _points(16)
        paragraph.paragraph_format.line_spacing = _points(34)

    def heading(self, words: str) -> None:
        """Add a heading of the first level, 一、."""
        self._line(words, font=HEAD, indent=True).paragraph_format.keep_with_next = True

    def text(self, words: str) -> None:
        """Add a paragraph."""
        self._line(words, indent=True)

    def plain(self, words: str) -> None:
        """Add a line without indent, such as the addressees."""
        self._line(words)

    def right(self, words: str) -> None:
        """Add a line at the right, such as the signature."""
        self._line(words).alignment = _align("RIGHT")

    def new_page(self) -> None:
        """Go on upon a new page."""
        self.document.add_page_break()

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """Add a table, its widths in centimetres; the headings are repeated on every page."""
        from docx.oxml import OxmlElement
        from docx.shared import Cm

        grid = self.document.add_table(rows=1, cols=len(headings))
        grid.style, grid.autofit = "Table Grid", False
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Cm(width)
        head = grid.rows[0]
        repeat = OxmlElement("w:tblHeader")
        head._tr.get_or_add_trPr().append(repeat)
        for number, (values, bold) in enumerate([(headings, True), *((row, False) for row in rows)]):
            row = grid.add_row() if number else head
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            line = row.cells
            for cell, value, width in zip(line, values, widths, strict=True):
                cell.width = Cm(width)
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.line_spacing = _points(15)
                run = paragraph.add_run(clean(value))
                _run(run, HEAD if bold else BODY, 10.5)
        self._line("")

    def data(self) -> bytes:
        """Return the document."""
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _line(self, words: str, *, font: str = BODY, size: int = 16, indent: bool = False) -> Any:
        paragraph = self.document.add_paragraph()
        form = paragraph.paragraph_format
        form.line_spacing, form.space_after, form.space_before = _points(28), _points(0), _points(0)
        if indent:
            form.first_line_indent = _points(32)
        _run(paragraph.add_run(clean(words)), font, size)
        return paragraph


def without_rule(document: Any) -> None:
    """Take away the blue line that Word's own style draws under a title."""
    from docx.oxml.ns import qn

    form = document.styles["Title"].element.find(qn("w:pPr"))
    for border in form.findall(qn("w:pBdr")) if form is not None else ():
        form.remove(border)


def balanced(words: str, limit: int) -> list[str]:
    """Return the words in as few lines as fit, of about the same length, none with a lone character."""
    ends = list(accumulate(_width(character) for character in words))
    count = math.ceil(ends[-1] / limit) if ends else 1
    places = [place for place in range(1, len(words)) if _may_part(words, place)]
    cuts = [0]
    for number in range(1, count):
        later = [place for place in places if place > cuts[-1]]
        if later:
            cuts.append(min(later, key=lambda place: abs(ends[place - 1] - ends[-1] * number / count)))
    return [words[start:end] for start, end in zip(cuts, [*cuts[1:], len(words)], strict=True)]


def _may_part(words: str, place: int) -> bool:
    """Tell whether a line may end there: not before closing marks, after opening ones, nor within a number or word."""
    before, after = words[place - 1 : place], words[place : place + 1]
    if not after or after in "，。、；：》〉）”’！？年月日" or before in "《〈（“‘第":
        return False
    return not (before.isascii() and after.isascii())


def _width(character: str) -> float:
    return 0.6 if character.isascii() else 1.0


def year_month(value: date) -> str:
    """Return 2022年8月."""
    return f"{value.year}年{value.month}月"


def day(value: date) -> str:
    """Return 2022年8月31日."""
    return f"{value.year}年{value.month}月{value.day}日"


def change(number: int | None, unit: str) -> str:
    """Return the change on last month as it is written behind a figure: （较上月增加3项）; "" where none is known."""
    if number is None:
        return ""
    if number == 0:
        return "（与上月持平）"
    return f"（较上月{'增加' if number > 0 else '减少'}{abs(number)}{unit}）"


def _run(run: Any, font: str, size: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _name(style: Any, font: str, size: int) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = font, Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _points(number: int) -> Any:
    from docx.shared import Pt

    return Pt(number)


def _align(where: str) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    return getattr(WD_ALIGN_PARAGRAPH, where)


def _page_number(section: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = _align("CENTER")
    run = paragraph.add_run()
    _run(run, "宋体", 14)
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        piece = OxmlElement("w:instrText" if words else "w:fldChar")
        if words:
            piece.text = words
        else:
            piece.set(qn("w:fldCharType"), kind)
        run._element.append(piece)
