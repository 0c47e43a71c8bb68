"""The reporting status as a plain Word document that an office goes on editing."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from bot.locale import Voice, dates
from bot.reports import rows
from bot.reports.lines import TaskLine
from bot.reports.lists import TITLE_LIMIT
from bot.reports.obstacle import problem_of
from bot.reports.paper import without_rule
from bot.reports.rows import Table
from bot.reports.summary import Summary
from bot.reports.text import burden_line, clean, clip, mark_of, overall, plain

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGE_WIDTH = 15.2  # centimetres between the margins
BODY, HEAD = "仿宋", "黑体"  # what official papers are set in; Word takes another where they are missing


def document(summary: Summary, voice: Voice) -> tuple[str, str, bytes]:
    """Return the Summary as a document: name, mime type, bytes."""
    from docx import Document

    paper = Document()
    _fonts(paper)
    without_rule(paper)
    month = dates.year_month(voice, summary.month)
    title = voice.say("Reporting status, {month}", month=month)
    _heading(paper, title, 0)
    at = dates.moment(voice, summary.as_of, today=summary.month)
    paper.add_paragraph(f"{summary.office}　{voice.say('as of {at}, {mark}', at=at, mark=mark_of(summary, voice))}")
    _heading(paper, voice.say("1. Overall"), 1)
    for line in (*overall(summary, voice), burden_line(summary, voice)):
        paper.add_paragraph(clean(plain(line)))
    _heading(paper, voice.say("2. By section"), 1)
    _table(paper, rows.sections(summary, voice), voice)
    _heading(paper, voice.say("3. Reporting by unit"), 1)
    _table(paper, rows.units(summary, voice), voice)
    _heading(paper, voice.say("4. Past the deadline"), 1)
    _tasks(paper, [task for task in summary.tasks if task.standing == "overdue"], voice, problems=False)
    _heading(paper, voice.say("5. Needing coordination"), 1)
    _tasks(paper, list(summary.coordination), voice, problems=True)
    _heading(paper, voice.say("6. Due within 30 days"), 1)
    _tasks(paper, list(summary.soon), voice, problems=False)
    if summary.frozen:
        _heading(paper, voice.say("7. Came after the freeze (changes none of the figures)"), 1)
        _table(paper, rows.supplement(summary, voice), voice)
    out = BytesIO()
    paper.save(out)
    return f"{voice.say('Reporting status')}-{summary.month:%Y-%m}.docx", MIME, out.getvalue()


def _fonts(paper: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for name, font, size in (("Normal", BODY, 12), ("Title", HEAD, 20), ("Heading 1", HEAD, 14)):
        style = paper.styles[name]
        style.font.name, style.font.size = font, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _heading(paper: Any, text: str, level: int) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    heading = paper.add_heading(clean(text), level)
    if level == 0:
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for run in heading.runs:
        run.font.color.rgb = RGBColor(0, 0, 0)
        run.font.name = HEAD
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEAD)


def _table(paper: Any, table: Table, voice: Voice) -> None:
    from docx.shared import Cm

    grid = paper.add_table(rows=1, cols=len(table.headings))
    grid.style, grid.autofit = "Table Grid", False
    shares = [width / sum(table.widths) for width in table.widths]
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = Cm(PAGE_WIDTH * share)
    for cell, heading, share in zip(grid.rows[0].cells, table.headings, shares, strict=True):
        cell.width = Cm(PAGE_WIDTH * share)
        cell.text = ""
        cell.paragraphs[0].add_run(clean(heading)).bold = True
    for row in table.rows:
        for cell, value, share in zip(grid.add_row().cells, row, shares, strict=True):
            cell.width = Cm(PAGE_WIDTH * share)
            cell.text = clean(rows.shown(value, voice))
    paper.add_paragraph()


def _tasks(paper: Any, tasks: list[TaskLine], voice: Voice, *, problems: bool) -> None:
    if not tasks:
        paper.add_paragraph(voice.say("None"))
    for task in tasks:
        deadline = task.deadline
        due = voice.say("due {deadline}", deadline=dates.when(voice, deadline)) if deadline else voice.say("ongoing")
        title = clip(" ".join(task.title.split()), 2 * TITLE_LIMIT)
        line = voice.say(
            "{code} {title} ({marks})", code=task.code, title=title, marks=f"{'、'.join(task.leads)}，{due}"
        )
        if problems:
            line += voice.say(": ") + problem_of(task)
        paper.add_paragraph(clean(line))
