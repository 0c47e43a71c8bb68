"""Inviting: what is stored, what the link looks like, and what a unit's name that is not exact is answered with."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.errors import Refused
from bot.locale import Voice
from bot.services.invite import BOT_NOTE, find_unit, hash_of, invite, near_units
from storage import audit, invites
from storage.kinds import AliasState, Role
from storage.models import Alias, Invite, Note, Unit
from tests import support

TASKS = [
    {"code": "1", "lead": ["县市场监管局"], "support": ["各相关部门"]},
    {"code": "2", "lead": ["县公安局", "县发展改革委"]},
    {"code": "3", "lead": ["县政务服务中心（县营商办）"]},
]


@pytest.fixture
def session(tmp_path: Path):
    db = support.database(tmp_path)
    with db.writing() as session:
        support.plan(session, TASKS)
        yield session
    db.close()


def code_of(link: str) -> str:
    return link.partition("?start=")[2]


def test_a_link_carries_a_code_that_telegram_takes_and_that_nobody_guesses(session) -> None:
    ctx = support.context(session)
    links = [invite(ctx, Role.office).link for _ in range(50)]
    for link in links:
        assert re.fullmatch(r"https://t\.me/duban_test_bot\?start=[A-Za-z0-9_-]{22,64}", link)
    assert len(set(links)) == 50


def test_only_a_hash_of_the_code_is_stored(session) -> None:
    made = invite(support.context(session), Role.supervision)
    row = session.exec(select(Invite)).one()
    assert row.code_hash == hash_of(code_of(made.link))
    assert code_of(made.link) not in str(row.model_dump())
    [event] = audit.history(session=session, object="invites", object_id=row.id)
    assert event.action == "invite.create"
    assert code_of(made.link) not in str(event.model_dump())


def test_an_invite_is_for_its_unit_and_role_and_lasts_72_hours(session) -> None:
    ctx = support.context(session)
    made = invite(ctx, Role.liaison, find_unit(ctx, "县公安局"), deputy=True)
    row = session.exec(select(Invite)).one()
    assert (row.role, row.deputy, row.used_at) == (Role.liaison, True, None)
    assert session.get(Unit, row.unit_id).name == "县公安局"
    assert row.expires_at == made.expires_at == support.NOW + timedelta(hours=72)


def test_the_name_found_by_the_last_run_goes_before_the_settings(session) -> None:
    ctx = support.context(session)
    session.add(Note(name=BOT_NOTE, value="real_bot", at=support.NOW))
    session.flush()
    made = invite(ctx, Role.office)
    assert made.bot_known
    assert made.link.startswith("https://t.me/real_bot?start=")


def test_without_any_name_of_the_bot_a_placeholder_says_so(session) -> None:
    ctx = support.context(session, office=support.office(bot_username=""))
    made = invite(ctx, Role.office)
    assert not made.bot_known
    assert made.link.startswith("https://t.me/YOUR_BOT?start=")


def test_a_collective_unit_is_refused_and_nothing_is_stored(session) -> None:
    ctx = support.context(session)
    unit = session.exec(select(Unit).where(Unit.name == "各相关部门")).one()
    unit.collective = True
    with pytest.raises(Refused, match="several units"):
        invite(ctx, Role.liaison, find_unit(ctx, "各相关部门"))
    assert session.exec(select(Invite)).all() == []


def test_a_liaison_needs_a_unit_and_nobody_else_has_one(session) -> None:
    ctx = support.context(session)
    with pytest.raises(ValueError, match="liaison"):
        invite(ctx, Role.liaison)
    with pytest.raises(ValueError, match="liaison"):
        invite(ctx, Role.office, find_unit(ctx, "县公安局"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" 县公安局 ", "县公安局"),
        ("县 公安局", "县公安局"),
        ("县政务服务中心(县营商办)", "县政务服务中心（县营商办）"),
    ],
)
def test_blanks_and_the_width_of_brackets_do_not_matter(session, typed: str, meant: str) -> None:
    assert find_unit(support.context(session), typed).name == meant


def test_a_confirmed_alias_leads_to_its_unit_and_a_proposed_one_does_not(session) -> None:
    ctx = support.context(session)
    unit = find_unit(ctx, "县发展改革委")
    session.add(Alias(unit_id=unit.id, name="县发改委", state=AliasState.confirmed))
    session.add(Alias(unit_id=unit.id, name="县发改局", state=AliasState.proposed))
    session.flush()
    assert find_unit(ctx, "县发改委") == unit
    with pytest.raises(Refused, match="县发展改革委"):
        find_unit(ctx, "县发改局")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("市场监管局", "县市场监管局"),
        ("市监局", "县市场监管局"),
        ("公安", "县公安局"),
        ("县发展改革局", "县发展改革委"),
    ],
)
def test_a_name_that_is_not_exact_gets_candidates_and_is_never_guessed(session, typed: str, first: str) -> None:
    with pytest.raises(Refused, match=first):
        find_unit(support.context(session), typed)


def test_candidates_are_told_nearest_first_and_leave_out_what_looks_nothing_like_it() -> None:
    units = [Unit(name=name) for name in ("县公安局", "县财政局", "县公安局交巡警大队")]
    assert [unit.name for unit in near_units("公安局", units)] == ["县公安局", "县公安局交巡警大队"]
    assert near_units("气象台", units) == []


def test_a_name_like_no_other_is_answered_without_candidates(session) -> None:
    with pytest.raises(Refused, match="as the plan has it"):
        find_unit(support.context(session), "xyz")


def test_a_unit_that_is_no_more_leads_to_the_one_that_took_over_and_is_no_candidate(session) -> None:
    ctx = support.context(session)
    old, new = find_unit(ctx, "县公安局"), find_unit(ctx, "县发展改革委")
    old.successor_id = new.id
    session.flush()
    assert find_unit(ctx, "县公安局") == find_unit(ctx, "县 公安局") == new
    with pytest.raises(Refused, match="as the plan has it"):
        find_unit(ctx, "公安")
    assert "县公安局" not in [unit.name for unit in invites.units_without_liaison(session=session)]


def test_without_a_plan_the_answer_is_to_import_one(tmp_path: Path) -> None:
    db = support.database(tmp_path)
    with db.writing() as session, pytest.raises(Refused, match="imported"):
        find_unit(support.context(session), "县公安局")
    db.close()


def test_a_word_that_fits_many_units_is_answered_with_some_of_them(session) -> None:
    for name in [f"县{each}管理服务中心" for each in ("政务", "公共资源", "大数据", "就业", "医保", "会计")]:
        support.unit(session, name)
    with pytest.raises(Refused) as refusal:
        find_unit(support.context(session), "县")
    told = refusal.value.tell(Voice("zh_CN"))
    assert told.startswith("“县”对应")
    assert told.endswith("等，请写全一些")
