"""What is due, for whom, which light. Pure: data and a day in, decisions out; no clock, no database."""

from bot.rules.calendar import Calendar
from bot.rules.ledger import NOTHING_SAID, Facts, Held, Ledger, Milestone, Report, RuleTask, UnitView
from bot.rules.nudge import MilestoneDue, Nudge
from bot.rules.nudges import nudges_on, rehearse
from bot.rules.rounds import Counted, RoundDays, Schedule
from bot.rules.settings import Rules

__all__ = [
    "NOTHING_SAID",
    "Calendar",
    "Counted",
    "Facts",
    "Held",
    "Ledger",
    "Milestone",
    "MilestoneDue",
    "Nudge",
    "Report",
    "RoundDays",
    "RuleTask",
    "Rules",
    "Schedule",
    "UnitView",
    "nudges_on",
    "rehearse",
]
