"""`/people` through the real table of routes: who is there, ending a role, handing a unit over, and the refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.chat.dispatch import Dispatcher
from bot.chat.routes import ROUTES
from storage.kinds import InboxState, Role
from storage.models import AuditEvent, Membership, Person
from tests import support
from tests.services.talk import CHEN, FINANCE, LIN, MA, MARKET, OFFICE, Talk
from tests.support import NOW

ADMIN, WANG = 2004, 2003


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    talk = Talk(tmp_path)
    talk.dispatch = Dispatcher(talk.office, ROUTES, lambda: talk.now)
    with talk.db.writing() as session:
        support.person(session, ADMIN, "<赵>主任", role=Role.admin)
        support.person(session, WANG, "王科员", role=Role.office)
    return talk


def _units(talk: Talk, telegram_id: int) -> set[str]:
    with talk.db.reading() as session:
        person = session.exec(select(Person).where(Person.telegram_id == telegram_id)).one()
        query = select(Membership).where(Membership.person_id == person.id)
        rows = session.exec(query).all()
        units = {row.unit_id for row in rows if row.ended_at is None}
        return {name for name in (MARKET, FINANCE) if support.unit(session, name).id in units}


def test_the_list_says_who_is_bound_away_unreachable_silent_and_their_telephone(talk: Talk) -> None:
    with talk.db.writing() as session:
        lin = session.exec(select(Person).where(Person.telegram_id == LIN)).one()
        lin.telephone, lin.unreachable_since = "13900000000", NOW
        chen = session.exec(select(Person).where(Person.telegram_id == CHEN)).one()
        chen.last_seen_at = NOW
        bound = session.exec(select(Membership).where(Membership.person_id == chen.id)).one()
        bound.away_until, bound.deputy = date(2022, 8, 30), True
        ma = session.exec(select(Person).where(Person.telegram_id == MA)).one()
        ma.last_seen_at = NOW - timedelta(days=60)
        session.add_all([lin, chen, ma, bound])
    talk.say(OFFICE, "/people")
    lines = talk.last(OFFICE).splitlines()
    assert lines[0] == "【人员】已有联络员2家，尚无2家，联系不上1人"
    assert "<b>县市场监管局</b>：马莉（6月25日后未使用）；陈红（副，外出至8月30日）" in lines
    assert "<b>县财政局</b>：林涛（13900000000，8月24日起联系不上）；马莉（6月25日后未使用）" in lines
    assert any(line.startswith("<b>管理员</b>：&lt;赵&gt;主任") for line in lines)
    assert "尚无联络员：县规划自然资源局、县税务局。邀请：/invite 县规划自然资源局" in lines


def test_ending_a_role_asks_first(talk: Talk) -> None:
    talk.say(OFFICE, "/people 林涛")
    talk.press(OFFICE, "解除林涛")
    assert talk.last(OFFICE) == "确认解除林涛（县财政局联络员）？已报进展保留，今后不再提示林涛。"
    assert _units(talk, LIN) == {FINANCE}


def test_ended_means_ended_and_stays_as_history(talk: Talk) -> None:
    talk.say(OFFICE, "/people 林涛")
    talk.press(OFFICE, "解除林涛")
    talk.press(OFFICE, "确认解除")
    assert talk.last(OFFICE) == "已解除：林涛（县财政局联络员）。"
    assert talk.last(LIN) == "您已不再担任县财政局联络员，感谢支持。"
    assert _units(talk, LIN) == set()
    assert [event.action for event in talk.rows(AuditEvent)].count("membership.ended") == 1
    handled = talk.say(LIN, "40已完成自查")
    assert handled.state is InboxState.refused
    assert talk.reports() == {}


def test_a_unit_is_handed_from_one_person_to_another_and_both_are_told(talk: Talk) -> None:
    talk.say(OFFICE, "/people 林涛")
    talk.press(OFFICE, "移交林涛…")
    talk.press(OFFICE, "陈红")
    assert talk.last(OFFICE) == "县财政局：已由林涛移交陈红。"
    assert (_units(talk, LIN), _units(talk, CHEN)) == (set(), {MARKET, FINANCE})
    assert "县财政局的联络工作已移交陈红" in talk.texts(LIN)[-1]
    assert any("由林涛移交给您" in text for text in talk.texts(CHEN))
    talk.say(CHEN, "40已完成自查")
    assert set(talk.reports()) == {"40"}


def test_an_old_button_says_that_it_has_changed(talk: Talk) -> None:
    talk.say(OFFICE, "/people 林涛")
    talk.say(WANG, "/people 林涛")
    talk.press(OFFICE, "解除林涛")
    talk.press(OFFICE, "确认解除")
    handled = talk.press(WANG, "移交林涛…")
    assert handled.callback_alert
    assert "情况已有变化" in handled.callback_text


def test_the_last_of_the_desk_and_the_last_administrator_stay(talk: Talk) -> None:
    talk.say(OFFICE, "/people 王科员")
    assert talk.press(OFFICE, "解除王科员").state is InboxState.refused  # only an administrator may
    talk.say(ADMIN, f"/people {ADMIN}")
    handled = talk.press(ADMIN, "解除路人")
    assert "最后一名管理员" in handled.callback_text
    for name in ("王科员", "李科长"):
        talk.say(ADMIN, f"/people {name}")
        talk.press(ADMIN, f"解除{name}")
        talk.press(ADMIN, "确认解除")
    live = [row for row in talk.rows(Membership) if row.role in (Role.office, Role.admin) and row.ended_at is None]
    assert [row.role for row in live] == [Role.admin]


def test_the_last_administrator_s_role_is_not_handed_over_and_that_is_said(talk: Talk) -> None:
    talk.say(ADMIN, f"/people {ADMIN}")
    card = talk.message_of(talk.shown(ADMIN)[-1])
    with talk.db.reading() as session:
        held = session.exec(select(Membership).where(Membership.role == Role.admin)).one().id
        other = session.exec(select(Person).where(Person.telegram_id == WANG)).one().id
    assert not any("移交" in label for label in talk.labels(talk.shown(ADMIN)[-1]))
    for data in (f"people:hand:{held}", f"people:handed:{held}:{other}"):
        handled = talk.push(ADMIN, data, card)
        assert handled.state is InboxState.refused
        assert "最后一名管理员" in handled.callback_text
    live = [row for row in talk.rows(Membership) if row.role is Role.admin and row.ended_at is None]
    assert [row.id for row in live] == [held]


def test_a_liaison_sees_no_list_and_presses_nothing(talk: Talk) -> None:
    talk.say(OFFICE, "/people 林涛")
    (card,) = talk.shown(OFFICE)[-1:]
    assert talk.say(CHEN, "/people").state is InboxState.refused
    for button in talk.buttons_of(card):
        assert talk.push(CHEN, button["callback_data"], talk.message_of(card)).state is InboxState.refused
    assert _units(talk, LIN) == {FINANCE}
    assert talk.say(OFFICE, "/people 张三丰").state is InboxState.refused


def test_a_command_to_another_bot_of_a_group_is_left_alone(talk: Talk) -> None:
    chat = {"id": -500, "type": "group", "title": "工作群"}
    sender = {"id": OFFICE, "is_bot": False, "first_name": "李科长"}
    message = {"message_id": 7, "date": int(talk.now.timestamp()), "chat": chat, "from": sender}
    handled = talk.update({"message": message | {"text": "/people@another_bot"}})
    assert handled.state is InboxState.ignored
    talk.update({"message": message | {"message_id": 8, "text": "/people@duban_test_bot"}})
    assert talk.texts(OFFICE)[-1].startswith("【人员】")


def test_an_administrator_of_the_settings_is_listed_and_cannot_be_ended_in_the_chat(talk: Talk) -> None:
    talk.office = replace(talk.office, admins=(8001,))
    talk.dispatch = Dispatcher(talk.office, ROUTES, lambda: talk.now)
    talk.say(8001, "/people")
    assert "<b>管理员</b>：&lt;赵&gt;主任" in talk.last(8001)
    assert "路人（配置文件设定）" in talk.last(8001)
    talk.say(8001, "/people 路人")
    assert talk.last(8001) == "<b>管理员</b> 路人（配置文件设定）\n在配置文件中设定，聊天中不能解除或移交。"
    assert talk.labels(talk.shown(8001)[-1]) == []
