"""A plan document becomes a draft ledger with anomalies. Pure: bytes in, dataclasses out."""

from bot.plan.draft import Anomaly, Draft, DraftTask, Milestone, Target, draft_json
from bot.plan.names import is_collective, looks_consulted, propose_aliases
from bot.plan.reading import read

__all__ = [
    "Anomaly",
    "Draft",
    "DraftTask",
    "Milestone",
    "Target",
    "draft_json",
    "is_collective",
    "looks_consulted",
    "propose_aliases",
    "read",
]
