"""Every command and button tried by every role and a stranger: allowed or refused as the table of routes says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.chat.dispatch import Dispatcher
from bot.chat.incoming import Incoming
from bot.chat.route import Route
from bot.chat.routes import ROUTES
from storage.kinds import InboxState, Role
from storage.models import InboxRow, Invite, OutboxRow, Person, metadata
from tests import support
from tests.services.talk import CHEN, OFFICE, Talk

SUN, LAY, ADMIN, STRANGER = 4001, 5001, 6001, 9009
WHO = {
    "liaison": CHEN,
    "office": OFFICE,
    "supervision": SUN,
    "lay_supervisor": LAY,
    "admin": ADMIN,
    "stranger": STRANGER,
}

# What each command would do something with; the others are sent alone.
ARGUMENTS = {
    "observe": "15 窗口无人",
    "coordinate": "17 县财政局 9月9日 明确经费",
    "instruct": "县财政局 9月9日 张县长：请抓紧",
    "answer": "1 已办",
    "settle": "1 已核实",
    "items": "",
    "milestone": "17 9月30日 印发方案",
    "practice": "15",
    "feedback": "每月提示两次就够了",
    "find": "公积金",
    "history": "15",
    "lights": "15",
    "invite": "县财政局",
    "reopen": "15 文号有误",
    "quiet": "县财政局 9月30日 机构改革",
    "remind": "县财政局",
    "time": "县财政局 14:30",
    "away": "9月30日",
    "phone": "13800000000",
}
OFFICE_ONLY = frozenset({"office", "admin"})
READERS = OFFICE_ONLY | {"supervision"}
EVERYONE = frozenset(Role)
# Said here a second time, so that a change of the table is noticed.
EXPECTED: dict[str, frozenset[str]] = {
    "observe": frozenset({"supervision", "lay_supervisor"}),
    "coordinate": OFFICE_ONLY,
    "instruct": OFFICE_ONLY,
    "items": EVERYONE,
    "answer": frozenset({"liaison"}),
    "settle": READERS,
    "inbox": OFFICE_ONLY,
    "substance": OFFICE_ONLY,
    "feedback": EVERYONE,
    "milestone": READERS | {"liaison"},
    "practice": READERS | {"liaison"},
    "lights": READERS | {"liaison"},
    "history": READERS | {"liaison"},
    "find": READERS,
    "targets": READERS,
    "invite": OFFICE_ONLY,
    "reopen": OFFICE_ONLY,
    "remind": OFFICE_ONLY,
    "quiet": OFFICE_ONLY,
    "time": OFFICE_ONLY,
    "away": frozenset({"liaison"}),
    "help": EVERYONE,
    "phone": EVERYONE,
}


def _commands() -> list[Route]:
    """Return the routes that a command's own name leads to."""
    found: list[Route] = []
    for route in ROUTES:
        if not re.fullmatch(r"[a-z]+", route.name):
            continue
        said = Incoming("text", 1, True, 1, text=f"/{route.name}")
        nobody: Any = support.context(None, actor=None)  # type: ignore[arg-type]
        if route.matches(nobody, said) and route.name not in {each.name for each in found}:
            found.append(route)
    return found


COMMANDS = {route.name: route for route in _commands() if route.name not in ("start", "stranger", "anything")}
BUTTONS = {route.name.removeprefix("button "): route for route in ROUTES if re.fullmatch(r"button [a-z_]+", route.name)}


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    talk = Talk(tmp_path)
    talk.dispatch = Dispatcher(talk.office, ROUTES, lambda: talk.now)
    with talk.db.writing() as session:
        support.person(session, SUN, "孙督查", role=Role.supervision)
        support.person(session, LAY, "周监督员", role=Role.lay_supervisor)
        support.person(session, ADMIN, "赵主任", role=Role.admin)
    return talk


def _everything(talk: Talk) -> dict[str, list[Any]]:
    """Return every row of every table but the post's, without what meeting somebody changes of them."""
    skipped = {InboxRow.__tablename__, OutboxRow.__tablename__, Person.__tablename__, "audit_events"}
    with talk.db.reading() as session:
        found = {
            table.name: [tuple(row) for row in session.execute(table.select())]
            for table in metadata.sorted_tables
            if table.name not in skipped
        }
        found["audit"] = [
            tuple(row)
            for row in session.execute(metadata.tables["audit_events"].select())
            if not str(row.action).startswith("person.")
        ]
        return found


def _sent_to_others(talk: Talk, who: int) -> int:
    with talk.db.reading() as session:
        return len(session.exec(select(OutboxRow).where(OutboxRow.chat_id != who)).all())


def test_the_table_has_the_commands_that_are_expected() -> None:
    assert set(EXPECTED) <= set(COMMANDS)
    for name, roles in EXPECTED.items():
        assert {role.value for role in COMMANDS[name].roles} == roles, name
        assert COMMANDS[name].menu, f"/{name} has no line in the menu"


@pytest.mark.parametrize("who", list(WHO))
def test_every_command_is_allowed_or_refused_as_the_table_says(talk: Talk, who: str) -> None:
    for name, route in COMMANDS.items():
        before, others = _everything(talk), _sent_to_others(talk, WHO[who])
        handled = talk.say(WHO[who], f"/{name} {ARGUMENTS.get(name, '')}".strip())
        if who in {role.value for role in route.roles}:
            assert not handled.reason.startswith("the role does not allow"), (name, who)
            assert "stranger" not in handled.reason, (name, who)
            continue
        assert handled.state is InboxState.refused, (name, who)
        expected = "a stranger" if who == "stranger" else f"the role does not allow {name}"
        assert handled.reason.startswith(expected), (name, who, handled.reason)
        assert _everything(talk) == before, (name, who)
        assert _sent_to_others(talk, WHO[who]) == others, (name, who)


@pytest.mark.parametrize("who", list(WHO))
def test_every_button_of_somebody_else_is_refused_and_changes_nothing(talk: Talk, who: str) -> None:
    before, others = _everything(talk), _sent_to_others(talk, WHO[who])
    for verb, route in BUTTONS.items():
        if who in {role.value for role in route.roles}:
            continue
        handled = talk.push(WHO[who], f"{verb}:1:1:1", 1)
        assert handled.state is InboxState.refused, (verb, who)
        if who != "stranger":
            assert handled.reason == f"the role does not allow button {verb}"
            assert handled.callback_alert, (verb, who)
    assert _everything(talk) == before
    assert _sent_to_others(talk, WHO[who]) == others


def test_a_stranger_gets_one_line_and_nothing_is_stored(talk: Talk) -> None:
    before = _everything(talk)
    talk.say(STRANGER, "/inbox")
    talk.say(STRANGER, "/observe 15 窗口无人")
    assert len(talk.texts(STRANGER)) == 1
    assert _everything(talk) == before
    assert talk.count(Invite) == 0
