"""People in the chat, through the table of routes: joining, help, invitations, strangers, own tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select
from telegram import Update

from bot.chat.dispatch import Dispatcher
from bot.chat.handled import Handled
from bot.chat.routes import ROUTES
from bot.services.invite import find_unit, invite
from storage.kinds import InboxState, Role
from storage.models import AuditEvent, InboxRow, Invite, OutboxRow, Person
from tests import support

TASKS = [
    {"code": "14", "title": "企业开办", "lead": ["县市场监管局"], "deadline": date(2022, 8, 31)},
    {"code": "15", "title": "注销便利化", "lead": ["县公安局"], "deadline": date(2022, 9, 30)},
]
Send = Callable[..., Handled]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    db = support.database(tmp_path)
    with db.writing() as session:
        support.plan(session, TASKS)
        yield session
    db.close()


class Chat:
    """Sends updates as Telegram would and looks at what is queued for somebody."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.now = support.NOW
        self.office = support.office(admins=(7,))
        self.dispatch = Dispatcher(self.office, ROUTES, lambda: self.now)
        self.count = 0

    def update(self, **parts: Any) -> Handled:
        """Store an update and handle it, as the worker does."""
        self.count += 1
        payload = {"update_id": self.count, **parts}
        row = InboxRow(bot_id=1, update_id=self.count, digest=str(self.count), payload=payload, received_at=self.now)
        self.session.add(row)
        self.session.flush()
        return self.dispatch(self.session, Update.de_json(payload, None), row)

    def send(self, user: int, text: str, *, name: str = "张三", chat: dict[str, Any] | None = None) -> Handled:
        """Send a text."""
        return self.update(
            message={
                "message_id": self.count + 100,
                "date": int(self.now.timestamp()),
                "chat": chat or {"id": user, "type": "private", "first_name": name},
                "from": {"id": user, "is_bot": False, "first_name": name},
                "text": text,
            }
        )

    def told(self, user: int) -> list[str]:
        """Return the texts queued for somebody."""
        query = select(OutboxRow).where(OutboxRow.chat_id == user).order_by(OutboxRow.id)
        return [row.payload["text"] for row in self.session.exec(query) if row.method == "sendMessage"]

    def menus(self, user: int) -> list[list[str]]:
        """Return the command menus queued for somebody."""
        query = select(OutboxRow).where(OutboxRow.chat_id == user, OutboxRow.method == "setMyCommands")
        return [[each["command"] for each in row.payload["commands"]] for row in self.session.exec(query)]


@pytest.fixture
def chat(session: Session) -> Chat:
    return Chat(session)


def code(session: Session, unit: str) -> str:
    ctx = support.context(session)
    return invite(ctx, Role.liaison, find_unit(ctx, unit)).link.partition("start=")[2]


def test_start_with_a_code_welcomes_and_sets_the_menu(chat: Chat) -> None:
    done = chat.send(101, f"/start {code(chat.session, '县市场监管局')}")
    assert (done.state, done.reason) == (InboxState.done, "joined")
    assert chat.told(101)[0].startswith("张三，您好。您已加入县市场监管局")
    [menu] = chat.menus(101)
    assert {"help", "mytasks"} <= set(menu)
    assert "invite" not in menu
    row = chat.session.exec(select(OutboxRow).where(OutboxRow.method == "setMyCommands")).one()
    assert row.payload["scope"] == {"type": "chat", "chat_id": 101}


def test_the_same_link_again_is_friendly_and_a_used_one_is_refused(chat: Chat) -> None:
    text = f"/start {code(chat.session, '县市场监管局')}"
    chat.send(101, text)
    assert chat.send(101, text).state is InboxState.done
    assert "您已经加入" in chat.told(101)[1]
    refused = chat.send(102, text, name="李四")
    assert (refused.state, refused.reason) == (InboxState.refused, "invite: used")
    assert len(chat.told(102)) == 1


def test_a_code_in_a_group_lets_nobody_in(chat: Chat) -> None:
    group = {"id": -5, "type": "group", "title": "群"}
    done = chat.send(101, f"/start {code(chat.session, '县市场监管局')}", chat=group)
    assert done.state is InboxState.refused
    assert chat.session.exec(select(Person)).all() == []
    assert chat.told(-5) == chat.told(101) == []


def test_an_administrator_is_shown_the_offices_help_at_first_contact(chat: Chat) -> None:
    assert chat.send(7, "/start", name="主任").state is InboxState.done
    [text] = chat.told(7)
    assert "管理员" in text
    assert "/invite" in text
    assert "invite" in chat.menus(7)[0]


