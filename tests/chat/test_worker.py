"""Stored updates are handled in order within a chat, one transaction each; a poisonous one is parked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from telegram import Update

from bot.chat.gateway import Gateway
from bot.chat.handled import Handled
from bot.chat.worker import Worker, parse
from storage import inbox, outbox
from storage.inbox import Arrival
from storage.kinds import InboxState, MessageKind
from storage.models import InboxRow

from .conftest import LI, START, ZHOU, Post


class Desk:
    """Handles updates: remembers what it was given, queues a receipt, fails where told to."""

    def __init__(self, post: Post, *, fails: Callable[[str], bool] = lambda _: False, **more: Any) -> None:
        self.post, self.fails = post, fails
        self.seen: list[str] = []
        self.parked: list[tuple[int, str]] = []
        self.done = 0
        self.now = 1000.0
        self.outcome = Handled()
        self.worker = Worker(
            post.bridge, self.dispatch, now=post.clock.now, on_parked=self.on_parked, done=self.count,
            monotonic=lambda: self.now, **more,
        )  # fmt: skip

    def count(self) -> None:
        self.done += 1

    def on_parked(self, session: Session, row: InboxRow) -> None:
        self.parked.append((row.update_id, row.reason))
        self.receipt(session, f"parked:{row.id}")

    def receipt(self, session: Session, key: str) -> None:
        outbox.put(
            session=session, key=key, kind=MessageKind.receipt, chat_id=LI, payload={"text": key}, created_at=START
        )  # fmt: skip

    def dispatch(self, session: Session, update: Update | None, row: InboxRow) -> Handled:
        text = update.message.text or "" if update and update.message else "?"
        self.seen.append(text)
        self.receipt(session, f"receipt:{row.id}")
        if self.fails(text):
            raise RuntimeError(f"cannot handle {text}\nsecond line")
        return self.outcome


def arrive(post: Post, *texts: str, chat_id: int = LI) -> None:
    def store(session: Session) -> None:
        first = sum(inbox.counts(session=session).values()) + 1
        for number, text in enumerate(texts, first):
            body = {"message_id": number, "date": 1, "chat": {"id": chat_id, "type": "private"}, "text": text}
            update = Arrival(number, chat_id, {"update_id": number, "message": body})
            inbox.receive(session=session, bot_id=1, arrivals=[update], now=START)

    post.write(store)


def ends(post: Post) -> list[tuple[InboxState, str]]:
    return [(row.state, row.reason) for row in post.arrived()]


async def test_an_update_and_all_it_changes_are_one_transaction(post: Post) -> None:
    arrive(post, "14办结")
    desk = Desk(post)
    assert await desk.worker.step()
    assert ends(post) == [(InboxState.done, "")]
    assert [row.key for row in post.out()] == ["receipt:1"]
    assert desk.done == 1
    assert not await desk.worker.step()
    assert not await desk.worker.step()
    assert desk.seen == ["14办结"]


async def test_a_failure_leaves_nothing_behind_but_its_count(post: Post) -> None:
    arrive(post, "毒")
    desk = Desk(post, fails=lambda _: True)
    assert await desk.worker.step()
    (row,) = post.arrived()
    assert (row.state, row.attempts, row.reason) == (InboxState.new, 1, "RuntimeError: cannot handle 毒")
    assert post.out() == []
    assert desk.done == 0


async def test_an_update_that_fails_three_times_is_parked_and_its_chat_goes_on(post: Post) -> None:
    arrive(post, "毒", "其余正常")
    desk = Desk(post, fails=lambda text: text == "毒")
    await desk.worker.drain()
    assert desk.seen == ["毒", "毒", "毒", "其余正常"]
    assert ends(post) == [(InboxState.parked, "RuntimeError: cannot handle 毒"), (InboxState.done, "")]
    assert desk.parked == [(1, "RuntimeError: cannot handle 毒")]
    assert [row.key for row in post.out()] == ["parked:1", "receipt:2"]


async def test_while_a_chat_rests_after_a_failure_the_others_go_on(post: Post) -> None:
    arrive(post, "毒", "后面")
    arrive(post, "别人的", chat_id=ZHOU)
    desk = Desk(post, fails=lambda text: text == "毒" and desk.now < 1001)
    assert [await desk.worker.step() for _ in range(3)] == [True, True, False]
    assert desk.seen == ["毒", "别人的"]
    desk.now += 1.1
    assert [await desk.worker.step() for _ in range(3)] == [True, True, False]
    assert desk.seen == ["毒", "别人的", "毒", "后面"]
    assert {state for state, _ in ends(post)} == {InboxState.done}


async def test_an_update_that_cannot_be_parsed_is_refused_with_the_reason(post: Post) -> None:
    broken = {"update_id": 1, "message": {"message_id": 3, "chat": {"id": LI}, "date": "soon"}}
    post.write(lambda session: inbox.receive(session=session, bot_id=1, arrivals=[Arrival(1, LI, broken)], now=START))
    arrive(post, "14办结")
    desk = Desk(post)
    await desk.worker.drain()
    (first, reason), second = ends(post)
    assert first is InboxState.refused
    assert reason.startswith("it cannot be parsed: ")
    assert second == (InboxState.done, "")
    assert desk.seen == ["?", "14办结"]


@pytest.mark.parametrize(
    "payload", [{}, {"update_id": None}, {"message": 5, "update_id": 1}, {"duban_unreadable": "x"}]
)
def test_what_is_no_update_is_told_with_its_reason(payload: dict[str, Any]) -> None:
    update, reason = parse(payload)
    assert (update is None) == bool(reason)
    if "update_id" not in payload:
        assert update is None


async def test_refusals_and_ignored_updates_keep_their_reason(post: Post) -> None:
    arrive(post, "甲", "乙")
    desk = Desk(post)
    desk.outcome = Handled(InboxState.ignored, "nothing takes this")
    await desk.worker.step()
    desk.outcome = Handled(InboxState.refused, "不认识的人")
    await desk.worker.step()
    assert ends(post) == [(InboxState.ignored, "nothing takes this"), (InboxState.refused, "不认识的人")]


async def test_a_token_in_an_error_is_not_stored(post: Post) -> None:
    arrive(post, "毒")
    desk = Desk(post, fails=lambda _: True, redact=lambda text: text.replace("毒", "<token>"))
    await desk.worker.step()
    assert post.arrived()[0].reason == "RuntimeError: cannot handle <token>"


async def test_a_pressed_button_is_answered_after_the_commit(post: Post) -> None:
    keyboard = {"inline_keyboard": [[{"text": "改", "callback_data": "x"}]]}
    sent = await post.api.call("sendMessage", {"chat_id": LI, "text": "甲", "reply_markup": keyboard})
    query = await post.client.press(LI, sent["message_id"], "改")
    committed: list[InboxState] = []
    gateway = Gateway(post.api)

    async def answer(callback_id: str, text: str, *, alert: bool) -> None:
        committed.append(post.arrived()[0].state)
        assert await gateway.answer(callback_id, text, alert=alert)

    arrive(post, "甲")
    desk = Desk(post, answer=answer)
    desk.outcome = Handled(callback_id=query, callback_text="已记", callback_alert=True)
    await desk.worker.drain()
    assert committed == [InboxState.done]
    answered = await post.client.answer(LI, query)
    assert (answered["text"], answered["show_alert"]) == ("已记", True)


async def test_a_failed_handler_answers_no_button(post: Post) -> None:
    arrive(post, "毒")
    answers: list[str] = []

    async def answer(callback_id: str, *_: Any, **__: Any) -> None:
        answers.append(callback_id)

    desk = Desk(post, fails=lambda _: True, answer=answer)
    desk.outcome = Handled(callback_id="1")
    await desk.worker.drain()
    assert answers == []


async def test_when_telling_of_a_parked_update_fails_it_is_parked_all_the_same(post: Post) -> None:
    arrive(post, "毒")
    desk = Desk(post, fails=lambda _: True)

    def fail(_session: Session, _row: InboxRow) -> None:
        raise RuntimeError("no office")

    desk.worker._on_parked = fail
    await desk.worker.drain()
    assert ends(post)[0][0] is InboxState.parked


async def test_a_database_in_trouble_counts_against_no_update(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    arrive(post, "14办结")
    desk = Desk(post)

    def locked(**_: Any) -> None:
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    with monkeypatch.context() as patched:
        patched.setattr(inbox, "next_row", locked)
        with pytest.raises(OperationalError):
            await desk.worker.step()
    assert post.arrived()[0].attempts == 0
    assert await desk.worker.step()


async def test_the_loop_wakes_for_new_updates_and_stops_when_told(post: Post) -> None:
    handled = asyncio.Event()
    desk = Desk(post)
    desk.worker._done = handled.set
    running = asyncio.create_task(desk.worker.run())
    for text in ("14办结", "其余正常"):
        handled.clear()
        arrive(post, text)
        desk.worker.wake.set()
        await asyncio.wait_for(handled.wait(), 20)
    desk.worker.stop()
    await asyncio.wait_for(running, 20)
    assert desk.seen == ["14办结", "其余正常"]


ENVELOPE = {
    "message_id": 5,
    "date": 1,
    "chat": {"id": LI, "type": "private"},
    "from": {"id": LI, "is_bot": False, "first_name": "李"},
}
OLD_POLL = {"id": "1", "question": "今晚开会", "options": [{"text": "是", "voter_count": 0}]}


def test_a_part_of_a_form_that_is_not_known_costs_a_message_nothing_else() -> None:
    quoted = ENVELOPE | {"message_id": 4, "poll": OLD_POLL}
    update, why = parse({"update_id": 1, "message": ENVELOPE | {"text": "17完成60%", "reply_to_message": quoted}})
    assert update is not None
    assert update.message is not None
    assert (why, update.message.text) == ("", "17完成60%")
    assert update.message.reply_to_message is not None
    assert update.message.reply_to_message.message_id == 4


def test_a_message_of_unknown_form_is_not_an_empty_one() -> None:
    update, _ = parse({"update_id": 1, "message": ENVELOPE | {"poll": OLD_POLL}})
    assert update is not None
    assert update.message is not None
    assert update.message.to_dict()["duban_unread"] == ["poll"]


def test_a_forward_whose_author_cannot_be_read_is_not_taken_for_the_senders_own_words() -> None:
    update, why = parse(
        {"update_id": 1, "message": ENVELOPE | {"text": "17完成60%", "forward_origin": {"type": "user"}}}
    )
    assert update is None
    assert why
