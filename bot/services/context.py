"""What every use case is given: one session in one transaction, the moment, the settings, and who is acting."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.locale import Voice
from bot.rules import Calendar, Rules
from bot.rules.score import ScoreTable
from storage.kinds import Role

if TYPE_CHECKING:  # a command that needs no database is quick because nothing of it is imported
    from sqlmodel import Session

    from storage.models import Person, Unit


@dataclass(frozen=True)
class Office:
    """What the settings say of the office, with the working calendar made from them. Made once, by bot.app.

    `file_limit` is the largest file that is taken from somebody, in bytes; `keep_updates_days` how long what came in is
    kept once it is handled, 0 for good.
    """

    name: str
    assistant: str
    zone: ZoneInfo
    language: str
    admins: tuple[int, ...]
    rules: Rules
    calendar: Calendar
    bot_username: str = ""
    file_limit: int = 20 * 1024 * 1024
    keep_updates_days: int = 0
    score: ScoreTable = field(default_factory=ScoreTable)

    def local(self, moment: datetime) -> datetime:
        """Return the moment in the office's zone."""
        return moment.astimezone(self.zone)

    def day(self, moment: datetime) -> date:
        """Return the day it is in the office at that moment."""
        return self.local(moment).date()


@dataclass(frozen=True)
class Actor:
    """A person with what they may do now. `units` are those they answer for, in the order of joining."""

    person: Person
    roles: frozenset[Role]
    units: tuple[Unit, ...] = ()

    def may(self, allowed: frozenset[Role]) -> bool:
        """Tell whether any of the roles is this person's."""
        return bool(self.roles & allowed)

    @property
    def is_office(self) -> bool:
        """Tell whether this person is office staff."""
        return bool(self.roles & {Role.office, Role.admin})


@dataclass(frozen=True)
class Context:
    """One use case's world. `now` is the moment it counts for: of the message where there is one, else of the tick."""

    session: Session
    now: datetime
    office: Office
    voice: Voice
    actor: Actor | None = None
    inbox_id: int | None = None
    handled_at: datetime | None = None  # by the clock, where the message waited: `now` is when it was sent

    @property
    def handled_on(self) -> date:
        """Return the office's day on which the answer is given."""
        return self.office.day(self.handled_at or self.now)

    @property
    def today(self) -> date:
        """Return the office's day."""
        return self.office.day(self.now)

    @property
    def person(self) -> Person | None:
        """Return who is acting, or None for the program itself."""
        return self.actor.person if self.actor else None

    @property
    def person_id(self) -> int | None:
        """Return the number of who is acting."""
        return self.actor.person.id if self.actor else None

    def speaking(self, language: str) -> Context:
        """Return the same world, told in another language."""
        return replace(self, voice=Voice(language))
