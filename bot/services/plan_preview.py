"""A plan document in the chat: the preview, its points one by one, and what storing it comes to. All or nothing.

The file is read outside any transaction (`plan_file`); what was read waits in `plan_previews` until the office has
accepted or cancelled it. Nothing of it is in the ledger before.
"""

from __future__ import annotations

from bot.errors import DubanError, PlanError, Refused
from bot.locale import Html, Voice, bold, join
from bot.plan import Draft, draft_json
from bot.services import download, import_plan, plan_ask, plan_points, post, say
from bot.services import plan_preview_text as look
from bot.services.context import Context
from bot.services.import_draft import draft_from_json
from bot.services.plan_decided import carry_out
from bot.services.plan_points import Decision
from bot.services.record import record
from storage import downloads
from storage.kinds import DownloadState, MessageKind, PreviewState
from storage.models import Download, Plan, PlanPreview


def received(ctx: Context, row: Download, found: Draft | DubanError) -> None:
    """Put a document that was fetched and read before who sent it, or say why it cannot be."""
    own = download.sender(ctx, row)
    if own is None or own.person is None or own.actor is None or not own.actor.is_office:
        downloads.settle(
            session=ctx.session, row=row, state=DownloadState.dropped, now=ctx.now, reason="not office staff any more"
        )
        return
    if isinstance(found, DubanError):
        _unreadable(own, row, found)
        return
    downloads.settle(session=ctx.session, row=row, state=DownloadState.done, now=ctx.now)
    version = import_plan.stored_version(own, found)
    preview = PlanPreview(
        download_id=row.id or 0,
        person_id=own.person_id or 0,
        plan_id=version.id if version else None,
        first_month=version.first_month if version else found.first_month(own.today),
        draft=draft_json(found),
        created_at=own.now,
    )
    own.session.add(preview)
    own.session.flush()
    record(own, "preview.made", preview, after={"title": found.title, "tasks": len(found.tasks), "file": row.name})
    _show(own, preview, reply_to=row.message_id)


def _unreadable(ctx: Context, row: Download, why: DubanError) -> None:
    reason = why.tell(ctx.voice) if not isinstance(why, PlanError) else _in_one_language(why, ctx.voice)
    downloads.settle(session=ctx.session, row=row, state=DownloadState.failed, now=ctx.now, reason=reason[:500])
    text = ctx.voice.html("{name} was not read, nothing was stored. {why}", name=row.name or "?", why=reason)
    assert ctx.person is not None
    key = f"plan_file:{row.id}:refused"
    post.send(ctx, ctx.person, post.Letter(MessageKind.receipt, text, key, reply_to=row.message_id or None))


def _in_one_language(why: PlanError, voice: Voice) -> str:
    """Return the reader's part of a reason that the readers give in both languages, Chinese first."""
    told = why.tell(voice)
    chinese, _, english = told.partition("。 ")
    if not english or not english.isascii():
        return told
    return english if voice.language == "en" else f"{chinese}。"


def get(ctx: Context, number: int) -> PlanPreview:
    """Return a preview of the acting person."""
    preview = ctx.session.get(PlanPreview, number)
    if preview is None or preview.person_id != ctx.person_id:
        raise Refused("This button is too old; please use the newest message")
    return preview


def show(ctx: Context, preview: PlanPreview, message_id: int) -> str:
    """Show the preview in the place of what the message shows; return the short answer of the press."""
    if preview.state is not PreviewState.open:
        return _ended(ctx, preview, message_id)
    _show(ctx, preview, message_id=message_id)
    return ""


def point(ctx: Context, preview: PlanPreview, number: int, message_id: int = 0) -> str:
    """Show one point with the buttons that settle it; `number` beyond the last shows the preview."""
    if preview.state is not PreviewState.open:
        return _ended(ctx, preview, message_id)
    draft = draft_from_json(preview.draft)
    if not 0 <= number < len(draft.anomalies):
        _show(ctx, preview, message_id=message_id)
        return ""
    _put(
        ctx,
        preview,
        look.point_text(ctx, preview, draft, number),
        look.point_rows(ctx.voice, preview, draft, number),
        message_id,
    )
    return ""


def press(ctx: Context, preview: PlanPreview, number: int, name: str, message_id: int) -> str:
    """Settle a point by one of its answers, and show the next open one; return the short answer of the press."""
    if preview.state is not PreviewState.open:
        return _ended(ctx, preview, message_id)
    draft = draft_from_json(preview.draft)
    if not 0 <= number < len(draft.anomalies):
        raise Refused("This button is too old; please use the newest message")
    found = plan_points.choices(ctx.voice, draft, number, preview.settled)
    choice = next((choice for choice in found if choice.name == name), None)
    if choice is None:
        raise Refused("This button is too old; please use the newest message")
    if choice.decision is None:
        _ask(ctx, preview, draft, number, choice.asks)
        return ctx.voice.say("Write it in one message")
    settle(ctx, preview, number, choice.decision)
    following = number if choice.decision.get("open") else look.next_open(preview, draft, number)
    point(ctx, preview, following, message_id)
    return "" if choice.decision.get("open") else plan_points.said(ctx.voice, choice.decision)


def settle(ctx: Context, preview: PlanPreview, number: int, decision: Decision) -> None:
    """Keep a decision about a point; a later one about the same replaces it."""
    preview.settled = {**preview.settled, str(number): decision}
    ctx.session.add(preview)
    ctx.session.flush()


