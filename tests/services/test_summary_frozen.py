"""A month that has been frozen is shown as it was frozen, in every form; what came after stands beside it."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.chat.dispatch import Dispatcher
from bot.chat.routes import ROUTES
from bot.locale import Voice
from bot.reports.facts import json_file
from bot.reports.lines import Only, Scope
from bot.reports.packing import unpack
from bot.reports.rows import figures
from bot.reports.sheet import workbook
from bot.reports.summary import Summary
from bot.reports.text import plain, summary_text
from bot.services import units
from bot.services.summary import Wanted, summarise
from storage.kinds import TaskState
from storage.models import FrozenMonth, Task
from tests import support
from tests.services.talk import CHEN, FINANCE, LIN, MARKET, OFFICE, Talk

ZH = Voice("zh_CN")
AUGUST, SEPTEMBER = date(2022, 8, 1), date(2022, 9, 1)
STANDINGS = ("done", "proceeding", "behind", "overdue")


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    """Return a town whose August is frozen; since then 40 has come late, and 15 was confirmed as done."""
    talk = Talk(tmp_path)
    talk.dispatch = Dispatcher(talk.office, ROUTES, lambda: talk.now)
    talk.say(CHEN, "17完成60%，等公积金系统")
    talk.say(CHEN, "15办结，奉市监发〔2022〕8号")
    talk.go_to(2022, 9, 9)
    talk.say(OFFICE, "/paper")
    talk.go_to(2022, 9, 13)
    talk.say(LIN, "8月：40已完成自查")
    talk.press(OFFICE, "确认办结")
    return talk


def _summary(talk: Talk, month: date | None = AUGUST, scope: Scope | None = None, months: int = 6) -> Summary:
    with talk.db.reading() as session:
        ctx = support.context(session, now=talk.now, office=talk.office)
        return summarise(ctx, Wanted(month, scope or Scope(), months=months))


def test_a_frozen_month_shows_the_frozen_figures_and_says_so(talk: Talk) -> None:
    summary, (frozen,) = _summary(talk), talk.rows(FrozenMonth)
    assert {name: getattr(summary.numbers, name) for name in STANDINGS} == {
        name: frozen.figures["numbers"][name] for name in STANDINGS
    }
    assert summary.numbers.done == 0  # it was confirmed after the freeze
    assert {task.code: task.state for task in talk.rows(Task)}["15"] is TaskState.done
    said = plain(summary_text(summary, ZH)).splitlines()
    assert said[0] == "8月调度 截至9月9日10时（数据已冻结，内部）"
    assert "数据截至9月9日10:42冻结；冻结后补报1条，另列，不改变上述数据" in said


def test_a_month_that_is_open_says_nothing_of_a_freeze(talk: Talk) -> None:
    summary = _summary(talk, SEPTEMBER)
    assert (summary.frozen, summary.frozen_at, summary.supplement) == ((), None, ())
    assert "冻结" not in plain(summary_text(summary, ZH))
    assert summary.numbers.done == 1


def test_the_change_on_last_month_is_on_the_figures_that_were_frozen(talk: Talk) -> None:
    august, september = _summary(talk), _summary(talk, SEPTEMBER)
    assert september.before == august.numbers
    assert [line.numbers for line in september.history] == [august.numbers, september.numbers]
    assert august.history[-1].numbers == august.numbers


@pytest.mark.parametrize("month", [AUGUST, SEPTEMBER])
def test_every_figure_has_its_change_and_the_sections_changes_add_up(talk: Talk, month: date) -> None:
    summary = _summary(talk, month)
    rows = {row[0]: row[1:] for row in figures(summary, ZH).rows}
    if month == AUGUST:  # the plan's first month has none before it
        assert {change for _, change in rows.values()} == {None}
        return
    assert all(change is not None for _, change in rows.values())
    assert rows["办结"] == [1, 1]  # claimed in August, confirmed after its freeze: new in September
    assert rows["本月新办结"][0] == 1
    assert rows["应报单位"][1] == summary.kept("asked") - len(_summary(talk).asked)
    for name in ("total", *STANDINGS):
        changes = [summary.section_change(section, name) or 0 for section in summary.standings]
        assert sum(changes) == summary.change(name), name


@pytest.mark.parametrize(
    "scope",
    [
        Scope(),
        Scope(units=(MARKET,)),
        Scope(units=(FINANCE,), only=(Only.missing,)),
        Scope(only=(Only.overdue,)),
        Scope(only=(Only.coordination,)),
    ],
)
def test_the_figures_add_up_however_a_frozen_month_is_narrowed(talk: Talk, scope: Scope) -> None:
    summary = _summary(talk, scope=scope)
    numbers = summary.numbers
    assert sum(getattr(numbers, name) for name in STANDINGS) == numbers.total == len(summary.tasks)
    assert {name: sum(row[name] for row in summary.standings.values()) for name in STANDINGS} == {
        name: getattr(numbers, name) for name in STANDINGS
    }
    assert summary.frozen_at is not None


def test_narrowing_by_every_unit_gives_the_whole_again(talk: Talk) -> None:
    whole = _summary(talk)
    leads = {task.leads[0] for task in whole.tasks}
    parts = [_summary(talk, scope=Scope(units=(unit,))) for unit in leads]
    for name in ("total", *STANDINGS, "overdue_new", "due_this_month", "problems_raised", "ongoing"):
        assert sum(getattr(part.numbers, name) for part in parts) == getattr(whole.numbers, name), name
    assert sum(unit.asked for part in parts for unit in part.units) == sum(unit.asked for unit in whole.units)


def test_a_live_month_is_narrowed_by_the_same_sums(talk: Talk) -> None:
    whole, parts = _summary(talk, SEPTEMBER), []
    for unit in {task.leads[0] for task in whole.tasks}:
        parts.append(_summary(talk, SEPTEMBER, Scope(units=(unit,))))
    for name in ("total", *STANDINGS, "done_new", "ongoing_with_news", "due_next_month"):
        assert sum(getattr(part.numbers, name) for part in parts) == getattr(whole.numbers, name), name


def test_a_unit_that_was_renamed_since_is_found_under_its_name_of_today(talk: Talk) -> None:
    with talk.db.writing() as session:
        ctx = support.context(session, now=talk.now, office=talk.office)
        units.rename(ctx, support.unit(session, FINANCE), "县财政和国资局")
    found = _summary(talk, scope=Scope(units=("县财政和国资局",)))
    assert [task.code for task in found.tasks] == ["40", "41"]
    assert found.tasks[0].leads == (FINANCE,)  # as it was called then


def test_the_workbook_the_json_and_the_paper_hold_the_same_figures_and_the_supplement(talk: Talk) -> None:
    summary = _summary(talk)
    book = load_workbook(io.BytesIO(workbook(summary, ZH)[2]))
    assert [cell.value for cell in list(book["分领域"].rows)[-1]][1:] == [
        summary.numbers.total,
        *(getattr(summary.numbers, name) for name in STANDINGS),
    ]
    rows = [[cell.value for cell in row] for row in book["冻结后补报"].iter_rows(min_row=2)]
    assert [row[1:3] for row in rows] == [[FINANCE, "40"]]
    told = json.loads(json_file(summary)[2])
    assert told["figures"]["total"] == summary.numbers.total
    assert [line["task"] for line in told["supplement"]] == ["40"]
    assert told["frozen_at"] == told["as_of"]
    talk.say(OFFICE, "/paper 8月")
    talk.press(OFFICE, "下载通报")
    row = next(row for row in reversed(talk.shown(OFFICE)) if row.method == "sendDocument")
    assert unpack(row.attachment or b"")[0].numbers == summary.numbers


def test_the_list_of_what_came_after_is_a_button_of_a_frozen_month_only(talk: Talk) -> None:
    talk.say(OFFICE, "/summary 2022-08")
    talk.press(OFFICE, "冻结后补报")
    shown = plain(talk.shown(OFFICE)[-1].payload["text"]).splitlines()
    assert shown[0] == "冻结后补报1条（8月，截至9月9日10时）"
    assert shown[1].startswith("9月13日，县财政局补报40：")
    talk.say(OFFICE, "/summary 2022-09")
    assert "冻结后补报" not in talk.labels(talk.shown(OFFICE)[-1])
