"""Sending limits, with a hand-held monotonic clock; and the 429 as the library sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram.error import RetryAfter

from bot.clock import Clock
from bot.sandbox import Limits, Sandbox, SandboxClient
from bot.sandbox.errors import ApiError
from bot.sandbox.limits import Limiter
from bot.sandbox.model import Chat

from .conftest import LIAISON, library


class Watch:
    """Seconds that stand still until they are moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def admitted(limiter: Limiter, chat: Chat, tries: int) -> int:
    done = 0
    for _ in range(tries):
        try:
            limiter.admit(chat)
        except ApiError:
            return done
        done += 1
    return done


def test_at_most_thirty_a_second_go_out_over_all() -> None:
    watch = Watch()
    limiter = Limiter(Limits(), watch)
    assert sum(admitted(limiter, Chat(number, "private"), 1) for number in range(40)) == 30
    watch.now += 0.5
    assert admitted(limiter, Chat(99, "private"), 1) == 0
    watch.now += 0.6
    assert sum(admitted(limiter, Chat(number, "private"), 1) for number in range(40)) == 30


def test_a_private_chat_takes_a_short_burst_and_then_one_a_second() -> None:
    watch = Watch()
    limiter = Limiter(Limits(), watch)
    chat = Chat(1, "private")
    assert admitted(limiter, chat, 10) == 5
    with pytest.raises(ApiError) as refusal:
        limiter.admit(chat)
    assert refusal.value.body() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    watch.now += 2
    assert admitted(limiter, chat, 10) == 2


def test_a_group_takes_twenty_a_minute_and_says_how_long_to_wait() -> None:
    watch = Watch()
    limiter = Limiter(Limits(), watch)
    chat = Chat(-1, "group")
    assert admitted(limiter, chat, 30) == 20
    watch.now += 20
    with pytest.raises(ApiError) as refusal:
        limiter.admit(chat)
    assert refusal.value.parameters == {"retry_after": 40}
    watch.now += 40
    assert admitted(limiter, chat, 30) == 20


def test_an_album_counts_as_its_pictures() -> None:
    limiter = Limiter(Limits(), Watch())
    chat = Chat(-1, "group")
    limiter.admit(chat, 10)
    limiter.admit(chat, 10)
    assert admitted(limiter, chat, 1) == 0


async def test_the_library_sees_how_long_to_wait_and_nothing_is_sent() -> None:
    watch = Watch()
    box = Sandbox(Clock(), monotonic=watch)
    box.add_user(LIAISON, "李强")
    async with box, SandboxClient(box.url) as client, library(box) as bot:
        await client.start(LIAISON)
        for number in range(5):
            await bot.send_message(LIAISON, str(number))
        with pytest.raises(RetryAfter) as refusal:
            await bot.send_message(LIAISON, "过快")
        assert refusal.value.retry_after == timedelta(seconds=1)
        assert [one["text"] for one in await client.messages(LIAISON) if one["from_bot"]] == list("01234")
        watch.now += 1
        assert await bot.send_message(LIAISON, "再来")
