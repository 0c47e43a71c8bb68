"""Knowing who writes: administrators, strangers, changed names, and whom messages do not reach."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.services.people import Visitor, greet_stranger, mark_unreachable, meet, tidy_name
from storage import audit
from storage import people as stored
from storage.kinds import Role
from storage.models import OutboxRow, Person
from tests import support


@pytest.fixture
def session(tmp_path: Path):
    db = support.database(tmp_path)
    with db.writing() as session:
        yield session
    db.close()


def told(session, telegram_id: int) -> list[str]:
    rows = session.exec(select(OutboxRow).where(OutboxRow.chat_id == telegram_id).order_by(OutboxRow.id))
    return [row.payload["text"] for row in rows]


def test_an_administrator_of_the_settings_is_office_staff_at_once(session) -> None:
    ctx = support.context(session, office=support.office(admins=(7,)))
    actor = meet(ctx, Visitor(7, "主任", "boss"))
    assert actor.is_office
    assert actor.roles == {Role.admin}
    assert session.exec(select(Person)).one().name == "主任"


def test_who_is_no_longer_an_administrator_in_the_settings_has_no_role(session) -> None:
    meet(support.context(session, office=support.office(admins=(7,))), Visitor(7, "主任"))
    assert meet(support.context(session), Visitor(7, "主任")).roles == frozenset()


def test_a_stranger_is_nobody_and_is_not_stored(session) -> None:
    assert meet(support.context(session), Visitor(8, "路人")) is None
    assert session.exec(select(Person)).all() == []


def test_a_stranger_gets_one_polite_line_a_day(session) -> None:
    moments = [support.NOW + timedelta(hours=hours) for hours in (0, 1, 23, 25, 26)]
    answered = [greet_stranger(support.context(session, now=moment), Visitor(8, "路人")) for moment in moments]
    assert answered == [True, False, False, True, False]
    assert told(session, 8) == ["您好，这里是县营商办的营商调度助手，凭邀请链接加入。如需使用，请与县营商办联系。"] * 2


def test_one_strangers_silence_is_not_anothers(session) -> None:
    ctx = support.context(session)
    assert greet_stranger(ctx, Visitor(8))
    assert greet_stranger(ctx, Visitor(88))


def test_a_new_name_is_kept_and_on_record(session) -> None:
    support.person(session, 9, "张三", units=["县公安局"])
    actor = meet(support.context(session), Visitor(9, "张三丰"))
    assert actor.person.name == "张三丰"
    [event] = audit.history(session=session, object="people", object_id=actor.person.id)
    assert (event.before, event.after) == ({"name": "张三"}, {"name": "张三丰"})


def test_the_office_is_told_at_once_and_once_whom_messages_do_not_reach(session) -> None:
    support.person(session, 1, "主任", role=Role.office)
    person = support.person(session, 9, "张三", units=["县公安局"]).person
    mark_unreachable(support.context(session), person, "blocked the bot")
    mark_unreachable(support.context(session), person, "blocked the bot")
    [text] = told(session, 1)
    assert text.startswith("县公安局张三暂时收不到消息")
    assert "/invite 县公安局" in text
    assert told(session, 9) == []
    assert stored.bound_units(session=session) == frozenset()


def test_whoever_writes_can_be_reached_again(session) -> None:
    person = support.person(session, 9, "张三", units=["县公安局"]).person
    mark_unreachable(support.context(session), person, "blocked the bot")
    meet(support.context(session), Visitor(9, "张三"))
    assert person.unreachable_since is None
    assert stored.bound_units(session=session) == {"县公安局"}


def test_blocking_us_is_no_sign_of_being_reachable(session) -> None:
    person = support.person(session, 9, "张三", units=["县公安局"]).person
    mark_unreachable(support.context(session), person, "the user is deactivated")
    meet(support.context(session), Visitor(9, "张三", gone=True))
    assert person.unreachable_since is not None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  张  三 ", "张 三"),
        ("a\u202eb", "ab"),
        ("\u200b", ""),
        ("x" * 99, "x" * 64),
        ("王\n五", "王 五"),
        ("李😀", "李😀"),
    ],
)
def test_a_name_is_tidied(given: str, kept: str) -> None:
    assert tidy_name(given) == kept
