"""Who of a unit is written to: its liaisons, the deputy in their absence or silence; nobody who has left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.rules.rounds import Schedule


@dataclass(frozen=True)
class Contact:
    """A person of a unit as the rules see them. `key` is any stable text."""

    key: str
    deputy: bool = False
    reachable: bool = True  # has started the bot and not blocked it
    left: bool = False
    away_from: date | None = None
    away_until: date | None = None  # the last day of absence

    def is_away(self, day: date) -> bool:
        """Tell whether the person is absent on the day."""
        return self.away_until is not None and (self.away_from or date.min) <= day <= self.away_until


class Why(StrEnum):
    """Why just these people are written to."""

    liaison = "liaison"
    silent = "silent"  # the deputy too: no reaction to an earlier nudge
    away = "away"  # the deputy: every liaison is away or unreachable
    no_deputy = "no_deputy"  # people who are away, as there is nobody else
    nobody = "nobody"  # the office


@dataclass(frozen=True)
class Recipients:
    """Who is written to, and why; with nobody it is for the office's call sheet."""

    people: tuple[Contact, ...]
    why: Why


def recipients(
    people: Iterable[Contact], day: date, schedule: Schedule, waiting_since: date | None = None
) -> Recipients:
    """Return who is to get a unit's nudge on the day.

    `waiting_since` is the day of the first nudge of the round that nobody of the unit has reacted to.
    """
    can = [person for person in people if person.reachable and not person.left]
    there = [person for person in can if not person.is_away(day)]
    liaisons = tuple(person for person in there if not person.deputy)
    deputies = tuple(person for person in there if person.deputy)
    if liaisons and deputies and waiting_since is not None:
        patience = schedule.rules.deputy_after_days
        if schedule.calendar.forward(waiting_since, patience) <= day:
            return Recipients((*liaisons, *deputies), Why.silent)
    if liaisons:
        return Recipients(liaisons, Why.liaison)
    if deputies:
        return Recipients(deputies, Why.away)
    return Recipients(tuple(can), Why.no_deputy if can else Why.nobody)
