"""What becomes of a message after an attempt."""

from __future__ import annotations

import pytest

from bot.chat.retry import BACKOFF, MAX_TEMPORARY, MAX_UNKNOWN, Action, Outcome, Result, decide


@pytest.mark.parametrize("attempts", [1, 2, 1000])
def test_what_was_sent_is_sent_and_what_never_will_be_has_failed(attempts: int) -> None:
    assert decide(Outcome(Result.sent), attempts).action is Action.sent
    assert decide(Outcome(Result.permanent), attempts).action is Action.failed


def test_telegrams_own_wait_is_kept_and_never_counts_as_an_attempt() -> None:
    decision = decide(Outcome(Result.wait, seconds=17), 500)
    assert (decision.action, decision.after, decision.counted) == (Action.again, 17, False)
    assert decide(Outcome(Result.wait, seconds=0), 1).after == 1
    assert decide(Outcome(Result.wait, seconds=10**9), 1).after == 3600


def test_temporary_trouble_is_tried_again_ever_more_slowly_for_more_than_a_day() -> None:
    waits = [decide(Outcome(Result.temporary), attempt).after for attempt in range(1, MAX_TEMPORARY)]
    assert waits[: len(BACKOFF)] == list(BACKOFF)
    assert waits == sorted(waits)
    assert sum(waits) > 36 * 3600
    assert all(decide(Outcome(Result.temporary), attempt).counted for attempt in (1, 50))
    assert decide(Outcome(Result.temporary), MAX_TEMPORARY).action is Action.failed


def test_what_may_have_arrived_is_tried_ten_times_ever_more_slowly_over_more_than_ten_minutes() -> None:
    decisions = [decide(Outcome(Result.unknown), attempt) for attempt in range(1, MAX_UNKNOWN + 1)]
    assert [one.action for one in decisions] == [Action.again] * 9 + [Action.failed]
    waits = [one.after for one in decisions[:-1]]
    assert waits == sorted(waits)
    assert sum(waits) >= 600
    assert sum(waits[:3]) >= 5, "a short cut of the line brings at most three copies"


def test_attempts_that_surely_did_not_arrive_leave_the_others_their_tries() -> None:
    assert decide(Outcome(Result.unknown), 150, unanswered=1).action is Action.again
    assert decide(Outcome(Result.unknown), 150, unanswered=MAX_UNKNOWN).action is Action.failed


def test_what_nobody_waits_for_is_soon_given_up_where_telegram_answers() -> None:
    actions = [decide(Outcome(Result.temporary, optional=True), attempt).action for attempt in range(1, 5)]
    assert actions == [Action.again] * 3 + [Action.failed]


def test_a_group_that_moved_is_written_to_again_but_not_for_ever() -> None:
    assert decide(Outcome(Result.migrated, new_chat_id=-100), 1).action is Action.again
    assert decide(Outcome(Result.migrated, new_chat_id=-100), 3).action is Action.failed
