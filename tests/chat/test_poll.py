"""Updates are committed before they are acknowledged; a crash loses nothing; a second bot is a clear error."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import sys
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.chat.poll import AFRESH_SECONDS, ESTABLISHED, Poller, SecondBot, TokenRefused
from storage import inbox
from storage.kinds import InboxState

from .conftest import LI, Post

SECOND = "terminated by other getUpdates request; make sure that only one bot instance is running"
HOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Time:
    """A clock for both kinds of time that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


def poller(post: Post, time: Time, **more: Any) -> Poller:
    return Poller(
        post.api, post.bridge, bot_id=post.api.id, now=post.clock.now, long_poll=more.pop("long_poll", 0),
        monotonic=time, wall=time, sleep=time.sleep, **more,
    )  # fmt: skip


def waiting(post: Post) -> int:
    return len(post.sandbox.world.queue.head(100))


async def test_what_people_write_is_stored_raw_and_in_order(post: Post, time: Time) -> None:
    woken: list[int] = []
    poll = poller(post, time, stored=lambda: woken.append(len(post.arrived())))
    await post.client.send(LI, "14办结")
    await post.client.send(LI, "23-2推进中")
    assert await poll.step()
    rows = post.arrived()
    assert [row.payload["message"]["text"] for row in rows] == ["14办结", "23-2推进中"]
    assert {(row.chat_id, row.state, row.bot_id) for row in rows} == {(LI, InboxState.new, post.api.id)}
    assert woken == [2]
    assert not await poll.step()


async def test_the_offset_moves_on_only_after_the_commit(
    post: Post, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = poller(post, time)
    await post.client.send(LI, "14办结")

    def refuse(**_: Any) -> int:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("disk is full"))

    with monkeypatch.context() as patched:
        patched.setattr(inbox, "receive", refuse)
        assert not await poll.step()
        assert not await poll.step()
        assert waiting(post) == 1
        assert len(time.slept) == 2
    assert await poll.step()
    assert len(post.arrived()) == 1
    assert waiting(post) == 1
    await poll.step()
    assert waiting(post) == 0


async def test_a_process_that_dies_between_commit_and_acknowledgement_stores_nothing_twice(
    post: Post, time: Time
) -> None:
    await post.client.send(LI, "14办结")
    assert await poller(post, time).step()
    assert waiting(post) == 1
    again = poller(post, time)
    await again.step()
    await again.step()
    assert (len(post.arrived()), waiting(post)) == (1, 0)


_KILLED = """
import asyncio, os, signal, sys
from datetime import UTC, datetime
from bot.chat.bridge import Bridge
from bot.chat.gateway import make_api
from bot.chat.poll import Poller
from storage.database import Database

base_url, token, url = sys.argv[1:]
def die():
    os.kill(os.getpid(), signal.SIGKILL)  # committed, not acknowledged
async def main():
    bridge = Bridge(Database(url))
    api = make_api(token, base_url=base_url)
    poll = Poller(api, bridge, bot_id=int(token.split(":")[0]), now=lambda: datetime.now(UTC), long_poll=0, stored=die)
    await poll.step()
asyncio.run(main())
"""


async def test_a_process_killed_between_commit_and_acknowledgement_loses_nothing(post: Post, time: Time) -> None:
    for text in ("14办结", "23-2推进中", "其余正常"):
        await post.client.send(LI, text)
    command = [
        sys.executable, "-c", _KILLED, post.sandbox.base_url, post.sandbox.token, post.database.url.render_as_string()
    ]  # fmt: skip
    for _ in range(2):
        process = await asyncio.create_subprocess_exec(*command)
        assert await asyncio.wait_for(process.wait(), 60) == -signal.SIGKILL
        await post.client.send(LI, "又一条")
    poll = poller(post, time)
    while await poll.step():
        pass
    texts = [row.payload["message"]["text"] for row in post.arrived()]
    assert texts == ["14办结", "23-2推进中", "其余正常", "又一条", "又一条"]
    assert waiting(post) == 0


async def test_a_sensitive_text_is_never_written_to_disk(post: Post, time: Time) -> None:
    await post.client.send(LI, "机密★ 报送11010519491231002X")
    await poller(post, time).step()
    (row,) = post.arrived()
    assert (row.payload["duban_withheld"], row.payload["message"]["text"]) == ("mark", "")
    post.database.close()
    path = post.database.path
    assert path is not None
    for file in path.parent.iterdir():
        content = file.read_bytes()
        assert b"11010519491231002X" not in content
        assert "机密".encode() not in content
        assert b"\\u673a\\u5bc6" not in content


