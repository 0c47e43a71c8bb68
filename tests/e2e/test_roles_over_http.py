"""Every command tried by every role and a stranger over HTTP: done, or refused in words and nothing changed."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.chat.routes import ROUTES as TABLE
from bot.sandbox.client import text_of
from tests.e2e.town import CLERK, HEAD, LAY, MARKET, PASSER, SUN, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")
REFUSED = "您的身份不能办理这一项，发 /help 查看可以做什么。"
ROLES = {"admin": HEAD, "office": CLERK, "supervision": SUN, "lay": LAY, "liaison": MARKET}
OFFICE = {"admin", "office"}
READERS = {*OFFICE, "supervision"}
EVERYONE = frozenset(ROLES)
# Each with what it would do something with, and who may.
COMMANDS: dict[str, tuple[str, set[str] | frozenset[str]]] = {
    "help": ("", EVERYONE),
    "summary": ("逾期", {*READERS, "liaison"}),
    "mytasks": ("4", {*READERS, "liaison"}),
    "plan": ("", READERS),
    "unit": ("县财政局", READERS),
    "task": ("4", READERS),
    "people": ("", OFFICE),
    "invite": ("县税务局", OFFICE),
    "change": ("4 领域 一、打造最优市场环境", OFFICE),
    "paper": ("2022-13", OFFICE),
    "remind": ("没有的单位", OFFICE),
    "quiet": ("县税务局 9月30日 机构改革", OFFICE),
    "time": ("县税务局 14:30", OFFICE),
    "away": ("9月30日", {"liaison"}),
    "phone": ("13800000000", EVERYONE),
    "milestone": ("4", {*READERS, "liaison"}),
    "practice": ("", {*READERS, "liaison"}),
    "lights": ("4", {*READERS, "liaison"}),
    "history": ("4", {*READERS, "liaison"}),
    "find": ("企业", READERS),
    "score": ("", {*READERS, "liaison"}),
    "targets": ("4", READERS),
    "observe": ("4 窗口无人", {"supervision", "lay"}),
    "coordinate": ("4 县财政局 9月9日 明确经费", OFFICE),
    "instruct": ("县财政局 9月9日 张县长：请抓紧", OFFICE),
    "items": ("", EVERYONE),
    "answer": ("1 已办", {"liaison"}),
    "settle": ("999 已核实", READERS),
    "inbox": ("", OFFICE),
    "substance": ("", OFFICE),
    "feedback": ("每月提示两次就够了", EVERYONE),
    "reopen": ("4 文号有误", OFFICE),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    folder: Path = tmp_path_factory.mktemp("roles")
    town = Town(folder, "2022-08-24T10:00:00+08:00")
    await town.open()
    await town.gather(CLERK, MARKET, SUN, LAY)
    yield town
    await town.close()


def _done(town: Town, *people: int) -> list[str]:
    """Return what these people have changed so far, as the audit has it: every change is an event with who did it."""
    query = (
        "SELECT e.action FROM audit_events e JOIN people p ON p.id = e.person_id "
        f"WHERE p.telegram_id IN ({','.join(map(str, people))}) AND e.action NOT LIKE 'person.%' ORDER BY e.id"
    )
    with sqlite3.connect(town.folder / "duban.db") as database:
        return [action for (action,) in database.execute(query)]


async def test_the_menu_of_each_role_has_what_it_may_use_and_nothing_else(town: Town) -> None:
    for role, person in ROLES.items():
        await town.say(person, "/help", "您的身份")  # behind the menu that came with joining
        may = {name for name, (_, roles) in COMMANDS.items() if role in roles} - {"score"}  # which is switched off
        assert set(await town.client.commands(person)) == may, role


async def test_the_matrix_has_every_command_of_the_menu() -> None:
    assert {route.name for route in TABLE if route.menu} == set(COMMANDS)


@pytest.mark.parametrize("role", ROLES)
async def test_every_command_is_done_for_who_may_and_refused_in_words_to_who_may_not(town: Town, role: str) -> None:
    person = ROLES[role]
    for name, (arguments, roles) in COMMANDS.items():
        if role in roles:
            continue
        before = _done(town, person)
        await town.say(person, f"/{name} {arguments}".strip(), REFUSED)
        assert _done(town, person) == before, (role, name)
    for name, (arguments, roles) in COMMANDS.items():
        if role not in roles:
            continue
        told = await town.say(person, f"/{name} {arguments}".strip(), "")
        assert told, (role, name)
        assert told != REFUSED, (role, name)
    assert _done(town, person)  # what was allowed is there


async def test_a_stranger_gets_one_polite_line_whatever_they_try(town: Town) -> None:
    for name, (arguments, _) in COMMANDS.items():
        await town.client.send(PASSER, f"/{name} {arguments}".strip())
    await town.say(HEAD, "/items", "")  # behind all of them
    await town.answer(PASSER, "凭邀请链接加入")
    told = [text_of(one) for one in await town.client.messages(PASSER) if one["from_bot"]]
    assert len(told) == 1
    assert _done(town, PASSER) == []
    assert await town.client.commands(PASSER) == ["help"]


async def test_buttons_of_the_office_pressed_by_others_do_nothing_and_say_so(town: Town) -> None:
    await town.tell(MARKET, "1办结，奉市监发〔2022〕8号", "已记1项")
    letter = await town.answer(HEAD, "【办结待审】")
    data = letter["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    before = _done(town, MARKET, SUN, LAY)
    for person in (MARKET, SUN, LAY):
        shown = (await town.client.messages(person))[-1]
        world = town.sandbox.world
        message = world.find(world.chats[person], shown["message_id"])
        assert message is not None
        query = world.press(world.people[person], message, data)
        answer = await town.client.answer(person, query.id)
        assert (answer["text"], answer["show_alert"]) == (REFUSED, True)
    assert _done(town, MARKET, SUN, LAY) == before