@pytest.mark.parametrize("text", ["/start", "你好", "14办结", "/help", "/mytasks", "/invite 县公安局", "/nonsense"])
def test_a_stranger_gets_one_polite_line_and_nothing_else(chat: Chat, text: str) -> None:
    first, second = chat.send(99, text), chat.send(99, text)
    assert (first.state, second.state) == (InboxState.refused, InboxState.refused)
    assert len(chat.told(99)) == 1
    assert "邀请链接" in chat.told(99)[0]
    assert chat.menus(99) == []
    chat.now += timedelta(days=1, seconds=1)
    chat.send(99, text)
    assert len(chat.told(99)) == 2


def test_a_strangers_sticker_button_and_edit_are_refused_quietly(chat: Chat) -> None:
    chat.send(99, "你好")
    who = {"id": 99, "is_bot": False, "first_name": "路人"}
    message = {
        "message_id": 1,
        "date": int(chat.now.timestamp()),
        "chat": {"id": 99, "type": "private", "first_name": "路人"},
        "from": who,
    }
    sticker = {
        "file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1,
        "is_animated": False, "is_video": False,
    }  # fmt: skip
    assert chat.update(message={**message, "sticker": sticker}).state is InboxState.refused
    edited = {**message, "text": "x", "edit_date": int(chat.now.timestamp())}
    assert chat.update(edited_message=edited).state is InboxState.refused
    pressed = chat.update(
        callback_query={"id": "5", "from": who, "chat_instance": "c", "data": "undo:1", "message": message}
    )
    assert (pressed.state, pressed.callback_id) == (InboxState.refused, "5")
    assert len(chat.told(99)) == 1


def test_somebody_who_has_left_is_a_stranger_again(chat: Chat) -> None:
    actor = support.person(chat.session, 101, units=["县公安局"])
    assert actor.units
    for membership in chat.session.exec(select(support.Membership)):
        membership.ended_at = support.NOW
    chat.session.flush()
    assert chat.send(101, "15办结").state is InboxState.refused
    assert "邀请链接" in chat.told(101)[0]


def test_help_for_a_liaison_uses_the_units_own_task(chat: Chat) -> None:
    support.person(chat.session, 101, "张三", units=["县公安局"])
    chat.send(101, "/help")
    assert "如：15已完成70%" in chat.told(101)[0]


def test_the_office_invites_by_a_units_name(chat: Chat) -> None:
    support.person(chat.session, 1, "主任", role=Role.office)
    chat.send(1, "/invite 县公安局 副", name="主任")
    [text] = chat.told(1)
    assert text.startswith(
        "请转发给县公安局副联络员。链接限一人使用，8月27日10:00前有效：\nhttps://t.me/duban_test_bot?start="
    )
    row = chat.session.exec(select(Invite)).one()
    assert (row.deputy, row.role) == (True, Role.liaison)
    assert row.created_by == chat.session.exec(select(Person).where(Person.telegram_id == 1)).one().id


def test_an_invitation_from_the_chat_lets_somebody_in(chat: Chat) -> None:
    support.person(chat.session, 1, "主任", role=Role.office)
    chat.send(1, "/invite 县公安局", name="主任")
    chat.send(101, "/start " + chat.told(1)[0].partition("start=")[2])
    assert "您已加入县公安局，任联络员" in chat.told(101)[0]
    assert chat.told(1)[1] == "县公安局：张三已加入，任联络员。"


def _press(chat: Chat, user: int, data: str) -> Handled:
    shown = {"message_id": 5, "date": int(chat.now.timestamp()), "chat": {"id": user, "type": "private"}, "text": "x"}
    sender = {"id": user, "is_bot": False, "first_name": "主任"}
    return chat.update(callback_query={"id": "1", "from": sender, "chat_instance": "1", "data": data, "message": shown})


def _back(chat: Chat) -> str:
    row = chat.session.exec(select(OutboxRow).where(OutboxRow.method == "sendMessage")).first()
    assert row is not None
    return str(row.payload["reply_markup"]["inline_keyboard"][0][0]["callback_data"])


