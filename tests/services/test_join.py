"""Joining by an invite: who is let in, what they are told, what the office is told, and who is turned away."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.services.invite import find_unit, invite
from bot.services.join import Outcome, join
from bot.services.people import Visitor
from bot.services.views import actor_of
from storage import audit
from storage.kinds import Role
from storage.models import Invite, Membership, OutboxRow, Person
from tests import support

TASKS = [
    {"code": str(number), "title": f"任务第{number}项", "lead": ["县公安局"], "deadline": date(2022, 8, 31)}
    for number in range(1, 4)
] + [{"code": "9", "title": "长期", "lead": ["县财政局"], "support": ["县人社局"], "deadline": "ongoing"}]
ZHANG = Visitor(101, "张三", "zhangsan")
LI = Visitor(102, "李四")


@pytest.fixture
def session(tmp_path: Path):
    db = support.database(tmp_path)
    with db.writing() as session:
        support.plan(session, TASKS)
        yield session
    db.close()


def link(session, unit: str | None = "县公安局", role: Role = Role.liaison, **how) -> str:
    ctx = support.context(session)
    return invite(ctx, role, find_unit(ctx, unit) if unit else None, **how).link.partition("?start=")[2]


def told(session, telegram_id: int) -> list[str]:
    rows = session.exec(select(OutboxRow).where(OutboxRow.chat_id == telegram_id).order_by(OutboxRow.id))
    return [row.payload["text"] for row in rows if row.method == "sendMessage"]


def test_a_code_lets_somebody_in_under_their_telegram_name(session) -> None:
    joining = join(support.context(session, inbox_id=None), ZHANG, link(session))
    assert joining.outcome is Outcome.joined
    actor = actor_of(session, 101, ())
    assert actor.person.name == "张三"
    assert actor.roles == {Role.liaison}
    assert [unit.name for unit in actor.units] == ["县公安局"]


def test_the_welcome_names_unit_role_tasks_an_example_what_comes_next_and_what_not_to_send(session) -> None:
    join(support.context(session), ZHANG, link(session))
    [text] = told(session, 101)
    assert text.startswith("张三，您好。您已加入县公安局，任联络员。")
    assert "牵头在办任务3项" in text
    assert "8月要报进展3项，请于8月31日（周三）前回复" in text
    assert "如：1办结，2已完成70%，其余正常" in text
    assert "下次提示：8月29日（周一）" in text
    assert "涉密、敏感内容和公民身份证号请勿发送" in text


def test_a_unit_that_only_supports_is_told_that_nothing_is_asked_each_month(session) -> None:
    join(support.context(session), ZHANG, link(session, "县人社局"))
    [text] = told(session, 101)
    assert "没有牵头在办的任务" in text
    assert "如：" not in text


def test_a_deputy_is_welcomed_as_one(session) -> None:
    join(support.context(session), ZHANG, link(session, deputy=True))
    assert "任副联络员" in told(session, 101)[0]
    assert session.exec(select(Membership)).one().deputy


@pytest.mark.parametrize(
    ("role", "words"),
    [(Role.office, "/invite"), (Role.supervision, "/mytasks"), (Role.lay_supervisor, "/help")],
)
def test_other_roles_have_no_unit_and_their_own_welcome(session, role: Role, words: str) -> None:
    join(support.context(session), ZHANG, link(session, None, role))
    assert actor_of(session, 101, ()).roles == {role}
    [text] = told(session, 101)
    assert words in text
    assert "涉密" in text
    assert "Hello" not in text


def test_the_office_is_told_who_joined_and_for_which_unit(session) -> None:
    support.person(session, 1, "主任", role=Role.office)
    support.person(session, 2, "别家联络员", units=["县财政局"])
    join(support.context(session), ZHANG, link(session))
    assert told(session, 1) == ["县公安局：张三已加入，任联络员。"]
    assert told(session, 2) == []


def test_somebody_who_joins_the_office_is_not_told_of_themselves(session) -> None:
    join(support.context(session), ZHANG, link(session, None, Role.office))
    assert len(told(session, 101)) == 1


def test_joining_is_on_record(session) -> None:
    join(support.context(session), ZHANG, link(session))
    row = session.exec(select(Membership)).one()
    [event] = audit.history(session=session, object="memberships", object_id=row.id)
    assert (event.action, event.person_id) == ("membership.begin", row.person_id)
    assert event.after == {"person": "张三", "role": "liaison", "unit": "县公安局", "deputy": False}


def test_a_code_works_once(session) -> None:
    code = link(session)
    join(support.context(session), ZHANG, code)
    assert join(support.context(session), LI, code).outcome is Outcome.used
    assert actor_of(session, 102, ()) is None
    assert told(session, 102) == ["这个邀请链接已被使用（限一人一次），请向县营商办要一个新链接。"]


def test_pressing_ones_own_link_again_is_answered_kindly_and_changes_nothing(session) -> None:
    code = link(session)
    join(support.context(session), ZHANG, code)
    later = support.context(session, now=support.NOW + timedelta(days=30))
    assert join(later, ZHANG, code).outcome is Outcome.again
    assert told(session, 101)[1] == "您已经加入，身份是县公安局联络员。发 /help 查看可以做什么。"
    assert len(session.exec(select(Membership)).all()) == 1


def test_ones_own_link_does_not_let_one_back_in_after_leaving(session) -> None:
    code = link(session)
    join(support.context(session), ZHANG, code)
    session.exec(select(Membership)).one().ended_at = support.NOW
    session.flush()
    assert join(support.context(session), ZHANG, code).outcome is Outcome.used
    assert actor_of(session, 101, ()).roles == frozenset()


def test_a_code_is_good_until_its_last_moment_and_not_after(session) -> None:
    first, second = link(session), link(session)
    just = support.NOW + timedelta(hours=72) - timedelta(seconds=1)
    assert join(support.context(session, now=just), ZHANG, first).outcome is Outcome.joined
    over = support.NOW + timedelta(hours=72)
    assert join(support.context(session, now=over), LI, second).outcome is Outcome.expired
    assert "已过期" in told(session, 102)[0]
    assert session.exec(select(Person).where(Person.telegram_id == 102)).first() is None


@pytest.mark.parametrize("code", ["x", "no such code", "<b>", "ſ" * 10, "a" * 65, "’; DROP TABLE invites"])
def test_an_unknown_code_is_answered_and_stores_nobody(session, code: str) -> None:
    assert join(support.context(session), ZHANG, code).outcome is Outcome.unknown
    assert "无效" in told(session, 101)[0]
    assert session.exec(select(Person)).all() == []


def test_whoever_tries_code_after_code_is_not_answered_for_ever_and_a_good_one_still_works(session) -> None:
    for second in range(20):
        join(support.context(session, now=support.NOW + timedelta(seconds=second)), ZHANG, f"guess{second}")
    assert len(told(session, 101)) == 5
    assert join(support.context(session), ZHANG, link(session)).outcome is Outcome.joined
    assert "您已加入县公安局" in told(session, 101)[5]


def test_one_person_can_join_for_several_units_and_several_people_for_one(session) -> None:
    join(support.context(session, now=support.NOW), ZHANG, link(session))
    join(support.context(session, now=support.NOW + timedelta(minutes=1)), ZHANG, link(session, "县财政局"))
    join(support.context(session), LI, link(session))
    assert [unit.name for unit in actor_of(session, 101, ()).units] == ["县公安局", "县财政局"]
    assert [unit.name for unit in actor_of(session, 102, ()).units] == ["县公安局"]


def test_a_second_invite_for_the_same_unit_only_changes_the_standing_as_deputy(session) -> None:
    join(support.context(session), ZHANG, link(session))
    later = support.context(session, now=support.NOW + timedelta(minutes=1))
    assert join(later, ZHANG, link(session, deputy=True)).outcome is Outcome.again
    assert session.exec(select(Membership)).one().deputy
    assert all(row.used_by for row in session.exec(select(Invite)))


def test_a_name_from_telegram_is_cleaned_and_escaped(session) -> None:
    visitor = Visitor(103, "\u202e<b>王\n五</b>\u200b " + "长" * 100)
    support.person(session, 1, "主任", role=Role.office)
    join(support.context(session), visitor, link(session))
    name = actor_of(session, 103, ()).person.name
    assert name.startswith("<b>王 五</b> 长")
    assert len(name) == 64
    assert "&lt;b&gt;王 五&lt;/b&gt;" in told(session, 1)[0]


def test_somebody_without_a_name_is_called_by_number(session) -> None:
    join(support.context(session), Visitor(104, "\u200b"), link(session))
    assert actor_of(session, 104, ()).person.name == "104"
