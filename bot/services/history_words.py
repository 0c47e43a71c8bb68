"""What was changed of a task, its milestones and its targets, as the audit keeps it, in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.locale import Html, Voice, join, text
from bot.services import say
from bot.services.receipt_lines import comma
from storage.models import AuditEvent, Milestone, Target

# What a field is called; the audit's other fields are for machines.
FIELDS = {
    "title": text("title"),
    "description": text("description"),
    "section": text("section"),
    "subsection": text("subsection"),
    "deadline": text("deadline"),
    "lead": text("lead units"),
    "support": text("supporting units"),
    "unit": text("reporting unit"),
    "targets": text("targets"),
    "milestones": text("milestones"),
    "code": text("number"),
}


def change(voice: Voice, event: AuditEvent) -> Html:
    """Return one change: who, what, from what to what, and on whose decision."""
    who = event.actor or voice.say("the program")
    verb = event.action.rpartition(".")[2]
    if event.object == Milestone.__tablename__:
        said = _milestone(voice, event, verb, who)
    elif event.object == Target.__tablename__:
        said = _target(voice, event, verb, who)
    else:
        said = _task(voice, event, verb, who)
    decided = approval(voice, event.after)
    return voice.html("{what} ({decision})", what=said, decision=decided) if decided else said


def approval(voice: Voice, facts: dict[str, Any]) -> str:
    """Return whose decision it was, as it was typed in: who, when, the paper's number; empty where nothing was said."""
    on = say.full_day(voice, date.fromisoformat(facts["on"])) if facts.get("on") else ""
    parts = [part for part in (facts.get("approver"), on, facts.get("paper")) if part]
    return voice.say("approved: {who}", who=comma(voice).join(parts)) if parts else ""


def _task(voice: Voice, event: AuditEvent, verb: str, who: str) -> Html:
    reason = str(event.after.get("reason") or "")
    match verb:
        case "add" | "added" if event.after.get("split_from"):
            return voice.html("{who} split it off from {code}", who=who, code=event.after["split_from"])
        case "add" | "added":
            return voice.html("{who} added the task", who=who)
        case "closed" | "done":
            said = voice.html("{who} closed it as done", who=who)
        case "reopened" | "reopen":
            said = voice.html("{who} opened it again", who=who)
        case "cancel" | "cancelled":
            said = voice.html("{who} cancelled it", who=who)
        case "approved":
            return voice.html("{who} recorded the decision", who=who)
        case "split":
            said = voice.html("{who} split it by lead, from {leads}", who=who, leads=event.before.get("split", ""))
        case _:
            fields = [_field(voice, event, name) for name in FIELDS if _differs(event, name)]
            return voice.html("{who} changed {what}", who=who, what=voice.say("; ").join(fields))
    return join([said, voice.html(": {words}", words=reason)], "") if reason else said


def _differs(event: AuditEvent, name: str) -> bool:
    return bool(event.before.get(name) != event.after.get(name))


def _field(voice: Voice, event: AuditEvent, name: str) -> str:
    old, new = (_value(voice, facts.get(name)) for facts in (event.before, event.after))
    return voice.say("{field}: {before} → {after}", field=voice.look_up(FIELDS[name]), before=old, after=new)


def _value(voice: Voice, value: object) -> str:
    if isinstance(value, list):
        return "、".join(str(each) for each in value) or voice.say("nothing")
    if value in (None, "", "None"):
        return voice.say("nothing")
    return _day(voice, str(value))


def _day(voice: Voice, value: str) -> str:
    """Return a date as people say it; other words stay as they are."""
    try:
        return say.full_day(voice, date.fromisoformat(value))
    except ValueError:
        return "长期坚持" if value == "ongoing" and voice.language != "en" else value


def _milestone(voice: Voice, event: AuditEvent, verb: str, who: str) -> Html:
    facts = {**event.before, **event.after}
    title = str(facts.get("title", ""))
    if verb == "move":
        before, after = _day(voice, str(event.before["due"])), _day(voice, str(event.after["due"]))
        return voice.html(
            "{who} moved the milestone {title}: {before} → {after}", who=who, title=title, before=before, after=after
        )
    if verb == "done":
        day = _day(voice, str(event.after.get("done_on", "")))
        return voice.html("{who} noted that the milestone {title} was reached on {day}", who=who, title=title, day=day)
    if verb == "open":
        return voice.html("{who} noted that the milestone {title} is not reached yet", who=who, title=title)
    named = {"who": who, "title": title, "day": _day(voice, str(facts.get("due", "")))}
    if verb == "remove":
        return voice.html("{who} took out the milestone {title} ({day})", **named)
    return voice.html("{who} added the milestone {title} ({day})", **named)


def _target(voice: Voice, event: AuditEvent, verb: str, who: str) -> Html:
    before, after = event.before.get("target", ""), event.after.get("target", "")
    if verb == "remove":
        return voice.html("{who} took out the target {target}", who=who, target=before)
    if verb == "change":
        return voice.html("{who} changed the target: {before} → {after}", who=who, before=before, after=after)
    return voice.html("{who} added the target {target}", who=who, target=after)