def test_an_invitation_that_was_taken_back_lets_nobody_in_and_shows_its_link_no_more(chat: Chat) -> None:
    support.person(chat.session, 1, "主任", role=Role.office)
    chat.send(1, "/invite 县公安局", name="主任")
    link = chat.told(1)[0].partition("start=")[2]
    assert _press(chat, 1, _back(chat)).callback_text == "已撤回"
    edited = chat.session.exec(select(OutboxRow).where(OutboxRow.method == "editMessageText")).one()
    assert edited.payload["text"] == "此邀请已收回，链接失效。"
    assert chat.send(101, f"/start {link}").state is InboxState.refused
    assert chat.session.exec(select(Person).where(Person.telegram_id == 101)).first() is None
    again = _press(chat, 1, _back(chat))
    assert (again.state, again.callback_text) == (InboxState.refused, "此链接已失效")
    events = [event.action for event in chat.session.exec(select(AuditEvent))]
    assert events.count("invite.revoked") == 1


def test_an_invitation_that_was_used_is_not_taken_back_but_its_person_named(chat: Chat) -> None:
    support.person(chat.session, 1, "主任", role=Role.office)
    chat.send(1, "/invite 县公安局", name="主任")
    chat.send(101, "/start " + chat.told(1)[0].partition("start=")[2])
    assert _press(chat, 1, _back(chat)).callback_text == "张三已用此链接加入；如需解除：/people 张三"


def test_only_an_administrator_takes_back_an_invitation_of_office_staff_and_a_liaison_none(chat: Chat) -> None:
    support.person(chat.session, 1, "主任", role=Role.office)
    support.person(chat.session, 5, "某人", units=["县公安局"])
    chat.send(7, "/invite 办公室", name="管理员")
    for user in (1, 5):
        assert _press(chat, user, _back(chat)).state is InboxState.refused
    assert _press(chat, 1, "invite_back:x").state is InboxState.refused
    assert chat.session.exec(select(Invite)).one().expires_at > chat.now
    assert _press(chat, 7, _back(chat)).callback_text == "已撤回"


def test_invite_without_a_unit_shows_how_and_who_is_missing(chat: Chat) -> None:
    support.person(chat.session, 1, "主任", role=Role.office)
    chat.send(1, "/invite", name="主任")
    assert "/invite 县市场监管局" in chat.told(1)[0]
    assert "尚无联络员的单位2家：县市场监管局、县公安局" in chat.told(1)[0]


def test_a_unit_that_is_not_exact_is_answered_with_candidates_and_no_link(chat: Chat) -> None:
    support.person(chat.session, 1, "主任", role=Role.office)
    assert chat.send(1, "/invite 公安", name="主任").state is InboxState.refused
    assert chat.told(1) == ["没有叫“公安”的单位。是不是：县公安局"]
    assert chat.session.exec(select(Invite)).all() == []


@pytest.mark.parametrize(("user", "role", "made"), [(1, Role.office, False), (7, None, True)])
def test_only_an_administrator_invites_office_staff(chat: Chat, user: int, role: Role | None, made: bool) -> None:
    if role:
        support.person(chat.session, user, "主任", role=role)
    chat.send(user, "/invite 办公室", name="主任")
    assert bool(chat.session.exec(select(Invite)).all()) is made


@pytest.mark.parametrize(("word", "role"), [("督查", Role.supervision), ("监督员", Role.lay_supervisor)])
def test_the_office_invites_supervision_and_lay_supervisors(chat: Chat, word: str, role: Role) -> None:
    support.person(chat.session, 1, "主任", role=Role.office)
    chat.send(1, f"/invite {word}", name="主任")
    assert chat.session.exec(select(Invite)).one().role is role


@pytest.mark.parametrize("role", [Role.liaison, Role.supervision, Role.lay_supervisor])
def test_nobody_else_invites(chat: Chat, role: Role) -> None:
    support.person(chat.session, 5, "某人", role=role, units=["县公安局"] if role is Role.liaison else ())
    assert chat.send(5, "/invite 县公安局", name="某人").state is InboxState.refused
    assert chat.session.exec(select(Invite)).all() == []
    assert "t.me" not in "".join(chat.told(5))


def test_an_invitation_is_not_shown_to_a_group(chat: Chat) -> None:
    support.person(chat.session, 1, "主任", role=Role.office)
    done = chat.send(1, "/invite 县公安局", name="主任", chat={"id": -5, "type": "group", "title": "群"})
    assert done.state is InboxState.refused
    assert chat.session.exec(select(Invite)).all() == []


