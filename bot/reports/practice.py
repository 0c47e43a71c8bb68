"""Good practice collected in a Word document: by month, each with unit, task, the unit's own words and the note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from bot.reports.paper import without_rule
from bot.reports.text import clean

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Line:
    """One report marked as good practice."""

    month: date
    section: str
    code: str
    title: str
    unit: str
    text: str
    note: str = ""
    marked_by: str = ""


def render(lines: Sequence[Line], *, office: str, day: date) -> tuple[str, str, bytes]:
    """Return the document: name, mime type, bytes. Lines come in the order in which they are told."""
    from docx import Document

    paper = Document()
    _fonts(paper)
    without_rule(paper)
    paper.add_heading("典型经验汇总", 0)
    paper.add_paragraph(clean(f"{office}　{day.year}年{day.month}月{day.day}日　共{len(lines)}条（素材，未审）"))
    month: date | None = None
    for line in lines:
        if line.month != month:
            month = line.month
            paper.add_heading(f"{month.year}年{month.month}月", 1)
        head = paper.add_paragraph()
        head.add_run(clean(f"{line.unit}：{line.title}（{line.code}）")).bold = True
        paper.add_paragraph(clean(line.text))
        if line.note:
            paper.add_paragraph(clean(f"推荐理由：{line.note}"))
        paper.add_paragraph(clean(f"推荐：{line.marked_by}　领域：{line.section}"))
    out = BytesIO()
    paper.save(out)
    return f"典型经验-{day:%Y-%m-%d}.docx", MIME, out.getvalue()


def _fonts(paper: Any) -> None:
    from docx.oxml.ns import qn

    for name, font in (("Normal", "仿宋"), ("Title", "黑体"), ("Heading 1", "黑体")):
        style = paper.styles[name]
        style.font.name = font
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
