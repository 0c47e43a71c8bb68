"""The draft of a 提示函: what a unit owes, in an office's plain register, for a person to check, sign and send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY, HEAD = "仿宋", "黑体"
OPEN = "〔　　　〕"  # what a person must still fill in, left visibly open


@dataclass(frozen=True)
class Letter:
    """What a 提示函 is made of. `missing` are (code, title), `overdue` (code, title, deadline)."""

    office: str
    unit: str
    plan: str
    month: date
    due: date
    freeze: date
    day: date
    missing: Sequence[tuple[str, str]]
    overdue: Sequence[tuple[str, str, date]] = ()


def render(letter: Letter) -> tuple[str, str, bytes]:
    """Return the draft as a document: name, mime type, bytes."""
    from docx import Document

    paper = Document()
    _fonts(paper)
    _line(paper, "（草稿，待审定）", right=True)
    title = paper.add_paragraph(style="Title")
    title.add_run(f"关于报送{_month(letter.month)}工作进展的提示函")
    _line(paper, f"{letter.unit}：")
    for words in paragraphs(letter):
        _line(paper, words, indent=True)
    _line(paper, "联系人及电话：" + OPEN, indent=True)
    _line(paper, letter.office, right=True)
    _line(paper, f"{_day(letter.day)}（签发人：{OPEN}）", right=True)
    out = BytesIO()
    paper.save(out)
    return f"提示函-{letter.unit}-{letter.month:%Y-%m}.docx", MIME, out.getvalue()


def paragraphs(letter: Letter) -> list[str]:
    """Return the letter's paragraphs, between the address and the signature."""
    found = [
        f"按照《{letter.plan}》月调度安排，{_month(letter.month)}进展应于{_day(letter.due)}前报送。"
        f"截至{_day(letter.day)}，贵单位牵头的下列{len(letter.missing)}项任务尚未收到进展：",
        *(f"{code}　{title}" for code, title in letter.missing),
    ]
    if letter.overdue:
        found.append(f"另有{len(letter.overdue)}项任务已过完成时限，请一并说明原因和预计完成时间：")
        found += [f"{code}　{title}（完成时限{_day(deadline)}）" for code, title, deadline in letter.overdue]
    found.append(
        f"请于{_day(letter.freeze)}前补报，逾期未报的将按未报送统计。如有需要协调的困难，请在进展中写明，我们将及时对接。"
        if letter.day <= letter.freeze
        else "请尽快报送。如有需要协调的困难，请在进展中写明，我们将及时对接。"
    )
    return found


def _fonts(paper: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for name, font, size in (("Normal", BODY, 16), ("Title", HEAD, 22)):
        style = paper.styles[name]
        style.font.name, style.font.size = font, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _line(paper: Any, words: str, *, indent: bool = False, right: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = paper.add_paragraph(words)
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(32)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _month(month: date) -> str:
    return f"{month.year}年{month.month}月"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
