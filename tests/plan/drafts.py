"""Reading a text or a table in one word, and the facts of a draft that tests compare."""

from __future__ import annotations

from datetime import date

from bot.plan import Draft, DraftTask, read
from tests.plan.making import Rows, docx

TODAY = date(2024, 3, 1)
Ledger = list[tuple[str, str, str, str, object]]


def of_text(text: str, name: str = "plan.txt") -> Draft:
    return read(text.encode(), name, today=TODAY)


def of_table(rows: Rows, before: str = "2024年重点工作任务清单") -> Draft:
    return read(docx(before, rows), "plan.docx", today=TODAY)


def row(task: DraftTask) -> tuple[str, str, list[str], list[str], object]:
    return task.code, task.title, list(task.lead), list(task.support), task.deadline


def kinds(draft: Draft) -> set[tuple[str, str | None]]:
    return {(a.kind, a.code) for a in draft.anomalies}


def ledger(draft: Draft) -> Ledger:
    return [(t.code, t.title, " ".join(t.lead), " ".join(t.support), t.deadline) for t in draft.tasks]
