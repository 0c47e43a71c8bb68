"""Playing: day by day the real tick, delivery, and what the people of the model do about what they have got."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from sqlmodel import select

from bot.errors import Refused
from bot.rules import Schedule
from bot.rules.months import add_months, last_day, month_of
from bot.services import extend, review
from bot.services.context import Context, Office
from bot.services.views import actor_of
from bot.simulate.figures import Month, Result, closing, deadlines, month_of_plan, units_written_to
from bot.simulate.people import Chance, Liaison, Model
from bot.simulate.world import Delivered, World
from storage import people as stored
from storage.database import Database
from storage.kinds import CompletionState, ExtensionState, Role
from storage.models import Completion, Extension

OFFICE = 9_000_001
FIRST_LIAISON = 1_000
DAY = timedelta(days=1)


@dataclass(order=True)
class Act:
    """Something that somebody will do at a moment; `order` keeps equal moments in the order of planning."""

    at: datetime
    order: int
    work: Callable[[], None]


def play(
    source: Database,
    office: Office,
    folder: Path,
    first: date,
    last: date,
    *,
    seed: int = 1,
    model: Model | None = None,
) -> Result:
    """Play the days on a copy of the ledger in `folder`; return what they came to."""
    return Play(source, office, folder, first, last, seed, model or Model()).run()


class Play:
    """One simulation."""

    def __init__(
        self, source: Database, office: Office, folder: Path, first: date, last: date, seed: int, model: Model
    ) -> None:
        """Copy the ledger and let everybody join on the morning of the first day."""
        self.first, self.last = first, last
        self.chance = Chance(seed, model)
        self.model = model
        self.office = replace(office, admins=())
        self.world = World(folder, self.office, self._moment(first - DAY, time(8, 0)))
        self.world.copy_ledger(source)
        self.schedule = Schedule(office.rules, office.calendar)
        self.people: dict[int, Liaison] = {}
        self.acts: list[Act] = []
        self.count = 0
        self.frozen: set[date] = set()
        self.working_days = 0
        self.world.enter(OFFICE, "王敏", Role.office)
        with self.world.database.reading() as session:
            units = units_written_to(session)
            self.deadlines = deadlines(session)
        for unit in units:
            self._join(unit)

    def run(self) -> Result:
        """Play every day and return the result."""
        months: list[Month] = []
        day = self.first
        while day <= self.last:
            if day.day == 1:
                self._month_begins(day)
            if self.office.calendar.is_working(day):
                self.working_days += 1
                self._working_day(day)
                months += self._frozen(day)
            day += DAY
        found: Result = self.world.write(lambda ctx: closing(ctx, months, self.first, self.last))
        return replace(found, working_days=self.working_days)

    def _working_day(self, day: date) -> None:
        self._at(self._moment(day, self.office.rules.nudge_time))
        self.world.tick()
        self._deliver()
        self._plan(day, time(16, 30), self._office)
        end = self._moment(day, time(18, 0))
        while self.acts and self.acts[0].at <= end:
            act = heapq.heappop(self.acts)
            self._at(act.at)
            act.work()
            self._deliver()

    def _deliver(self) -> None:
        gone = frozenset(each.telegram_id for each in self.people.values() if each.gone)
        for arrived in self.world.deliver(gone):
            if arrived.kind == "nudge" and arrived.chat_id in self.people:
                self._nudged(self.people[arrived.chat_id], arrived)
            elif arrived.kind == "question" and arrived.chat_id in self.people:
                self._asked(self.people[arrived.chat_id], arrived)

    def _nudged(self, person: Liaison, nudge: Delivered) -> None:
        """Decide whether, when and how somebody answers a nudge."""
        if not self.chance.happens(person.diligence):
            if self.chance.happens(self.model.seen_only):
                self._later(person, 0, "收到")
            return
        codes = [str(code) for code in nudge.facts.get("codes", ())]
        pressing = self._pressing(codes)
        words = self.chance.words(codes, pressing, self.office.day(self.world.now))
        self._later(person, self.chance.delay(), words)

    def _asked(self, person: Liaison, question: Delivered) -> None:
        """Answer what the bot asks with the first button: it confirms, or names the first task."""
        data = question.buttons[0][1] if question.buttons else ""
        if data.startswith("q:") and self.chance.happens(0.9):
            self._later(person, 0, press=(data, question.message_id))

    def _later(self, person: Liaison, days: int, words: str = "", *, press: tuple[str, int] | None = None) -> None:
        now = self.office.local(self.world.now)
        day = self.office.calendar.forward(now.date(), days)
        after = now if day == now.date() else self._moment(day, time(9, 35))

        def act() -> None:
            if not person.gone:
                self._speak(person, words, press)

        self._push(self.chance.moment(day, after) if press is None else now + timedelta(minutes=2), act)

    def _speak(self, person: Liaison, words: str, press: tuple[str, int] | None) -> None:
        if press is not None:
            self.world.press(person.telegram_id, person.name, *press)
        else:
            self.world.say(person.telegram_id, person.name, words)

    def _office(self) -> None:
        """Let the office decide what waits, and type in what was said on the telephone."""
        self.world.write(self._decide)

    def _decide(self, ctx: Context) -> None:
        actor = actor_of(ctx.session, OFFICE, self.office.admins)
        mine = replace(ctx, actor=actor)
        claims = ctx.session.exec(select(Completion).where(Completion.state == CompletionState.claimed))
        for claim in claims.all():
            with suppress(Refused):
                if self.chance.happens(self.model.confirms):
                    review.confirm(mine, claim.id or 0)
                else:
                    review.give_back(mine, claim.id or 0, "请补充印发文件")
        asked = ctx.session.exec(select(Extension).where(Extension.state == ExtensionState.requested))
        for request in asked.all():
            with suppress(Refused):
                if request.until and self.chance.happens(self.model.grants):
                    extend.grant(mine, request.id or 0, request.until)
                else:
                    extend.decline(mine, request.id or 0, "请按原时限完成")

    def _month_begins(self, month: date) -> None:
        """Let people block the bot, leave, be away; whoever has gone is followed by somebody new."""
        for person in list(self.people.values()):
            if person.gone:
                continue
            if self.chance.happens(self.model.blocks):
                self._push(self._some_moment(month), partial(self._block, person))
            elif self.chance.happens(self.model.leaves):
                self._push(self._some_moment(month), partial(self._leave, person))
            elif self.chance.happens(self.model.away):
                until = f"/away 到{month.month}月{self.chance.random.randint(20, 28)}日"
                self._push(self._some_moment(month), partial(self._speak, person, until, None))

    def _block(self, person: Liaison) -> None:
        person.gone = True
        self._replace(person)

    def _leave(self, person: Liaison) -> None:
        person.gone = True

        def end(ctx: Context) -> None:
            row = stored.find_person(session=ctx.session, telegram_id=person.telegram_id)
            for membership, _ in stored.live_memberships(session=ctx.session, person_id=row.id or 0 if row else 0):
                membership.ended_at = ctx.now
                ctx.session.add(membership)

        self.world.write(end)
        self._replace(person)

    def _replace(self, person: Liaison) -> None:
        """Let somebody new join for the unit some weeks later, as the office invites them."""
        days = self.chance.random.randint(5, 30)
        day = self.office.calendar.next_after(self.office.day(self.world.now) + timedelta(days=days))
        self._plan(day, time(10, 0), lambda: self._join(person.unit))

    def _join(self, unit: str) -> None:
        number = FIRST_LIAISON + len(self.people)
        person = Liaison(number, f"联络员{number}", unit, self.chance.diligence())
        self.people[number] = person
        self.world.enter(number, person.name, Role.liaison, unit)

    def _pressing(self, codes: list[str]) -> list[str]:
        """Return which of the codes are past their deadline or due this month."""
        end = last_day(month_of(self.office.day(self.world.now)))
        return [code for code in codes if (deadline := self.deadlines.get(code)) is not None and deadline <= end]

    def _frozen(self, day: date) -> list[Month]:
        """Return the figures of the month that has just been frozen, if any."""
        month = add_months(month_of(day), -1)
        while month < add_months(month_of(day), 1):
            if month >= month_of(self.first) and month not in self.frozen and day > self.schedule.round(month).freeze:
                self.frozen.add(month)
                return [self.world.write(partial(month_of_plan, month=month))]
            month = add_months(month, 1)
        return []

    def _some_moment(self, month: date) -> datetime:
        day = self.office.calendar.next_after(month + timedelta(days=self.chance.random.randint(0, 26)))
        return self._moment(day, time(15, self.chance.random.randint(0, 59)))

    def _plan(self, day: date, at: time, work: Callable[[], None]) -> None:
        self._push(self._moment(day, at), work)

    def _push(self, at: datetime, work: Callable[[], None]) -> None:
        self.count += 1
        heapq.heappush(self.acts, Act(at, self.count, work))

    def _at(self, moment: datetime) -> None:
        self.world.now = max(moment, self.world.now)

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, tzinfo=self.office.zone)
