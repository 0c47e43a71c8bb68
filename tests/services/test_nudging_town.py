"""What goes on around a round's nudges, played with real updates: colleagues, deputies, receipts, quick answers."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from storage import outbox
from storage.kinds import InboxState, OutboxState, SeenBy
from storage.models import OutboxRow, Person, Sighting
from tests import support
from tests.services.round import CHEN, FINANCE, LIN, MA, MARKET, OFFICE, Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    found = Town(tmp_path)
    found.through(date(2022, 8, 24))
    return found


def test_a_colleagues_nudge_says_who_answered_and_when_without_a_new_message(town: Town) -> None:
    before = len([row for row in town.shown(MA) if row.method == "sendMessage"])
    town.go_to(2022, 8, 24, 10, 42)
    town.say(CHEN, "15办结，奉市监发〔2022〕8号，64推进中60%")
    changed = next(row for row in town.shown(MA) if row.method == "editMessageText")
    text = changed.payload["text"]
    assert text.startswith("本单位已于10:42回复（陈红）：15 报办结")
    assert "58 落实知识产权" in text
    assert "15 持续提升开办企业便利度" not in text
    assert len([row for row in town.shown(MA) if row.method == "sendMessage"]) == before - 1
    assert not any(row.method == "editMessageText" for row in town.shown(CHEN))


def test_who_has_just_spoken_gets_a_receipt_and_keeps_their_nudge(town: Town) -> None:
    town.say(MA, "40 推进中60%，41 推进中30%")
    assert not any("本单位已于" in text for text in town.texts(MA))
    assert any("本单位已于" in text and "马莉" in text for text in town.texts(LIN))


def test_a_colleague_of_another_unit_hears_nothing(town: Town) -> None:
    town.say(CHEN, "64推进中60%")
    assert not any("本单位已于" in text for text in town.texts(LIN))


def test_what_is_taken_back_is_asked_again_in_the_colleagues_nudge(town: Town) -> None:
    town.say(LIN, "40 推进中60%，41 推进中30%")
    assert any("本次应报的已报齐" in text for text in town.texts(MA))
    town.press(LIN, "撤回")
    (text,) = [text for text in town.texts(MA) if FINANCE in text or "本单位" in text]
    assert "本单位已于" not in text
    assert "请报进展2项" in text


def test_a_colleagues_nudge_that_has_not_gone_out_yet_shrinks_instead(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.through(date(2022, 8, 23))
    town.go_to(2022, 8, 24, 9, 30)
    town.tick(deliver=False)
    town.say(LIN, "40 推进中60%")
    (nudge,) = [row for row in town.nudges(MA) if row.unit_id == town.nudges(LIN, state=None)[-1].unit_id]
    assert nudge.facts["codes"] == ["41"]
    assert not any("本单位已于" in text for text in town.texts(MA))


def test_a_word_like_received_is_kept_as_seen_and_stops_nothing(town: Town) -> None:
    town.say(LIN, "收到")
    (seen,) = town.rows(Sighting)
    assert seen.how is SeenBy.word
    assert "已签收" in town.last(LIN)
    town.through(date(2022, 8, 29))
    assert [row.day for row in town.nudges(LIN)] == [date(2022, 8, 24), date(2022, 8, 29)]
    assert any(f"已签收未报1家：{FINANCE}" in text for text in town.texts(OFFICE))


def test_a_reaction_to_a_nudge_is_kept_as_seen_without_an_answer(town: Town) -> None:
    nudge, before = town.nudges(LIN)[-1], len(town.texts(LIN))
    town.update({"message_reaction": reaction(town, LIN, town.message_of(nudge))})
    (seen,) = town.rows(Sighting)
    assert (seen.how, seen.outbox_id) == (SeenBy.reaction, nudge.id)
    assert len(town.texts(LIN)) == before


def reaction(town: Town, who: int, message_id: int) -> dict[str, object]:
    chat = {"id": who, "type": "private", "first_name": "x"}
    thumb = [{"type": "emoji", "emoji": "👍"}]
    return {
        "chat": chat,
        "message_id": message_id,
        "user": {"id": who, "is_bot": False, "first_name": "x"},
        "date": int(town.now.timestamp()),
        "old_reaction": [],
        "new_reaction": thumb,
    }


def test_a_word_like_received_without_any_nudge_is_no_receipt(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.say(LIN, "收到")
    assert town.rows(Sighting) == []


def with_deputy(tmp_path: Path) -> Town:
    """A unit whose deputy is not written to as long as its liaison reacts."""
    town = Town(tmp_path)
    with town.db.writing() as session:
        support.person(session, 1009, "孙副", units=["县规划自然资源局"])
        support.person(session, 1010, "钱正", units=["县规划自然资源局"])
    member = town.member(1009)
    with town.db.writing() as session:
        member.deputy = True
        session.add(member)
    return town


def test_the_deputy_is_written_to_after_a_working_day_of_silence(tmp_path: Path) -> None:
    town = with_deputy(tmp_path)
    town.through(date(2022, 8, 24))
    assert (len(town.nudges(1010)), len(town.nudges(1009))) == (1, 0)
    town.through(date(2022, 8, 29))
    assert (len(town.nudges(1010)), len(town.nudges(1009))) == (2, 1)


def test_the_deputy_is_left_alone_when_the_liaison_has_reacted(tmp_path: Path) -> None:
    town = with_deputy(tmp_path)
    town.through(date(2022, 8, 24))
    town.wait(hours=1)
    town.say(1010, "收到")
    town.through(date(2022, 8, 29))
    assert (len(town.nudges(1010)), len(town.nudges(1009))) == (2, 0)


def test_absence_passes_the_nudges_to_the_deputy_and_ends_by_itself(tmp_path: Path) -> None:
    town = with_deputy(tmp_path)
    town.say(1010, "/away 到8月26日")
    assert "提示转发孙副" in town.last(1010)
    town.through(date(2022, 8, 24))
    assert (len(town.nudges(1010)), len(town.nudges(1009))) == (0, 1)
    town.wait(hours=1)
    town.say(1009, "收到")
    town.through(date(2022, 8, 29))
    assert (len(town.nudges(1010)), len(town.nudges(1009))) == (1, 1)


def test_an_absence_without_a_deputy_is_told_to_the_office_and_keeps_the_nudges(tmp_path: Path) -> None:
    town = Town(tmp_path, [{"code": "1", "title": "甲", "lead": [MARKET], "deadline": "ongoing"}])
    with town.db.writing() as session:
        support.person(session, 1011, "孤一", units=["独局"])
    town.say(1011, "/away 8月底")
    assert "没有副联络员" in town.last(1011)
    assert "外出到8月31日，没有副联络员" in town.last(OFFICE)


def test_a_date_that_is_past_is_no_absence(town: Town) -> None:
    handled = town.say(CHEN, "/away 2022-08-01")
    assert handled.state is InboxState.refused
    assert town.member(CHEN).away_until is None


def test_nobody_who_has_left_is_written_to_not_even_by_a_message_that_waited(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.through(date(2022, 8, 23))
    town.go_to(2022, 8, 24, 9, 30)
    town.tick(deliver=False)
    member = town.member(LIN)
    with town.db.writing() as session:
        member.ended_at = town.now
        session.add(member)
    town.deliver()
    (row,) = town.nudges(LIN, state=None)
    assert (row.state, row.reason) == (OutboxState.skipped, "nobody of the unit any more")


def blocked_on_the_24th(tmp_path: Path) -> Town:
    """Everybody of one unit has blocked the bot when the round's first nudge is sent."""
    town = Town(tmp_path)
    town.through(date(2022, 8, 23))
    town.go_to(2022, 8, 24, 9, 30)
    town.tick(deliver=False)
    with town.db.writing() as session:
        for row in town.nudges(state=OutboxState.queued):
            if row.facts["codes"] == ["40", "41"]:
                outbox.settle(
                    session=session, row=session.merge(row), state=OutboxState.failed, now=town.now, reason="blocked"
                )
                person = session.get_one(Person, row.person_id)
                person.unreachable_since = town.now
                session.add(person)
    town.deliver()
    return town


