"""How a plan document looks in the chat before it is stored: the preview, one point, and what was stored."""

from __future__ import annotations

from typing import Any

from bot.locale import Html, Voice, bold, join
from bot.plan import Draft
from bot.services import import_plan, import_text, plan_points
from bot.services.context import Context
from bot.services.post import Button
from storage.models import Plan, PlanPreview

CHOICES_PER_ROW = 2


def version_of(ctx: Context, preview: PlanPreview) -> Plan | None:
    """Return the plan of which it is a new version; one that was closed meanwhile is none."""
    plan = ctx.session.get(Plan, preview.plan_id) if preview.plan_id else None
    return plan if plan is not None and plan.closed_at is None else None


def outcome(ctx: Context, preview: PlanPreview, draft: Draft, plan: Plan | None) -> dict[str, Any]:
    """Return what accepting would do now, in figures: to notice that the ledger has changed since it was shown."""
    if plan is None:
        same = import_plan.stored_version(ctx, draft)
        return {"plan": None, "tasks": len(draft.tasks), "same": same.id if same else None}
    return {"plan": plan.id, **import_plan.difference(ctx, plan, draft).counts}


def preview_lines(ctx: Context, preview: PlanPreview, draft: Draft, plan: Plan | None) -> list[str]:
    """Return the preview, line by line, the title first."""
    voice = ctx.voice
    if plan is None:
        lines = list(import_text.preview(voice, draft, preview.first_month, brief=True))
        lines[0] = voice.say("New plan: {title}", title=draft.title)
        opened = import_plan.letter_for_new(ctx)
        if opened:
            lines.append(voice.say("Another plan is open: codes will begin with {letter}", letter=opened))
    else:
        found = import_plan.difference(ctx, plan, draft)
        lines = list(import_text.diff(voice, found, brief=True))
        lines[0] = voice.say("New version, {line}", line=lines[0])
        if not found:
            lines.append(voice.say("Nothing differs from what is stored"))
        lines += import_text.kinds(voice, draft)
    settled = sum(plan_points.is_settled(decision) for decision in preview.settled.values())
    if settled:
        lines.append(voice.say("Settled: {settled} of {count}", settled=settled, count=len(draft.anomalies)))
    lines.append(voice.say("Nothing is stored yet."))
    return lines


def preview_rows(ctx: Context, preview: PlanPreview, draft: Draft, plan: Plan | None) -> list[list[Button]]:
    """Return the buttons under a preview."""
    voice, number = ctx.voice, preview.id
    accept_label = voice.say("Store") if plan is None else voice.say("Bring to this version")
    first = [Button(accept_label, f"plan_accept:{number}")]
    if draft.anomalies:
        left = len(draft.anomalies) - sum(plan_points.is_settled(d) for d in preview.settled.values())
        start = next_open(preview, draft, -1)
        label = voice.say("Points to settle ({count})", count=left)
        first.append(Button(label, f"plan_point:{number}:{start if left else 0}"))
    first.append(Button(voice.say("Cancel"), f"plan_cancel:{number}"))
    rows = [first]
    if plan is None:
        likely = import_plan.likely_version(ctx, draft)
        if likely is not None:
            label = voice.say("It is a new version of: {title}", title=_clip(likely.title, 24))
            rows.append([Button(label, f"plan_version:{number}:{likely.id}")])
    elif import_plan.stored_version(ctx, draft) is None:
        rows.append([Button(voice.say("It is a plan of its own"), f"plan_version:{number}:0")])
    return rows


def point_text(ctx: Context, preview: PlanPreview, draft: Draft, number: int) -> Html:
    """Return one point with its place, what is suggested, and what was decided."""
    voice, anomaly = ctx.voice, draft.anomalies[number]
    decision = preview.settled.get(str(number))
    head = voice.say(
        "Point {number} of {count}: {kind}",
        number=number + 1,
        count=len(draft.anomalies),
        kind=import_text.kind_name(voice, anomaly.kind),
    )
    lines: list[object] = [bold(head), anomaly.message]
    task = next((task for task in draft.tasks if task.code == anomaly.code), None)
    if task is not None:
        lines.append(f"{task.code} {_clip(' '.join(task.title.split()), 60)}")
    if anomaly.place:
        lines.append(voice.say("Place: {place}", place=_clip(anomaly.place, 120)))
    if anomaly.suggestion:
        lines.append(voice.say("Suggested: {suggestion}", suggestion=anomaly.suggestion))
    if plan_points.is_settled(decision) and decision is not None:
        lines.append(voice.html("Settled: {decision}", decision=plan_points.said(voice, decision)))
    return join(lines)


def point_rows(voice: Voice, preview: PlanPreview, draft: Draft, number: int) -> list[list[Button]]:
    """Return the buttons under a point: its answers, and the way to the next."""
    found = plan_points.choices(voice, draft, number, preview.settled)
    made = [Button(_clip(choice.label, 30), f"plan_do:{preview.id}:{number}:{choice.name}") for choice in found]
    rows = [made[start : start + CHOICES_PER_ROW] for start in range(0, len(made), CHOICES_PER_ROW)]
    walk = []
    if number > 0:
        walk.append(Button(voice.say("Previous"), f"plan_point:{preview.id}:{number - 1}"))
    if number + 1 < len(draft.anomalies):
        walk.append(Button(voice.say("Next"), f"plan_point:{preview.id}:{number + 1}"))
    return [*rows, [*walk, Button(voice.say("To the preview"), f"plan_show:{preview.id}")]]


def next_open(preview: PlanPreview, draft: Draft, after: int) -> int:
    """Return the place of the next point that is not settled, going round; the number of points where none is."""
    count = len(draft.anomalies)
    order = [*range(after + 1, count), *range(0, after + 1)]
    open_ones = (place for place in order if not plan_points.is_settled(preview.settled.get(str(place))))
    return next(open_ones, count)


def stored_text(ctx: Context, preview: PlanPreview, plan: Plan, draft: Draft) -> Html:
    """Return what is said once a document is stored."""
    voice = ctx.voice
    left = [n for n in range(len(draft.anomalies)) if not plan_points.is_settled(preview.settled.get(str(n)))]
    lines = [
        voice.html("Stored: {title}, {count} tasks", title=bold(plan.title), count=len(draft.tasks)),
        voice.html("First round: {month}", month=plan.first_month.strftime("%Y-%m")),
    ]
    if left:
        lines.append(voice.html("{count} points were left as they were read", count=len(left)))
    lines.append(voice.html("Next: /plan shows it, /unit a unit, /task a task, /invite invites a liaison"))
    return join(lines)


def _clip(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
