"""Messages go out once, in order within a chat, urgent ones first, under a lease."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from storage import outbox
from storage.database import Database
from storage.kinds import MessageKind, OutboxState
from storage.models import OutboxRow, Person, Question

from .conftest import NOW, address

# The office's clock and the machine's differ wherever the sandbox moves the former.
REAL = NOW + timedelta(days=1461)


def put(session: Session, key: str, kind: MessageKind = MessageKind.nudge, chat_id: int = 7, **more: Any) -> OutboxRow:
    payload = more.pop("payload", {"text": key})
    return outbox.put(session=session, key=key, kind=kind, chat_id=chat_id, payload=payload, created_at=NOW, **more)


def due(session: Session, limit: int = 10, **more: Any) -> list[str]:
    return [row.key for row in outbox.due(session=session, real_now=more.pop("real_now", REAL), limit=limit, **more)]


def take(session: Session, row: OutboxRow) -> bool:
    return outbox.lease(session=session, row=row, real_now=REAL, seconds=60)


def end(session: Session, row: OutboxRow, state: OutboxState = OutboxState.sent, **more: Any) -> bool:
    return outbox.settle(session=session, row=row, state=state, now=NOW, **more)


def test_many_are_queued_in_one_statement_and_what_is_there_stays_as_it_is(database: Database) -> None:
    with database.writing() as session:
        put(session, "nudge:2", payload={"text": "there before"})
        new = [
            {"key": f"nudge:{n}", "kind": MessageKind.nudge, "chat_id": n, "payload": {"text": f"{n}"}, "facts": {},
             "person_id": None, "unit_id": None, "plan_id": None, "day": None, "expires_at": None, "created_at": NOW}
            for n in (1, 2, 3)
        ]  # fmt: skip
        outbox.put_all(session=session, rows=new)
        outbox.put_all(session=session, rows=[])
        rows = session.exec(select(OutboxRow).order_by(col(OutboxRow.key))).all()
        assert [row.payload["text"] for row in rows] == ["1", "there before", "3"]
        assert {(row.state, row.priority, row.method) for row in rows} == {(OutboxState.queued, 20, "sendMessage")}


def test_a_key_is_queued_once_and_the_first_text_stands(database: Database) -> None:
    with database.writing() as session:
        first = put(session, "nudge:1")
        end(session, first, message_id=9)
        again = put(session, "nudge:1", payload={"text": "another"})
        assert again.id == first.id
        assert (again.payload, again.state) == ({"text": "nudge:1"}, OutboxState.sent)
        assert len(session.exec(select(OutboxRow)).all()) == 1


def test_receipts_go_before_questions_before_nudges(database: Database) -> None:
    with database.writing() as session:
        put(session, "nudge", MessageKind.nudge, 1)
        put(session, "file", MessageKind.document, 2)
        put(session, "question", MessageKind.question, 3)
        put(session, "office", MessageKind.office, 4)
        put(session, "receipt", MessageKind.receipt, 5)
        assert due(session) == ["receipt", "question", "office", "nudge", "file"]


def test_a_given_priority_overrides_the_kind(database: Database) -> None:
    with database.writing() as session:
        put(session, "picture", MessageKind.document, priority=0)
        put(session, "summary", MessageKind.office, priority=0)
        assert due(session) == ["picture"]
        picture = put(session, "picture")
        take(session, picture)
        end(session, picture)
        assert due(session) == ["summary"]


def test_a_chats_rows_go_one_after_another(database: Database) -> None:
    with database.writing() as session:
        first = put(session, "a", chat_id=7)
        put(session, "b", chat_id=7)
        put(session, "c", chat_id=8)
        assert due(session) == ["a", "c"]
        take(session, first)
        assert due(session) == ["c"]
        end(session, first)
        assert due(session) == ["b", "c"]


def test_while_a_row_waits_for_another_try_only_a_more_urgent_one_passes(database: Database) -> None:
    with database.writing() as session:
        first = put(session, "a")
        put(session, "b")
        take(session, first)
        later = REAL + timedelta(seconds=30)
        assert outbox.retry(session=session, row=first, not_before=later, reason="502")
        assert due(session) == []
        assert outbox.next_wait(session=session, real_now=REAL) == later
        put(session, "receipt", MessageKind.receipt)
        assert due(session) == ["receipt"]
        assert due(session, real_now=later) == ["receipt"]
        end(session, put(session, "receipt"))
        assert due(session, real_now=later) == ["a"]
        assert outbox.next_wait(session=session, real_now=later) is None


def test_chats_that_are_not_ready_are_left_out(database: Database) -> None:
    with database.writing() as session:
        put(session, "a", chat_id=7)
        put(session, "b", chat_id=8)
        assert due(session, but_not=[7]) == ["b"]
        assert due(session, but_not=[7, 8]) == []
        assert due(session, limit=1) == ["a"]


def test_not_before_is_real_time(database: Database) -> None:
    with database.writing() as session:
        put(session, "a", not_before=REAL + timedelta(seconds=1))
        assert due(session) == []
        assert due(session, real_now=REAL + timedelta(seconds=1)) == ["a"]


def test_a_row_is_claimed_once(database: Database) -> None:
    with database.writing() as session:
        put(session, "a")
    with database.reading() as session:
        stale = session.exec(select(OutboxRow)).one()
    with database.writing() as session:
        row = put(session, "a")
        assert take(session, row)
        assert (row.state, row.attempts) == (OutboxState.sending, 1)
        assert not take(session, stale)


def test_a_lease_that_ran_out_is_queued_again_and_a_living_one_is_not(database: Database) -> None:
    with database.writing() as session:
        row = put(session, "a")
        take(session, row)
        assert outbox.next_wait(session=session, real_now=REAL) == REAL + timedelta(seconds=60)
        assert outbox.sweep(session=session, now=NOW, real_now=REAL + timedelta(seconds=59)) == 0
        assert due(session, real_now=REAL + timedelta(seconds=59)) == []
        assert outbox.sweep(session=session, now=NOW, real_now=REAL + timedelta(seconds=61)) == 1
        assert due(session) == ["a"]
        session.refresh(row)
        assert (row.reason, row.attempts) == ("interrupted while being sent", 1)


def test_when_no_other_process_can_be_sending_every_lease_is_swept(database: Database) -> None:
    with database.writing() as session:
        take(session, put(session, "a"))
        assert outbox.sweep(session=session, now=NOW, real_now=REAL, everything=True) == 1
        assert due(session) == ["a"]


def test_a_message_that_kills_the_process_every_time_fails_in_the_end(database: Database) -> None:
    with database.writing() as session:
        for _ in range(outbox.MAX_INTERRUPTIONS):
            row = put(session, "poison")
            session.refresh(row)
            assert take(session, row)
            outbox.sweep(session=session, now=NOW, real_now=REAL, everything=True)
        session.refresh(row)
        assert row.state is OutboxState.failed
        assert row.reason.startswith("interrupted while being sent")
        assert due(session) == []


def test_who_lost_the_lease_can_neither_fail_nor_requeue_the_row_but_can_say_that_it_was_sent(
    database: Database,
) -> None:
    with database.writing() as session:
        put(session, "a")
    with database.writing() as session:
        mine = put(session, "a")
        take(session, mine)
    with database.writing() as session:
        outbox.sweep(session=session, now=NOW, real_now=REAL, everything=True)
        theirs = put(session, "a")
        assert outbox.lease(session=session, row=theirs, real_now=REAL + timedelta(seconds=90), seconds=60)
    with database.writing() as session:
        assert not end(session, mine, OutboxState.failed, reason="blocked")
        assert not outbox.retry(session=session, row=mine, not_before=REAL, reason="502")
        assert put(session, "a").state is OutboxState.sending
        assert end(session, mine, message_id=5)
        assert put(session, "a").message_id == 5


def test_an_ended_row_stays_as_it_is(database: Database) -> None:
    with database.writing() as session:
        row = put(session, "a")
        assert end(session, row, OutboxState.skipped, reason="已过时")
        assert not end(session, row, OutboxState.failed, reason="later")
        assert (row.state, row.reason, row.settled_at) == (OutboxState.skipped, "已过时", NOW)
        assert due(session) == []
        with pytest.raises(ValueError, match="does not end"):
            end(session, row, OutboxState.sending)


def test_an_uncounted_retry_does_not_use_up_an_attempt(database: Database) -> None:
    with database.writing() as session:
        row = put(session, "a")
        take(session, row)
        outbox.retry(session=session, row=row, not_before=REAL, reason="flood", counted=False)
        assert (row.attempts, row.state) == (0, OutboxState.queued)
        take(session, row)
        outbox.retry(session=session, row=row, not_before=REAL, reason="502")
        assert row.attempts == 1


def test_cancelling_takes_what_is_queued_and_nothing_else(database: Database) -> None:
    with database.writing() as session:
        sent, sending, queued, other = (put(session, key) for key in ("sent", "sending", "queued", "other"))
        end(session, sent)
        take(session, sending)
        which = col(OutboxRow.key) != "other"
        assert outbox.cancel_where(which, session=session, now=NOW, reason="同事已报") == [queued.id]
        assert (queued.state, queued.reason, queued.settled_at) == (OutboxState.cancelled, "同事已报", NOW)
        assert [row.state for row in (sent, sending, other)] == [
            OutboxState.sent,
            OutboxState.sending,
            OutboxState.queued,
        ]
        counts = outbox.counts(session=session)
    assert counts[OutboxState.cancelled] == counts[OutboxState.queued] == 1
    assert counts[OutboxState.failed] == 0


def test_a_group_that_became_a_supergroup_gets_what_waits_at_its_new_number(database: Database) -> None:
    with database.writing() as session:
        person = Person(telegram_id=1, joined_at=NOW)
        session.add(person)
        session.flush()
        session.add(Question(person_id=person.id or 0, chat_id=-5, kind="which", asked_at=NOW))
        end(session, put(session, "sent", chat_id=-5), message_id=3)
        put(session, "waiting", chat_id=-5)
        put(session, "elsewhere", chat_id=-6)
        session.flush()
        assert outbox.migrate_chat(session=session, old=-5, new=-1005) == 1
    with database.reading() as session:
        rows = {row.key: row.chat_id for row in session.exec(select(OutboxRow))}
        assert rows == {"sent": -5, "waiting": -1005, "elsewhere": -6}
        assert session.exec(select(Question.chat_id)).one() == -1005


def test_a_reply_finds_the_message_it_replies_to(database: Database) -> None:
    with database.writing() as session:
        original = put(session, "nudge", facts={"due": ["14", "23-2"]})
        end(session, original, message_id=42)
        end(session, put(session, "edit", method="editMessageText"), message_id=42)
        found = outbox.find_message(session=session, chat_id=7, message_id=42)
        assert found is not None
        assert (found.key, found.facts) == ("nudge", {"due": ["14", "23-2"]})
        assert outbox.find_message(session=session, chat_id=8, message_id=42) is None


def test_bytes_texts_and_moments_come_back_as_they_went_in(database: Database) -> None:
    data = bytes(range(256)) * 40
    with database.writing() as session:
        put(session, "a", payload={"text": "督办\u200f<b>😀"}, attachment=data, expires_at=NOW, day=NOW.date())
    with database.reading() as session:
        row = session.exec(select(OutboxRow)).one()
        assert (row.payload["text"], row.attachment, row.expires_at) == ("督办\u200f<b>😀", data, NOW)
        assert row.day == NOW.date()


_CLAIM = """
import sys
from datetime import UTC, datetime
from storage import outbox
from storage.database import Database
from storage.kinds import OutboxState
database, real_now = Database(sys.argv[1]), datetime.now(UTC)
while True:
    with database.writing() as session:
        rows = outbox.due(session=session, real_now=real_now, limit=4)
        rows = [row for row in rows if outbox.lease(session=session, row=row, real_now=real_now, seconds=60)]
        left = outbox.counts(session=session)
    for row in rows:
        print(row.key, flush=True)
        with database.writing() as session:
            outbox.settle(session=session, row=row, state=OutboxState.sent, now=real_now, message_id=row.id)
    if not rows and not left[OutboxState.queued]:
        break
"""


def test_two_processes_send_everything_and_nothing_twice(database: Database) -> None:
    with database.writing() as session:
        for number in range(120):
            put(session, f"m{number}", chat_id=number % 12)
    command = [sys.executable, "-c", _CLAIM, address(database)]
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda _: subprocess.run(command, capture_output=True, text=True, timeout=120), range(2)))
    assert [run.stderr for run in runs] == ["", ""]
    sent = [key for run in runs for key in run.stdout.split()]
    assert sorted(sent) == sorted(f"m{number}" for number in range(120))
