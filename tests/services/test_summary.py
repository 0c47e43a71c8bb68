from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from bot.errors import Refused
from bot.locale import Voice
from bot.reports.facts import facts
from bot.reports.lines import Bucket, Only, Outlook, Scope, UnitLine
from bot.reports.obstacle import bare
from bot.reports.summary import Summary, codes
from bot.reports.text import plain, summary_text
from bot.rules import Punctuality, figures_of
from bot.services import views
from bot.services.context import Actor
from bot.services.summary import Wanted, summarise
from bot.services.summary_words import read_wanted
from storage.models import Plan, Task
from tests import support
from tests.services.august import AUGUST, COMMERCE, COURT, FINANCE, JULY, MARKET, NOW, SUPERVISION, Round, round_of


@pytest.fixture
def round_(tmp_path: Path) -> Round:
    return round_of(tmp_path)


def _summary(round_: Round, wanted: Wanted | None = None, actor: Actor | None = None) -> Summary:
    with round_.db.reading() as session:
        return summarise(support.context(session, actor=actor or round_.li, now=NOW), wanted)


def test_the_text_says_what_an_office_head_asks_first_in_that_order(round_: Round) -> None:
    assert plain(summary_text(_summary(round_), Voice("zh_CN"))).splitlines() == [
        "8月调度 截至29日17时（内部，未审）",
        "台账11条（10项）：办结1，到期未办结1，本月到期4，年内后续到期1，2024年到期1，长期坚持2，无时限1",
        "应报3家：已报0，未报3——县市场监管局1条、县财政局1条、县商务委1条。建议先联系县市场监管局",
        "本月到期4条：报办结1（待初审），能按期1，预计延后1，未说明1",
        "需协调2件：4（县市场监管局）：等公积金系统；5（县财政局）：@省厅细则未出",
        "进度：办结1，推进8（+5），滞后1（-5），到期未办结1（括号内为较上月增减）；指标已达1/2",
        "分领域",
        "一、打造最优市场环境6条：办结1，推进3（+2），滞后1（-2），到期未办结1",
        "二、打造最优政务环境5条：推进5（+3），滞后0（-3）",
        "本月提示：2家共3条，每家中位数1.5条，最多2条（县市场监管局）",
    ]


def test_every_task_stands_in_exactly_one_bucket(round_: Round) -> None:
    summary = _summary(round_)
    assert {bucket: codes(tasks) for bucket, tasks in summary.buckets.items()} == {
        Bucket.done: ["1"],
        Bucket.overdue: ["5"],
        Bucket.waiting: [],
        Bucket.this_month: ["2", "3", "4", "10"],
        Bucket.later: ["7", "8"],
        Bucket.ongoing: ["6", "8-2"],
        Bucket.undated: ["9"],
    }
    assert sum(map(len, summary.buckets.values())) == summary.numbers.total == 11


def test_what_is_due_this_month_is_sorted_by_what_the_units_said(round_: Round) -> None:
    outlooks = {outlook: codes(tasks) for outlook, tasks in _summary(round_).outlooks.items()}
    assert outlooks == {
        Outlook.claimed: ["2"],
        Outlook.on_time: ["3"],
        Outlook.later: ["4"],
        Outlook.unsaid: ["10"],
    }


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(JULY),
        Wanted(scope=Scope(units=(COMMERCE,))),
        Wanted(scope=Scope(section=MARKET)),
        Wanted(scope=Scope(only=(Only.overdue,))),
        Wanted(scope=Scope(units=(SUPERVISION,), only=(Only.missing, Only.coordination))),
    ],
)
def test_done_proceeding_behind_and_overdue_are_always_the_total(round_: Round, wanted: Wanted) -> None:
    summary = _summary(round_, wanted)
    numbers = summary.numbers
    assert numbers.done + numbers.proceeding + numbers.behind + numbers.overdue == numbers.total == len(summary.tasks)
    by_section = [sum(row.values()) for row in summary.standings.values()]
    assert sum(by_section) == numbers.total
    for name in ("done", "proceeding", "behind", "overdue"):
        assert sum(row[name] for row in summary.standings.values()) == getattr(numbers, name)


