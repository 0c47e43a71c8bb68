"""Why a nudge did not go out, as its row in the outbox says it."""

ANSWERED = "answered"
UNSENT = "its day passed before it could be sent"
STALE = "too late to be of use"
OUT_OF_HOURS = "nothing goes out at this hour"
LEFT = "nobody of the unit any more"
CLOSED = "the plan is closed"
SHORTER = "fewer pages are needed after an answer"
