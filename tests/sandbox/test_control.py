"""The people's side: what they do, what is refused, the clock and its hooks."""

from __future__ import annotations

import asyncio
from datetime import datetime

import aiohttp
import pytest
from telegram import Bot

from bot.clock import Clock
from bot.sandbox import ClockHooks, Limits, Sandbox, SandboxClient, text_of
from bot.sandbox.clockwork import month_end
from bot.sandbox.errors import ControlError
from bot.sandbox.images import image_size

from .conftest import LIAISON, OFFICE, START
from .test_with_the_real_library import png


async def test_an_over_long_text_arrives_in_pieces(client: SandboxClient, bot: Bot) -> None:
    await client.send(LIAISON, "长" * 5000)
    pieces = [one.message.text or "" for one in await bot.get_updates() if one.message]
    assert [len(one) for one in pieces] == [4096, 904]


async def test_what_people_cannot_do_is_refused_and_leaves_no_update(client: SandboxClient, bot: Bot) -> None:
    await client.start(LIAISON)
    own = await client.send(LIAISON, "14完成")
    sent = await bot.send_message(LIAISON, "已记")
    await client.block(OFFICE)
    before = (await client.state())["pending"]
    refused = [
        client.send(LIAISON, "   "),
        client.send(4711, "x"),
        client.send(OFFICE, "x"),
        client.send(LIAISON, "x", reply_to=4711),
        client.edit(LIAISON, sent.message_id, "x"),
        client.press(LIAISON, own["message_id"], "没有"),
        client.send_file(LIAISON, "x.png", b"no picture", kind="photo"),
        client.send_file(LIAISON, "x.bin", b"", kind="document"),
        client.send_file(LIAISON, "x.bin", b"x", kind="hologram"),
        client.add_person(0, " "),
        client.fault("sendMessage", "explode"),
        client.act("send", user=LIAISON, text=7),
        client.act("send"),
    ]
    results = await asyncio.gather(*refused, return_exceptions=True)
    assert [type(one) for one in results] == [ControlError] * len(refused)
    assert (await client.state())["pending"] == before


async def test_wait_for_sees_new_and_edited_messages_and_gives_up_with_words(client: SandboxClient, bot: Bot) -> None:
    await client.start(LIAISON)
    waiting = asyncio.create_task(client.wait_for(LIAISON, lambda message: "改过" in text_of(message)))
    sent = await bot.send_message(LIAISON, "原来")
    await bot.edit_message_text("改过", LIAISON, sent.message_id)
    assert (await asyncio.wait_for(waiting, 5))["message_id"] == sent.message_id
    with pytest.raises(TimeoutError, match="改过"):
        await client.wait_for(LIAISON, lambda message: False, timeout=0.05)
    with pytest.raises(TimeoutError, match="nothing fitting"):
        await client.wait_for(LIAISON, lambda message: True, timeout=0.05, after=sent.message_id)


async def test_unread_counts_what_the_bot_wrote_since_the_person_looked(client: SandboxClient, bot: Bot) -> None:
    await client.start(LIAISON)
    await bot.send_message(LIAISON, "一")
    await bot.send_message(LIAISON, "二")

    async def unread() -> int:
        return sum(one["unread"] for one in (await client.state())["people"] if one["id"] == LIAISON)

    assert await unread() == 2
    await client.act("read", chat=LIAISON)
    assert await unread() == 0


async def test_a_hostile_file_is_only_ever_saved(client: SandboxClient, sandbox: Sandbox) -> None:
    sent = await client.send_file(LIAISON, '坏".html', b"<script>", mime="text/html")
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.url}{sent['file']['url']}") as response,
    ):
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.content_type == "application/octet-stream"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_events_are_streamed_in_order(client: SandboxClient, sandbox: Sandbox) -> None:
    seq = (await client.state())["seq"]
    await client.send(LIAISON, "一")
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.url}/sandbox/events?after={seq}") as response,
    ):
        assert response.content_type == "text/event-stream"
        lines = [await response.content.readline() for _ in range(2)]
        assert lines[0] == f"id: {seq + 1}\n".encode()
        assert "一".encode() in lines[1]
        await client.send(LIAISON, "二")
        more = [await response.content.readline() for _ in range(3)]
        assert "二".encode() in more[2]


