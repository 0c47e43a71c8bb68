"""A draft kept as JSON while it waits for the office: the way back from `bot.plan.draft_json`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.plan import Anomaly, Draft, DraftTask, Milestone, Target


def draft_from_json(found: dict[str, Any]) -> Draft:
    """Return the draft that `draft_json` was given."""
    plan = found["plan"]
    return Draft(
        title=plan["title"],
        issued=date.fromisoformat(plan["issued"]) if plan["issued"] else None,
        tasks=tuple(_task(each) for each in found["tasks"]),
        anomalies=tuple(
            Anomaly(each["kind"], each["code"], each["message"], each["place"], each["suggestion"])
            for each in found["anomalies"]
        ),
    )


def with_task(draft: Draft, code: str, **changes: Any) -> Draft:
    """Return the draft with one of its tasks changed."""
    return replace(draft, tasks=tuple(replace(task, **changes) if task.code == code else task for task in draft.tasks))


def _task(each: dict[str, Any]) -> DraftTask:
    return DraftTask(
        code=each["code"],
        number=each["number"],
        section=each["section"],
        subsection=each["subsection"],
        title=each["title"],
        description=each["description"],
        lead=tuple(each["lead"]),
        support=tuple(each["support"]),
        deadline=_deadline(each["deadline"]),
        deadline_text=each["deadline_text"],
        targets=tuple(Target(t["name"], t["value"], t["unit"], t["comparison"]) for t in each["targets"]),
        milestones=tuple(Milestone(m["title"], date.fromisoformat(m["due"])) for m in each["milestones"]),
        place=each["place"],
    )


def _deadline(value: str | None) -> Any:
    return value if value is None or value == "ongoing" else date.fromisoformat(value)
