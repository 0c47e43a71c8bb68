"""What is due, for whom, which light. Pure: data and a day in, decisions out; no clock, no database."""

from bot.rules.burden import Burden, burden_of, by_unit_and_month
from bot.rules.calendar import Calendar, CalendarWarning, warnings, warnings_on
from bot.rules.catchup import Skipped, catch_up
from bot.rules.figures import Figures, Punctuality, Standing, UnitRound, figures_of, round_by_unit, standing_of
from bot.rules.ledger import NOTHING_SAID, Facts, Held, Ledger, Milestone, Report, RuleTask, UnitView
from bot.rules.lights import Reason, Verdict, light_of, lights_of
from bot.rules.moments import may_send, next_allowed, review_reminder
from bot.rules.nudge import MilestoneDue, Nudge, Situation, months_overdue
from bot.rules.nudges import (
    Dates,
    is_capped,
    is_urgent,
    next_day,
    nudges_on,
    rehearse,
    rehearse_all,
    remind_now,
    something_due,
)
from bot.rules.recipients import Contact, Recipients, Why, recipients
from bot.rules.rounds import Counted, DayOfRounds, OfficeEvent, RoundDays, Schedule
from bot.rules.settings import Rules

__all__ = [
    "NOTHING_SAID",
    "Burden",
    "Calendar",
    "CalendarWarning",
    "Contact",
    "Counted",
    "Dates",
    "DayOfRounds",
    "Facts",
    "Figures",
    "Held",
    "Ledger",
    "Milestone",
    "MilestoneDue",
    "Nudge",
    "OfficeEvent",
    "Punctuality",
    "Reason",
    "Recipients",
    "Report",
    "RoundDays",
    "RuleTask",
    "Rules",
    "Schedule",
    "Situation",
    "Skipped",
    "Standing",
    "UnitRound",
    "UnitView",
    "Verdict",
    "Why",
    "burden_of",
    "by_unit_and_month",
    "catch_up",
    "figures_of",
    "is_capped",
    "is_urgent",
    "light_of",
    "lights_of",
    "may_send",
    "months_overdue",
    "next_allowed",
    "next_day",
    "nudges_on",
    "recipients",
    "rehearse",
    "rehearse_all",
    "remind_now",
    "review_reminder",
    "round_by_unit",
    "something_due",
    "standing_of",
    "warnings",
    "warnings_on",
]
