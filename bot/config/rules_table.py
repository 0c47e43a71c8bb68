"""The settings of the rules, one for each field of `bot.rules.Rules`; its defaults are theirs."""

from __future__ import annotations

from dataclasses import fields
from datetime import time
from typing import Any

from bot.config import checks
from bot.config.checks import Check
from bot.config.setting import Setting
from bot.rules import Rules

_MEANING: dict[str, tuple[Check, str, str]] = {
    "who_reports": (
        checks.choice("first-lead", "every-lead"),
        "每项任务由谁报进展：first-lead 第一牵头单位，every-lead 全部牵头单位",
        "who reports on a task each month: first-lead or every-lead",
    ),
    "due_day": (
        checks.whole(1, 31),
        "每月报送截止日；不设则为当月最后一天（遇节假日提前到前一个工作日）",
        "the day of the month by which to report; unset: the month's last day",
    ),
    "nudge_days": (
        checks.wholes(0, 15),
        "距截止日还有几个工作日时提示",
        "working days left to the due day at which units are reminded",
    ),
    "nudge_time": (checks.clock_time, "每天发送提示的时间", "the time of day of all nudges"),
    "late_working_days": (
        checks.whole(0, 30),
        "截止日后几个工作日内补报仍计入该月（记为迟报），之后冻结",
        "working days after the due day in which a late report still counts for the month",
    ),
    "ongoing_every_months": (
        checks.whole(1, 12),
        "长期坚持任务每几个月报一次",
        "ongoing tasks are asked about every so many months",
    ),
    "warning_days": (
        checks.wholes(0, 366),
        "完成时限前几天提示（遇节假日提前到前一个工作日）",
        "calendar days ahead of a deadline at which lead units are warned",
    ),
    "milestone_days": (
        checks.wholes(0, 366),
        "节点到期前几天提示",
        "calendar days ahead of a milestone at which lead units are told",
    ),
    "monthly_cap": (
        checks.whole(1, 100),
        "每单位每月最多提示几次；超出后只发截止日当天和临近完成时限的提示",
        "messages to one unit in a month, beyond which only due days and near deadlines go out",
    ),
    "cap_warning_days": (
        checks.whole(0, 60),
        "超出上限后，几天内到期的任务仍提示",
        "beyond the cap, deadlines this near (days) still go out",
    ),
    "quiet_before": (checks.clock_time, "早于此时间不发提示", "no nudge goes out before this time of day"),
    "quiet_from": (checks.clock_time, "从此时间起不发提示", "no nudge goes out from this time of day on"),
    "preview_days": (
        checks.whole(0, 10),
        "首次提示前几个工作日给办公室预览",
        "working days before the first nudge at which the office sees who will be written to",
    ),
    "verify_days": (
        checks.whole(0, 10),
        "拟点名单位核实的工作日数",
        "working days that a unit has to verify sentences that name it",
    ),
    "review_reminder_days": (
        checks.whole(0, 30),
        "办结申请几个工作日未审时提醒办公室",
        "working days after which a claim of completion is put before the office again",
    ),
    "answer_days": (
        checks.whole(1, 60),
        "牵头单位答复督查意见的工作日数",
        "working days that a lead unit has to answer an observation",
    ),
    "deputy_after_days": (
        checks.whole(0, 30),
        "联络员几个工作日没有动静时改发副联络员",
        "working days without a reaction after which the deputy is written to",
    ),
    "preview": (
        checks.choice("send", "wait"),
        "预览后如何发送：send 到时自动发，wait 等办公室按“发送”",
        "after the preview: send (a round's reminders go out by themselves) or wait (until the office presses send)",
    ),
    "unit_signoff": (
        checks.flag,
        "是否须经单位领导审定后才算报送",
        "whether a reply counts only when the liaison confirms that the unit has approved it",
    ),
}


def _default(value: Any) -> Any:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return list(value) if isinstance(value, tuple) else value


RULE_SETTINGS: tuple[Setting, ...] = tuple(
    Setting(f"rules.{field.name}", _default(field.default), *_MEANING[field.name]) for field in fields(Rules)
)
