"""/help and the command menu: what each role is shown."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.chat.menu import COMMAND_LIMIT, default_menu, menu_for
from bot.chat.route import EVERYONE, LIAISON, OFFICE, READERS, button, command
from bot.locale import Voice
from bot.services.help import help_text
from storage.kinds import Role
from tests import support


def nothing(ctx, incoming):
    raise AssertionError("not called")


ROUTES = (
    command("start", nothing, EVERYONE, strangers=True),
    command("help", nothing, EVERYONE, menu="What I can do"),
    command("mytasks", nothing, LIAISON | READERS, menu="Tasks of my unit, or one in full: /mytasks 14"),
    command("invite", nothing, OFFICE, menu="Invite a unit's liaison"),
    button("press", nothing, EVERYONE),
)


@pytest.fixture
def session(tmp_path: Path):
    db = support.database(tmp_path)
    with db.writing() as session:
        support.plan(session, [{"code": "14", "lead": ["县公安局"], "deadline": date(2022, 9, 30)}])
        yield session
    db.close()


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.liaison, ["mytasks", "help"]),
        (Role.office, ["mytasks", "invite", "help"]),
        (Role.admin, ["mytasks", "invite", "help"]),
        (Role.supervision, ["mytasks", "help"]),
        (Role.lay_supervisor, ["help"]),
    ],
)
def test_each_role_has_its_own_menu(session, role: Role, names: list[str]) -> None:
    actor = support.person(session, 5, role=role, units=["县公安局"] if role is Role.liaison else ())
    assert [each["command"] for each in menu_for(ROUTES, actor, Voice("zh_CN"))] == names


def test_a_menu_is_in_the_persons_language_and_within_telegrams_limits(session) -> None:
    actor = support.person(session, 5, role=Role.office)
    many = ROUTES + tuple(command(f"c{n}", nothing, OFFICE, menu="x" * 300) for n in range(150))
    menu = menu_for(many, actor, Voice("zh_CN"))
    assert menu[0]["description"] == "本单位任务；看单项发 /mytasks 14"
    assert len(menu) == COMMAND_LIMIT
    assert max(len(each["description"]) for each in menu) == 256
    assert menu_for(ROUTES, actor, Voice("en"))[-1]["description"] == "What I can do"


def test_what_is_used_most_comes_first_and_what_is_switched_off_is_not_there(session) -> None:
    from bot.chat.routes import ROUTES as TABLE

    actor = support.person(session, 5, role=Role.office)
    names = [each["command"] for each in menu_for(TABLE, actor, Voice("zh_CN"))]
    assert names[:4] == ["inbox", "summary", "mytasks", "find"]
    assert names[-1] == "help"
    assert "score" in names
    without = menu_for(TABLE, actor, Voice("zh_CN"), but_not=frozenset({"score"}))
    assert "score" not in [each["command"] for each in without]


def test_the_default_menu_offers_help_alone() -> None:
    assert default_menu(Voice("zh_CN")) == [{"command": "help", "description": "我能做什么"}]


def text_for(session, actor) -> str:
    menu = menu_for(ROUTES, actor, Voice(actor.person.language))
    commands = [(each["command"], each["description"]) for each in menu]
    return help_text(support.context(session, actor=actor), actor, commands)


def test_a_liaison_is_shown_an_example_of_an_answer_with_an_own_task_and_the_next_reminder(session) -> None:
    text = text_for(session, support.person(session, 5, units=["县公安局"]))
    assert "您的身份：县公安局联络员" in text
    assert "如：14已完成70%" in text
    assert "如：14申请延到下月底" in text
    assert "下次提示：8月29日（周一）" in text
    assert "/mytasks " in text
    assert "/invite" not in text
    assert "涉密" in text


@pytest.mark.parametrize(("hour", "told"), [(1, "8月24日（周三）"), (2, "8月29日（周一）")])
def test_a_reminder_of_today_is_the_next_one_until_it_has_gone_out(session, hour: int, told: str) -> None:
    actor = support.person(session, 5, units=["县公安局"])
    now = datetime(2022, 8, 24, hour, 0, tzinfo=UTC)  # 09:00 and 10:00 in the office; reminders go out at 09:30
    assert f"下次提示：{told}" in help_text(support.context(session, actor=actor, now=now), actor, [])


def test_the_office_is_not_shown_how_to_report(session) -> None:
    text = text_for(session, support.person(session, 5, role=Role.office))
    assert "您的身份：办公室人员" in text
    assert "/invite 邀请单位联络员" in text
    assert "报进展" not in text


def test_a_liaison_of_a_unit_that_leads_nothing_is_told_so(session) -> None:
    text = text_for(session, support.person(session, 5, units=["县档案馆"]))
    assert "没有牵头在办的任务" in text
    assert "如：" not in text


def test_no_help_is_longer_than_a_screen(session) -> None:
    for number, role in enumerate(Role):
        actor = support.person(session, 50 + number, role=role, units=["县公安局"] if role is Role.liaison else ())
        assert len(text_for(session, actor)) < 500
