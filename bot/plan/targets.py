"""Numbers that a task's text demands: 300件, 90%以上, 不超过9个工作日, 每年不少于4次.

    demand := name verb number unit [以上|以内]  |  verb number unit [以上] name  |  不超过 number unit

Only figures with a unit count, and only in a clause that demands something. Years, dates, document numbers, programmes
(1+5+N), names in quotation marks, ordinals, scores, and where a figure starts from (从…, 由…) are none.
"""

from __future__ import annotations

import re

from bot.plan.draft import Target
from bot.plan.numerals import narrow

_DURATION = r"个?工作日|自然日|天|小时|分钟|个月|秒"
_UNIT = (
    rf"(?P<unit>%|‰|个百分点|{_DURATION}|万人次|人次|万平方米|平方米|平方公里|立方米|万千瓦(?:时)?|兆瓦|千瓦|公里|万吨|吨|万亩|亩|公顷|"
    r"亿元|万元|元|亿美元|万美元|美元|万户|万人|万个|万件|万家|万辆|万台|万套|万张|万次|家|件|项|户|人|名|次|场|个|套|台|部|座|处|所|条|批|例|辆|篇|期|种|类|张|份|幅|对|支|栋|艘|宗|门|倍)"
)
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>[万亿千百]?)"
_FIGURE = re.compile(
    rf"(?P<pre>百分之)?(?<![\d.A-Za-z+×xX第〔\[])(?:(?P<low>\d+(?:\.\d+)?)\s*[%]?\s*[-—–－~～至]\s*)?{_NUMBER}\s*{_UNIT}(?P<plus>以上|以内|之内|以下|左右|内)?"
)
_UNDER = re.compile(
    r"(?:不超过|不高于|不多于|不大于|不得超过|(?<!不)(?<!不得)(?:低于|少于)|控制在|(?:压减|压缩|缩短|缩减|降低?|下降|减少?|提速)[至到为]|"
    r"限时|≤|小于|至多|最多|(?<=在)|(?<=时间为)|(?<=时限为))\s*$"
)
_CUT = re.compile(r"(?:压减|压缩|缩短|缩减|降低?|下降|减少?|精简|削减)[^，。；]{0,12}$")
_OVER = re.compile(
    r"(?:不少于|不低于|不得少于|至少|达到?|达|超过|突破|增至|提高到|提升到|提高至|提升至|完成|≥|大于|高于|不小于|保持在|提前|力争)\s*$"
)
_LONGEST = 6_000
_REACH = 200  # how far from a figure its verb and name can stand
_PERIOD = re.compile(r"(?:每[年月季周日]度?|每季度|每半年|每个月)")
_DEMAND = re.compile(
    r"年内|上线|新增|新建|建成|建设|完成|实现|达|培育|打造|发放|发布|开展|提供|引进|推动|推进|增设|配备|建立|组织|力争|确保|争取|举办|召开|走访|改造|扩大|"
    r"释放|整治|创建|选派|招引|落地|开工|投用|签约|孵化|培训|帮扶|解决|增加|增长|提高|提升|覆盖|压减|压缩|缩短|办结|减少|降低|下降|发展|支持|"
    r"种植|修复|治理|检查|抽查|排查|推出|形成|制定|出台|收集|征集|评选|认定|入库|储备|加装|更新|完善|实施|遴选|免费|救助|建|修|办理|安装"
)
_STATE = re.compile(
    r"(?:现有|原有|已有|目前|已建成|已完成|涵盖|包括|包含|涉及|的基础上|围绕|依托|利用|(?<!提)前|第|近|等?共)\s*$"
)
_QUOTED = re.compile(
    r"[“\"「《〈][^”\"」》〉]{0,40}[”\"」》〉]|[〔\[][^〕\]]*[〕\]]\s*\d+\s*号|\d{4}\s*年|\d{1,2}月\d{0,2}日?|“[^”]{0,30}"
)
_FROM = re.compile(r"(?:从|由|自)[^，。；、\d]{0,12}$")
_CLAUSE = re.compile(r"[，。；;,\n！]")
_LEADING = re.compile(
    r"^(?:\d{1,2}[.、．]|由[^，。]{1,6}组织|召开|做到|(?:到)?20\d{2}年(?:年?底)?(?:前)?|并|且|同时|力争|确保|争取|实现|使|将|全面|进一步|依法|其中|原则上|要求|保证|推动|推进|努力|逐步|每年|全年|年内|每季度|每月|到\S{0,6}年底?前?|"
    r"新增|完成|建成|建设|压缩|压减|缩短|培育|打造|开展|组织|举办|发放|发布|提供|扩大|强化|完善|提升|实施|释放|通过)+"
)
_TAILS = re.compile(
    r"(?:均|也|都|分别|总|已|应|应当|须|需|要|可|能够|持续|稳定|原则上|为|至|到|在|率先|年|由\S{0,10})+$"
)


def read_targets(text: str) -> tuple[Target, ...]:
    """Return the demanded numbers in the order of the text."""
    plain = narrow(text[:_LONGEST])
    hidden = _QUOTED.sub(lambda m: "□" * len(m.group()), plain)
    found: list[Target] = []
    for match in _FIGURE.finditer(hidden):
        target = _target(plain, hidden, match)
        if target and target not in found:
            found.append(target)
    return tuple(found)


