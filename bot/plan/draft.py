"""What reading a plan document gives: tasks as written, and everything odd about them. Dates are plain dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Deadline = date | Literal["ongoing"] | None


@dataclass(frozen=True)
class Target:
    """A number that a task's text demands: `value` in `unit` ("%", "个工作日"); `comparison` is ">=", "<=" or "="."""

    name: str
    value: float
    unit: str
    comparison: str


@dataclass(frozen=True)
class Milestone:
    """A stage on the way to a task's deadline."""

    title: str
    due: date


@dataclass(frozen=True)
class DraftTask:
    """One row of the ledger as the document has it; unit names as written, deadline as a date's last day."""

    code: str
    number: str
    section: str
    subsection: str
    title: str
    description: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    deadline: Deadline
    deadline_text: str
    targets: tuple[Target, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Anomaly:
    """Something odd that a person should look at before the plan is stored. `code` is the task's, None for the plan."""

    kind: str
    code: str | None
    message: str
    place: str = ""
    suggestion: str = ""


@dataclass(frozen=True)
class Draft:
    """A plan read from a document, not stored yet. `issued` is the dated signature (落款) where there is one."""

    title: str
    issued: date | None
    tasks: tuple[DraftTask, ...]
    anomalies: tuple[Anomaly, ...]

    def first_month(self, imported: date) -> date:
        """Return the first day of the first month to report: the month after issue, else after the import."""
        start = self.issued or imported
        return date(start.year + start.month // 12, start.month % 12 + 1, 1)


def draft_json(draft: Draft, imported: date | None = None) -> dict[str, Any]:
    """Return the object that `duban import --json` prints.

    `first_month` ("YYYY-MM") is null where the plan is not dated and `imported` is not given.
    """
    known = draft.issued or imported
    return {
        "plan": {
            "title": draft.title,
            "issued": draft.issued.isoformat() if draft.issued else None,
            "first_month": draft.first_month(known).strftime("%Y-%m") if known else None,
        },
        "tasks": [_task_json(task) for task in draft.tasks],
        "anomalies": [
            {"kind": a.kind, "code": a.code, "message": a.message, "place": a.place, "suggestion": a.suggestion}
            for a in draft.anomalies
        ],
    }


def _task_json(task: DraftTask) -> dict[str, Any]:
    deadline = task.deadline.isoformat() if isinstance(task.deadline, date) else task.deadline
    return {
        "code": task.code,
        "number": task.number,
        "section": task.section,
        "subsection": task.subsection,
        "title": task.title,
        "description": task.description,
        "lead": list(task.lead),
        "support": list(task.support),
        "deadline": deadline,
        "deadline_text": task.deadline_text,
        "targets": [
            {"name": t.name, "value": t.value, "unit": t.unit, "comparison": t.comparison} for t in task.targets
        ],
        "milestones": [{"title": m.title, "due": m.due.isoformat()} for m in task.milestones],
        "place": task.place,
    }