def test_the_numbers_are_those_of_the_rules(round_: Round) -> None:
    summary = _summary(round_)
    with round_.db.reading() as session:
        ctx = support.context(session, now=NOW)
        plan = session.exec(select(Plan)).one()
        book = views.plan_book(ctx, plan)
        figures = figures_of(AUGUST, book.ledger, book.schedule, views.plan_facts(ctx, plan), ctx.today)
    for name in ("total", "done", "done_new", "proceeding", "behind", "overdue", "overdue_new", "due_this_month"):
        assert getattr(summary.numbers, name) == getattr(figures, name), name
    assert len(summary.asked) == figures.units_due
    waiting = len(summary.units_that("missing")) + len(summary.units_that("pending"))
    assert waiting == figures.units[Punctuality.missing]
    assert len(summary.units_that("late")) == figures.units[Punctuality.late]


def test_a_unit_whose_rest_is_with_its_leader_is_not_missing(round_: Round) -> None:
    units = {unit.unit: unit for unit in _summary(round_).units}
    assert (units[COMMERCE].missing, units[COMMERCE].pending) == (("8", "8-2"), ("8-2",))
    assert units[COMMERCE].owing == ("8",)
    only_pending = replace(units[COMMERCE], missing=("8-2",))
    assert only_pending.punctuality == "pending"
    assert units[COURT].consult
    assert COURT not in [unit.unit for unit in _summary(round_).asked]


def test_reports_superseded_or_withdrawn_count_for_nothing(round_: Round) -> None:
    tasks = {task.code: task for task in _summary(round_).tasks}
    assert tasks["8"].last is None
    assert tasks["8"].missing == (COMMERCE,)
    last = tasks["4"].last
    assert last is not None
    assert last.problem == "等公积金系统"


def test_one_nudge_a_unit_and_day_is_counted_however_many_people_got_it(round_: Round) -> None:
    burden = _summary(round_).burden
    assert (burden.messages, burden.units, burden.median, burden.most, burden.most_by) == (3, 2, 1.5, 2, (SUPERVISION,))


def test_a_unit_s_summary_has_only_its_own(round_: Round) -> None:
    summary = _summary(round_, Wanted(scope=Scope(units=(COMMERCE,))))
    assert codes(summary.tasks) == ["6", "7", "8", "8-2"]  # 6 as the second lead
    assert [unit.unit for unit in summary.units] == [COMMERCE]
    lines = plain(summary_text(summary, Voice("zh_CN"))).splitlines()
    assert lines[:3] == [
        "8月调度 县商务委 截至29日17时（内部，未审）",
        "牵头4条：办结0，到期未办结0，本月到期0，年内后续到期1，2024年到期1，长期坚持2",
        "县商务委应报3条：已报1，待审1，未报1——8",
    ]
    assert FINANCE not in "".join(lines)


def test_narrowings_hold_together(round_: Round) -> None:
    both = _summary(round_, Wanted(scope=Scope(only=(Only.overdue, Only.coordination))))
    assert codes(both.tasks) == ["5"]
    none = _summary(round_, Wanted(scope=Scope(units=(COURT,), only=(Only.overdue,))))
    assert plain(summary_text(none, Voice("zh_CN"))).splitlines()[1:] == ["没有符合条件的任务"]


def test_an_earlier_month_is_shown_as_it_stood_then_with_what_is_known_now(round_: Round) -> None:
    july = _summary(round_, Wanted(JULY))
    assert july.month == JULY
    assert codes(july.buckets[Bucket.done]) == ["1"]
    assert plain(summary_text(july, Voice("zh_CN"))).startswith("7月调度 截至8月29日17时")


@pytest.mark.parametrize("month", [date(2022, 4, 1), date(2022, 9, 1), date(2031, 1, 1)])
def test_a_month_outside_the_plan_s_time_is_refused_with_what_there_is(round_: Round, month: date) -> None:
    with pytest.raises(Refused) as refused:
        _summary(round_, Wanted(month))
    assert "可查2022年5月至2022年8月" in refused.value.tell(Voice("zh_CN"))


def test_without_a_plan_there_is_nothing_to_sum_up(tmp_path: Path) -> None:
    db = support.database(tmp_path)
    with db.reading() as session, pytest.raises(Refused):
        summarise(support.context(session))


def test_in_the_days_in_which_late_reports_count_the_last_month_is_still_the_round(round_: Round) -> None:
    with round_.db.reading() as session:
        for day, month in ((1, AUGUST), (7, AUGUST), (8, date(2022, 9, 1))):
            ctx = support.context(session, now=NOW.replace(month=9, day=day))
            assert summarise(ctx).month == month


def test_a_claim_that_waits_past_the_deadline_is_under_review_and_not_overdue(round_: Round) -> None:
    with round_.db.reading() as session:
        ctx = support.context(session, now=NOW.replace(month=9, day=20))
        buckets = summarise(ctx).buckets
        assert codes(buckets[Bucket.waiting]) == ["2"]
        assert set(codes(buckets[Bucket.overdue])) == {"3", "4", "5", "10"}


