"""Messages go out once, in order, at Telegram's pace, and every end is recorded, also over a killed process."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.chat.delivery import MAX_CHECKS, STALE, Delivery
from bot.chat.gateway import Gateway
from bot.chat.pacing import Pace, Pacer
from bot.chat.retry import MAX_UNKNOWN, Outcome, Result
from bot.sandbox import Limits
from bot.sandbox.limits import Limiter
from storage import outbox
from storage.kinds import MessageKind, OutboxState
from storage.models import OutboxRow

from .conftest import GROUP, LI, ZHOU, Post

FAST = Pace(overall=1000, chat_seconds=0.001, group_minute=1000)


class Office:
    """A delivery, with what it was told and a machine's clock that the tests move."""

    def __init__(
        self,
        post: Post,
        *,
        sender: Any = None,
        pacer: Pacer | None = None,
        still_needed: Callable[[Session, OutboxRow], str | None] = lambda _session, _row: None,
        **more: Any,
    ) -> None:
        self.real = datetime(2026, 1, 1, tzinfo=UTC)
        self.unreachable: list[tuple[int, str]] = []
        self.ticks = 0.0
        self.delivery = Delivery(
            post.bridge, sender or Gateway(post.api), pacer or Pacer(self.monotonic, FAST), now=post.clock.now,
            real_now=lambda: self.real, still_needed=still_needed, on_unreachable=self.on_unreachable, **more,
        )  # fmt: skip

    def monotonic(self) -> float:
        """Run fast, so that no pace is in the way."""
        self.ticks += 1.0
        return self.ticks

    def on_unreachable(self, session: Session, row: OutboxRow, why: str) -> None:
        self.unreachable.append((row.chat_id, why))
        if "poison" in row.key:
            raise RuntimeError("no office")

    async def drain(self) -> None:
        await self.delivery.drain()


class Scripted:
    """A sender that answers from a list, then that everything was sent."""

    def __init__(self, *outcomes: Outcome | Exception) -> None:
        self.outcomes = list(outcomes)
        self.sent: list[str] = []

    async def send(self, row: OutboxRow) -> Outcome:
        self.sent.append(row.key)
        outcome = self.outcomes.pop(0) if self.outcomes else Outcome(Result.sent, message_id=len(self.sent))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def states(post: Post) -> dict[str, OutboxState]:
    return {row.key: row.state for row in post.out()}


async def test_what_is_queued_is_sent_and_its_number_kept(post: Post) -> None:
    post.put("甲")
    post.put("乙", chat_id=ZHOU)
    await Office(post).drain()
    assert await post.texts() == ["甲"]
    assert await post.texts(ZHOU) == ["乙"]
    first, second = post.out()
    assert (first.state, second.state) == (OutboxState.sent, OutboxState.sent)
    assert first.message_id == (await post.client.messages(LI))[-1]["message_id"]
    assert first.settled_at is not None
    assert first.leased_until is None


async def test_a_chat_gets_its_messages_in_order_receipts_first(post: Post) -> None:
    for number in range(5):
        post.put(f"提示{number}")
    post.put("回执", MessageKind.receipt)
    await Office(post).drain()
    assert await post.texts() == ["回执", *(f"提示{number}" for number in range(5))]


async def test_a_slow_chat_holds_up_nobody_else(post: Post) -> None:
    await post.client.fault("sendMessage", kind="hang", chat=LI)
    post.put("慢")
    post.put("慢的后面")
    for number in range(20):
        post.put(f"快{number}", chat_id=ZHOU)
    two = Office(post)
    draining = asyncio.create_task(two.drain())
    await post.client.wait_for(ZHOU, lambda one: one.get("text") == "快19")
    assert await post.texts() == []
    await post.client.clear_faults()
    await draining
    assert await post.texts() == ["慢", "慢的后面"]


async def test_a_stale_message_is_skipped_with_the_reason(post: Post) -> None:
    now = post.clock.now()
    post.put("过时", expires_at=now - timedelta(minutes=1))
    post.put("还行", expires_at=now + timedelta(hours=1))
    await Office(post).drain()
    assert await post.texts() == ["还行"]
    assert [(row.state, row.reason) for row in post.out()] == [(OutboxState.skipped, STALE), (OutboxState.sent, "")]