def test_whom_nobody_can_deliver_to_is_told_to_the_office_on_nudge_mornings_and_not_every_day(tmp_path: Path) -> None:
    town = blocked_on_the_24th(tmp_path)
    before = len(town.texts(OFFICE))
    town.through(date(2022, 8, 26))
    assert len(town.texts(OFFICE)) == before
    town.through(date(2022, 8, 31))
    digests = [text for text in town.texts(OFFICE)[before:] if text.startswith("【今日提示】")]
    assert len(digests) == 2
    assert all("联系不上2家" in text and FINANCE in text for text in digests)


def test_who_can_be_reached_again_gets_what_could_not_be_delivered(tmp_path: Path) -> None:
    town = blocked_on_the_24th(tmp_path)
    town.through(date(2022, 8, 25))
    with town.db.writing() as session:
        person = session.get_one(Person, town.person(LIN).id)
        person.unreachable_since = None
        session.add(person)
    town.through(date(2022, 8, 26))
    assert [(row.day, row.facts["codes"]) for row in town.nudges(LIN)] == [(date(2022, 8, 26), ["40", "41"])]


def test_one_task_named_brings_its_own_quick_answers(town: Town) -> None:
    town.say(LIN, "40")
    assert "40 清理违规涉企收费：现在怎样" in town.last(LIN)
    assert town.reports() == {}
    town.press(LIN, "正常推进")
    assert list(town.reports()) == ["40"]
    assert "已记1项" in town.last(LIN)


