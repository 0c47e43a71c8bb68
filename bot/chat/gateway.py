"""The way out to Telegram: one message, one attempt, one outcome. Nothing is decided or stored here.

The token must not reach a log: it is part of every address. See `install_log_filter`.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import httpx
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.chat.retry import Outcome, Result
from storage.models import OutboxRow

log = logging.getLogger(__name__)

POOL = 32  # the library's pool slows down beyond that many
SEND_SECONDS = 90.0  # an attempt ends then, well within its lease
Draw = Callable[[str, bytes, str], Awaitable[tuple[str, str, bytes]]]  # form, data, language: name, mime type, bytes
TELEGRAM = "https://api.telegram.org/bot"

# Where the bytes of a row belong in a request, and which methods are not addressed to a chat.
_FILE_OF = {"sendDocument": "document", "sendPhoto": "photo"}
_NO_CHAT = frozenset({"setMyCommands", "deleteMyCommands"})
_METHODS = _NO_CHAT | frozenset(_FILE_OF) | {
    "sendMessage", "editMessageText", "editMessageReplyMarkup", "editMessageCaption", "deleteMessage",
}  # fmt: skip
# The request never left, or never arrived: trying again cannot deliver twice.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


class Api(Bot):
    """The library's bot, with raw calls: no warning for methods that it wraps, no parsing of what comes back."""

    async def call(self, method: str, params: dict[str, Any], *, read_timeout: float | None = None) -> Any:
        """Call a Bot API method by its name and return its result as JSON; raises TelegramError."""
        if read_timeout is None:
            return await self._post(method, api_kwargs=params)
        return await self._post(method, api_kwargs=params, read_timeout=read_timeout)


def make_api(token: str, *, base_url: str = TELEGRAM, proxy: str = "") -> Api:
    """Return a bot for the address; connects nowhere yet. Updates have connections of their own."""
    outgoing = HTTPXRequest(POOL, read_timeout=20, write_timeout=20, connect_timeout=10, proxy=proxy or None)
    incoming = HTTPXRequest(2, read_timeout=20, connect_timeout=10, pool_timeout=5, proxy=proxy or None)
    file_url = re.sub(r"/bot$", "/file/bot", base_url)
    return Api(token, base_url=base_url, base_file_url=file_url, request=outgoing, get_updates_request=incoming)


class Gateway:
    """Sends outbox rows and answers pressed buttons."""

    def __init__(self, api: Api, *, seconds: float = SEND_SECONDS, draw: Draw | None = None) -> None:
        self._api = api
        self._seconds = seconds
        self._draw = draw

    async def send(self, row: OutboxRow) -> Outcome:
        """Make one attempt; never raises for what Telegram or the network does."""
        if row.method not in _METHODS:
            return Outcome(Result.permanent, f"unknown method {row.method}")
        try:
            async with asyncio.timeout(self._seconds):
                method, params = await self._made(row)
                result = await self._api.call(method, params)
        except TimeoutError:
            return Outcome(Result.unknown, f"no answer in {self._seconds:.0f} s")
        except TelegramError as error:
            outcome = outcome_of(error) if row.method not in _NO_CHAT else _menu_outcome(error)
            refused = outcome.result is Result.permanent and not outcome.unreachable
            return await self._in_words(row, outcome) if refused and row.method in _FILE_OF else outcome
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return Outcome(Result.sent, message_id=message_id)

    async def _in_words(self, row: OutboxRow, refused: Outcome) -> Outcome:
        """Send a file's words alone where Telegram takes the words but not the file, such as one that is too large."""
        sorry = row.payload.get("sorry") or row.payload.get("draw", {}).get("sorry")
        if row.attachment is None or not sorry:
            return refused
        log.warning("the file of message %s was refused, its words are sent: %s", row.id, refused.reason)
        kept: dict[str, Any] = {
            name: row.payload[name] for name in ("parse_mode", "reply_markup") if name in row.payload
        }
        text = "\n".join([row.payload.get("caption", ""), sorry]).strip()
        try:
            async with asyncio.timeout(self._seconds):
                result = await self._api.call("sendMessage", {**kept, "chat_id": row.chat_id, "text": text})
        except TimeoutError:
            return Outcome(Result.unknown, f"no answer in {self._seconds:.0f} s")
        except TelegramError as error:
            return outcome_of(error)
        return Outcome(Result.sent, refused.reason, message_id=result.get("message_id"))

    async def _made(self, row: OutboxRow) -> tuple[str, dict[str, Any]]:
        """Return method and parameters; what is to be drawn is drawn now, and told in words where it cannot be."""
        wanted = row.payload.get("draw")
        if wanted is None:
            return row.method, _params(row)
        params = {name: value for name, value in row.payload.items() if name != "draw"} | {"chat_id": row.chat_id}
        try:
            if self._draw is None:
                raise RuntimeError("nothing here draws")
            name, _, data = await self._draw(wanted["form"], row.attachment or b"", wanted["language"])
        except Exception:
            log.exception("what message %s shows could not be drawn; its words are sent", row.id)
            return "sendMessage", params | {"text": "\n".join([params.pop("caption"), wanted["sorry"]])}
        return row.method, params | {_FILE_OF[row.method]: InputFile(data, filename=name)}

    async def answer(self, callback_id: str, text: str = "", *, alert: bool = False) -> bool:
        """Answer a pressed button, at once; tell whether Telegram took it. A late answer is no harm."""
        params: dict[str, Any] = {"callback_query_id": callback_id}
        if text:
            params |= {"text": text[:200], "show_alert": alert}
        try:
            async with asyncio.timeout(self._seconds):
                await self._api.call("answerCallbackQuery", params)
        except (TelegramError, TimeoutError) as error:
            log.info("a pressed button was not answered: %s", error)
            return False
        return True