async def test_without_hooks_the_clock_is_set_and_never_back(client: SandboxClient) -> None:
    assert (await client.clock())["now"].startswith("2022-08-24T09:29")
    assert (await client.move_clock(days=1))["now"].startswith("2022-08-25T09:29")
    assert (await client.move_clock(to="month_end"))["now"].startswith("2022-08-31T09:30")
    assert (await client.move_clock(set="2022-09-05T08:00"))["now"].startswith("2022-09-05T08:00")
    refused = ({"set": "2022-09-01T08:00"}, {"days": -1}, {"to": "yesterday"}, {"to": "next_nudge"}, {"set": "soon"})
    for how in refused:
        with pytest.raises(ControlError):
            await client.move_clock(**how)
    assert (await client.clock())["now"].startswith("2022-09-05T08:00")


async def test_the_moving_clock_is_seen_by_those_who_watch(client: SandboxClient, sandbox: Sandbox) -> None:
    seq = (await client.state())["seq"]
    await client.move_clock(days=1)
    while not (ticks := [one for one in sandbox.world.journal.since(seq) if one["kind"] == "clock"])[-1:]:
        await asyncio.sleep(0)
    assert ticks[-1]["now"].startswith("2022-08-25")
    assert not ticks[-1]["moving"]


async def test_hooks_move_the_clock_one_move_at_a_time(client: SandboxClient, sandbox: Sandbox) -> None:
    go = asyncio.Event()
    seen: list[datetime] = []

    async def advance(target: datetime) -> str:
        seen.append(target)
        await go.wait()
        sandbox.clock.set(target)
        return "发出3条提示"

    async def fail() -> str:
        raise RuntimeError("机器人停了")

    sandbox.hooks.on_advance = advance
    sandbox.hooks.on_next_nudge = fail
    move = asyncio.create_task(client.move_clock(days=1))
    while not (await client.clock())["moving"]:
        await asyncio.sleep(0)
    with pytest.raises(ControlError, match="正在推进"):
        await client.move_clock(days=1)
    go.set()
    done = await asyncio.wait_for(move, 5)
    assert done["note"] == "发出3条提示"
    assert not done["moving"]
    assert 86_390 < (seen[0] - START).total_seconds() < 86_430
    with pytest.raises(ControlError, match="推进失败"):
        await client.move_clock(to="next_nudge")
    assert not (await client.clock())["moving"]


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2022-08-24T09:29", "2022-08-31T09:30"),
        ("2022-08-31T09:29", "2022-08-31T09:30"),
        ("2022-08-31T09:30", "2022-09-30T09:30"),
        ("2024-01-31T10:00", "2024-02-29T09:30"),
        ("2022-12-31T23:00", "2023-01-31T09:30"),
    ],
)
def test_month_end_is_the_next_last_day_at_half_past_nine(now: str, end: str) -> None:
    moment = datetime.fromisoformat(f"{now}+08:00")
    assert month_end(moment) == datetime.fromisoformat(f"{end}+08:00")


async def test_a_sandbox_with_hooks_and_a_given_token_starts_and_stops_twice() -> None:
    box = Sandbox(Clock(START), token="42:" + "a" * 35, hooks=ClockHooks(), limits=Limits.off())
    await box.start()
    assert box.base_url == f"{box.url}/bot"
    assert box.base_url.startswith("http://127.0.0.1:")
    await box.stop()
    await box.stop()


def test_picture_sizes_are_read_from_their_first_bytes() -> None:
    assert image_size(png(7, 5)) == (7, 5)
    assert image_size(b"GIF89a\x07\0\x05\0") == (7, 5)
    jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08\0\x05\0\x07\x01\x11\0"
    assert image_size(jpeg) == (7, 5)
    assert image_size(b"\x89PNG") is None
    assert image_size(b"") is None
