"""Everything odd about a draft, in plain words with its place and a suggested answer, before anything is stored."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from bot.plan.assemble import Numbered, past
from bot.plan.deadlines import vague_start_of_month
from bot.plan.draft import Anomaly, DraftTask
from bot.plan.names import is_collective, looks_consulted, propose_aliases
from bot.plan.numerals import whole

_COUNT_SAID = re.compile(r"(?<!\d)(\d{1,4})\s*(?:项|条|个)(?=[^，。；]{0,14}(?:任务|举措|措施|事项|工作|项目|实事))")
_YEAR_IN_TEXT = re.compile(
    r"(?:到|力争|在|于|至)?(20\d{2})年(?:年?[底末])?(?=[^，。；]{0,24}(?:实现|完成|达到?|建成|形成|力争|新增|培育))"
)


def find_anomalies(
    tasks: list[DraftTask], numbered: list[Numbered], *, body: str, today: date, issued: date | None
) -> list[Anomaly]:
    """Return the anomalies of the tasks in their order, then those of the plan as a whole."""
    found: list[Anomaly] = []
    for task, source in zip(tasks, numbered, strict=True):
        found.extend(_row(task, source))
        found.extend(_units(task))
        found.extend(_deadline(task, source))
    found.extend(_past(tasks, issued or today, today))
    found.extend(_numbers(tasks, numbered))
    found.extend(_counts(tasks, body))
    found.extend(_names(tasks))
    return found


def _row(task: DraftTask, source: Numbered) -> Iterator[Anomaly]:
    raw = source.raw
    if raw.again and source.code != raw.number:
        yield Anomaly(
            "second_row",
            task.code,
            f"序号{raw.number}下还有一行，编为{task.code}。",
            task.place,
            "如应与上一行合并，请合并后再导入。",
        )
    if raw.merged_title:
        yield Anomaly(
            "merged_title",
            task.code,
            f"{task.code}的任务名称是空格或合并单元格，取上一行“{_short(task.title)}”。",
            task.place,
            "如另有名称，请改。",
        )


def _units(task: DraftTask) -> Iterator[Anomaly]:
    if not task.lead:
        hint = f"是否由配合单位{task.support[0]}牵头？" if task.support else "请指定牵头单位。"
        yield Anomaly(
            "lead_missing", task.code, f"{task.code}“{_short(task.title)}”没有牵头（责任）单位。", task.place, hint
        )
    both = [unit for unit in task.lead if unit in task.support]
    if both:
        yield Anomaly(
            "lead_in_support",
            task.code,
            f"{task.code}的{'、'.join(both)}既是牵头单位又是配合单位。",
            task.place,
            "按牵头处理。",
        )
    if task.lead and is_collective(task.lead[0]):
        real = next((unit for unit in task.lead if not is_collective(unit)), "")
        hint = f"暂由{real}报进展。" if real else "请列出具体单位，或指定一个单位报进展；未定之前不发提示。"
        yield Anomaly(
            "collective_lead",
            task.code,
            f"{task.code}的牵头单位“{task.lead[0]}”是泛指，不是具体单位。",
            task.place,
            hint,
        )


def _deadline(task: DraftTask, source: Numbered) -> Iterator[Anomaly]:
    reading = source.reading
    said = f"“{_short(task.deadline_text)}”" if task.deadline_text else ""
    texts = {
        "deadline_missing": (f"{task.code}没有完成时限。", "请补时限，或定为长期坚持。"),
        "deadline_unreadable": (f"{task.code}的完成时限{said}读不出日期。", "请改为年月日，或定为长期坚持。"),
        "deadline_relative": (f"{task.code}的完成时限{said}没有起算日，定不了日期。", "请填写具体日期。"),
        "deadline_invalid": (f"{task.code}的完成时限{said}不是有效日期。", f"是否为{reading.hint}？"),
        "deadline_vague": (f"{task.code}的完成时限{said}有两种理解，暂记{task.deadline}。", "请确认。"),
    }
    if reading.problem in texts:
        message, hint = texts[reading.problem]
        yield Anomaly(reading.problem, task.code, message, task.place, hint)
    elif source.in_text:
        yield Anomaly(
            "deadline_in_text",
            task.code,
            f"{task.code}的时限取自正文{said}，记为{task.deadline}。",
            task.place,
            "请确认。",
        )
    if isinstance(task.deadline, date) and vague_start_of_month(task.deadline_text):
        yield Anomaly(
            "deadline_vague", task.code, f"{task.code}的完成时限{said}按当月底记。", task.place, "如有具体日期，请改。"
        )
    if isinstance(task.deadline, date):
        later = [int(y) for y in _YEAR_IN_TEXT.findall(task.description + task.title)]
        if (
            later
            and (max(later), 12, 31) > (task.deadline.year, task.deadline.month, 31)
            and max(later) >= task.deadline.year
            and not source.in_text
        ):
            hint = f"是否为{max(later)}年12月31日？"
            yield Anomaly(
                "deadline_contradicts_text",
                task.code,
                f"{task.code}的时限是{task.deadline}，正文写的是{max(later)}年。",
                task.place,
                hint,
            )


def _past(tasks: list[DraftTask], issued: date, today: date) -> Iterator[Anomaly]:
    for task in tasks:
        if past(task.deadline, issued):
            yield Anomaly(
                "deadline_past",
                task.code,
                f"{task.code}的完成时限{task.deadline}早于印发日期{issued}。",
                task.place,
                "是否写错年份？",
            )
    late = [t.code for t in tasks if past(t.deadline, today) and not past(t.deadline, issued)]
    if late:
        listed = "、".join(late[:20]) + (f"等{len(late)}条" if len(late) > 20 else "")
        yield Anomaly(
            "deadline_past", None, f"{listed}的完成时限在今天之前，导入后即算已过时限。", "", "已完成的请在导入后办结。"
        )


def _numbers(tasks: list[DraftTask], numbered: list[Numbered]) -> Iterator[Anomaly]:
    firsts = [(value, n) for n in numbered if (value := whole(n.raw.number)) is not None and not n.raw.again]
    codes = [n.code for n in numbered]
    prefixed = any("." in c for c in codes)
    if not firsts or prefixed:
        return
    values = [v for v, _ in firsts]
    for value, times in Counter(values).items():
        if times > 1:
            places = "、".join(n.raw.place for v, n in firsts if v == value)
            yield Anomaly("number_repeated", str(value), f"序号{value}出现{times}次。", places, "请核对序号。")
    missing = sorted(set(range(min(values), max(values) + 1)) - set(values))
    if missing and len(missing) <= len(values):
        listed = "、".join(map(str, missing[:20]))
        yield Anomaly(
            "number_gap",
            None,
            f"序号不连续，缺{listed}{'等' if len(missing) > 20 else ''}。",
            "",
            "请核对原文是否漏行。",
        )


def _counts(tasks: list[DraftTask], body: str) -> Iterator[Anomaly]:
    if len(tasks) < 5:
        return
    said = [int(n) for n in _COUNT_SAID.findall(body)]
    near = [n for n in said if 0.5 * len(tasks) <= n <= 2 * len(tasks) and n >= 5]
    if not near:
        return
    count = Counter(near).most_common(1)[0][0]
    if count == len(tasks):
        return
    numbers = len({t.number for t in tasks})
    tail = f"序号是{numbers}个" + ("，与文中一致，多出的是同一序号下的行。" if numbers == count else "。")
    yield Anomaly(
        "count_differs",
        None,
        f"文中说{count}项，读到{len(tasks)}条，{tail}",
        "",
        "请核对。" if numbers != count else "一般不必改。",
    )


def _names(tasks: list[DraftTask]) -> Iterator[Anomaly]:
    names = list(dict.fromkeys(unit for task in tasks for unit in (*task.lead, *task.support)))
    for a, b in propose_aliases(names):
        yield Anomaly("alias_proposed", None, f"“{a}”和“{b}”像是同一单位。", "", "请确认或分开；未确认前按两个单位记。")
    consulted = [n for n in names if looks_consulted(n)]
    if consulted:
        yield Anomaly(
            "consult_proposed",
            None,
            f"建议商请（不催办、不亮灯、不计分）：{'、'.join(consulted)}。",
            "",
            "请逐个确认。",
        )
    strange = [n for n in names if len(n) > 40]
    for name in strange:
        yield Anomaly("unit_unclear", None, f"“{_short(name)}”不像一个单位的名称。", "", "请核对责任单位。")


def _short(text: str) -> str:
    text = re.sub(r"\s+", "", text)
    return text if len(text) <= 24 else text[:23] + "…"
