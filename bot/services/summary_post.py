"""Answering `/summary`: the text, then a message with buttons whose list is changed in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.errors import Refused
from bot.reports.lines import Only, Scope
from bot.reports.lists import Page, View, names, page
from bot.reports.packing import pack
from bot.reports.summary import Summary
from bot.reports.text import caption, mark_of, summary_text
from bot.services import post, say, views
from bot.services.context import Context
from bot.services.post import Button, Rows
from bot.services.summary import Wanted, sections_of, summarise
from bot.services.summary_words import read_wanted
from storage import ledger
from storage.kinds import MessageKind, Role
from storage.models import Unit

READS_ALL = frozenset({Role.office, Role.admin, Role.supervision})
FILES = {
    "ledger": "Excel",
    "status": "Word",
    "targets": "Targets chart",
}  # forms that come as files, with their buttons' labels
MONTHS, YEAR = 6, 12  # of history: in the picture, in the files
_LETTERS = {Only.overdue: "o", Only.coordination: "c", Only.missing: "m"}
_FIRST = {Only.overdue: View.overdue, Only.coordination: View.coordination, Only.missing: View.missing}


def send(ctx: Context, words: str) -> Summary:
    """Queue the summary that the words ask for, as a picture where one says more, and its first list with buttons."""
    assert ctx.person is not None, "somebody has asked"
    wanted = read_wanted(ctx, words, own=own_units(ctx))
    pictured = not wanted.scope.own and not wanted.scope.only
    summary = summarise(ctx, replace(wanted, months=MONTHS if pictured else 0))
    kind = MessageKind.receipt if summary.scope.own else MessageKind.office
    cause = f"summary:{ctx.inbox_id}"
    if pictured and summary.tasks:
        letter = post.Letter(kind, caption(summary, ctx.voice), cause)
        post.drawn(ctx, ctx.person, letter, "chart", pack(summary))
    else:
        post.send(ctx, ctx.person, post.Letter(kind, summary_text(summary, ctx.voice), cause))
    shown = page(summary, _first_view(summary), 0, ctx.voice)
    letter = post.Letter(kind, shown.text, f"{cause}:list", buttons=_buttons(ctx, summary, _first_view(summary), shown))
    post.send(ctx, ctx.person, letter)
    return summary


def turn(ctx: Context, message_id: int, words: Sequence[str]) -> None:
    """Change the list in place to what a button asks for: view, page, month, units, section, narrowings."""
    assert ctx.person is not None, "somebody has pressed"
    view, number, wanted = _decode(ctx, words)
    summary = summarise(ctx, wanted)
    shown = page(summary, view, number, ctx.voice)
    kind = MessageKind.receipt if summary.scope.own else MessageKind.office
    letter = post.Letter(kind, shown.text, f"summary:{ctx.inbox_id}", buttons=_buttons(ctx, summary, view, shown))
    post.edit(ctx, ctx.person, message_id, letter)


def file(ctx: Context, words: Sequence[str]) -> str:
    """Queue what a button asks for as a file: form, month, units, section, narrowings; say that it is coming."""
    assert ctx.person is not None, "somebody has pressed"
    form = next(iter(words), "")
    if form not in FILES:
        raise Refused("This button is too old; please use the newest message")
    _, _, wanted = _decode(ctx, [View.units.value, "0", *words[1:]])
    summary = summarise(ctx, replace(wanted, months=YEAR, followed=True))
    text = ctx.voice.html(
        "{month}, {form}, as of {at} ({mark})",
        month=say.year_month(ctx.voice, summary.month),
        form=ctx.voice.say(FILES[form]),
        at=say.moment(ctx.voice, summary.as_of, today=summary.month),
        mark=mark_of(summary, ctx.voice),
    )
    letter = post.Letter(MessageKind.document, text, f"summary:{ctx.inbox_id}:{form}")
    post.drawn(ctx, ctx.person, letter, form, pack(summary))
    return ctx.voice.say("It is being made and comes in a moment")


def own_units(ctx: Context) -> Sequence[Unit] | None:
    """Return the units to which the acting person is limited, or None for who reads everything."""
    assert ctx.actor is not None, "somebody has asked"
    return None if ctx.actor.roles & READS_ALL else ctx.actor.units


def _first_view(summary: Summary) -> View:
    """Return the list to show first: what was asked for, else who is missing, else what comes next."""
    if summary.scope.only:
        return _FIRST[summary.scope.only[0]]
    if any(unit.owing for unit in summary.units):
        return View.missing
    return View.soon if summary.scope.own else View.units


def _buttons(ctx: Context, summary: Summary, view: View, shown: Page) -> Rows:
    voice, scope = ctx.voice, _scope_code(ctx, summary.scope)
    month = f"{summary.month:%Y%m}"

    def button(label: str, view: View, number: int = 0) -> Button:
        return Button(label, f"sum:{view.value}:{number}:{month}:{scope}")

    every = [
        button(_marked(label, each is view), each)
        for each, label in names(voice)
        if each is not View.supplement or summary.frozen
    ]
    rows = [every[:4], every[4:]]
    turns = []
    if shown.number:
        turns.append(button(voice.say("Previous page"), view, shown.number - 1))
    if shown.number + 1 < shown.pages:
        turns.append(button(voice.say("Next page"), view, shown.number + 1))
    if not summary.scope.own:
        forms = {form: label for form, label in FILES.items() if form != "targets" or summary.targets}
        rows.append([Button(voice.say(label), f"sumf:{form}:{month}:{scope}") for form, label in forms.items()])
    return [turns, *rows] if turns else rows


def _marked(label: str, chosen: bool) -> str:
    return f"·{label}·" if chosen else label


def _scope_code(ctx: Context, scope: Scope) -> str:
    """Return the scope as a button carries it: units by number, the section by its place, narrowings by letter."""
    units = ".".join(str(unit.id) for name in scope.units if (unit := ledger.find_unit(session=ctx.session, name=name)))
    sections = sections_of(views.plan_books(ctx)) if scope.section else []
    section = str(sections.index(scope.section)) if scope.section in sections else ""
    return f"{'own' if scope.own else units}:{section}:{''.join(_LETTERS[only] for only in scope.only)}"


def _decode(ctx: Context, words: Sequence[str]) -> tuple[View, int, Wanted]:
    """Return what a button's data asks for; a person limited to own units stays so, whatever the button says."""
    try:
        view, number, month, units, section, only = words
        sections = sections_of(views.plan_books(ctx)) if section else []
        scope = Scope(
            units=_named(ctx, units),
            section=sections[int(section)] if section else "",
            only=tuple(each for each, letter in _LETTERS.items() if letter in only),
            own=own_units(ctx) is not None,
        )
        wanted = Wanted(date(int(month[:4]), int(month[4:]), 1), scope)
        return View(view), int(number), wanted
    except (ValueError, IndexError) as error:
        raise Refused("This button is too old; please use the newest message") from error


def _named(ctx: Context, units: str) -> tuple[str, ...]:
    own = own_units(ctx)
    if own is not None:
        return tuple(unit.name for unit in own)
    found = (ctx.session.get(Unit, int(number)) for number in units.split(".") if number and number != "own")
    return tuple(unit.name for unit in found if unit is not None)
