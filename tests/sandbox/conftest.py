"""A running sandbox with two people, the real Telegram library pointed at it, and a client that plays the people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.clock import Clock
from bot.sandbox import Limits, Sandbox, SandboxClient

OFFICE, LIAISON = 1001, 2001
START = datetime.fromisoformat("2022-08-24T09:29:00+08:00")


def library(sandbox: Sandbox, token: str | None = None, **options: Any) -> Bot:
    """Return the real library's Bot for a sandbox, as a bot's own code would build it."""
    requests = [HTTPXRequest(connection_pool_size=8, **options) for _ in range(2)]
    return Bot(
        token or sandbox.token,
        base_url=sandbox.base_url,
        base_file_url=sandbox.base_file_url,
        request=requests[0],
        get_updates_request=requests[1],
    )


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # what the library warns about otherwise


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    box = Sandbox(Clock(START), limits=Limits.off())
    box.add_user(OFFICE, "周敏", label="营商办", section="营商办")
    box.add_user(LIAISON, "李强", label="县市场监管局", section="联络员")
    async with box:
        yield box


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as one:
        yield one


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with library(sandbox) as one:
        yield one
