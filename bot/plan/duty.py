"""Who is responsible, as plans write it: in a cell, in brackets behind an item, in labelled lines, in a sentence.

    duty     := labelled | sentence | names
    labelled := (label ：value)+            牵头单位：A、B；配合单位：C；完成时限：…
    sentence := (names verb)+ [names]       A牵头，B、C配合 / A会同B负责 / A、B等按职责分工负责
    names    := name ((、|，|；|line break) name)*  ["等" [collective]] [和|及 name]

Names stay as written; brackets belong to them. 责任单位 beside 牵头 supports, alone it leads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from bot.plan.deadlines import is_deadline_text
from bot.plan.labels import LABEL
from bot.plan.names import is_collective
from bot.plan.units import looks_like_unit, split_units

_VERB = re.compile(
    r"(?P<lead>(?:共同|分别|联合)?牵头(?:负责|组织|实施|办理|推进|落实|抓总|协调|推动|会同)?(?:落实|实施|推进)?)$"
    r"|(?P<support>(?:积极|共同|分别)?(?:做好)?(?:配合|协助|协办|参与|参加|协同|支持)(?:落实|实施|推进|做好|办理|配合)?)$"
    r"|(?P<resp>(?:等)?(?:(?:分别)?(?:按照?|根据|依)(?:照|据)?(?:各自)?(?:工作)?(?:职责|职能|职责权限|分工|任务)(?:和)?(?:任务)?(?:分工)?(?:抓好|做好|分别|共同|组织|推进)?(?:落实|负责|实施|推进|办理)?(?:落实)?"
    r"|(?:具体|分别|共同|联合|主要|分工|组织)?负责(?:落实|实施|推进|组织|办理|组织实施)?|(?:结合实际)?(?:抓好)?(?:贯彻)?落实|组织实施|承办|主办|(?:抓好|做好)(?:贯彻)?落实|"
    r"(?:具体|共同|分别|组织|统筹)?(?:办理|承担|实施|推进|推动)|抓落实|落实到位))$"
)
_FIRST_LEADS = re.compile(
    r"(?:第一位|首位|排名?第一|列第一|第一个|排在首|列在首|排在最?前)[^，。；]*(?:牵头|主责|主办|负总责|汇总)"
)
_PEOPLE_NOTE = re.compile(r"[（(][^（()）]*(?:责任人|负责人|联系人|联络员|联系电话|电话|手机)\s*[:：][^（()）]*[）)]")
_EXHORTS = re.compile(r"(?<!重)要(?![素害客点])|须|应当|对照|围绕|结合|按照")  # 各单位要对照清单抓好落实 names nobody
_MANNER_NOTE = re.compile(  # behind the names: (列第一位的为牵头单位，下同)
    rf"[（(](?=[^（()）]*{_FIRST_LEADS.pattern})[^（()）]*[）)]"
)
_FILLER = re.compile(r"^(?:由|请|并由|其中由|分别由)|(?:单独|共同|等)$")
_ROLE_NOTE = re.compile(
    r"[（(](?:(?P<lead>牵头|主责|主办|总牵头|牵头单位)|(?P<support>配合|协办|协助|参与|配合单位))[）)]$"
)


_WITH = re.compile(
    r"[\s,;(]+(?:(?:working )?(?:in|by) (?:close )?(?:consultation|partnership|collaboration|co-?operation|"
    r"conjunction|coordination) with|(?:together|jointly|along|working) with|with (?:the )?support (?:from|of)|"
    r"(?:supported|assisted) by|with)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_LONGEST = 3_000


@dataclass
class Manner:
    """What the document has said so far about its own way of naming; `first_leads` after 排在第一位的…牵头，下同."""

    first_leads: bool = False


@dataclass
class Duty:
    """Names in order, and what the same text says of time; `said` is False where nobody is made responsible."""

    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    deadline_text: str = ""
    said: bool = False

    @property
    def units(self) -> bool:
        """Whether any unit is named."""
        return bool(self.lead or self.support)


def says_first_leads(text: str) -> bool:
    """Tell whether a text says for the whole document that the unit named first leads (列第一位的为牵头单位)."""
    return "下同" not in text and bool(_FIRST_LEADS.search(text))


def read_duty(text: str, manner: Manner | None = None, *, bare: bool = True) -> Duty:
    """Read who leads and who supports. With `bare` a list of names alone counts (a cell does, a bracket may not)."""
    manner = manner if manner is not None else Manner()
    kept, manner.first_leads = _read(text[:_LONGEST], manner.first_leads, bare)
    return Duty(list(kept.lead), list(kept.support), kept.deadline_text, kept.said)


@lru_cache(maxsize=4096)
def _read(text: str, first_leads: bool, bare: bool) -> tuple[Duty, bool]:
    manner = Manner(first_leads)
    return _read_anew(text, manner, bare), manner.first_leads


def _read_anew(text: str, manner: Manner, bare: bool) -> Duty:
    text = _PEOPLE_NOTE.sub("", text).strip().strip("【】[]").strip()
    if _FIRST_LEADS.search(text):
        manner.first_leads = True
        text = _MANNER_NOTE.sub("", text)
    if any(m.lastgroup != "other" for m in LABEL.finditer(text)):
        return _labelled(text, manner)
    duty = _sentence(text, manner)
    if duty.said or not bare:
        return duty
    if (joint := _WITH.search(text)) and joint.start() > 1:
        lead, support = split_units(text[: joint.start()]), split_units(text[joint.end() :])
        return Duty(lead, _without(support, lead), "", True)
    rest, times = _take_time(text)
    names = split_units(rest)
    if names:
        duty.said = True
        duty.lead, duty.support = _noted_roles(names)
        if manner.first_leads and len(duty.lead) > 1:
            duty.lead, duty.support = duty.lead[:1], duty.lead[1:] + duty.support
        duty.deadline_text = "；".join(times)
    return duty


def _noted_roles(names: list[str]) -> tuple[list[str], list[str]]:
    """Sort names by a note behind them, 县财政局（牵头）; without notes all lead."""
    if not names:
        return [], []
    starred = [name for name in names if name[0] in "★▲※"]
    if starred and len(starred) < len(names):
        return [n[1:] for n in starred], [n for n in names if n not in starred]
    notes = [_ROLE_NOTE.search(name) for name in names]
    if not any(notes):
        return names, []
    lead: list[str] = []
    support: list[str] = []
    led = any(note and note["lead"] for note in notes)
    for name, note in zip(names, notes, strict=True):
        leads = bool(note["lead"]) if note else not led
        (lead if leads else support).append(_ROLE_NOTE.sub("", name))
    return lead, support


def _labelled(text: str, manner: Manner) -> Duty:
    duty, resp = Duty(said=True), Duty()
    matches = list(LABEL.finditer(text))
    before = text[: matches[0].start()].strip(" 　，,；;。")
    times = [before] if before and is_deadline_text(before) else []
    leads: list[str] = []
    supports: list[str] = []
    for i, match in enumerate(matches):
        end = matches[i + 1].start() if i + 1 < len(matches) else len(text)
        value = text[match.end() : end].strip(" 　，,；;。.*\n")
        kind = (match.lastgroup or "").removeprefix("en_")
        if kind == "deadline":
            times.append(value)
        elif kind in {"lead", "support", "resp"}:
            value, late = _take_time(value)
            times.extend(late)
            inner = _sentence(value, manner)
            first, then = (inner.lead, inner.support) if inner.said else _noted_roles(split_units(value))
            if kind == "lead":
                _extend(leads, first)
                _extend(supports, then)
            elif kind == "support":
                _extend(supports, first + then)
            else:
                _extend(resp.lead, first)
                _extend(resp.support, then)
    if leads:
        duty.lead = leads
        duty.support = _without(resp.lead, leads) + _without(resp.support, leads)
        _extend(duty.support, supports)
    else:
        duty.lead, duty.support = resp.lead, resp.support
        if manner.first_leads and len(duty.lead) > 1:
            duty.lead, duty.support = duty.lead[:1], duty.lead[1:] + duty.support
        _extend(duty.support, supports)
    duty.deadline_text = "；".join(t for t in times if t)
    return duty


def _take_time(value: str) -> tuple[str, list[str]]:
    """Take clauses about time out of a list of names."""
    keep: list[str] = []
    times: list[str] = []
    for clause in re.split(r"(?<=[，,；;。])", value):
        bare = clause.strip(" ，,；;。")
        (times if bare and is_deadline_text(bare) and not looks_like_unit(bare) else keep).append(clause)
    return "".join(keep).strip(" ，,；;。"), [t.strip(" ，,；;。") for t in times]


def without_time(text: str) -> str:
    """Return a list of names without the clauses about time in it."""
    return _take_time(text)[0]


def _extend(names: list[str], more: list[str]) -> None:
    names.extend(n for n in more if n not in names)


def _without(names: list[str], taken: list[str]) -> list[str]:
    return [n for n in names if n not in taken]


def _sentence(text: str, manner: Manner) -> Duty:
    """Read names with verbs behind them; said is False where no verb stands behind names."""
    duty = Duty()
    waiting: list[str] = []
    times: list[str] = []
    roles: list[tuple[str, list[str]]] = []
    for raw in _clauses(text):
        clause = raw.strip(" 　。.；;，,")
        if not clause or _FIRST_LEADS.search(clause) or clause in {"下同", "以下同"}:
            continue
        if is_deadline_text(clause) and not looks_like_unit(clause):
            times.append(clause)
            continue
        clause, late = _cut_time(clause)
        times.extend(late)
        role, names, with_names = _clause_role(clause)
        if role:
            roles.append((role, [*waiting, *names]))
            waiting = []
            if with_names:
                roles.append(("with", with_names))
        else:
            waiting.extend(split_units(clause))
    if not roles or not any(names for _, names in roles):
        duty.deadline_text = "；".join(times) if not waiting else ""
        return duty
    if any(not _plausible(name) for _, names in roles for name in names):
        return Duty()
    led = any(role == "lead" for role, _ in roles)
    for position, (role, names) in enumerate(roles):
        leads = role == "lead" or (role == "resp" and not led and not (position and _is_local(roles, position)))
        _extend(duty.lead if leads else duty.support, _without(names, duty.lead))
    _extend(duty.support if led else duty.lead, [n for n in waiting if looks_like_unit(n)])
    if manner.first_leads and not led and len(duty.lead) > 1:
        duty.lead, duty.support = duty.lead[:1], duty.lead[1:] + duty.support
    duty.support = _without(duty.support, [])
    duty.deadline_text = "；".join(times)
    duty.said = True
    return duty


def _is_local(roles: list[tuple[str, list[str]]], position: int) -> bool:
    """Whether a later group is only collective, behind units that are responsible (各市政府结合实际落实)."""
    return bool(roles[position][1]) and all(is_collective(n) for n in roles[position][1]) and roles[0][0] == "resp"


def _clauses(text: str) -> list[str]:
    out, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += (c in "（(〔[") - (c in "）)〕]")
        if depth <= 0 and c in "，,；;。\n":
            out.append(text[start:i])
            start = i + 1
    out.append(text[start:])
    return out


def _clause_role(clause: str) -> tuple[str, list[str], list[str]]:
    """Return the role that a clause's verb gives, the names before it, and those brought in by 会同."""
    verb = _VERB.search(clause)
    body = clause[: verb.start()] if verb else clause
    role = verb.lastgroup or "" if verb else ""
    joined = re.search(r"(?:会同|会商)(?=.{2})", body) or re.search(
        r"(?<=[局委部厅办院心行司府])(?:联合|协同)(?=.{3})", body
    )
    inner = re.search(r"(?<=.{2})牵头[，、]?(?=.{3})", body)
    if inner and not joined:
        return "lead", _names(body[: inner.start()]), _names(body[inner.end() :])
    if joined and (verb or joined.group().startswith("会同")):
        first = body[: joined.start()]
        first = re.sub(r"牵头$", "", first)
        return ("lead" if first else "with"), _names(first), _names(body[joined.end() :])
    labels = re.match(r"^(牵头|配合|责任)(?:单位|部门)为?", body)
    if labels and not verb:
        return {"牵头": "lead", "配合": "support"}.get(labels[1], "resp"), _names(body[labels.end() :]), []
    return role, _names(body) if role else [], []


def _names(text: str) -> list[str]:
    return split_units(_FILLER.sub("", text.strip()))


def _plausible(name: str) -> bool:
    return looks_like_unit(name) or (is_collective(name) and not _EXHORTS.search(name))


_TIME_IN_CLAUSE = re.compile(
    r"(?:于|在|务于|原则上于)?(?:\d{4}年)?(?:\d{1,2}月(?:\d{1,2}日)?|年)(?:底|末|上旬|中旬|下旬)?(?:之?前)?(?:完成|办结|取得[^，]*)?"
)


def _cut_time(clause: str) -> tuple[str, list[str]]:
    """Cut a date out of "县财政局牵头于6月底前完成"."""
    match = _TIME_IN_CLAUSE.search(clause)
    if not match or not is_deadline_text(match.group().removeprefix("于").removeprefix("在")):
        return clause, []
    rest = (clause[: match.start()] + clause[match.end() :]).strip()
    return (re.sub(r"完成$", "", rest), [match.group()]) if rest else (clause, [])
