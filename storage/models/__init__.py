"""The tables, by room: the plan's ledger, the people, their work, the post. Import them all from here.

SQLModel does not validate `table=True` models: values are checked by the services before, and by the database's own
constraints after.
"""

from sqlmodel import SQLModel

from storage.models.files import Download, PlanPreview
from storage.models.ledger import (
    Alias,
    Assignment,
    Milestone,
    Plan,
    Target,
    Task,
    Unit,
    UnitMember,
)
from storage.models.nudging import Call, Sighting
from storage.models.papers import FrozenMonth, Paper, PaperStep
from storage.models.people import Invite, Membership, Person, PlanPerson
from storage.models.post import AuditEvent, InboxRow, Note, OutboxRow
from storage.models.tracked import LightRecord, Practice, TrackedAnswer, TrackedItem
from storage.models.work import Completion, Extension, Pending, Question, Report, Round

metadata = SQLModel.metadata

__all__ = [
    "Alias",
    "Assignment",
    "AuditEvent",
    "Call",
    "Completion",
    "Download",
    "Extension",
    "FrozenMonth",
    "InboxRow",
    "Invite",
    "LightRecord",
    "Membership",
    "Milestone",
    "Note",
    "OutboxRow",
    "Paper",
    "PaperStep",
    "Pending",
    "Person",
    "Plan",
    "PlanPerson",
    "PlanPreview",
    "Practice",
    "Question",
    "Report",
    "Round",
    "SQLModel",
    "Sighting",
    "Target",
    "Task",
    "TrackedAnswer",
    "TrackedItem",
    "Unit",
    "UnitMember",
    "metadata",
]