async def test_an_update_that_cannot_be_parsed_is_stored_and_the_next_one_too(post: Post, time: Time) -> None:
    await post.client.push_update(message={"message_id": "not a number", "chat": 5})
    await post.client.push_update(brand_new_kind={"a": "\0"})
    await post.client.send(LI, "14办结")
    poll = poller(post, time)
    await poll.step()
    await poll.step()
    assert len(post.arrived()) == 3
    assert waiting(post) == 0


async def test_an_update_that_the_database_refuses_is_recorded_and_does_not_hold_up_the_others(
    post: Post, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = inbox.receive

    def picky(*, session: Session, arrivals: Any, **more: Any) -> int:
        if any("毒" in str(one.payload) for one in arrivals):
            raise ValueError("cannot be stored")
        return real(session=session, arrivals=arrivals, **more)

    monkeypatch.setattr(inbox, "receive", picky)
    for text in ("14办结", "毒", "其余正常"):
        await post.client.send(LI, text)
    poll = poller(post, time)
    await poll.step()
    await poll.step()
    good, bad, last = post.arrived()
    assert good.payload["message"]["text"] == "14办结"
    assert "cannot be stored" in bad.payload["duban_unreadable"]
    assert last.payload["message"]["text"] == "其余正常"
    assert waiting(post) == 0


@pytest.mark.parametrize("fault", [{"code": 500}, {"code": 502}, {"kind": "garbage"}, {"kind": "drop"}])
async def test_network_trouble_is_waited_out_ever_longer_with_jitter(
    post: Post, time: Time, fault: dict[str, Any]
) -> None:
    await post.client.send(LI, "14办结")
    await post.client.fault("getUpdates", times=8, **fault)
    poll = poller(post, time)
    for _ in range(8):
        assert not await poll.step()
    assert all(low <= wait <= 2 * low for low, wait in zip((0.5, 1, 2, 4, 8, 16, 30, 30), time.slept, strict=True))
    assert post.arrived() == []
    assert await poll.step()
    assert len(post.arrived()) == 1


async def test_telegrams_own_wait_is_kept(post: Post, time: Time) -> None:
    await post.client.fault("getUpdates", code=429, retry_after=9)
    await poller(post, time).step()
    assert time.slept == [9]


async def test_a_refused_token_is_a_clear_error(post: Post, time: Time) -> None:
    await post.client.fault("getUpdates", code=401)
    with pytest.raises(TokenRefused, match="token"):
        await poller(post, time).run()


async def test_an_unknown_token_at_the_start_is_an_error_but_a_404_in_the_middle_is_waited_out(
    post: Post, time: Time
) -> None:
    await post.client.fault("getUpdates", code=404, description="Not Found")
    with pytest.raises(TokenRefused):
        await poller(post, time).step()
    poll = poller(post, time)
    await poll.step()
    await post.client.fault("getUpdates", code=404, description="Not Found")
    await poll.step()
    assert len(time.slept) == 1
    await post.client.send(LI, "14办结")
    assert await poll.step()


async def test_a_poll_that_still_hangs_from_before_is_waited_for(post: Post, time: Time) -> None:
    await post.client.fault("getUpdates", code=409, times=10)
    poll = poller(post, time)
    for _ in range(10):
        await poll.step()
    assert sum(time.slept) < 40
    await post.client.send(LI, "14办结")
    assert await poll.step()


async def test_a_second_bot_on_the_same_token_is_a_clear_error(post: Post, time: Time) -> None:
    await post.client.fault("getUpdates", code=409, times=1000)
    with pytest.raises(SecondBot, match="same token"):
        await poller(post, time).run()
    assert 35 <= sum(time.slept) <= 60
    assert SecondBot.exit_code == 1


async def test_updates_in_between_do_not_hide_a_second_bot(post: Post, time: Time) -> None:
    poll = poller(post, time)

    async def by_turns() -> None:
        for number in range(100):
            await post.client.send(LI, str(number))
            await poll.step()
            await post.client.fault("getUpdates", code=409)
            await poll.step()

    with pytest.raises(SecondBot):
        await by_turns()
    assert sum(time.slept) < 60


async def test_a_conflict_now_and_then_is_no_second_bot(post: Post, time: Time) -> None:
    poll = poller(post, time)
    for _ in range(50):
        await post.client.fault("getUpdates", code=409)
        await poll.step()
        time.now += 200


async def test_the_bot_that_was_there_first_stays_longer_than_the_newcomer(post: Post, time: Time) -> None:
    poll = poller(post, time)
    await poll.step()
    time.now += ESTABLISHED + 1
    await post.client.fault("getUpdates", code=409, times=1000)
    for _ in range(100):
        await poll.step()
    assert sum(time.slept) > 200
    with pytest.raises(SecondBot):
        await poll.run()


async def test_two_real_pollers_the_newcomer_gives_up_and_the_first_goes_on(post: Post) -> None:
    clock, stored = Time(), asyncio.Event()
    first = poller(post, clock, long_poll=30, stored=stored.set)
    running = asyncio.create_task(first.run())
    while not post.sandbox._poller.waiting:
        await asyncio.sleep(0)
    clock.now += ESTABLISHED + 1
    first._polled = True
    newcomer = poller(post, clock, long_poll=30)
    with pytest.raises(SecondBot):
        await newcomer.run()
    assert not running.done()
    await post.client.send(LI, "14办结")
    await asyncio.wait_for(stored.wait(), 20)
    assert len(post.arrived()) == 1
    first.stop()
    await running


async def test_a_webhook_that_is_set_is_removed_once_and_nothing_is_dropped(post: Post, time: Time) -> None:
    await post.client.send(LI, "14办结")
    await post.api.set_webhook("https://127.0.0.1:1/hook")
    poll = poller(post, time)
    assert not await poll.step()
    assert await poll.step()
    assert len(post.arrived()) == 1
    await post.client.fault("getUpdates", code=409, description=f"Conflict: {HOOK}")
    with pytest.raises(SecondBot, match="webhook"):
        await poll.step()


async def test_an_error_of_our_own_is_logged_and_the_loop_goes_on(
    post: Post, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = asyncio.Event()
    poll = poller(post, time, stored=stored.set)
    failures = [ValueError("ours")]
    real = Poller._fetch

    async def flaky(self: Poller) -> Any:
        if failures:
            raise failures.pop()
        return await real(self)

    monkeypatch.setattr(Poller, "_fetch", flaky)
    await post.client.send(LI, "14办结")
    running = asyncio.create_task(poll.run())
    await asyncio.wait_for(stored.wait(), 20)
    poll.stop()
    await running
    assert len(post.arrived()) == 1
    assert len(time.slept) == 1


async def test_after_six_idle_days_polling_starts_afresh(post: Post, time: Time) -> None:
    await post.client.send(LI, "14办结")
    poll = poller(post, time)
    await poll.step()
    asked: list[int | None] = []
    real = post.api.call

    async def listen(method: str, params: dict[str, Any], **more: Any) -> Any:
        asked.append(params.get("offset"))
        return await real(method, params, **more)

    object.__setattr__(post.api, "call", listen)
    await poll.step()
    time.now += AFRESH_SECONDS - 10
    await poll.step()
    time.now += 20
    await poll.step()
    number = post.arrived()[0].update_id + 1
    assert asked == [number, number, None]


async def test_the_kinds_of_updates_that_we_handle_are_asked_for(post: Post, time: Time) -> None:
    number = (await post.api.send_message(LI, "甲")).message_id
    await poller(post, time).step()
    await post.client.react(LI, number, "👍")
    await post.client.block(LI)
    await poller(post, time).step()
    kinds = [next(key for key in row.payload if key != "update_id") for row in post.arrived()]
    assert kinds == ["message_reaction", "my_chat_member"]


async def test_nothing_is_waited_for_until_everything_that_waited_is_stored(post: Post, time: Time) -> None:
    poll = poller(post, time, long_poll=30)
    await post.client.send(LI, "14办结")
    assert await poll.step()
    assert not poll.caught_up.is_set()
    async with asyncio.timeout(10):
        assert not await poll.step()
    assert poll.caught_up.is_set()
    assert poll.answered.is_set()


async def test_stopping_leaves_the_long_poll_at_once(post: Post) -> None:
    poll = Poller(post.api, post.bridge, bot_id=post.api.id, now=post.clock.now)
    running = asyncio.create_task(poll.run())
    while not post.sandbox._poller.waiting:
        await asyncio.sleep(0)
    poll.stop()
    await asyncio.wait_for(running, 5)


async def test_cancelling_the_loop_leaves_no_poll_behind(post: Post) -> None:
    poll = Poller(post.api, post.bridge, bot_id=post.api.id, now=post.clock.now)
    running = asyncio.create_task(poll.run())
    while not post.sandbox._poller.waiting:
        await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    others = asyncio.all_tasks() - {asyncio.current_task()}
    assert not [task for task in others if "Poller.step" in repr(task.get_coro())]