def test_an_overdue_task_cannot_be_called_on_track_by_one_press(town: Town) -> None:
    town.say(CHEN, "58")
    assert town.labels(town.shown(CHEN)[-1]) == ["已完成", "有困难", "需延期"]


def test_an_obstacle_is_asked_about_and_nothing_is_stored_before(town: Town) -> None:
    town.say(LIN, "40")
    town.press(LIN, "有困难")
    assert town.reports() == {}
    town.say(LIN, "卡在系统对接，预计11月底完成")
    assert town.reports()["40"].problem


def test_a_quick_answer_of_a_task_closed_meanwhile_is_refused(town: Town) -> None:
    town.say(LIN, "40")
    unit_id = town.nudges(LIN)[-1].unit_id
    close(town, "40")
    handled = town.push(LIN, f"quick:{unit_id}:40:on", 1)
    assert handled.state is InboxState.refused
    assert town.reports() == {}


def close(town: Town, code: str) -> None:
    from storage.kinds import TaskState
    from storage.models import Task

    task = next(row for row in town.rows(Task) if row.code == code)
    with town.db.writing() as session:
        task.state, task.closed_on = TaskState.done, date(2022, 8, 24)
        session.add(task)


def test_a_quick_answer_for_another_unit_is_refused(town: Town) -> None:
    market = next(row.unit_id for row in town.nudges(CHEN))
    assert town.push(LIN, f"quick:{market}:64:on", 1).state is InboxState.refused
    assert town.reports() == {}


