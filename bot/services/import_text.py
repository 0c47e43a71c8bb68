"""What a person sees before a plan is stored: counts, units, anomalies; or how a new version differs.

`brief` is for a telephone: one screen that can be judged in a minute, with anomalies by kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from bot.locale import Voice
from bot.plan import Draft, is_collective, looks_consulted, propose_aliases

if TYPE_CHECKING:
    from bot.services.import_plan import Change, Difference

FIELD_NAMES = {
    "code": "number",
    "section": "section",
    "subsection": "subsection",
    "title": "title",
    "description": "text",
    "lead": "lead units",
    "support": "supporting units",
    "deadline": "deadline",
    "targets": "targets",
    "milestones": "milestones",
}
LONGEST = 40
LISTED = 12
BRIEF_DIFFERENCES = 20

# What each kind of anomaly is called; kinds that the readers add later are shown by their own word.
KIND_NAMES = {
    "lead_missing": "no lead unit",
    "lead_in_support": "lead also in support",
    "collective_lead": "collective lead",
    "deadline_missing": "no deadline",
    "deadline_unreadable": "deadline not readable",
    "deadline_relative": "deadline without a start",
    "deadline_invalid": "no such date",
    "deadline_vague": "vague deadline",
    "deadline_in_text": "deadline taken from the text",
    "deadline_contradicts_text": "deadline contradicts the text",
    "deadline_past": "deadline past",
    "second_row": "second row of a number",
    "merged_title": "title taken from above",
    "number_repeated": "number repeated",
    "number_gap": "numbers missing",
    "count_differs": "count differs from the text",
    "alias_proposed": "perhaps one unit",
    "consult_proposed": "perhaps to be consulted",
    "unit_unclear": "no unit's name",
    "year_assumed": "year assumed",
    "hidden_sheet": "hidden sheet",
    "hidden_rows": "hidden rows",
    "table_unread": "table not read",
    "left_out": "left out of the body",
}


def preview(voice: Voice, draft: Draft, first_month: date, *, brief: bool = False) -> Iterator[str]:
    """Yield the lines by which a person judges a plan in a minute."""
    yield draft.title
    issued = draft.issued.isoformat() if draft.issued else voice.say("not dated")
    yield voice.say("Issued {issued}; first round {month}", issued=issued, month=first_month.strftime("%Y-%m"))
    yield from _sections(voice, draft, brief=brief)
    yield from _deadlines(voice, draft)
    yield from _units(voice, draft, brief=brief)
    yield from kinds(voice, draft) if brief else _anomalies(voice, draft)


def diff(voice: Voice, found: Difference, *, brief: bool = False) -> Iterator[str]:
    """Yield the lines that show how a document differs from the stored plan."""
    lines = list(_differences(voice, found))
    yield from lines[: BRIEF_DIFFERENCES + 1] if brief else lines
    if brief and len(lines) > BRIEF_DIFFERENCES + 1:
        yield voice.say("… and {count} lines more", count=len(lines) - BRIEF_DIFFERENCES - 1)


def kinds(voice: Voice, draft: Draft) -> Iterator[str]:
    """Yield the anomalies by kind, the most frequent first."""
    counts = Counter(anomaly.kind for anomaly in draft.anomalies)
    if not counts:
        yield voice.say("No anomaly found")
        return
    named = voice.say(", ").join(f"{kind_name(voice, kind)} {count}" for kind, count in counts.most_common())
    yield voice.say("{count} things to look at: {kinds}", count=len(draft.anomalies), kinds=named)


def kind_name(voice: Voice, kind: str) -> str:
    """Return what a kind of anomaly is called."""
    return voice.say(KIND_NAMES[kind]) if kind in KIND_NAMES else kind


def _differences(voice: Voice, found: Difference) -> Iterator[str]:
    yield voice.say(
        "{title}: {new} new, {changed} changed, {gone} gone",
        title=found.plan.title,
        new=len(found.new),
        changed=len(found.changed),
        gone=len(found.gone),
    )
    for task in found.new:
        yield voice.say("+ {code} {title}", code=found.plan.letter + task.code, title=task.title)
    for change in found.changed:
        yield from _change(voice, change)
    for row in found.back:
        yield voice.say("+ {code} {title} (was left out before, would be open again)", code=row.code, title=row.title)
    for row in found.gone:
        yield voice.say("- {code} {title} (would be cancelled; its reports stay)", code=row.code, title=row.title)


def _change(voice: Voice, change: Change) -> Iterator[str]:
    yield voice.say("~ {code} {title}", code=change.code, title=change.title)
    for name, (before, after) in change.fields.items():
        label = voice.say(FIELD_NAMES[name])
        yield voice.say("    {field}: {before} -> {after}", field=label, before=_clip(before), after=_clip(after))


def _sections(voice: Voice, draft: Draft, *, brief: bool) -> Iterator[str]:
    yield voice.say("{count} tasks", count=len(draft.tasks))
    counts = [(name, count) for name, count in Counter(task.section for task in draft.tasks).items() if name]
    shown = counts[:LISTED] if brief else counts  # tasks outside any section are in the total
    for section, count in shown:
        yield voice.say("  {section}: {count}", section=_clip(section) if brief else section, count=count)
    if len(counts) > len(shown):
        yield voice.say("… and {count} lines more", count=len(counts) - len(shown))


def _deadlines(voice: Voice, draft: Draft) -> Iterator[str]:
    kinds = Counter("ongoing" if t.deadline == "ongoing" else "dated" if t.deadline else "none" for t in draft.tasks)
    targets = sum(len(task.targets) for task in draft.tasks)
    yield voice.say(
        "{dated} with a deadline, {ongoing} ongoing, {none} without; {targets} targets in numbers",
        dated=kinds["dated"],
        ongoing=kinds["ongoing"],
        none=kinds["none"],
        targets=targets,
    )


def _units(voice: Voice, draft: Draft, *, brief: bool) -> Iterator[str]:
    leads = Counter(name for task in draft.tasks for name in task.lead)
    supports = {name for task in draft.tasks for name in task.support}
    names = list(dict.fromkeys([*leads, *sorted(supports)]))
    real = [name for name in leads if not is_collective(name)]
    shown = [f"{name} {count}" for name, count in leads.most_common() if not is_collective(name)]
    more = voice.say(" and {count} more", count=len(shown) - LISTED) if brief and len(shown) > LISTED else ""
    listed = voice.say(", ").join(shown[:LISTED] if brief else shown) + more
    yield voice.say("{count} lead units: {units}", count=len(real), units=listed)
    collective = [name for name in names if is_collective(name)]
    if collective:
        shown = collective[:LISTED] if brief else collective
        more = voice.say(" and {count} more", count=len(collective) - LISTED) if len(collective) > len(shown) else ""
        yield voice.say("Never written to, collective: {units}", units=voice.say(", ").join(shown) + more)
    consulted = [name for name in real if looks_consulted(name)]
    if consulted and not brief:
        yield voice.say("Perhaps to be consulted only: {units}", units=voice.say(", ").join(consulted))
    for first, second in () if brief else propose_aliases(names):
        yield voice.say("Perhaps one unit: {first} and {second}", first=first, second=second)


def _anomalies(voice: Voice, draft: Draft) -> Iterator[str]:
    if not draft.anomalies:
        yield voice.say("No anomaly found")
        return
    yield voice.say("{count} anomalies:", count=len(draft.anomalies))
    for each in draft.anomalies:
        place = voice.say(" ({place})", place=each.place) if each.place else ""
        suggestion = voice.say("; suggested: {suggestion}", suggestion=each.suggestion) if each.suggestion else ""
        code = f"{each.code} " if each.code and not each.message.startswith(each.code) else ""
        yield f"  {code}{each.message}{place}{suggestion}"


def _clip(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