def _target(plain: str, hidden: str, match: re.Match[str]) -> Target | None:
    start = max((m.end() for m in _CLAUSE.finditer(hidden, 0, match.start())), default=0)
    stop = _CLAUSE.search(hidden, match.end())
    end = stop.start() if stop else len(hidden)
    start, end = max(start, match.start() - _REACH), min(end, match.end() + _REACH)
    before, after = hidden[start : match.start()], hidden[match.end() : end]
    if _STATE.search(before) or re.match(r"\s*(?:强|度)|.{0,40}的基础上", after) or _FROM.search(before):
        return None
    if match["unit"] == "元" and re.match(r"化", after):
        return None
    under, over = bool(_UNDER.search(before)), bool(_OVER.search(before))
    marked = under or over or match["plus"] in {"以上", "以内", "之内", "以下", "内"}
    duration = bool(re.fullmatch(_DURATION, match["unit"]))
    share = match["unit"] in {"%", "‰", "个百分点"}
    demanded = marked or bool(_DEMAND.search(before)) or bool(_PERIOD.search(before)) or (share and "率" in before)
    if not demanded or (duration and not marked and not re.search(r"压|缩|减|办结|提速|限|为$", before)):
        return None
    value = _value(match["low"] if match["low"] and not (duration or under) else match["number"], match["scale"])
    comparison = _comparison(match, under, duration, over, before)
    previous = max((m.end() for m in _FIGURE.finditer(hidden, start, match.start())), default=start)
    after_last = hidden.rfind("、", previous, match.start()) + 1 if previous > start else start
    head = plain[max(start, after_last) : match.start()]
    growth = re.search(r"(?:增长|下降|降低|提高|提升|增加|减少)\s*$", head)
    name = _name(head, plain[match.end() : end])
    if share and growth and not name.endswith(growth.group().strip()):
        name += growth.group().strip()
    elif _cuts(head) and (verb := _CUT.search(head)):
        name = re.sub(r"\s+", "", verb.group())[:40]
    period = _PERIOD.search(before)
    if period and not name.startswith("每"):
        name = period.group() + name
    return Target(name, value, _unit(match), comparison)


def _comparison(match: re.Match[str], under: bool, duration: bool, over: bool, before: str) -> str:
    if match["plus"] in {"以内", "之内", "以下", "内"} or under:
        return "<="
    if match["plus"] == "以上" or over:
        return ">="
    if duration:
        return ">=" if before.rstrip().endswith("提前") or _cuts(before) else "<="
    return "=" if match["unit"] in {"类", "种"} else ">="


def _cuts(before: str) -> bool:
    """Whether the figure is how much is cut (压减30%), not what is left (压减至30天)."""
    return bool(_CUT.search(before)) and not re.search(r"[至到为]\s*$", before)


def _value(number: str, scale: str) -> float:
    value = float(number.replace(",", ""))
    return round(value * {"": 1, "百": 100, "千": 1000}.get(scale, 1), 6)


def _unit(match: re.Match[str]) -> str:
    unit = "%" if match["pre"] else match["unit"]
    scale = match["scale"] if match["scale"] in {"万", "亿"} else ""
    unit = scale + unit
    return "个工作日" if unit == "工作日" else unit


def _name(before: str, after: str) -> str:
    """Name the figure by what stands before it, or where that is only a verb, by what stands behind it."""
    head = re.split(r"[（(](?![^（()）]*[）)])", re.sub(r"\s+", "", before))[-1]
    if head.endswith(("等", "在")) and re.match(r"[一-鿿]{3}", after):
        head = ""
    for pattern in (_UNDER, _OVER, _UNDER):
        head = pattern.sub("", head)
    head = re.sub(
        r"(?:为|至|到|在|达|缩短|压缩|压减|提速|增长|提高|下降|降低|增加|完成|等|提前|实现|开展|力争)+$",
        "",
        _TAILS.sub("", head),
    )
    head = re.sub(r"(?:从|由)[^，。]*\d[^，。]*$", "", re.sub(r"^.*[：:]", "", head))
    short = _LEADING.sub("", head).strip("、的 ")
    tail = re.sub(r"\s+", "", after).lstrip("的以上")
    tail = re.split(r"[、（(]", tail)[0][:40]
    if before.rstrip().endswith("提前") and len(short) < 3:
        return ("提前" + tail)[:40]
    if len(short) >= 3 and not re.fullmatch(r"(?:由|对|在|为|把).{0,6}", short):
        return short[-40:]
    return (short + tail)[:40] or head[-40:] or "数量"


def parse_targets(text: str) -> list[Target]:
    """Read a column of targets: "全程网办率≥90%；办结时限≤0.5个工作日", else the numbers that its text demands."""
    found: list[Target] = []
    for part in re.split(r"[；;\n]", narrow(text)):
        match = re.match(r"^\s*(.+?)\s*(≥|≤|>=|<=|＝|=|＞|＜)\s*([\d,.]+)\s*(\S*?)\s*$", part)
        if match and match[3].strip(".,"):
            comparison = {"≥": ">=", "≤": "<=", "＝": "=", "＞": ">=", "＜": "<="}.get(match[2], match[2])
            try:
                value = float(match[3].replace(",", ""))
            except ValueError:
                continue
            found.append(Target(match[1], value, match[4], comparison))
        else:
            found.extend(t for t in read_targets(part) if t not in found)
    return found