def _params(row: OutboxRow) -> dict[str, Any]:
    params = dict(row.payload)
    name, _ = params.pop("filename", None), params.pop("sorry", None)
    if row.attachment is not None and row.method in _FILE_OF:
        params[_FILE_OF[row.method]] = InputFile(row.attachment, filename=name)
    return params if row.method in _NO_CHAT else params | {"chat_id": row.chat_id}


def outcome_of(error: TelegramError) -> Outcome:
    """Return what an error means for the message."""
    why = str(error)[:300]
    words = why.lower()
    match error:
        case RetryAfter():
            return Outcome(Result.wait, why, seconds=_seconds(error))
        case ChatMigrated():
            return Outcome(Result.migrated, why, new_chat_id=error.new_chat_id)
        case Forbidden():
            return Outcome(Result.permanent, why, unreachable=True)
        case BadRequest() if "message is not modified" in words:
            return Outcome(Result.sent, why)
        case BadRequest():
            gone = "chat not found" in words or "user not found" in words or "peer_id_invalid" in words
            return Outcome(Result.permanent, why, unreachable=gone)
        case InvalidToken():
            # The row's method is one that exists, so it is the token or the address, and no fault of the row.
            return Outcome(Result.temporary, why, everyone=True)
        case Conflict():
            return Outcome(Result.temporary, why)
        case NetworkError() if "request entity too large" in words:
            return Outcome(Result.permanent, why)
        case NetworkError() if "too many requests" in words:
            return Outcome(Result.wait, why, seconds=5)
        case TimedOut() | NetworkError():
            return Outcome(_arrived(error), why)
    return Outcome(Result.temporary, why)


def _menu_outcome(error: TelegramError) -> Outcome:
    """Return what an error means for a menu: a server that has none is no reason to hold up what people wait for."""
    if isinstance(error, InvalidToken):  # it says "not found" of a method that it does not have
        return Outcome(Result.permanent, str(error)[:300])
    answered = not isinstance(error.__cause__, httpx.HTTPError)
    return replace(outcome_of(error), optional=answered)


def _arrived(error: TelegramError) -> Result:
    """Tell a request that surely did not arrive from one that nobody answered."""
    cause = error.__cause__
    if isinstance(cause, _NOT_SENT):
        return Result.temporary
    return Result.unknown if isinstance(cause, httpx.HTTPError) else Result.temporary


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()


class RedactingFilter(logging.Filter):
    """Takes tokens out of log records, out of the traces of exceptions too."""

    _ANY = re.compile(r"(?<!\d)\d{6,}:[A-Za-z0-9_-]{30,}")

    def __init__(self, token: str = "") -> None:
        super().__init__()
        self._token = token

    def redact(self, text: str) -> str:
        """Return the text without tokens."""
        if self._token:
            text = text.replace(self._token, "<token>")
        return self._ANY.sub("<token>", text)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, cleaned."""
        said = record.getMessage()
        clean = self.redact(said)
        if clean != said:
            record.msg, record.args = clean, None
        if record.exc_info and not record.exc_text:
            trace = logging.Formatter().formatException(record.exc_info)
            if (cleaned := self.redact(trace)) != trace:
                record.exc_text, record.exc_info = cleaned, None
        return True


def install_log_filter(token: str) -> RedactingFilter:
    """Keep the token out of every record from now on, and the HTTP libraries, which log addresses, quiet."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    redacting = RedactingFilter(token)
    make = logging.getLogRecordFactory()

    # A filter on a logger does not see its children's records, one on a handler not those of handlers added later.
    def record(*args: Any, **kwargs: Any) -> logging.LogRecord:
        made = make(*args, **kwargs)
        redacting.filter(made)
        return made

    logging.setLogRecordFactory(record)
    return redacting
