"""Observations, coordination items, instructions and good practice in the workbook and in the export."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.chat.dispatch import Dispatcher
from bot.chat.routes import ROUTES
from bot.locale import Voice
from bot.reports.lines import Only, Scope
from bot.reports.sheet import workbook
from bot.services import export
from bot.services.summary import Wanted, summarise
from storage.kinds import Role, TrackedKind
from tests import support
from tests.services.talk import CHEN, FINANCE, LIN, MARKET, OFFICE, TAX, Talk

SUN = 4001


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    """Return a town with an observation that was answered and settled, an obstacle, an instruction, a good practice."""
    talk = Talk(tmp_path)
    talk.dispatch = Dispatcher(talk.office, ROUTES, lambda: talk.now)
    with talk.db.writing() as session:
        support.person(session, SUN, "孙督查", role=Role.supervision)
    talk.say(CHEN, "17推进中，等税务系统接口；64免罚清单已印发，共86项")
    talk.say(SUN, "/observe 15 =窗口周二上午无人值守")
    talk.say(CHEN, "已增派1人", reply_to=talk.message_of(talk.shown(CHEN)[-1]))
    talk.say(SUN, "/settle 1 已核实")
    talk.say(OFFICE, f"/coordinate 17 {TAX} 9月10日 请明确接口方案")
    talk.say(OFFICE, f"/instruct {FINANCE} 9月10日 加快兑现惠企资金")
    talk.say(OFFICE, "/practice 64 可复制推广")
    return talk


def _export(talk: Talk) -> dict[str, Any]:
    out = io.StringIO()
    with talk.db.reading() as session:
        export.write_json(support.context(session, now=talk.now, office=talk.office), out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def _sheets(talk: Talk, scope: Scope | None = None) -> dict[str, list[tuple[Any, ...]]]:
    with talk.db.reading() as session:
        ctx = support.context(session, now=talk.now, office=talk.office)
        summary = summarise(ctx, Wanted(scope=scope or Scope(), months=12, followed=True))
    book = load_workbook(io.BytesIO(workbook(summary, Voice("zh_CN"))[2]))
    return {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}


def test_the_workbook_has_a_sheet_of_what_is_followed_open_items_first(talk: Talk) -> None:
    rows = _sheets(talk)["督查协调批示"]
    assert [(row[0], row[2], row[3], row[8]) for row in rows] == [
        ("协调事项", "17", TAX, "待答复"),
        ("批示", "", FINANCE, "待答复"),
        ("督查意见", "15", MARKET, "已销号"),
    ]
    settled = rows[-1]
    assert settled[4] == "=窗口周二上午无人值守"  # text, never a formula
    assert (settled[9], settled[10]) == ("已增派1人", "已核实")
    assert rows[0][5] == MARKET  # whose obstacle it is


def test_the_workbook_has_a_sheet_of_good_practice(talk: Talk) -> None:
    ((month, code, title, unit, words, note, by),) = _sheets(talk)["典型经验"]
    assert (month, code, title, unit) == ("2022年8月", "64", "推行包容审慎监管免罚清单", MARKET)
    assert ("86项" in words, note, by) == (True, "可复制推广", "办公室")


def test_a_narrowed_workbook_has_what_belongs_to_it(talk: Talk) -> None:
    of_tax = _sheets(talk, Scope(units=(FINANCE,)))
    assert [row[0] for row in of_tax["督查协调批示"]] == ["批示"]
    assert "典型经验" not in of_tax
    late = _sheets(talk, Scope(only=(Only.overdue,)))
    assert "督查协调批示" not in late  # none of them is on a task that is overdue


def test_a_workbook_without_any_has_no_empty_sheets(tmp_path: Path) -> None:
    assert not {"督查协调批示", "典型经验"} & set(_sheets(Talk(tmp_path)))


def test_the_export_has_them_beside_what_it_always_had(talk: Talk) -> None:
    told = _export(talk)
    assert list(told) == ["tasks", "reports", "messages", "items", "practices"]
    assert [item["kind"] for item in told["items"]] == [
        TrackedKind.observation,
        TrackedKind.coordination,
        TrackedKind.instruction,
    ]
    first = told["items"][0]
    assert (first["task"], first["unit"], first["state"]) == ("15", MARKET, "settled")
    assert (first["answer"], first["outcome"], first["filed_as"]) == ("已增派1人", "已核实", "supervision")
    assert told["items"][2]["task"] is None
    assert [(each["task"], each["unit"], each["note"]) for each in told["practices"]] == [("64", MARKET, "可复制推广")]


def test_what_a_unit_has_taken_back_is_no_good_practice(talk: Talk) -> None:
    talk.say(OFFICE, "/practice 64 取消")
    assert _export(talk)["practices"] == []


def test_they_are_written_as_csv_too_and_no_cell_is_a_formula(talk: Talk) -> None:
    out = io.StringIO()
    with talk.db.reading() as session:
        export.write_csv(support.context(session, now=talk.now, office=talk.office), out, "items")
    rows = list(csv.DictReader(io.StringIO(out.getvalue().removeprefix("\ufeff"))))
    assert [row["kind"] for row in rows] == ["observation", "coordination", "instruction"]
    assert rows[0]["text"] == "'=窗口周二上午无人值守"


def test_a_liaison_gets_no_workbook(talk: Talk) -> None:
    talk.say(LIN, "/summary")
    assert not {"Excel", "Word"} & set(talk.labels(talk.shown(LIN)[-1]))
