"""The words of the trade as enumerations: the same names in code, tables, exports and docs. Standard library only."""

from enum import StrEnum


class TaskState(StrEnum):
    """Where a task stands in its plan."""

    open = "open"
    done = "done"
    cancelled = "cancelled"


class AssignmentRole(StrEnum):
    """What a unit does for a task: 牵头 or 配合."""

    lead = "lead"
    support = "support"


class Role(StrEnum):
    """What a person may do. Admin is office plus people."""

    liaison = "liaison"
    office = "office"
    supervision = "supervision"
    lay_supervisor = "lay_supervisor"
    admin = "admin"


class Status(StrEnum):
    """What a report says of a task."""

    done = "done"
    in_progress = "in_progress"
    not_started = "not_started"
    blocked = "blocked"
    no_change = "no_change"


class ReadingKind(StrEnum):
    """What a message is. Only progress, extension and correction store something."""

    progress = "progress"
    extension = "extension"
    correction = "correction"
    undo = "undo"
    question = "question"
    dispute = "dispute"
    pending = "pending"
    not_yours = "not_yours"
    unknown_task = "unknown_task"
    unknown_unit = "unknown_unit"
    chat = "chat"


STORING = frozenset({ReadingKind.progress, ReadingKind.extension, ReadingKind.correction})


class Light(StrEnum):
    """A task's light in a month, 红黄绿灯; blue needs coordination, grey is not due."""

    green = "green"
    blue = "blue"
    yellow = "yellow"
    red = "red"
    grey = "grey"


class CompletionState(StrEnum):
    """A claim that a task is finished, until the office has decided."""

    claimed = "claimed"
    confirmed = "confirmed"
    returned = "returned"
    withdrawn = "withdrawn"


class ExtensionState(StrEnum):
    """A request for more time, until a decision is recorded."""

    requested = "requested"
    granted = "granted"
    declined = "declined"
    withdrawn = "withdrawn"


class AliasState(StrEnum):
    """Whether two names are one unit; only the office decides."""

    proposed = "proposed"
    confirmed = "confirmed"
    refused = "refused"


class QuestionState(StrEnum):
    """Something the bot asked a person and waits for."""

    open = "open"
    answered = "answered"
    dropped = "dropped"


class InboxState(StrEnum):
    """How far an update has come."""

    new = "new"
    done = "done"
    ignored = "ignored"
    refused = "refused"
    parked = "parked"


class OutboxState(StrEnum):
    """How far an outgoing message has come. `sending` is a lease, never an end; exports call it queued."""

    queued = "queued"
    sending = "sending"
    sent = "sent"
    failed = "failed"
    skipped = "skipped"
    cancelled = "cancelled"


class MessageKind(StrEnum):
    """What an outgoing message is for."""

    nudge = "nudge"
    receipt = "receipt"
    question = "question"
    office = "office"
    document = "document"


class Source(StrEnum):
    """How a report came in."""

    chat = "chat"
    button = "button"
    sheet = "sheet"
    office = "office"


class SeenBy(StrEnum):
    """How a unit let us know that a nudge has been seen (签收)."""

    word = "word"
    reaction = "reaction"


class CallOutcome(StrEnum):
    """What came of ringing a unit: nobody there, spoken to, a report promised, or recorded from the telephone."""

    rung = "rung"
    answered = "answered"
    promised = "promised"
    recorded = "recorded"


class DownloadPurpose(StrEnum):
    """What a file that somebody sent is fetched for: a plan to be read, or evidence of a report."""

    plan = "plan"
    evidence = "evidence"


class DownloadState(StrEnum):
    """How far the fetching of a file has come; a wanted one is tried again after its `not_before`."""

    wanted = "wanted"
    done = "done"
    failed = "failed"
    dropped = "dropped"


class PreviewState(StrEnum):
    """What became of a plan document that was read and put before the office."""

    open = "open"
    accepted = "accepted"
    cancelled = "cancelled"


class TrackedKind(StrEnum):
    """What is followed until it is settled: 督查意见, 协调事项, 批示."""

    observation = "observation"
    coordination = "coordination"
    instruction = "instruction"


class TrackedState(StrEnum):
    """Whose turn it is: the unit's to answer, or that of who settles it; then it is settled."""

    open = "open"
    answered = "answered"
    settled = "settled"


class PaperKind(StrEnum):
    """Which paper: the bulletin 通报, or the leaders' brief 专报."""

    bulletin = "bulletin"
    brief = "brief"


class PaperStage(StrEnum):
    """How far a paper has come (起草, 核稿, 审定, 定稿)."""

    draft = "draft"
    checked = "checked"
    approved = "approved"
    final = "final"
