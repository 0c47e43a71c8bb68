"""One attempt, one outcome, against a strict stand-in over real HTTP; the token stays out of the logs."""

from __future__ import annotations

import contextlib
import io
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.chat.gateway import Gateway, install_log_filter, make_api, outcome_of
from bot.chat.retry import Outcome, Result
from storage.kinds import MessageKind
from storage.models import OutboxRow

from .conftest import GROUP, LI, START, Post


def row(method: str = "sendMessage", chat_id: int = LI, attachment: bytes | None = None, **payload: Any) -> OutboxRow:
    return OutboxRow(
        key="k", kind=MessageKind.nudge, chat_id=chat_id, method=method, payload=payload, attachment=attachment,
        created_at=START,
    )  # fmt: skip


async def send(post: Post, *args: Any, seconds: float = 20.0, **kwargs: Any) -> Outcome:
    return await Gateway(post.api, seconds=seconds).send(row(*args, **kwargs))


async def test_a_message_with_buttons_is_sent_and_its_number_told(post: Post) -> None:
    keyboard = {"inline_keyboard": [[{"text": "其余正常", "callback_data": "rest:1"}]]}
    outcome = await send(post, text="<b>已记</b>9项", parse_mode="HTML", reply_markup=keyboard)
    assert outcome.result is Result.sent
    (seen,) = [one for one in await post.client.messages(LI) if one["message_id"] == outcome.message_id]
    assert seen["text"] == "已记9项"
    assert seen["reply_markup"] == keyboard


async def test_a_message_is_edited_and_an_edit_without_change_counts_as_sent(post: Post) -> None:
    number = (await send(post, text="甲")).message_id
    for _ in range(2):
        outcome = await send(post, "editMessageText", message_id=number, text="乙")
        assert outcome.result is Result.sent
    keyboard = {"inline_keyboard": [[{"text": "改", "callback_data": "x"}]]}
    outcome = await send(post, "editMessageReplyMarkup", message_id=number, reply_markup=keyboard)
    assert outcome.result is Result.sent
    assert await post.texts() == ["乙"]


async def test_a_file_arrives_whole_and_under_its_own_name(post: Post) -> None:
    data = bytes(range(256)) * 1000
    outcome = await send(post, "sendDocument", attachment=data, filename="台账（8月）.xlsx", caption="台账")
    assert outcome.result is Result.sent
    seen = (await post.client.messages(LI))[-1]
    assert (seen["document"]["file_name"], seen["caption"]) == ("台账（8月）.xlsx", "台账")
    assert await post.client.file(seen) == data


async def test_a_command_menu_goes_without_a_chat(post: Post) -> None:
    scope = {"type": "chat", "chat_id": LI}
    outcome = await send(post, "setMyCommands", commands=[{"command": "help", "description": "说明"}], scope=scope)
    assert (outcome.result, outcome.message_id) == (Result.sent, None)
    assert await post.client.commands(LI) == ["help"]


async def test_who_blocked_the_bot_or_never_started_it_is_unreachable(post: Post) -> None:
    await post.client.block(LI)
    blocked = await send(post, text="甲")
    assert (blocked.result, blocked.unreachable) == (Result.permanent, True)
    assert "blocked" in blocked.reason
    await post.client.add_person(77, "新人")
    assert (await send(post, chat_id=77, text="甲")).unreachable
    nobody = await send(post, chat_id=99, text="甲")
    assert (nobody.result, nobody.unreachable) == (Result.permanent, True)


async def test_a_bad_message_fails_for_good_and_the_person_stays_reachable(post: Post) -> None:
    for payload in ({"text": "x" * 4097}, {"text": "<b>", "parse_mode": "HTML"}, {"text": ""}):
        outcome = await send(post, **payload)
        assert (outcome.result, outcome.unreachable) == (Result.permanent, False)
    outcome = await send(post, "editMessageText", message_id=10_000, text="x")
    assert (outcome.result, outcome.unreachable) == (Result.permanent, False)


async def test_telegrams_wait_is_told_in_seconds(post: Post) -> None:
    await post.client.fault("sendMessage", code=429, retry_after=17)
    outcome = await send(post, text="甲")
    assert (outcome.result, outcome.seconds) == (Result.wait, 17)


@pytest.mark.parametrize("fault", [{"code": 500}, {"code": 502}, {"kind": "garbage"}])
async def test_trouble_at_telegram_is_temporary(post: Post, fault: dict[str, Any]) -> None:
    await post.client.fault("sendMessage", **fault)
    assert (await send(post, text="甲")).result is Result.temporary
    assert (await send(post, text="甲")).result is Result.sent


