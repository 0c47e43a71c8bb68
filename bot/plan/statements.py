"""Where a text says who is responsible: brackets, labelled lines, a closing sentence; and what each one is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.plan.duty import Duty, Manner, read_duty, without_time
from bot.plan.labels import has_label, label_spans
from bot.plan.names import is_collective
from bot.plan.units import looks_like_unit, split_units

_LONGEST = 12_000  # of one item; beyond it nothing says any more who is responsible


@dataclass
class Part:
    """A stretch of an item's text with the responsibility behind it."""

    text: str
    duty: Duty


def take_duties(text: str, manner: Manner) -> list[Part]:
    """Cut a text at its statements of responsibility; a statement of time alone joins the next or the one beside it."""
    text = text[:_LONGEST]
    spans = [(a, b, d) for a, b, d in _statements(text, manner) if d.said or d.deadline_text]
    parts: list[Part] = []
    start = 0
    time_before = ""
    for a, b, duty in spans:
        before = text[start:a]
        start = b
        if not duty.units and not duty.said:
            if parts and not substance(before):
                parts[-1].duty.deadline_text = _join(parts[-1].duty.deadline_text, duty.deadline_text)
            else:
                time_before = _join(time_before, duty.deadline_text)
                if parts or before.strip():
                    parts.append(Part(before, Duty()))
            continue
        if parts and not substance(before) and (not parts[-1].duty.said or _completes(parts[-1].duty, duty)):
            _merge(parts[-1].duty, duty)
        elif parts and not parts[-1].duty.said:
            parts[-1].text += before
            _merge(parts[-1].duty, duty)
        else:
            parts.append(Part(before, duty))
        if time_before:
            parts[-1].duty.deadline_text = _join(time_before, parts[-1].duty.deadline_text)
            time_before = ""
    if parts and substance(text[start:]):
        parts[-1].text = parts[-1].text.rstrip() + text[start:]
    if time_before and parts:
        parts[-1].duty.deadline_text = _join(parts[-1].duty.deadline_text, time_before)
    return [part for part in parts if part.duty.said]


def _statements(text: str, manner: Manner) -> list[tuple[int, int, Duty]]:
    found = [
        (a, b, read_duty(inner, manner, bare=_closes(text, b, inner) and _all_units(inner)))
        for a, b, inner in _brackets(text)
    ]
    found = [(a, b, duty) for a, b, duty in found if duty.units or duty.deadline_text or _says_none(text[a:b], duty)]
    for a, b in label_spans(text):
        if not any(a < y and x < b for x, y, _ in found):
            found.append((a, b, read_duty(text[a:b], manner)))
    if not any(duty.said for _, _, duty in found):
        found.extend(_by_clauses(text, manner) or _closing_sentence(text, manner))
    return sorted(found, key=lambda f: f[0])


def _says_none(bracket: str, duty: Duty) -> bool:
    """Whether a bracket is about units without naming any (责任单位：); one about a person (责任人：…) is not."""
    return duty.said and has_label(bracket)


def _brackets(text: str) -> list[tuple[int, int, str]]:
    """Return the outermost brackets that may speak of duty or time, a last one that is not closed included."""
    out: list[tuple[int, int, str]] = []
    depth, start = 0, 0
    for i, c in enumerate(text):
        if c in "（(【[":
            if depth == 0:
                start = i
            depth += 1
        elif c in "）)】]" and depth:
            depth -= 1
            if depth == 0:
                out.append((start, i + 1, text[start + 1 : i]))
    if depth and has_label(text[start + 1 :]) and len(text) - start < 200:
        out.append((start, len(text), text[start + 1 :]))
    return [(a, b, inner.replace("\n", "")) for a, b, inner in out if 2 <= len(inner) <= 600]


def _all_units(inner: str) -> bool:
    """Whether a bracket holds names of units and nothing else."""
    rest = without_time(inner)
    names = split_units(rest) if rest else []
    return bool(names) and all((looks_like_unit(n) and len(n) >= 3) or is_collective(n) for n in names)


def _closes(text: str, end: int, inner: str) -> bool:
    """Whether nothing of the clause follows the bracket: a name within a clause explains, it is not responsible."""
    if re.match(r"[\s　]*(?:$|[。；;\n（(【])", text[end:]):
        return True
    sure = all(re.search(r"(?:局|委|办|厅|中心|公司)$", n) and len(n) >= 3 for n in split_units(inner))
    return sure and bool(re.match(r"[\s　]*[，,、]", text[end:]))


_BY = re.compile(r"(?<=[，,。；;])由(?=[^，。；]{2,60}(?:牵头|负责))[^。；\n]{4,150}")


def _by_clauses(text: str, manner: Manner) -> list[tuple[int, int, Duty]]:
    """Read clauses within sentences: …，由县财政局牵头，县教委配合，6月底前完成；…，由县林业局负责。"""
    found = []
    for match in _BY.finditer(text):
        duty = read_duty(match.group(), manner, bare=False)
        if duty.said and duty.lead:
            found.append((match.start(), match.end(), duty))
    return found


def _closing_sentence(text: str, manner: Manner) -> list[tuple[int, int, Duty]]:
    """Read a last sentence that only says who is responsible: …。由县财政局牵头，县教委配合。"""
    body = text.rstrip(" 　\n。")
    cut = max(body.rfind("。"), body.rfind("；"), body.rfind("\n"))
    sentence = body[cut + 1 :]
    if cut < 0 or not 6 <= len(sentence) <= 200 or not re.search(r"牵头|负责|配合|落实$", sentence):
        return []
    duty = read_duty(sentence, manner, bare=False)
    return [(cut + 1, len(text), duty)] if duty.said and duty.lead else []


def substance(text: str) -> bool:
    """Tell whether a text says more than punctuation and a word."""
    return len(re.sub(r"[\s　。，；、,.;:：*]", "", text)) >= 6


def _completes(a: Duty, b: Duty) -> bool:
    return not b.lead or not a.lead


def _merge(into: Duty, more: Duty) -> None:
    into.lead += [n for n in more.lead if n not in into.lead]
    into.support += [n for n in more.support if n not in into.support and n not in into.lead]
    into.deadline_text = _join(into.deadline_text, more.deadline_text)
    into.said = into.said or more.said


def _join(a: str, b: str) -> str:
    return "；".join(t for t in (a, b) if t)
