"""What to do after an attempt to send: a pure function of its outcome and of how often it was tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Result(StrEnum):
    """How an attempt to send ended."""

    sent = "sent"
    wait = "wait"  # Telegram named the seconds to wait
    temporary = "temporary"  # it was not delivered, and may be later
    unknown = "unknown"  # no answer: it may have been delivered
    permanent = "permanent"  # it never will be
    migrated = "migrated"  # the group has a new number


@dataclass(frozen=True)
class Outcome:
    """An attempt to send. `unreachable`: the person has blocked the bot, never started it, or is gone.

    `everyone`: not this message's fault, all of them have to wait, such as a refused token. `optional`: Telegram has
    answered, and nobody waits for this: it is soon given up rather than let it hold back what comes behind it.
    """

    result: Result
    reason: str = ""
    message_id: int | None = None
    seconds: float = 0.0
    new_chat_id: int | None = None
    unreachable: bool = False
    everyone: bool = False
    optional: bool = False


class Action(StrEnum):
    """What becomes of the message."""

    sent = "sent"
    again = "again"
    failed = "failed"


@dataclass(frozen=True)
class Decision:
    """The action; for `again` after how many seconds, and whether the attempt counts."""

    action: Action
    after: float = 0.0
    counted: bool = True


# Seconds before the second, third, … attempt; the last one repeats. A day and a night of network trouble are survived:
# what is stale by then is dropped by its own date, not here.
BACKOFF = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 900.0)
MAX_TEMPORARY = 200
MAX_OPTIONAL = 4
# No answer: each further attempt may deliver the message twice, none at all may lose it. A liaison can bear a receipt
# twice, not a lost one; so it is tried for 22 minutes, ever more slowly, and a line that is cut for a few seconds costs
# at most three copies. What is stale by then is dropped by its own date.
UNKNOWN_BACKOFF = (2.0, 5.0, 15.0, 60.0, 120.0, 240.0, 300.0, 300.0, 300.0)
MAX_UNKNOWN = len(UNKNOWN_BACKOFF) + 1
MAX_MIGRATIONS = 3
LONGEST_WAIT = 3600.0


def decide(outcome: Outcome, attempts: int, unanswered: int | None = None) -> Decision:
    """Return what to do after attempt number `attempts`, this one counted.

    `unanswered`: how many of them nobody answered, where that is known: those that surely did not arrive cost nothing.
    """
    match outcome.result:
        case Result.sent:
            return Decision(Action.sent)
        case Result.permanent:
            return Decision(Action.failed)
        case Result.wait:
            return Decision(Action.again, min(max(outcome.seconds, 1.0), LONGEST_WAIT), counted=False)
        case Result.migrated:
            # A group that answers with a new number again and again would be asked for ever.
            return Decision(Action.again if attempts < MAX_MIGRATIONS else Action.failed)
        case Result.unknown:
            return _again(attempts if unanswered is None else unanswered, MAX_UNKNOWN, UNKNOWN_BACKOFF)
        case Result.temporary:
            return _again(attempts, MAX_OPTIONAL if outcome.optional else MAX_TEMPORARY, BACKOFF)


def _again(attempts: int, most: int, backoff: Sequence[float]) -> Decision:
    if attempts >= most:
        return Decision(Action.failed)
    return Decision(Action.again, backoff[min(attempts, len(backoff)) - 1])