def next_point(ctx: Context, preview: PlanPreview, after: int) -> None:
    """Show the next open point in a new message, after one was settled by words."""
    point(ctx, preview, look.next_open(preview, draft_from_json(preview.draft), after))


def choose_version(ctx: Context, preview: PlanPreview, plan_id: int, message_id: int) -> str:
    """Take the document as a new version of that plan, or with 0 as a plan of its own."""
    if preview.state is not PreviewState.open:
        return _ended(ctx, preview, message_id)
    plan = ctx.session.get(Plan, plan_id) if plan_id else None
    if plan_id and (plan is None or plan.closed_at is not None):
        raise Refused("This plan is closed by now")
    draft = draft_from_json(preview.draft)
    preview.plan_id = plan.id if plan else None
    preview.first_month = plan.first_month if plan else draft.first_month(ctx.today)
    ctx.session.add(preview)
    ctx.session.flush()
    _show(ctx, preview, message_id=message_id)
    return ""


def cancel(ctx: Context, preview: PlanPreview, message_id: int) -> str:
    """Drop the document; nothing was stored."""
    if preview.state is not PreviewState.open:
        return _ended(ctx, preview, message_id)
    _close(ctx, preview, PreviewState.cancelled)
    text = ctx.voice.html("Cancelled, nothing was stored: {title}", title=preview.draft["plan"]["title"])
    _put(ctx, preview, text, (), message_id)
    return ctx.voice.say("Nothing was stored")


def accept(ctx: Context, preview: PlanPreview, message_id: int) -> str:
    """Store the document with what was settled, all of it or nothing; return the short answer of the press.

    Where the ledger has changed since the preview was shown, it is shown again instead.
    """
    if preview.state is not PreviewState.open:
        return _ended(ctx, preview, message_id)
    draft = plan_points.effective(draft_from_json(preview.draft), preview.settled)
    plan = look.version_of(ctx, preview)
    now = look.outcome(ctx, preview, draft, plan)
    if now != preview.shown:
        _show(ctx, preview, message_id=message_id)
        return ctx.voice.say("The ledger has changed meanwhile; please look again")
    if plan is None:
        plan = import_plan.store(ctx, draft, first_month=preview.first_month)
    else:
        import_plan.apply(ctx, import_plan.difference(ctx, plan, draft), draft)
    carry_out(ctx, plan, draft, preview.settled)
    preview.plan_id = plan.id
    _close(ctx, preview, PreviewState.accepted)
    _put(ctx, preview, look.stored_text(ctx, preview, plan, draft), (), message_id)
    return ctx.voice.say("Stored")


def _show(ctx: Context, preview: PlanPreview, *, message_id: int = 0, reply_to: int = 0) -> None:
    draft = plan_points.effective(draft_from_json(preview.draft), preview.settled)
    plan = look.version_of(ctx, preview)
    preview.shown = look.outcome(ctx, preview, draft, plan)
    ctx.session.add(preview)
    ctx.session.flush()
    lines = look.preview_lines(ctx, preview, draft, plan)
    rows = look.preview_rows(ctx, preview, draft, plan)
    _put(ctx, preview, join([bold(lines[0]), *lines[1:]]), rows, message_id, reply_to)


def _ask(ctx: Context, preview: PlanPreview, draft: Draft, number: int, kind: str) -> None:
    code = draft.anomalies[number].code or ""
    texts = {
        "plan_deadline": ctx.voice.html("{code}: which deadline? For example 2024-03-31, or 3月底", code=code),
        "plan_lead": ctx.voice.html("{code}: which unit leads? Write its full name", code=code),
        "plan_title": ctx.voice.html("{code}: which title?", code=code),
    }
    plan_ask.ask(ctx, kind, {"preview": preview.id, "number": number}, texts[kind])


def _ended(ctx: Context, preview: PlanPreview, message_id: int) -> str:
    """Say what became of a preview, and take the buttons off the message."""
    at = _moment(ctx, preview)
    said = (
        ctx.voice.say("This was stored, {at}", at=at)
        if preview.state is PreviewState.accepted
        else ctx.voice.say("This was cancelled, {at}", at=at)
    )
    if message_id:
        _put(ctx, preview, join([bold(preview.draft["plan"]["title"]), said]), (), message_id)
    return said


def _moment(ctx: Context, preview: PlanPreview) -> str:
    """Return when a preview was closed, as people say it."""
    return say.moment(ctx.voice, ctx.office.local(preview.closed_at), today=ctx.today) if preview.closed_at else ""


def _close(ctx: Context, preview: PlanPreview, state: PreviewState) -> None:
    preview.state, preview.closed_at = state, ctx.now
    ctx.session.add(preview)
    ctx.session.flush()
    record(ctx, f"preview.{state.value}", preview, after={"plan": preview.plan_id, "settled": len(preview.settled)})


def _put(
    ctx: Context, preview: PlanPreview, text: Html, rows: post.Rows, message_id: int = 0, reply_to: int = 0
) -> None:
    """Show something of a preview: in the place of a message where there is one, else in a new one."""
    assert ctx.person is not None
    cause = ctx.inbox_id if ctx.inbox_id is not None else ctx.now.isoformat()
    letter = post.Letter(
        MessageKind.question,
        text,
        f"plan_preview:{preview.id}:{cause}",
        buttons=rows,
        facts={"preview": preview.id},
        reply_to=reply_to or None,
    )
    if message_id:
        post.edit(ctx, ctx.person, message_id, letter)
    else:
        post.send(ctx, ctx.person, letter)
