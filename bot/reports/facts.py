"""A Summary as JSON: for `duban summary --json` and for scripts."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from bot.reports.lines import Bucket, Numbers, Said, TaskLine, UnitLine
from bot.reports.summary import Summary, codes

CHANGING = tuple(each.name for each in fields(Numbers))
KEPT = {"due": "asked", "in_time": "reported", "late": "late", "pending": "pending", "missing": "missing"}


def facts(summary: Summary) -> dict[str, Any]:
    """Return the Summary as plain values: dates and moments in ISO form, tasks by code."""
    buckets = summary.buckets
    return {
        "office": summary.office,
        "plans": list(summary.titles),
        "month": f"{summary.month:%Y-%m}",
        "as_of": summary.as_of.isoformat(timespec="seconds"),
        "scope": {
            "units": list(summary.scope.units),
            "section": summary.scope.section or None,
            "only": [only.value for only in summary.scope.only],
        },
        "figures": _figures(summary),
        "change": {
            **{name: summary.change(name) for name in CHANGING},
            **{f"units_{key}": summary.kept_change(name) for key, name in KEPT.items()},
        },
        "ledger": {
            "total": len(summary.tasks),
            "items": summary.items,
            **{bucket.value: len(tasks) for bucket, tasks in buckets.items() if bucket is not Bucket.later},
            "later": {str(year): count for year, count in summary.later_by_year.items()},
        },
        "due_this_month": {outlook.value: codes(tasks) for outlook, tasks in summary.outlooks.items()},
        "overdue": codes(buckets[Bucket.overdue]),
        "due_in_30_days": codes(summary.soon),
        "coordination": [
            {"task": task.code, "unit": said.unit, "problem": said.problem or said.words}
            for task in summary.coordination
            for said in task.problems
        ],
        "units": [_unit(unit) for unit in summary.units],
        "sections": [{"section": name, "total": sum(row.values()), **row} for name, row in summary.standings.items()],
        "frozen_at": summary.frozen_at.isoformat(timespec="seconds") if summary.frozen_at else None,
        "supplement": [
            {"task": line.code, "unit": line.unit, "at": line.at.isoformat(timespec="seconds"), "text": line.words}
            for line in summary.supplement
        ],
        "burden": {**asdict(summary.burden), "most_by": list(summary.burden.most_by)},
        "tasks": [_task(task) for task in summary.tasks],
    }


def json_file(summary: Summary) -> tuple[str, str, bytes]:
    """Return the Summary as a JSON file: name, mime type, bytes."""
    text = json.dumps(facts(summary), ensure_ascii=False, indent=1) + "\n"
    return f"summary-{summary.month:%Y-%m}.json", "application/json", text.encode()


def _figures(summary: Summary) -> dict[str, Any]:
    numbers: Numbers = summary.numbers
    return {
        **asdict(numbers),
        "share_done": round(numbers.share_done, 4),
        "overdue_carried": numbers.overdue_carried,
        **{f"units_{key}": summary.kept(name) for key, name in KEPT.items()},
    }


def _unit(unit: UnitLine) -> dict[str, Any]:
    return {
        "unit": unit.unit,
        "asked": unit.asked,
        "reported": list(unit.reported),
        "late": list(unit.late),
        "pending": list(unit.pending),
        "missing": list(unit.owing),
        "consult": unit.consult,
        "messages": unit.messages,
    }


def _task(task: TaskLine) -> dict[str, Any]:
    return {
        "code": task.code,
        **({"plan": task.plan} if task.plan else {}),
        "standing": task.standing,
        "light": task.light.value,
        "claimed": task.claimed,
        "last": _said(task.last),
    }


def _said(said: Said | None) -> dict[str, Any] | None:
    if said is None:
        return None
    return {
        "unit": said.unit,
        "month": f"{said.month:%Y-%m}",
        "status": said.status.value if said.status else None,
        "percent": said.percent,
        "expected": said.expected.isoformat() if said.expected else None,
        "problem": said.problem,
        "at": said.at.isoformat(timespec="seconds"),
    }