async def test_a_request_that_nobody_answers_may_have_arrived(post: Post) -> None:
    await post.client.fault("sendMessage", kind="hang")
    assert (await send(post, text="甲", seconds=0.3)).result is Result.unknown
    await post.client.fault("sendMessage", kind="drop")
    assert (await send(post, text="乙")).result is Result.unknown
    assert await post.texts() == ["乙"]


@contextlib.asynccontextmanager
async def stranger(base_url: str) -> AsyncIterator[Gateway]:
    """Give a gateway whose token nobody knows."""
    api = make_api("7000000001:" + "b" * 35, base_url=base_url)
    yield Gateway(api)
    for request in api._request:
        await request.shutdown()


async def test_a_connection_that_is_refused_delivered_nothing() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with stranger(f"http://127.0.0.1:{port}/bot") as gateway:
        assert (await gateway.send(row(text="甲"))).result is Result.temporary


async def test_a_group_that_became_a_supergroup_tells_its_new_number(post: Post) -> None:
    upgraded = post.sandbox.world.migrate(post.sandbox.world.chat(GROUP))
    outcome = await send(post, chat_id=GROUP, text="甲")
    assert (outcome.result, outcome.new_chat_id) == (Result.migrated, upgraded.id)


async def test_an_unknown_method_is_the_rows_fault_and_not_the_tokens(post: Post) -> None:
    outcome = await send(post, "sendPigeon", text="甲")
    assert (outcome.result, outcome.everyone) == (Result.permanent, False)
    assert "sendPigeon" in outcome.reason


async def test_a_revoked_token_is_nobodys_message(post: Post) -> None:
    async with stranger(post.sandbox.base_url) as gateway:
        outcome = await gateway.send(row(text="甲"))
    assert (outcome.result, outcome.everyone) == (Result.temporary, True)


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (RetryAfter(3), Result.wait),
        (InvalidToken("Not Found"), Result.temporary),
        (NetworkError("Request Entity Too Large"), Result.permanent),
        (NetworkError("Too Many Requests: later"), Result.wait),
        (BadRequest("Message is not modified: same"), Result.sent),
        (TimedOut("Pool timeout"), Result.temporary),
        (TelegramError("Invalid server response"), Result.temporary),
    ],
)
def test_what_an_error_means(error: TelegramError, result: Result) -> None:
    assert outcome_of(error).result is result


async def test_a_pressed_button_is_answered_once(post: Post) -> None:
    keyboard = {"inline_keyboard": [[{"text": "改", "callback_data": "x"}]]}
    number = (await send(post, text="甲", reply_markup=keyboard)).message_id
    query = await post.client.press(LI, number or 0, "改")
    gateway = Gateway(post.api)
    assert await gateway.answer(query, "已记" * 300, alert=True)
    assert not await gateway.answer(query)
    answer = await post.client.answer(LI, query)
    assert answer["text"] == ("已记" * 300)[:200]


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    out, root = io.StringIO(), logging.getLogger()
    handler, level, factory = logging.StreamHandler(out), root.level, logging.getLogRecordFactory()
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore")}
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield out
    root.removeHandler(handler)
    root.setLevel(level)
    logging.setLogRecordFactory(factory)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)


async def test_no_log_ever_holds_the_token(post: Post, logged: io.StringIO) -> None:
    token = post.sandbox.token
    install_log_filter(token)
    await send(post, text="甲")
    await send(post, "sendMessage", chat_id=99, text="甲")
    log = logging.getLogger("bot.anything")
    log.warning("the address is %s/sendMessage and %r", post.api.base_url, post.api)
    try:
        raise ValueError(f"cannot reach {post.api.base_url}/getUpdates")
    except ValueError:
        log.exception("trouble")
    log.info("another's: 123456789:%s", "A" * 35)
    logging.getLogger("httpx").info("HTTP Request: POST %s", post.api.base_url)
    written = logged.getvalue()
    assert token not in written
    assert "A" * 35 not in written
    assert written.count("<token>") >= 3
    assert "cannot reach" in written
    assert "HTTP Request" not in written


@pytest.mark.parametrize("method", ["setMyCommands", "deleteMyCommands"])
async def test_a_menu_that_the_server_does_not_know_fails_alone(post: Post, method: str) -> None:
    await post.client.fault(method, code=404)
    outcome = await send(post, method, commands=[])
    assert (outcome.result, outcome.everyone) == (Result.permanent, False)
    await post.client.fault(method, code=502)
    outcome = await send(post, method, commands=[])
    assert (outcome.result, outcome.optional, outcome.everyone) == (Result.temporary, True, False)


async def test_a_send_that_is_not_found_is_the_tokens_or_the_addresses_fault_and_everybody_waits(post: Post) -> None:
    await post.client.fault("sendMessage", code=404)
    outcome = await send(post, text="甲")
    assert (outcome.result, outcome.everyone, outcome.optional) == (Result.temporary, True, False)
