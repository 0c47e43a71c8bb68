"""`/targets`: what the plan demands in numbers against what was reported: a picture, with its numbers in words."""

from __future__ import annotations

from dataclasses import replace

from bot.errors import Refused
from bot.locale import Html, join
from bot.reports.packing import pack
from bot.reports.summary import Summary
from bot.reports.targets import listed, roll_up
from bot.services import onetask, post, views
from bot.services.context import Context
from bot.services.summary import Wanted, sections_of, summarise
from bot.services.summary_words import read_wanted, section_named
from storage import ledger
from storage.kinds import MessageKind


def send(ctx: Context, words: str) -> None:
    """Answer with the roll-up of plan and sections; with a section or a task's code, target by target."""
    words = words.strip()
    task = ledger.find_task(session=ctx.session, code=onetask.clean_code(words)) if words else None
    if task is not None:
        summary = summarise(ctx)
        mine = [target for target in summary.targets if target.code == task.code]
        _must_be_some(bool(mine), words)
        return _write(ctx, listed(summary, mine, ctx.voice))
    if _is_code(ctx, words):
        raise Refused("No open plan has a task {code}", code=onetask.clean_code(words))
    wanted = read_wanted(ctx, words) if words else Wanted()
    summary = summarise(ctx, replace(wanted, scope=replace(wanted.scope, only=())))
    _must_be_some(bool(summary.targets), words)
    narrowed = summary.scope.section or summary.scope.units
    lines = listed(summary, summary.targets, ctx.voice) if narrowed else roll_up(summary, ctx.voice)
    _draw(ctx, summary, lines)


def _is_code(ctx: Context, words: str) -> bool:
    """Tell whether the words can only be a task's number: none of a section's place, none of a month (202208)."""
    number = words.removeprefix("#")
    if not number.isdigit() or len(words) >= 6:
        return False
    return number != words or section_named(words, sections_of(views.plan_books(ctx))) is None


def _must_be_some(some: bool, words: str) -> None:
    if not some:
        raise (
            Refused("No targets for: {words}", words=words[:60])
            if words
            else Refused("The plan has no targets in numbers")
        )


def _draw(ctx: Context, summary: Summary, lines: list[Html]) -> None:
    """Queue the picture with as many of the lines as a caption holds; the others follow as a message."""
    assert ctx.person is not None, "somebody has asked"
    count = len(lines)
    while count > 1 and len(join(lines[:count])) > post.CAPTION_LIMIT:
        count -= 1
    letter = post.Letter(MessageKind.receipt, join(lines[:count]), f"targets:{ctx.inbox_id}")
    post.drawn(ctx, ctx.person, letter, "targets", pack(summary))
    if lines[count:]:
        _write(ctx, lines[count:])


def _write(ctx: Context, lines: list[Html]) -> None:
    assert ctx.person is not None, "somebody has asked"
    post.send(ctx, ctx.person, post.Letter(MessageKind.receipt, join(lines), f"targets:{ctx.inbox_id}:words"))
