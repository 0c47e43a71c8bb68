"""What must hold for every office, whatever its ledger, calendar, rules and reports."""

from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules import (
    Situation,
    catch_up,
    next_day,
    nudges_on,
    rehearse,
    remind_now,
    something_due,
)
from bot.rules.months import month_of
from tests.rules.strategies import FIRST, LAST, cases, days

every_day = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]


def all_nudges(case):
    return list(rehearse(FIRST, LAST, case.ledger, case.schedule, case.facts))


@settings(max_examples=50, deadline=None)
@given(cases())
def test_every_nudge_is_the_only_one_of_its_unit_and_day_and_goes_out_in_working_hours(case):
    schedule, ledger, tasks = case.schedule, case.ledger, {task.code: task for task in case.ledger.tasks}
    nudges = all_nudges(case)
    assert max(Counter((nudge.unit, nudge.day) for nudge in nudges).values(), default=1) == 1
    for nudge in nudges:
        assert schedule.calendar.is_working(nudge.day)
        assert schedule.rules.quiet_before <= nudge.at < schedule.rules.quiet_from
        assert nudge
        assert not ledger.is_quiet(nudge.unit, nudge.day)
        for code in nudge.codes:
            assert tasks[code].is_open(nudge.day)
            assert not tasks[code].is_held(nudge.day)


@settings(max_examples=50, deadline=None)
@given(cases())
def test_nobody_who_reported_is_asked_again_for_that_round(case):
    facts = case.facts
    for nudge in all_nudges(case):
        if nudge.month is not None and len(case.schedule.on(nudge.day).nudges) == 1:
            assert not any(facts.has(nudge.unit, code, nudge.month) for code in nudge.month_end)
        if nudge.missed_month is not None and len(case.schedule.on(nudge.day).missed) == 1:
            assert not any(facts.has(nudge.unit, code, nudge.missed_month) for code in nudge.missed)
        current = case.schedule.current(nudge.day)
        for code, left in nudge.deadline.items():
            report = facts.report(nudge.unit, code, current)
            assert report is None or (
                left == min(case.schedule.rules.warning_days) and not report.tells_the_end(nudge.day)
            )


@settings(max_examples=50, deadline=None)
@given(cases())
def test_beyond_the_cap_only_due_days_and_near_deadlines_go_out(case):
    rules, counts = case.schedule.rules, Counter()
    for nudge in rehearse(month_of(FIRST), LAST, case.ledger, case.schedule, case.facts):
        counts[nudge.unit, month_of(nudge.day)] += 1
        if counts[nudge.unit, month_of(nudge.day)] > rules.monthly_cap:
            due_day = nudge.situation is Situation.last and nudge.month_end
            assert due_day or min(nudge.deadline.values()) <= rules.cap_warning_days


@settings(max_examples=50, deadline=None)
@given(cases())
def test_a_consult_unit_gets_its_notice_of_the_round_and_nothing_else(case):
    for nudge in all_nudges(case):
        is_consult = case.ledger.unit(nudge.unit).consult
        assert is_consult == (nudge.situation is Situation.notice)
        if is_consult:
            assert nudge.codes == set(nudge.month_end)
            assert nudge.working_days_left == max(case.schedule.rules.nudge_days)


@settings(max_examples=50, deadline=None)
@given(cases())
def test_the_quick_question_whether_anything_is_due_never_hides_a_nudge(case):
    ledger, schedule = case.ledger, case.schedule
    due = [day for day in every_day if something_due(day, ledger, schedule)]
    assert {nudge.day for nudge in all_nudges(case)} <= set(due)
    stepped, day = [], FIRST - timedelta(1)
    while (day := next_day(day, ledger, schedule)) <= LAST:
        stepped.append(day)
    assert stepped == due


def run_awake(case, awake):
    """Tick on the days given and return all that goes out, with what is skipped."""
    sent, skipped, counts, last = [], [], Counter(), FIRST - timedelta(1)
    for day in every_day:
        if day not in awake or not case.schedule.calendar.is_working(day):
            continue
        mine = {unit: count for (unit, month), count in counts.items() if month == month_of(day)}
        nudges, stale = catch_up(last, day, case.ledger, case.schedule, case.facts, sent=mine)
        counts.update((nudge.unit, month_of(day)) for nudge in nudges)
        sent += nudges
        skipped += stale
        last = day
    return sent, skipped


@settings(max_examples=30, deadline=None)
@given(cases())
def test_ticking_every_day_sends_what_was_rehearsed_and_skips_nothing(case):
    before = Counter(
        nudge.unit for nudge in rehearse(month_of(FIRST), FIRST - timedelta(1), case.ledger, case.schedule, case.facts)
    )
    sent, skipped = run_awake(case, set(every_day))
    if not before:
        assert sent == all_nudges(case)
    assert skipped == []


@settings(max_examples=30, deadline=None)
@given(cases(), st.sets(st.sampled_from(every_day), max_size=40))
def test_after_downtime_what_is_still_useful_goes_out_once_and_nothing_twice(case, awake):
    schedule = case.schedule
    sent, _ = run_awake(case, awake)
    assert max(Counter((nudge.unit, nudge.day) for nudge in sent).values(), default=1) == 1
    assert all(nudge.day in awake for nudge in sent)
    for nudge in sent:
        if nudge.month is not None:
            assert nudge.day <= schedule.round(nudge.month).due
        for code in nudge.deadline:
            deadline = next(task.warned_for for task in case.ledger.tasks if task.code == code)
            assert nudge.day <= deadline


@settings(max_examples=30, deadline=None)
@given(cases(), st.sets(st.sampled_from(every_day), max_size=40))
def test_no_open_question_is_lost_in_downtime_that_ends_before_its_due_day(case, awake):
    schedule, ledger, facts = case.schedule, case.ledger, case.facts
    if case.rules.get("monthly_cap", 8) < 8:
        return
    working = sorted(day for day in awake if schedule.calendar.is_working(day))
    sent, _ = run_awake(case, awake)
    heard = {(nudge.unit, nudge.day): nudge for nudge in sent}
    for day in every_day:
        up = next((each for each in working if each >= day), None)
        if up is None or (up - day).days > 40:
            continue
        for nudge in nudges_on(day, ledger, schedule, facts, at=up):
            if nudge.month and up <= schedule.round(nudge.month).due and nudge.month_end and (nudge.unit, up) in heard:
                assert set(nudge.month_end) <= set(heard[nudge.unit, up].month_end)


@settings(max_examples=30, deadline=None)
@given(cases(), days)
def test_a_reminder_asked_for_by_the_office_goes_only_to_who_owes_something(case, day):
    schedule, facts = case.schedule, case.facts
    for nudge in remind_now(day, case.ledger, schedule, facts):
        assert not case.ledger.unit(nudge.unit).consult
        assert not case.ledger.is_quiet(nudge.unit, day)
        assert nudge
        assert not any(facts.has(nudge.unit, code, nudge.month) for code in nudge.month_end)
