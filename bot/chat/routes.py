"""The table of routes: the first that takes an update handles it."""

from __future__ import annotations

from bot.chat.handlers import (
    change,
    ledger,
    nudges,
    office,
    other,
    papers,
    people,
    plans,
    questions,
    queue,
    reports,
    review,
    roster,
    summary,
    supervise,
    tasks,
)
from bot.chat.route import Route

# Order: what nobody must read comes first; strangers end in `people`; commands and buttons name themselves; whoever was
# asked something at the desk answers with the next text; only then is a text a report; the last takes what is left.
ROUTES: tuple[Route, ...] = (
    *other.FIRST,
    *people.ROUTES,
    *tasks.ROUTES,
    *plans.ROUTES,
    *summary.ROUTES,
    *papers.ROUTES,
    *roster.ROUTES,
    *change.ROUTES,
    *nudges.ROUTES,
    *ledger.ROUTES,
    *supervise.ROUTES,
    *queue.ROUTES,
    *review.ROUTES,
    *questions.ROUTES,
    *office.ROUTES,
    *reports.ROUTES,
    *other.LAST,
)
