"""What a unit said of an obstacle, and its words without what led up to them."""

from __future__ import annotations

import re

from bot.reports.lines import TaskLine

# Not a task's number: a date, a share, a count.
_NO_COUNT = r"(?!\d|-\d|\s*[%％年月日天个件家人万亿元次份户处座台套条成季周])"
# An obstacle in name only: what stands in its way is told by the rest of the words.
_NO_CAUSE = re.compile(
    r"(?:目前|工作|推进|办理|进度)*(?:存在|遇到|有)?(?:一些|一定|较大)?(?:困难|问题|阻力|堵点|受阻|卡住)了?"
)
_FORECAST = re.compile(r"\s*(?:预计|力争|计划|争取|拟于|将于|确保)")
_AND_TASK = r"[和及与]\s*\d+(?:-\d+)?(?:项)?"
_BUT = r"(?:但是|但|不过|可是|然而|but\b|however\b)"


def problem_of(task: TaskLine) -> str:
    """Return the obstacle in the unit's words, or how the report went where it names none."""
    said = task.problems[-1]
    problem = bare(said.problem or said.words, task.code)
    return _cause(bare(said.words, task.code)) or problem if _NO_CAUSE.fullmatch(problem) else problem


def _cause(words: str) -> str:
    """Return what the words tell of an obstacle, without that there is one and when the task will be done."""
    told = [clause for clause in re.split(r"[，,；;。]", words) if clause.strip()]
    return "，".join(clause for clause in told if not _NO_CAUSE.fullmatch(clause) and not _FORECAST.match(clause))


def bare(words: str, code: str) -> str:
    """Return what a unit wrote on one line, without what led up to it: the task's number, 但, punctuation.

    A number that counts something (4月底, 17件) belongs to the words and stays.
    """
    whole = " ".join(words.split())
    number = rf"(?:第|任务|[Tt]ask\s*)?{re.escape(code)}(?:项|号任务)?{_NO_COUNT}"
    found, rest = whole, ""
    while found != rest:
        rest = found
        found = re.sub(rf"^(?:{number}|{_AND_TASK}|{_BUT}|[\s、，,:：.;；。]+)", "", found)
    return found.rstrip(" 、，,;；。") or whole