def test_two_plans_are_summed_and_their_tasks_say_which(round_: Round) -> None:
    with round_.db.writing() as session:
        row = {"code": "B1", "number": "1", "title": "招商", "lead": [COMMERCE], "deadline": "ongoing", "section": "甲"}
        support.plan(session, [row], title="招商计划", letter="B")
    summary = _summary(round_)
    assert (summary.numbers.total, summary.items) == (12, 11)
    assert {task.plan for task in summary.tasks} == {"优化营商环境三年行动计划", "招商计划"}
    (commerce,) = (unit for unit in summary.units if unit.unit == COMMERCE)
    assert (commerce.asked, commerce.owing) == (4, ("8", "B1"))


def test_cancelled_tasks_are_not_in_the_total(round_: Round) -> None:
    with round_.db.writing() as session:
        task = session.exec(select(Task).where(Task.code == "9")).one()
        task.state, task.closed_on = "cancelled", date(2022, 8, 20)  # type: ignore[assignment]
        session.add(task)
    assert _summary(round_).numbers.total == 10


def test_json_has_the_same_numbers(round_: Round) -> None:
    summary = _summary(round_)
    told = facts(summary)
    figures = told["figures"]
    assert figures["done"] + figures["proceeding"] + figures["behind"] + figures["overdue"] == figures["total"] == 11
    assert (told["month"], told["as_of"]) == ("2022-08", "2022-08-29T17:00:00+08:00")
    assert told["ledger"]["items"] == 10
    assert told["overdue"] == ["5"]
    assert [unit["missing"] for unit in told["units"]] == [["10"], ["6"], ["8"], ["9"]]
    assert [each["task"] for each in told["coordination"]] == ["4", "5"]
    assert told["burden"]["median"] == 1.5
    assert (figures["targets"], figures["targets_met"]) == (2, 1)


def test_a_unit_that_has_taken_over_has_the_reports_and_reminders_of_the_former_one(round_: Round) -> None:
    with round_.db.writing() as session:
        new = support.unit(session, "县市场监督局")
        support.unit(session, SUPERVISION).successor_id = new.id
    summary = _summary(round_)
    units = {unit.unit: unit for unit in summary.units}
    assert SUPERVISION not in units
    assert (units["县市场监督局"].asked, units["县市场监督局"].owing) == (4, ("10",))
    assert units["县市场监督局"].messages == 2
    with round_.db.reading() as session:
        for words in ("县市场监督局", "市场监督", SUPERVISION):
            wanted = read_wanted(support.context(session, now=NOW), words)
            assert wanted.scope.units == ("县市场监督局",)


def test_a_month_before_the_import_is_not_compared(tmp_path: Path) -> None:
    found = round_of(tmp_path)
    with found.db.writing() as session:
        session.exec(select(Plan)).one().imported_at = datetime(2022, 8, 24, 1, 0, tzinfo=UTC)
    with found.db.reading() as session:
        assert summarise(support.context(session, actor=found.li, now=NOW)).before is None


@pytest.mark.parametrize(
    ("words", "code", "shown"),
    [
        ("但等公积金系统。", "17", "等公积金系统"),
        ("17，但是 等公积金系统", "17", "等公积金系统"),
        ("20 on hold", "20", "on hold"),
        ("第20项：on hold", "20", "on hold"),
        ("和4月底完不成", "1", "月底完不成"),
        ("4月底完不成", "4", "4月底完不成"),
        ("17件未批", "17", "17件未批"),
        ("172号文未下", "17", "172号文未下"),
        ("，等省里批复", "3", "等省里批复"),
        ("但", "3", "但"),
    ],
)
def test_the_shown_obstacle_is_without_what_led_up_to_it(words: str, code: str, shown: str) -> None:
    assert bare(words, code) == shown


def test_the_unit_that_owes_most_is_named_only_where_one_does(round_: Round) -> None:
    summary = _summary(round_)
    lines = plain(summary_text(replace(summary, units=_owing(summary, SUPERVISION, 3)), Voice("zh_CN"))).splitlines()
    assert lines[2].endswith(f"。未报最多的是{SUPERVISION}，建议先联系")
    assert "建议先联系" not in lines[4]


def _owing(summary: Summary, unit: str, count: int) -> tuple[UnitLine, ...]:
    more = tuple(str(number) for number in range(count))
    return tuple(replace(each, missing=more) if each.unit == unit else each for each in summary.units)
