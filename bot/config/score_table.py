"""The settings of the score worksheet, one for each field of `bot.rules.score.ScoreTable`; its defaults are theirs."""

from __future__ import annotations

from dataclasses import fields

from bot.config import checks
from bot.config.checks import Check
from bot.config.setting import Setting
from bot.rules.score import ScoreTable

_POINTS = checks.number(-100, 100)
_MEANING: dict[str, tuple[Check, str, str]] = {
    "enabled": (
        checks.flag,
        "是否启用考核工作表；默认不启用，考核办法以主管部门当年规定为准",
        "whether the score worksheet is there at all; evaluation belongs to another office and its rules",
    ),
    "in_time": (_POINTS, "任务按时办结", "points of a task finished by its deadline"),
    "late": (_POINTS, "任务逾期", "points of a task past its deadline"),
    "month_late": (_POINTS, "某月迟报一项", "points of a month reported late"),
    "missed": (_POINTS, "某月漏报一项", "points of a month not reported"),
    "named": (_POINTS, "被通报点名一次", "points of being named in a bulletin"),
    "practice": (_POINTS, "典型经验一条", "points of a good practice"),
    "support": (
        checks.number(0, 1),
        "配合单位按牵头单位分值的几成计（0 到 1）",
        "a supporting unit's share of its task's points",
    ),
}

SCORE_SETTINGS: tuple[Setting, ...] = tuple(
    Setting(f"score.{field.name}", field.default, *_MEANING[field.name]) for field in fields(ScoreTable)
)
