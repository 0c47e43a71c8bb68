"""Short friendly lines for what is no report: thanks, small talk, words not understood; each with an example."""

from __future__ import annotations

import re
import unicodedata

from bot import replies
from bot.locale import Html
from bot.rules.months import add_months
from bot.services import owing, post, say
from bot.services.context import Context
from storage.kinds import MessageKind
from storage.models import Unit

DAYS_NAMED = 3
_POLITE = (
    r"(?:收到|好的?|好嘞|好哒|行|嗯+|哦|噢|了解|明白|知道了?|晓得了?|可以|没问题|谢谢|多谢|感谢|辛苦|麻烦|是|已阅|已读|已签收|签收"
    r"|照办|1|了|啦|的|哈|呀|啊|您|你们?|领导|老师|同志|科长|主任|提醒|通知|马上|就|办|一下|看|去|落实"
    r"|OK|okay|thanks|thank you|thx|noted|got it|received|roger|yes|sure"
    r"|👌|👍|🙏|🌹|😊|😄|❤️?)"
)
_ACK = re.compile(rf"{_POLITE}(?:[\s,，.。!！~、…]*{_POLITE})*[\s,，.。!！~、…]*", re.IGNORECASE)


def is_acknowledgement(text: str) -> bool:
    """Tell whether a text only says that a message has been seen: 收到, 好的, 谢谢, OK, 👍."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return bool(plain) and len(plain) <= 30 and _ACK.fullmatch(plain) is not None


def example(ctx: Context, unit: Unit | None) -> str:
    """Return an example of an answer, made of a task that the unit owes, or has open."""
    code, ongoing = _a_code(ctx, unit) if unit else (None, False)
    if code is not None and ongoing:
        return ctx.voice.say("{code} is on track", code=code)
    month = say.month(ctx.voice, add_months(ctx.today.replace(day=1), 1))
    if code is None:
        return ctx.voice.say("14 is 60% done, to be finished by the end of {month}", month=month)
    return ctx.voice.say("{code} is 60% done, to be finished by the end of {month}", code=code, month=month)


def send(ctx: Context, text: Html, unit: Unit | None = None, *, once: str = "") -> None:
    """Queue a short answer to the acting person; with `once` only the first of all with that word."""
    assert ctx.person is not None
    letter = post.Letter(
        MessageKind.receipt,
        text,
        f"hint:{ctx.person_id}:{once}" if once else f"hint:{ctx.inbox_id}",
        unit_id=unit.id if unit else None,
        day=ctx.today,
    )
    post.send(ctx, ctx.person, letter)


def acknowledged(ctx: Context, unit: Unit | None) -> Html:
    """Return the answer to 收到: seen, and no report yet."""
    return ctx.voice.html("Noted as seen. To report, one sentence will do: {example}", example=example(ctx, unit))


def not_a_report(ctx: Context, unit: Unit | None) -> Html:
    """Return the answer to words that report nothing, or that were not understood."""
    return ctx.voice.html(
        "This was not recorded as progress. To report, say the task's number and how it stands: {example}",
        example=example(ctx, unit),
    )


def no_such_days(ctx: Context, text: str) -> list[Html]:
    """Return the line on days and months in a report that do not exist; nothing where there are none."""
    found = replies.no_such_days(text)[:DAYS_NAMED]
    if not found:
        return []
    return [ctx.voice.html("There is no {days}: nothing was counted by it. Please correct it.", days="、".join(found))]


def _a_code(ctx: Context, unit: Unit) -> tuple[str | None, bool]:
    """Return a task for an example, and whether it is ongoing: one that is owed and has time left, where there is."""
    for duties in owing.unit_duties(ctx, unit):
        tasks = duties.book.rule_tasks
        plain = [code for code in duties.rest if not tasks[code].ongoing]
        found = (*plain, *duties.asked_one_by_one, *duties.rest) or tuple(task.code for task in duties.open)
        if found:
            return found[0], tasks[found[0]].ongoing
    return None, False