def test_mytasks_shows_the_own_unit_and_one_task_by_its_number(chat: Chat) -> None:
    support.person(chat.session, 101, "张三", units=["县公安局"])
    chat.send(101, "/mytasks")
    chat.send(101, "/mytasks 15")
    first, second = chat.told(101)
    assert first.startswith("【县公安局】牵头1项")
    assert second.startswith("<b>15 注销便利化</b>")


def test_mytasks_of_two_units_is_a_message_each(chat: Chat) -> None:
    support.person(chat.session, 101, "张三", units=["县公安局", "县市场监管局"])
    chat.send(101, "/mytasks")
    assert [text[:8] for text in chat.told(101)] == ["【县公安局】牵头", "【县市场监管局】"]


def test_a_liaison_does_not_see_another_units_tasks(chat: Chat) -> None:
    support.person(chat.session, 101, "张三", units=["县公安局"])
    assert chat.send(101, "/mytasks 县市场监管局").state is InboxState.refused
    assert chat.send(101, "/mytasks 14").state is InboxState.refused
    assert "企业开办" not in "".join(chat.told(101))


@pytest.mark.parametrize("role", [Role.office, Role.supervision])
def test_the_office_and_supervision_ask_for_any_unit_or_task(chat: Chat, role: Role) -> None:
    support.person(chat.session, 1, "主任", role=role)
    chat.send(1, "/mytasks 县公安局", name="主任")
    chat.send(1, "/mytasks 14", name="主任")
    chat.send(1, "/mytasks", name="主任")
    first, second, third = chat.told(1)
    assert first.startswith("【县公安局】")
    assert second.startswith("<b>14 企业开办</b>")
    assert "请写明单位或任务号" in third


def member(chat: Chat, user: int, status: str) -> Handled:
    who = {"id": 1000, "is_bot": True, "first_name": "bot"}
    new = {"user": who, "status": status} | ({"until_date": 0} if status == "kicked" else {})
    return chat.update(
        my_chat_member={
            "chat": {"id": user, "type": "private", "first_name": "张三"},
            "from": {"id": user, "is_bot": False, "first_name": "张三"},
            "date": int(chat.now.timestamp()),
            "old_chat_member": {"user": who, "status": "member"},
            "new_chat_member": new,
        }
    )


def test_who_blocks_the_bot_is_unreachable_and_the_office_hears_it_once(chat: Chat) -> None:
    support.person(chat.session, 1, "主任", role=Role.office)
    person = support.person(chat.session, 101, "张三", units=["县公安局"]).person
    assert member(chat, 101, "kicked").reason == "blocked"
    member(chat, 101, "kicked")
    assert person.unreachable_since is not None
    assert len(chat.told(1)) == 1
    assert chat.told(101) == []
    member(chat, 101, "member")
    assert person.unreachable_since is None


def test_a_stranger_who_blocks_the_bot_is_nobodys_business(chat: Chat) -> None:
    assert member(chat, 99, "kicked").state is InboxState.ignored
    assert chat.told(99) == []


def test_the_time_of_a_join_is_that_of_the_message_and_not_of_its_handling(chat: Chat) -> None:
    text = f"/start {code(chat.session, '县公安局')}"
    said: datetime = chat.now + timedelta(hours=71)
    chat.now = said
    update = {
        "message_id": 1,
        "date": int(said.timestamp()),
        "chat": {"id": 101, "type": "private", "first_name": "张三"},
        "from": {"id": 101, "is_bot": False, "first_name": "张三"},
        "text": text,
    }
    chat.now += timedelta(hours=5)  # handled when the link would have expired already
    assert chat.update(message=update).reason == "joined"


@pytest.mark.parametrize("last", [{}, {"last_name": ""}, {"last_name": "李"}])
def test_who_has_no_first_name_is_answered_like_anybody_else(chat: Chat, last: dict[str, str]) -> None:
    def say(user: int, text: str) -> Handled:
        person = {"id": user, "is_bot": False, "first_name": ""} | last
        message = {"message_id": chat.count + 100, "date": int(chat.now.timestamp()), "from": person, "text": text}
        return chat.update(message=message | {"chat": {"id": user, "type": "private", "first_name": ""}})

    say(501, "您好")
    assert len(chat.told(501)) == 1, "a stranger gets the polite line"
    say(502, f"/start {code(chat.session, '县公安局')}")
    assert say(502, "15完成60%").state is InboxState.done
    stored = chat.session.exec(select(Person).where(Person.telegram_id == 502)).one()
    assert stored.name == "502"
    say(7, "/help")
    assert chat.told(7)
