"""The words of a nudge: one message however many tasks, the pressing ones a line each, the rest as codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from bot.locale import Html, Voice, bold, join, safe, text
from bot.rules import Nudge, months_overdue
from bot.rules.months import add_months, last_day, month_of
from bot.rules.nudge import Situation
from bot.services import post, say
from bot.services.views import PlanBook
from storage.models import Task, Unit

LINES = 8  # tasks told a line each in one part; more would bury what to do
A_LINE = 100  # codes in one line: a message that is too long is split between lines
TITLE = 16
LONG = 3  # months past a deadline after which the obstacle is asked for, not the reason


def render(voice: Voice, book: PlanBook, nudge: Nudge) -> tuple[Html, list[str]]:
    """Return the text, and the codes in the order in which it names them (第一个 is the first of them)."""
    parts = _Parts(voice, book, nudge)
    body = [
        parts.missed(),
        parts.overdue(),
        parts.due(),
        parts.ahead(),
        parts.milestones(),
        parts.rest(),
        parts.pending(),
    ]
    words = join([_head(voice, book, nudge), *body, *_foot(voice, nudge, parts.named)])
    return words, parts.named


def buttons(voice: Voice, book: PlanBook, nudge: Nudge, unit: Unit, codes: Sequence[str]) -> post.Rows:
    """Return the one row of buttons for the whole message; where it speaks of one task only, that one's quick answers.

    What must be said task by task has no button.
    """
    month = nudge.month or nudge.missed_month
    sheet = post.Button(voice.say("Unit's sheet"), f"sheet:{book.plan.id}:{unit.id}")
    if nudge.situation is Situation.notice:
        return [[sheet]]
    if len(codes) == 1:
        deadline = book.rule_tasks[codes[0]].warned_for
        late = deadline is not None and deadline < nudge.day
        return [*quick_answers(voice, unit, codes[0], late=late), [sheet, *_waiting(voice, book, unit, month)]]
    if month is None:
        return [[sheet]]
    rest = post.Button(voice.say("The rest as usual"), f"allok:{book.plan.id}:{unit.id}:{month:%Y-%m}")
    return [[rest, sheet, *_waiting(voice, book, unit, month)]]


def quick_answers(voice: Voice, unit: Unit, code: str, *, late: bool) -> post.Rows:
    """Return the quick answers to one task; one past its deadline cannot simply be on track."""
    labels = (
        ("on", voice.say("On track")),
        ("done", voice.say("It is done")),
        ("stuck", voice.say("There is an obstacle")),
        ("more", voice.say("More time is needed")),
    )
    return [[post.Button(label, f"quick:{unit.id}:{code}:{what}") for what, label in labels[late:]]]


def _waiting(voice: Voice, book: PlanBook, unit: Unit, month: date | None) -> list[post.Button]:
    if month is None:
        return []
    return [post.Button(voice.say("With our leader"), f"await:{book.plan.id}:{unit.id}:{month:%Y-%m}")]


class _Parts:
    """Collects the parts of one text; each task is told once, in the first part that it belongs to."""

    def __init__(self, voice: Voice, book: PlanBook, nudge: Nudge) -> None:
        self.voice, self.book, self.nudge = voice, book, nudge
        self.tasks = book.by_code
        self.rules = book.rule_tasks
        self.named: list[str] = []
        asked = [*nudge.missed, *nudge.month_end, *nudge.deadline, *nudge.overdue]
        self.asked = tuple(dict.fromkeys(asked))

    def missed(self) -> Html | None:
        """Return what the last round missed, less what is overdue: that is told below."""
        month = self.nudge.missed_month
        codes = [code for code in self.nudge.missed if not self._is_overdue(code)]
        if month is None or not codes:
            return None
        name = say.month(self.voice, month, today=self.nudge.day)
        head = self.voice.html("Not reported for {month}, {count}", month=name, count=len(codes))
        if len(self.asked) <= LINES:
            return self._lines(head, Html(), codes, lambda task: "")
        return self._codes(head, codes)

    def overdue(self) -> Html | None:
        """Return the tasks past their deadline, with the month they were due."""
        codes = [code for code in self.asked if self._is_overdue(code)]
        head = self.voice.html("Past the deadline, {count}", count=len(codes))
        if any(self._months_overdue(code) >= LONG for code in codes):
            hint = self.voice.html(" (say what holds it up, who should help, and when it will be done)")
        else:
            hint = self.voice.html(" (say why, and when it will be done)")
        return self._lines(head, hint, codes, lambda task: self.voice.say(" (due {when})", when=self._deadline(task)))

    def due(self) -> Html | None:
        """Return the round's tasks that are due by its end, grouped by deadline."""
        month = self.nudge.month
        if month is None:
            return None
        end, groups = last_day(month), dict[date, list[str]]()
        for code in self.nudge.month_end:
            deadline = self.rules[code].warned_for
            if deadline and self.nudge.day <= deadline <= end and code not in self.named:
                groups.setdefault(deadline, []).append(code)
        return join(self._due_on(deadline, groups[deadline]) for deadline in sorted(groups)) or None

    def ahead(self) -> Html | None:
        """Return the deadlines that are near and not told above."""
        codes = [code for code in self.nudge.deadline if code not in self.named]
        head = self.voice.html("Deadlines ahead, {count}", count=len(codes))
        hint = self.voice.html(" (say whether it will be done in time)")
        return self._lines(head, hint, codes, self._days_left)

    def milestones(self) -> Html | None:
        """Return the milestones that are near."""
        if not self.nudge.milestones:
            return None
        head = bold(self.voice.html("Milestones ahead, {count}", count=len(self.nudge.milestones)))
        lines = [
            self.voice.html(
                "{code} {title} ({day})", code=step.code, title=step.title, day=say.day_week(self.voice, step.due)
            )
            for step in self.nudge.milestones
        ]
        self._name(step.code for step in self.nudge.milestones)
        return join([head, *lines])

    def rest(self) -> Html | None:
        """Return what else the round asks, as codes; in full words where it is all there is and short."""
        codes = [code for code in self.nudge.month_end if code not in self.named]
        if not codes:
            return None
        if not self.named and len(codes) <= LINES:
            return self._lines(self.voice.html("To report, {count}", count=len(codes)), Html(), codes, lambda task: "")
        words = "The rest, {count}" if self.named else "To report, {count}"
        return self._codes(self.voice.html(words, count=len(codes)), codes)

    def pending(self) -> Html | None:
        """Return what the unit has said is with its leader."""
        codes = [code for code in self.nudge.pending if code not in self.named]
        if not codes:
            return None
        return self._codes(self.voice.html("With your leader, {count}", count=len(codes)), codes)

    def _due_on(self, deadline: date, codes: Sequence[str]) -> Html:
        day = say.day(self.voice, deadline, today=self.nudge.day)
        head = self.voice.html("Due {day}, {count}", day=day, count=len(codes))
        hint = self.voice.html(" (for a finished one say the number of its paper)")
        return self._lines(head, hint, codes, lambda task: "") or Html()

    def _lines(self, head: Html, hint: Html, codes: Sequence[str], behind: Callable[[Task], str]) -> Html | None:
        if not codes:
            return None
        shown, more = codes[:LINES], codes[LINES:]
        lines = [safe(say.title(self.tasks[code], TITLE) + behind(self.tasks[code])) for code in shown]
        for at in range(0, len(more), A_LINE):
            lines.append(self.voice.html("and {codes}", codes="、".join(more[at : at + A_LINE])))
        self._name(codes)
        return join([bold(head) + hint, *lines])

    def _codes(self, head: Html, codes: Sequence[str]) -> Html:
        self._name(codes)
        first, *more = ["、".join(codes[at : at + A_LINE]) for at in range(0, len(codes), A_LINE)]
        return join([self.voice.html("{head}: {codes}", head=bold(head), codes=first), *map(safe, more)])

    def _name(self, codes: Iterable[str]) -> None:
        self.named += [code for code in codes if code not in self.named]

    def _is_overdue(self, code: str) -> bool:
        """Tell whether the deadline has passed; a consulted unit is asked for news, not for reasons."""
        if self.nudge.situation is Situation.notice:
            return False
        deadline = self.rules[code].warned_for
        return deadline is not None and deadline < self.nudge.day

    def _months_overdue(self, code: str) -> int:
        deadline = self.rules[code].warned_for
        return months_overdue(deadline, self.nudge.day) if deadline else 0

    def _deadline(self, task: Task) -> str:
        deadline = self.rules[task.code].warned_for
        return say.when(self.voice, deadline) if deadline else ""

    def _days_left(self, task: Task) -> str:
        deadline = self.rules[task.code].warned_for
        assert deadline is not None
        left = (deadline - self.nudge.day).days
        day = say.day(self.voice, deadline, today=self.nudge.day)
        if left <= 0:
            return self.voice.say(" (due today)")
        return self.voice.say(" (due {day}, {left} days left)", day=day, left=left)