def test_a_units_own_time_of_day_is_kept_to(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.say(OFFICE, f"/time {FINANCE} 14:30")
    town.through(date(2022, 8, 24))
    assert [row.chat_id for row in town.nudges()].count(LIN) == 0
    assert len(town.nudges(CHEN)) == 1 + 1  # the overdue notice of 1 August, and the round's first
    town.at(2022, 8, 24, 14, 29)
    assert town.nudges(LIN) == []
    town.at(2022, 8, 24, 14, 30)
    assert [row.day for row in town.nudges(LIN)] == [date(2022, 8, 24)]
    assert len(town.nudges(CHEN)) == 2


def test_a_time_set_back_in_the_middle_of_a_day_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.say(OFFICE, f"/time {FINANCE} 14:30")
    town.through(date(2022, 8, 24))
    town.go_to(2022, 8, 24, 10, 0)
    town.say(OFFICE, f"/time {FINANCE} off")
    town.say(OFFICE, f"/time {MARKET} 15:00")
    town.at(2022, 8, 24, 15, 0)
    assert [row.day for row in town.nudges(LIN)] == [date(2022, 8, 24)]
    assert [row.day for row in town.nudges(CHEN)] == [date(2022, 8, 1), date(2022, 8, 24)]


def test_downtime_between_two_times_of_one_day_is_caught_up_with_once(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.say(OFFICE, f"/time {FINANCE} 14:30")
    town.through(date(2022, 8, 24))
    town.at(2022, 8, 25, 9, 30)  # nothing ran in the afternoon of the 24th
    town.at(2022, 8, 25, 14, 30)
    assert [row.day for row in town.nudges(LIN)] == [date(2022, 8, 25)]
    assert [row.day for row in town.nudges(CHEN)] == [date(2022, 8, 1), date(2022, 8, 24)]


@pytest.mark.parametrize("words", ["7:00", "20:00", "25:00", "noon"])
def test_a_time_in_the_quiet_hours_is_refused(town: Town, words: str) -> None:
    assert town.say(OFFICE, f"/time {FINANCE} {words}").state is InboxState.refused


def test_a_nudge_that_would_arrive_out_of_hours_waits_for_the_next_working_day(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.through(date(2022, 8, 23))
    town.go_to(2022, 8, 24, 9, 30)
    town.tick(deliver=False)
    town.go_to(2022, 8, 24, 21, 0)
    town.deliver()
    assert {row.state for row in town.nudges(LIN, state=None)} == {OutboxState.skipped}
    town.at(2022, 8, 25)
    assert [row.day for row in town.nudges(LIN)] == [date(2022, 8, 25)]


def test_settings_that_move_the_quiet_hours_hold_back_what_waits(tmp_path: Path) -> None:
    from bot.rules import Rules

    town = Town(tmp_path)
    town.through(date(2022, 8, 23))
    town.go_to(2022, 8, 24, 9, 30)
    town.tick(deliver=False)
    town.change(rules=Rules(quiet_before=time(10), nudge_time=time(10)))
    town.deliver()
    (row,) = town.nudges(LIN, state=None)
    assert (row.state, row.reason) == (OutboxState.skipped, "nothing goes out at this hour")
    town.at(2022, 8, 25, 10, 0)
    assert [each.day for each in town.nudges(LIN)] == [date(2022, 8, 25)]


def test_a_change_of_the_time_zone_while_messages_wait_sends_none_on_another_day(tmp_path: Path) -> None:
    from zoneinfo import ZoneInfo

    town = Town(tmp_path)
    town.through(date(2022, 8, 23))
    town.go_to(2022, 8, 24, 9, 30)
    town.tick(deliver=False)
    town.change(zone=ZoneInfo("America/Los_Angeles"))  # there it is still the 23rd, in the evening
    town.deliver()
    assert town.nudges(LIN) == []
    town.at(2022, 8, 24)
    town.at(2022, 8, 25)
    assert [row.day for row in town.nudges(LIN)] == [date(2022, 8, 25)]


def test_a_clock_that_steps_back_repeats_nothing(town: Town) -> None:
    before = len(town.rows(OutboxRow))
    town.go_to(2022, 8, 24, 9, 0)
    town.tick()
    town.go_to(2022, 8, 24, 9, 30)
    town.tick()
    assert len(town.rows(OutboxRow)) == before


def test_a_clock_that_steps_back_by_days_repeats_nothing_on_the_days_it_goes_through_again(town: Town) -> None:
    before = len(town.nudges())
    for day in (22, 23, 24):
        town.at(2022, 8, day)
    assert len(town.nudges()) == before
    town.through(date(2022, 8, 29))
    assert [row.day for row in town.nudges(LIN)] == [date(2022, 8, 24), date(2022, 8, 29)]


def test_month_end_slept_through_brings_the_missed_notice_not_the_nudge(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.through(date(2022, 8, 24))
    town.at(2022, 9, 2)
    last = town.nudges(LIN)[-1]
    assert last.day == date(2022, 9, 2)
    assert "补报" in last.payload["text"]
    assert "今天是本月报送最后" not in last.payload["text"]


def test_a_task_past_its_deadline_for_months_is_asked_about_otherwise_than_a_fresh_one(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.through(date(2022, 8, 24))
    assert "已过时限1项</b>（说原因、预计时间）" in town.nudges(CHEN)[-1].payload["text"]
    town.through(date(2022, 9, 23))
    assert "（说卡在哪里、需谁协调、预计时间）" in town.nudges(CHEN)[-1].payload["text"]