async def test_a_message_that_is_no_longer_needed_is_skipped_with_the_reason(post: Post) -> None:
    post.put("提示:已报")
    post.put("提示:未报")
    two = Office(post, still_needed=lambda _, row: "the unit has reported" if "已报" in row.key else None)
    await two.drain()
    assert await post.texts() == ["提示:未报"]
    first = post.out()[0]
    assert (first.state, first.reason, first.attempts) == (OutboxState.skipped, "the unit has reported", 0)


async def test_a_message_that_cannot_be_checked_is_put_off_and_holds_up_nobody(post: Post) -> None:
    def broken(session: Session, row: OutboxRow) -> str | None:
        if row.key == "毒":
            raise RuntimeError("no such round")
        return None

    post.put("毒")
    post.put("好", chat_id=ZHOU)
    two = Office(post, still_needed=broken)
    await two.drain()
    assert states(post) == {"毒": OutboxState.queued, "好": OutboxState.sent}
    for _ in range(MAX_CHECKS):
        two.real += timedelta(minutes=2)
        await two.drain()
    poison = post.out()[0]
    assert poison.state is OutboxState.failed
    assert "no such round" in poison.reason
    assert await post.texts() == []


async def test_temporary_trouble_is_tried_again_in_real_time(post: Post) -> None:
    await post.client.fault("sendMessage", code=502)
    post.put("甲")
    two = Office(post)
    await two.drain()
    row = post.out()[0]
    assert (row.state, row.attempts, row.not_before) == (OutboxState.queued, 1, two.real + timedelta(seconds=1))
    await two.drain()
    assert await post.texts() == []
    two.real += timedelta(seconds=1)
    await two.drain()
    assert await post.texts() == ["甲"]
    assert post.out()[0].attempts == 2


async def test_three_connections_dropped_within_seconds_do_not_lose_a_receipt(post: Post) -> None:
    for _ in range(3):
        await post.client.fault("sendMessage", kind="drop")
    post.put("甲", MessageKind.receipt)
    two = Office(post)
    for _ in range(3):
        await two.drain()
        two.real += timedelta(seconds=15)
    assert states(post) == {"甲": OutboxState.queued}
    await two.drain()
    assert states(post) == {"甲": OutboxState.sent}
    two.real += timedelta(hours=1)
    await two.drain()
    assert len(await post.texts()) <= 4


async def test_an_outage_before_does_not_use_up_the_tries_of_what_nobody_answers(post: Post) -> None:
    post.put("甲")
    outage = [Outcome(Result.temporary, "refused")] * 30
    two = Office(post, sender=Scripted(*outage, Outcome(Result.unknown, "no answer")))
    for _ in range(32):
        await two.drain()
        two.real += timedelta(hours=1)
    assert states(post) == {"甲": OutboxState.sent}


async def test_a_nudge_that_nobody_answers_for_is_dropped_when_it_is_stale(post: Post) -> None:
    post.put("甲", expires_at=post.clock.now() + timedelta(minutes=5))
    two = Office(post, sender=Scripted(*[Outcome(Result.unknown, "no answer")] * 10))
    await two.drain()
    assert states(post) == {"甲": OutboxState.queued}
    post.clock.set(post.clock.now() + timedelta(minutes=6))
    two.real += timedelta(minutes=6)
    await two.drain()
    assert (post.out()[0].state, post.out()[0].reason) == (OutboxState.skipped, STALE)


async def test_a_server_without_menus_holds_up_nobody(post: Post) -> None:
    await post.client.fault("setMyCommands", code=404, times=99)
    menu = {"commands": [{"command": "help", "description": "说明"}]}
    post.put("菜单", method="setMyCommands", payload=menu)
    post.put("甲")
    post.put("乙", chat_id=ZHOU)
    await Office(post).drain()
    assert states(post) == {"菜单": OutboxState.failed, "甲": OutboxState.sent, "乙": OutboxState.sent}


async def test_what_may_have_arrived_is_tried_ten_times_and_then_fails(post: Post) -> None:
    post.put("甲")
    sender = Scripted(*[Outcome(Result.unknown, "no answer")] * 20)
    two = Office(post, sender=sender)
    for _ in range(12):
        await two.drain()
        two.real += timedelta(hours=1)
    assert len(sender.sent) == MAX_UNKNOWN
    assert (post.out()[0].state, post.out()[0].reason) == (OutboxState.failed, "no answer")


