"""The answers that people are shown as examples: the bot reads each as just what it says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.locale import Voice
from bot.replies import Ledger, TaskView, read
from storage.kinds import ReadingKind, Status

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
CODES = ("14", "15", "17", "23", "58", "64")
LEDGER = Ledger(
    TaskView(
        code=code,
        title=f"某项改革事项{code}",
        description="",
        lead=("县公安局",),
        support=(),
        deadline=None,
        open=True,
        position=position,
        targets=(),
    )
    for position, code in enumerate(CODES)
)


def reading(text: str, reply_to: list[str] | None = None):
    return read(text, unit="县公安局", today=date(2022, 8, 24), ledger=LEDGER, reply_to=reply_to)


def understood(text: str) -> list[tuple[str | None, Status | None, int | None]]:
    return [(item.task, item.status, item.percent) for item in reading(text).items]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_examples_of_welcome_and_help_are_read_as_meant(language: str) -> None:
    voice = Voice(language)
    assert understood(voice.say("{a} is 70 % done", a="14")) == [("14", Status.in_progress, 70)]
    two = [("14", Status.done, None), ("15", Status.in_progress, 70)]
    assert understood(voice.say("{a} done, {b} 70 %", a="14", b="15")) == two
    rest = ("*", Status.in_progress, None)
    assert understood(voice.say("{a} done, {b} 70 %, the rest on track", a="14", b="15")) == [*two, rest]
    text = "For more time say until when and why, like: extend {code} to next month, waiting for rules"
    said = reading(re.split("如：|like: ", voice.say(text, code="23"))[1])
    assert said.kind is ReadingKind.extension
    assert [(item.task, item.extension, bool(item.problem)) for item in said.items] == [("23", date(2022, 9, 30), True)]


def test_the_readmes_examples_are_read_as_it_says() -> None:
    table = README.partition("| 发 | 记为 |")[2].partition("\n\n")[0]
    said = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", table, re.MULTILINE)
    kinds = []
    for text in said:
        answers_a_reminder = text.startswith("（直接回复提示）")
        text = text.removeprefix("（直接回复提示）")
        kinds.append(reading(text, ["14"] if answers_a_reminder else None).kind.value)
    assert kinds == ["progress", "progress", "progress", "extension", "correction", "progress"]
    assert understood("15办结，见奉市监〔2022〕31号") == [("15", Status.done, None)]
    assert understood("17卡在系统对接，预计明年3月底完成") == [("17", Status.blocked, None)]
    assert reading("17卡在系统对接，预计明年3月底完成").items[0].expected == date(2023, 3, 31)
