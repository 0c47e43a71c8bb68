"""The draft of a 提示函: what a unit owes, in an office's plain register, for a person to check, sign and send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.reports.paper import MIME, OPEN, Paper, day, year_month


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
    paper = Paper(letter.office)
    paper.right("（草稿，待审定）")
    paper.title(f"关于报送{year_month(letter.month)}工作进展的提示函")
    paper.plain(f"{letter.unit}：")
    for words in paragraphs(letter):
        paper.text(words)
    paper.text(f"联系人及电话：{OPEN}")
    paper.right(letter.office)
    paper.right(day(letter.day))
    paper.text(f"签发人：{OPEN}")
    return f"提示函-{letter.unit}-{letter.month:%Y-%m}.docx", MIME, paper.data()


def paragraphs(letter: Letter) -> list[str]:
    """Return the letter's paragraphs, between the address and the signature."""
    found = [
        f"按照《{letter.plan}》月调度安排，{year_month(letter.month)}进展应于{day(letter.due)}前报送。"
        f"截至{day(letter.day)}，贵单位牵头的下列{len(letter.missing)}项任务尚未收到进展：",
        *(f"{code}　{title}" for code, title in letter.missing),
    ]
    if letter.overdue:
        found.append(f"另有{len(letter.overdue)}项任务已过完成时限，请一并说明原因和预计完成时间：")
        found += [f"{code}　{title}（完成时限{day(deadline)}）" for code, title, deadline in letter.overdue]
    found.append(
        f"请于{day(letter.freeze)}前补报，逾期未报的将按未报送统计。如有需要协调的困难，请在进展中写明，我们将及时对接。"
        if letter.day <= letter.freeze
        else "请尽快报送。如有需要协调的困难，请在进展中写明，我们将及时对接。"
    )
    return found
