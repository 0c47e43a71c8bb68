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


def test_what_may_have_arrived_is_tried_a_few_times_only() -> None:
    actions = [decide(Outcome(Result.unknown), attempt).action for attempt in range(1, MAX_UNKNOWN + 1)]
    assert actions == [Action.again] * (MAX_UNKNOWN - 1) + [Action.failed]


def test_a_group_that_moved_is_written_to_again_but_not_for_ever() -> None:
    assert decide(Outcome(Result.migrated, new_chat_id=-100), 1).action is Action.again
    assert decide(Outcome(Result.migrated, new_chat_id=-100), 3).action is Action.failed
