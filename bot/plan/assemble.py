"""Found rows become tasks: codes, deadlines in the plan's year, targets, milestones."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from bot.plan.deadlines import DeadlineReading, read_deadline
from bot.plan.draft import DraftTask, Milestone
from bot.plan.numerals import plain_dates
from bot.plan.rows import BELOW, RawTask, ordinal
from bot.plan.targets import read_targets

_IN_TEXT = re.compile(
    r"(?:(?:20\d{2}\s*年|今年|本年|当年|明年)?\s*\d{1,2}\s*月(?:份)?(?:\s*\d{1,2}\s*[日号]|[底末]|上旬|中旬|下旬)?(?:之?前|[底末](?:之?前)?)"
    r"|(?:20\d{2}\s*年|今年|本年|当年|明年)\s*(?:\d{1,2}\s*月|年?[底末]|上半年|第?[一二三四]季度)?[底末]?\s*之?前"
    r"|(?:20\d{2}\s*年|今年)\s*(?:\d{1,2}\s*月(?:\d{1,2}日)?|年?[底末]|[上下]半年|第?[一二三四]季度)[底末]?(?=[^，。；]{0,30}(?:完成|实现|建成|取得|编制|印发|出台|达到|全面|基本))"
    r"|\d{1,2}\s*月[上中下]旬(?=[^，。；]{0,30}(?:完成|实现|建成|取得|编制|印发|出台|达到|形成|组织|召开|启用|开工|验收))"
    r"|全年(?=推进|开展|实施|组织|持续|坚持)"
    r"|(?<!\d)年[底末]之?前|(?<=[，。；力争])年[底末](?=完成|实现|建成)|(?<!\d年)(?:到|至)20\d{2}\s*年(?:年?[底末])?)"
)


_GOES_ON = re.compile(r"(?:并|要)?(?:长期|持续|常态化)[一-鿿]{0,6}")
_AGAIN_IN_TEXT = re.compile(r"每(?:年|半年|个?季度|个?月)[^，。；]{0,10}?(?:月|[底末]|\d[日号])[底末]?之?前")


@dataclass
class Numbered:
    """A raw task with its code and what its deadline says."""

    raw: RawTask
    code: str
    reading: DeadlineReading
    in_text: bool


def number_tasks(raws: list[RawTask], year: int | None) -> list[Numbered]:
    """Give codes and read deadlines."""
    codes = _codes(raws)
    out = []
    for raw, code in zip(raws, codes, strict=True):
        text, in_text = raw.deadline_text, False
        if not text.strip() and raw.no_deadline_column:
            text = _time_in_text(f"{raw.title}。{raw.description}")
            in_text = bool(text)
            raw.deadline_text = text
        reading = read_deadline(text, year)
        if not reading.milestones and re.search(r"第[一二三四]阶段", raw.description):
            reading = replace(reading, milestones=read_deadline(raw.description, year).milestones)
        out.append(Numbered(raw, code, _with_stages(reading, raw, year) if raw.stages else reading, in_text))
    return out


def _with_stages(reading: DeadlineReading, raw: RawTask, year: int | None) -> DeadlineReading:
    """Make milestones of a table's columns per quarter or month; without a deadline the last of them is it."""
    stages = []
    for head, text in raw.stages:
        due = read_deadline(head, year).deadline
        if isinstance(due, date):
            stages.append(Milestone(text, due))
    if not stages:
        return reading
    if raw.deadline_text.strip():
        return replace(reading, milestones=tuple(stages))
    raw.deadline_text = raw.stages[-1][0]
    return DeadlineReading(max(m.due for m in stages), tuple(stages))


def build(numbered: Numbered) -> DraftTask:
    """Return the task."""
    raw = numbered.raw
    own = (
        raw.description
        if raw.merged_title or raw.title in raw.description[: len(raw.title) + 4]
        else f"{raw.title}。{raw.description}"
    )
    targets = tuple(raw.targets) if raw.targets is not None else read_targets(own)
    return DraftTask(
        code=numbered.code,
        number=raw.number or numbered.code,
        section=raw.section,
        subsection=raw.subsection,
        title=raw.title,
        description=raw.description,
        lead=tuple(raw.lead),
        support=tuple(raw.support),
        deadline=numbered.reading.deadline,
        deadline_text=raw.deadline_text.strip(),
        targets=targets,
        milestones=numbered.reading.milestones,
        place=raw.place,
    )


def _time_in_text(text: str) -> str:
    """Return the dates that the text itself sets ("2022年10月底前编制并公布"), recurring ones left out."""
    clauses: list[str] = []
    recurring = ""
    for clause in re.split(r"(?<=[，。；\n])", plain_dates(text[:6_000])):
        clause = clause[:300]
        if re.search(r"每[年月季半周]|起施行|有效期", clause):
            again = _AGAIN_IN_TEXT.search(clause)
            recurring = recurring or (again.group() if again else "")
            continue
        match = _IN_TEXT.search(clause)
        if match:
            clauses.append(clause[match.start() :].strip("，。；\n ")[:40])
    last = re.split(r"[，。；\n]", text.strip().rstrip("。；，"))[-1]
    return "，".join(clauses) or recurring or (last if _GOES_ON.fullmatch(last) else "")


def _codes(raws: list[RawTask]) -> list[str]:
    """Make codes that are unique: the number; within sections that count anew the section's ordinal before it."""
    if not any(raw.number for raw in raws):
        return [str(i) for i, _ in enumerate(raws, start=1)]
    numbers = _bases(raws)
    bases = numbers
    for level in (_with_subsection, _with_section):
        if _unique(bases, raws):
            break
        bases = [level(raw, number) for raw, number in zip(raws, numbers, strict=True)]
    if not _unique(bases, raws):
        places = list(dict.fromkeys((raw.section, raw.subsection) for raw in raws))
        if len(places) > 1:
            bases = [f"{places.index((r.section, r.subsection)) + 1}.{n}" for r, n in zip(raws, numbers, strict=True)]
    codes: dict[str, None] = {}
    seen: Counter[str] = Counter()
    for base in bases:
        seen[base] += 1
        code = base if seen[base] == 1 else f"{base}-{seen[base]}"
        while code in codes:
            seen[base] += 1
            code = f"{base}-{seen[base]}"
        codes[code] = None
    return list(codes)


def _bases(raws: list[RawTask]) -> list[str]:
    """Return each row's number; a further row under a number has the number above, an unnumbered one its position."""
    out: list[str] = []
    last = ""
    for i, raw in enumerate(raws, start=1):
        if raw.again and last:
            out.append(last)
        else:
            last = raw.number or str(i)
            out.append(last)
        if raw.again or not raw.number:
            raw.number = raw.number or (last if raw.again else "")
    return out


def _unique(bases: list[str], raws: list[RawTask]) -> bool:
    """Whether numbers repeat only as further rows, or here and there by mistake."""
    firsts = [b for b, raw in zip(bases, raws, strict=True) if not raw.again]
    repeats = len(firsts) - len(set(firsts))
    return repeats == 0 or (repeats * 10 < len(firsts) and repeats < 3)


def _with_subsection(raw: RawTask, number: str) -> str:
    part = ordinal(raw.subsection.split(BELOW)[-1]) or ordinal(raw.section)
    return f"{part}.{number}" if part and part != number else number


def _with_section(raw: RawTask, number: str) -> str:
    parts = [p for p in map(ordinal, (raw.section, *raw.subsection.split(BELOW))) if p]
    return ".".join([*parts, number])


def past(deadline: object, moment: date) -> bool:
    """Tell whether a deadline is a date before the moment."""
    return isinstance(deadline, date) and deadline < moment