_HEADS = {
    Situation.notice: text("[{month} progress] {unit}: please kindly tell us by {until} how these stand, {count}."),
    Situation.first: text(
        "[{month} progress] {unit}: {led} led, {done} done, {count} to report; please reply by {until}."
    ),
    Situation.again: text("[{month} progress] {unit}: {count} still to report; please reply by {until}."),
    Situation.last: text(
        "[{month} progress] {unit}: {count} still to report; today is the last day, please reply today."
    ),
    Situation.missed: text(
        "[{month} progress] {unit}: {count} not received; please report by {late}, counted as late."
    ),
    Situation.waiting: text("[{month} progress] {unit}: please report by {until}, once your leader has approved it."),
    Situation.overdue: text("[Deadlines] {unit}: please say how these stand."),
    Situation.deadline: text("[Deadlines] {unit}: these are due soon, please say how they stand."),
}


def _head(voice: Voice, book: PlanBook, nudge: Nudge) -> Html:
    """Return the first line: what this is about, to whom, how much, until when."""
    month = nudge.month or nudge.missed_month or month_of(nudge.day)
    days = book.schedule.round(month)
    led = book.led_by[nudge.unit]
    done = sum(1 for task in led if not task.is_open(nudge.day) and not task.cancelled)
    asked = len(nudge.missed if nudge.situation is Situation.missed else nudge.month_end)
    return voice.html(
        _HEADS[nudge.situation],
        month=say.month(voice, month, today=nudge.day),
        unit=nudge.unit,
        led=len(led),
        done=done,
        count=asked,
        until=say.date_week(voice, days.last_working),
        late=say.day_week(voice, days.freeze),
    )


def _foot(voice: Voice, nudge: Nudge, codes: Sequence[str]) -> list[Html]:
    """Return how to answer, with an example made of the unit's own tasks."""
    if nudge.situation is Situation.notice:
        return [voice.html("One sentence is enough. Thank you. Please send nothing classified.")]
    if len(codes) == 1:
        example = voice.html(
            "One sentence is enough, like: {a} is 70 % done, to be finished by {day}",
            a=codes[0],
            day=_soon(voice, nudge.day),
        )
    elif len(codes) == 2:
        example = voice.html("One sentence is enough, like: {a} done, {b} 70 %", a=codes[0], b=codes[1])
    else:
        example = voice.html(
            "One sentence is enough, like: {a} done, {b} 70 %, the rest as usual", a=codes[0], b=codes[1]
        )
    ready = voice.html("Just send what you have as Word or Excel; nothing to fill in. Please send nothing classified.")
    return [example, ready]


def _soon(voice: Voice, day: date) -> str:
    """Return a month to name in an example: the next one."""
    return say.month(voice, add_months(month_of(day), 1))
