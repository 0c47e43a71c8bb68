"""The points of a plan document that a person should settle: each anomaly with the answers that one press can give.

A decision is a small dict, kept by the anomaly's place in the list: `do` says what, the rest with which values. The
draft stays as it was read; `effective` puts the decisions about its tasks in, the others are carried out on acceptance.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.locale import Voice
from bot.plan import Anomaly, Draft, DraftTask, is_collective, looks_consulted
from bot.services.import_draft import with_task

Decision = dict[str, Any]

_QUOTED = re.compile(r"“([^”]+)”")
_ISO = re.compile(r"(20\d{2})-(\d{1,2})-(\d{1,2})|(20\d{2})年(\d{1,2})月(\d{1,2})日")
_DEADLINE = frozenset({
    "deadline_missing", "deadline_unreadable", "deadline_relative", "deadline_invalid", "deadline_vague",
    "deadline_in_text", "deadline_contradicts_text", "deadline_past",
})  # fmt: skip
REPORTERS = 4
CONSULTED = 12


@dataclass(frozen=True)
class Choice:
    """An answer of one press: its label, its short name in the button, and the decision that it stands for.

    Without a decision the person is asked for words, by the question `asks`.
    """

    label: str
    name: str
    decision: Decision | None = None
    asks: str = ""


def choices(voice: Voice, draft: Draft, number: int, settled: Mapping[str, Decision]) -> list[Choice]:
    """Return the answers to an anomaly, the suggested one first; the last leaves everything as it was read."""
    anomaly = draft.anomalies[number]
    task = next((task for task in draft.tasks if task.code == anomaly.code), None)
    found: list[Choice] = []
    if anomaly.kind in _DEADLINE and task is not None:
        found = _deadline(voice, anomaly, task)
    elif anomaly.kind == "lead_missing" and task is not None:
        found = _lead(voice, task)
    elif anomaly.kind == "lead_in_support" and task is not None:
        found = [Choice(voice.say("Only lead"), "onlylead", {"do": "only_lead"})]
    elif anomaly.kind == "collective_lead" and task is not None:
        found = _reporter(voice, task)
    elif anomaly.kind == "merged_title" and task is not None:
        found = [Choice(voice.say("Another title…"), "title", asks="plan_title")]
    elif anomaly.kind == "alias_proposed":
        return [*_alias(voice, anomaly), Choice(voice.say("Not now"), "keep", {"do": "later"})]
    elif anomaly.kind == "consult_proposed":
        return _consult(voice, draft, settled.get(str(number)))
    return [*found, Choice(voice.say("Leave as read"), "keep", {"do": "keep"})]


def effective(draft: Draft, settled: Mapping[str, Decision]) -> Draft:
    """Return the draft with what was decided about its tasks put in."""
    for number, decision in settled.items():
        anomaly = draft.anomalies[int(number)]
        task = next((task for task in draft.tasks if task.code == anomaly.code), None)
        if task is not None:
            draft = _put_in(draft, task, decision)
    return draft


def said(voice: Voice, decision: Decision) -> str:
    """Return a decision in words."""
    match decision["do"]:
        case "deadline":
            return voice.say("deadline {day}", day=decision["value"])
        case "ongoing":
            return voice.say("ongoing")
        case "lead":
            return voice.say("led by {unit}", unit=decision["value"])
        case "only_lead":
            return voice.say("only lead")
        case "reporter":
            return voice.say("{unit} reports", unit=decision["value"])
        case "title":
            return voice.say("title: {title}", title=decision["value"])
        case "same":
            return voice.say("one unit: {unit}", unit=decision["keep"])
        case "two":
            return voice.say("two units")
        case "consult":
            units = decision["units"]
            return (
                voice.say("consulted: {units}", units=voice.say(", ").join(units))
                if units
                else voice.say("nobody is consulted")
            )
        case "later":
            return voice.say("to be decided later")
        case _:
            return voice.say("as it is")


def is_settled(decision: Decision | None) -> bool:
    """Tell whether a decision is final; one about several units is open until it is said to be."""
    return decision is not None and not decision.get("open", False)


def quoted(anomaly: Anomaly) -> list[str]:
    """Return the names that an anomaly quotes."""
    return _QUOTED.findall(anomaly.message)


def consulted(draft: Draft) -> list[str]:
    """Return the units of a document that look like ones to consult, as the reader proposes them."""
    names = dict.fromkeys(unit for task in draft.tasks for unit in (*task.lead, *task.support))
    return [name for name in names if looks_consulted(name)]


def _put_in(draft: Draft, task: DraftTask, decision: Decision) -> Draft:
    match decision["do"]:
        case "deadline":
            return with_task(draft, task.code, deadline=date.fromisoformat(decision["value"]))
        case "ongoing":
            return with_task(draft, task.code, deadline="ongoing")
        case "lead":
            unit = decision["value"]
            support = tuple(name for name in task.support if name != unit)
            return with_task(draft, task.code, lead=(unit, *task.lead), support=support)
        case "only_lead":
            return with_task(draft, task.code, support=tuple(n for n in task.support if n not in task.lead))
        case "title":
            return with_task(draft, task.code, title=decision["value"])
        case _:
            return replace(draft)


def _deadline(voice: Voice, anomaly: Anomaly, task: DraftTask) -> list[Choice]:
    found = []
    day = _suggested(anomaly)
    if day is not None and day != task.deadline:
        label = voice.say("Make it {day}", day=day.isoformat())
        found.append(Choice(label, "day", {"do": "deadline", "value": day.isoformat()}))
    if task.deadline != "ongoing":
        found.append(Choice(voice.say("Ongoing"), "ongoing", {"do": "ongoing"}))
    return [*found, Choice(voice.say("Another day…"), "date", asks="plan_deadline")]


def _suggested(anomaly: Anomaly) -> date | None:
    match = _ISO.search(anomaly.suggestion)
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups() if part))
    except ValueError:
        return None


def _lead(voice: Voice, task: DraftTask) -> list[Choice]:
    real = [name for name in task.support if not is_collective(name)][:REPORTERS]
    found = [
        Choice(voice.say("Led by {unit}", unit=name), f"lead{place}", {"do": "lead", "value": name})
        for place, name in enumerate(real)
    ]
    return [*found, Choice(voice.say("Another unit…"), "leadname", asks="plan_lead")]


def _reporter(voice: Voice, task: DraftTask) -> list[Choice]:
    named = dict.fromkeys((*task.lead, *task.support))
    real = [name for name in named if not is_collective(name)][:REPORTERS]
    return [
        Choice(voice.say("{unit} reports", unit=name), f"rep{place}", {"do": "reporter", "value": name})
        for place, name in enumerate(real)
    ]


def _alias(voice: Voice, anomaly: Anomaly) -> list[Choice]:
    pair = quoted(anomaly)
    if len(pair) != 2:
        return []
    first, second = pair
    return [
        Choice(voice.say("One unit: {unit}", unit=first), "first", {"do": "same", "keep": first, "other": second}),
        Choice(voice.say("One unit: {unit}", unit=second), "second", {"do": "same", "keep": second, "other": first}),
        Choice(voice.say("Two units"), "two", {"do": "two", "keep": first, "other": second}),
    ]


def _consult(voice: Voice, draft: Draft, decision: Decision | None) -> list[Choice]:
    names = consulted(draft)[:CONSULTED]
    chosen = list((decision or {}).get("units", []))
    found = []
    for place, name in enumerate(names):
        inside = name in chosen
        label = voice.say("{unit}: consulted", unit=name) if inside else voice.say("{unit}: as others", unit=name)
        units = [unit for unit in names if (unit in chosen) != (unit == name)]
        found.append(Choice(label, f"unit{place}", {"do": "consult", "units": units, "open": True}))
    found.append(Choice(voice.say("Consult all"), "all", {"do": "consult", "units": names}))
    label = voice.say("So be it") if chosen else voice.say("Nobody")
    return [*found, Choice(label, "done", {"do": "consult", "units": chosen})]