async def test_telegrams_wait_pauses_the_chat_and_uses_up_no_attempt(post: Post) -> None:
    await post.client.fault("sendMessage", code=429, retry_after=30, chat=LI)
    post.put("甲")
    post.put("乙", chat_id=ZHOU)
    pacer = Pacer(lambda: 1000.0, Pace(overall=1000))
    two = Office(post, pacer=pacer)
    while await two.delivery.step():
        await two.delivery.settled()
    row = post.out()[0]
    assert (row.state, row.attempts, row.not_before) == (OutboxState.queued, 0, two.real + timedelta(seconds=30))
    assert pacer.wait(LI) == 30
    assert states(post)["乙"] is OutboxState.sent or pacer.room() == 0


async def test_who_blocked_the_bot_is_told_to_the_office_in_the_same_transaction(post: Post) -> None:
    await post.client.block(LI)
    post.put("甲")
    post.put("乙", chat_id=ZHOU)
    two = Office(post)
    await two.drain()
    assert [chat for chat, _ in two.unreachable] == [LI]
    assert "blocked" in two.unreachable[0][1]
    assert states(post) == {"甲": OutboxState.failed, "乙": OutboxState.sent}


async def test_when_the_office_cannot_be_told_the_failure_is_recorded_all_the_same(post: Post) -> None:
    await post.client.block(LI)
    post.put("poison")
    await Office(post).drain()
    assert states(post) == {"poison": OutboxState.failed}


async def test_a_bad_message_fails_and_nobody_is_called_unreachable(post: Post) -> None:
    post.put("甲", payload={"text": "<b>", "parse_mode": "HTML"})
    post.put("乙")
    two = Office(post)
    await two.drain()
    assert two.unreachable == []
    assert states(post) == {"甲": OutboxState.failed, "乙": OutboxState.sent}


async def test_a_sender_that_raises_fails_its_message_and_the_others_go_on(post: Post) -> None:
    post.put("甲")
    post.put("乙")
    two = Office(post, sender=Scripted(TypeError("not JSON")))
    await two.drain()
    assert states(post) == {"甲": OutboxState.failed, "乙": OutboxState.sent}


async def test_a_group_that_moved_gets_everything_at_its_new_number(post: Post) -> None:
    upgraded = post.sandbox.world.migrate(post.sandbox.world.chat(GROUP))
    post.put("甲", chat_id=GROUP)
    post.put("乙", chat_id=GROUP)
    two = Office(post)
    await two.drain()
    two.real += timedelta(seconds=2)
    await two.drain()
    assert await post.texts(upgraded.id) == ["甲", "乙"]
    assert {row.state for row in post.out()} == {OutboxState.sent}


async def test_what_is_cancelled_while_it_waits_is_not_sent(post: Post) -> None:
    post.put("甲")
    post.write(lambda session: outbox.cancel_where(session=session, now=post.clock.now(), reason="同事已报"))
    await Office(post).drain()
    assert await post.texts() == []


async def test_an_outcome_that_cannot_be_recorded_at_first_is_recorded_later_and_not_sent_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.put("甲")
    two = Office(post)
    real, failures = outbox.settle, [2]

    def flaky(**values: Any) -> bool:
        if failures[0]:
            failures[0] -= 1
            raise RuntimeError("the disk is full")
        return real(**values)

    async def no_time(_: float) -> None:
        return None

    monkeypatch.setattr(outbox, "settle", flaky)
    monkeypatch.setattr("bot.chat.delivery.asyncio.sleep", no_time)
    await two.drain()
    assert failures == [0]
    assert states(post) == {"甲": OutboxState.sent}
    assert await post.texts() == ["甲"]


def leased(post: Post, real: datetime) -> None:
    def take(session: Session) -> None:
        (row,) = outbox.due(session=session, real_now=real)
        outbox.lease(session=session, row=row, real_now=real, seconds=180)

    post.put("甲")
    post.write(take)


async def test_what_was_interrupted_is_sent_again_at_once_where_no_other_process_can_be_sending(post: Post) -> None:
    two = Office(post)
    leased(post, two.real)
    await two.drain()
    assert await post.texts() == ["甲"]


async def test_another_processs_lease_is_respected_until_it_runs_out(post: Post) -> None:
    two = Office(post, alone=False)
    leased(post, two.real)
    await two.drain()
    assert await post.texts() == []
    two.real += timedelta(seconds=181)
    await two.drain()
    assert await post.texts() == ["甲"]


_KILLED = """
import asyncio, os, signal, sys, time
from datetime import UTC, datetime
from bot.chat.bridge import Bridge
from bot.chat.delivery import Delivery
from bot.chat.gateway import Gateway, make_api
from bot.chat.pacing import Pace, Pacer
from storage.database import Database

base_url, token, url = sys.argv[1:]
class Dying(Gateway):
    sent = 0
    async def send(self, row):
        outcome = await super().send(row)
        self.sent += 1
        if self.sent == 3:
            os.kill(os.getpid(), signal.SIGKILL)  # sent, not recorded
        return outcome
async def main():
    bridge = Bridge(Database(url))
    pacer = Pacer(time.monotonic, Pace(overall=1000, chat_seconds=0.001))
    delivery = Delivery(bridge, Dying(make_api(token, base_url=base_url)), pacer, now=lambda: datetime.now(UTC))
    await delivery.drain()
asyncio.run(main())
"""


async def test_a_process_killed_between_sending_and_recording_loses_nothing(post: Post) -> None:
    for number in range(6):
        post.put(f"提示{number}")
    address = post.database.url.render_as_string()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _KILLED, post.sandbox.base_url, post.sandbox.token, address
    )
    assert await asyncio.wait_for(process.wait(), 60) == -signal.SIGKILL
    assert [row.state for row in post.out()].count(OutboxState.sent) == 2
    await Office(post).drain()
    assert {row.state for row in post.out()} == {OutboxState.sent}
    # The one that was on its way may come twice, since nobody can know whether it arrived; the others come once.
    assert await post.texts() == ["提示0", "提示1", "提示2", *(f"提示{number}" for number in range(2, 6))]


async def test_at_telegrams_real_pace_nothing_is_ever_refused(post: Post) -> None:
    now = [1000.0]
    strict = Limits(private_burst=1)
    post.sandbox.world.limiter = Limiter(strict, lambda: now[0])
    for number in range(40):
        post.put(f"提示{number}", chat_id=LI if number % 2 else ZHOU)
    pacer = Pacer(lambda: now[0])
    two = Office(post, pacer=pacer)
    while any(row.state is OutboxState.queued for row in post.out()):
        while await two.delivery.step():
            await two.delivery.settled()
        now[0] += pacer.next_change() or 0.01
    calls = await post.client.calls()
    assert {call["code"] for call in calls if call["method"] == "sendMessage"} == {200}
    assert await post.texts() == [f"提示{number}" for number in range(1, 40, 2)]
    assert 19 <= now[0] - 1000 <= 22


async def test_no_more_are_sent_at_once_than_allowed(post: Post) -> None:
    most, release = [0, 0], asyncio.Event()

    class Slow:
        async def send(self, row: OutboxRow) -> Outcome:
            most[0] += 1
            most[1] = max(most)
            await release.wait()
            most[0] -= 1
            return Outcome(Result.sent, message_id=1)

    for chat in range(1, 41):
        post.put(f"m{chat}", chat_id=chat)
    two = Office(post, sender=Slow(), concurrent=16)
    for _ in range(100):
        await two.delivery.step()
        await asyncio.sleep(0)
    assert most == [16, 16]
    release.set()
    await two.drain()
    assert {row.state for row in post.out()} == {OutboxState.sent}
    assert most[1] == 16


async def test_the_loop_wakes_for_new_messages_and_finishes_what_it_began_when_stopped(post: Post) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    class Slow:
        async def send(self, row: OutboxRow) -> Outcome:
            begun.set()
            await go_on.wait()
            return Outcome(Result.sent, message_id=1)

    two = Office(post, sender=Slow())
    running = asyncio.create_task(two.delivery.run())
    post.put("甲")
    two.delivery.wake.set()
    await asyncio.wait_for(begun.wait(), 20)
    post.put("乙")
    two.delivery.stop()
    go_on.set()
    await asyncio.wait_for(running, 20)
    assert states(post) == {"甲": OutboxState.sent, "乙": OutboxState.queued}


async def test_an_idle_delivery_writes_nothing(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    two = Office(post)
    await two.drain()

    async def no_writing(_: Any) -> Any:
        raise AssertionError("an idle bot writes")

    monkeypatch.setattr(post.bridge, "write", no_writing)
    assert not await two.delivery.step()
    assert not await two.delivery.step()
