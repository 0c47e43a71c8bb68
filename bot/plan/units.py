"""Lists of units as plans write them, split into names as written.

    names := name ((、|，|；|line break|white space) name)*  ["等" [collective]] [和|及 name]

Brackets belong to the name before them; a closing 等 is dropped; no prefix is restored.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.plan.names import is_collective

_END = (
    r"(?:局|委|委员会|部|厅|办|办公室|办公厅|法院|检察院|研究院|学院|医院|科学院|中心|支行|分行|银行|总行|行|公司|集团|政府|联合会|联|协会|商会|学会|"
    r"基金会|公署|总署|署|社|供销社|研究所|派出所|所|站|支队|大队|总队|队|园区|开发区|高新区|管委会|经开区|试验区|保税区|新区|会|"
    r"单位|部门|企业|机构|街道|乡镇|办事处|镇|乡|专班|小组|领导小组|指挥部|工作组|大学|学校|党校|台|团委|团|处|科|室|(?<![控入参持])股|馆|库|院|"
    r"区|县|市|旗|州|盟|省|村|司|总公司|分公司|工会|总工会|残联|妇联|工商联|科协|文联|政协|人大|纪委|监委|党委|地区|地方|各方|报社|电视台|组|厂|矿|场|网|港|基地)"
)


_UNIT = re.compile(rf"^[^，。；：:、\s]{{0,30}}{_END}(?:[（(〔\[][^）)〕\]]*[）)〕\]])?$")


_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_PERSON = re.compile(
    rf"(?:[{_SURNAMES}][一-鿿]{{1,2}}|[一-鿿]{{0,4}}(?:局长|主任|书记|县长|市长|区长|乡镇长|镇长|乡长|科长|处长|院长|经理))"
)
_WORDY = re.compile(
    r"^(?:含|如|包括|不|及其|即|详见|见|注|其中|例如|以下|简称|下同|共|约|按|根据|原则)|以下简称|公开发布|下同$"
)


_ETC_GROUP = re.compile(
    r"^(.+?)等((?:中央|国务院|国家|省级?|市级?|县级?|区级?|州级?)?(?:直)?(?:有关|相关|各|其他|成员)[^、，]*)$"
)


_ETC = re.compile(r"等(?:\d+|[一二三四五六七八九十]+)?(?:个|家)?(?:部门|单位|市直部门|委办局)?[。.]?$")


_AND = re.compile(r"(?:以及|及|和|与|并)")


_LONGEST = 3_000


_LONGEST_NAME = 120


_EACH_LEVEL = re.compile(
    r"各[省旗县市区州盟乡镇](?:[、，][省旗县市区州盟乡镇](?![一-鿿])|[、，][省旗县市区州盟乡镇](?=人民政府|政府|管委会|党委|委))+"
)


_KEEP = "\x00"  # stands for the 、 inside 各县、市、区政府, which is one name


_STRONG_END = re.compile(
    r"(?:局|委|部|厅|办|办公室|法院|检察院|中心|行|公司|政府|联|会|署|集团|单位|部门|企业|街道|乡镇|队|院|区|地区|机构)(?:[（(][^）)]*[）)])?$"
)


def split_units(text: str) -> list[str]:
    """Split a list of units into names as written; brackets stay with their names, a closing 等 is dropped."""
    return list(_split(text[:_LONGEST]))


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[str, ...]:
    names = [name for part in _parts(_mend_breaks(text)) for name in _subparts(part[:_LONGEST_NAME]) if name]
    return tuple(dict.fromkeys(names))


def _mend_breaks(text: str) -> str:
    """Join names that a line break has cut in two; other breaks separate names."""
    lines = [line.strip() for line in re.split(r"[\r\n\v]+", text) if line.strip()]
    if len(lines) < 2:
        return lines[0] if lines else ""
    out = lines[0]
    for line in lines[1:]:
        if re.search(r"[、，,；;：:]$", out) or re.match(r"[、，,；;：:等]", line) or _open_brackets(out) > 0:
            out += line
            continue
        last = re.split(r"[、，,；;：:\s]", out)[-1]
        first = re.split(r"[、，,；;\s]", line)[0]
        whole = bool(_UNIT.match(last)) and len(last) >= 3 and bool(_UNIT.match(first)) and len(first) >= 3
        party = bool(re.fullmatch(r"[一-鿿]{0,3}?[省市县区州旗]委", last)) and bool(
            re.match(r"[组宣统政网编督党机改财外老]", first)
        )
        if re.search(r"[A-Za-z]", last) or re.fullmatch(r"[\x00-\x7f]+", first):
            open_end = re.search(r"\b(?:of|and|the|for|&|in|on)$|-$", out)
            out += (" " if open_end or re.match(r"[a-z(]", line) else "、") + line
            continue
        out += line if not whole or party else "、" + line
    return out


def _open_brackets(text: str) -> int:
    return sum(text.count(c) for c in "（(〔[【") - sum(text.count(c) for c in "）)〕]】")


def _parts(text: str) -> list[str]:
    """Split at 、，；, outside brackets, and at white space between what looks like units."""
    parts, depth, start = [], 0, 0
    text = _EACH_LEVEL.sub(lambda m: m.group().replace("、", _KEEP).replace("，", _KEEP), text)
    for i, c in enumerate(text):
        if c in "（(〔[【":
            depth += 1
        elif c in "）)〕]】":
            depth = max(0, depth - 1)
        elif depth == 0 and c in "、，,；;\t/／|" and not (c in "/／" and not _slash_splits(text, i)):
            parts.append(text[start:i])
            start = i + 1
    parts.append(text[start:])
    out: list[str] = []
    for part in (p.replace(_KEEP, "、") for p in parts):
        pieces = [p for p in re.split(r"[ 　\xa0]+", part.strip()) if p]
        pieces = _without_people(pieces)
        if len(pieces) > 1 and all(_UNIT.match(p) and len(p) >= 2 for p in pieces):
            out.extend(pieces)
        elif re.search(r"[A-Za-z]", part):
            out.append(" ".join(pieces))
        else:
            out.append("".join(pieces))
    return out


def _without_people(pieces: list[str]) -> list[str]:
    """Leave out persons named behind their unit: 县财政局 张三, 各乡镇 乡镇长."""
    if len(pieces) < 2 or not (_UNIT.match(pieces[0]) or is_collective(pieces[0])) or len(pieces[0]) < 3:
        return pieces
    return [pieces[0], *(piece for piece in pieces[1:] if _UNIT.match(piece) or not _PERSON.fullmatch(piece))]


def _slash_splits(text: str, i: int) -> bool:
    if re.search(r"[\w)]\s+$", text[:i]) and re.match(r"\s+\w", text[i + 1 :]):
        return True
    return bool(re.search(r"[一-鿿）)]\s*$", text[:i])) and bool(re.match(r"\s*[一-鿿]", text[i + 1 :]))


def _subparts(part: str) -> list[str]:
    part = part.strip(" 　…。.；;：:、，,\"'“”*·")
    part = re.sub(r"^(?:\d{1,2}[.．、]\s*|由|请)(?=.{3})", "", part)
    if re.search(r"[A-Za-z]{3}", part):
        return _english(part)
    grouped = _ETC_GROUP.match(part)
    if grouped:
        return [*_subparts(grouped[1]), *_subparts(grouped[2])]
    if part.endswith("等") or _ETC.search(part):
        part = _ETC.sub("", part)
    if part.lower() in {"", "等", "无", "-", "—", "/", "——", "n/a", "na", "tbd", "tba", "tbc", "nil"}:
        return []
    for match in _AND.finditer(part):
        left, right = part[: match.start()], part[match.end() :]
        if len(left) >= 2 and len(right) >= 2 and _joins_two(left, right):
            return [*_subparts(left), *_subparts(right)]
    return [part]


def _joins_two(left: str, right: str) -> bool:
    if _open_brackets(left) > 0:
        return False
    if re.match(r"(?:各|有关|相关|其他|市级各|县级各)", right):
        return bool(_STRONG_END.search(left)) and len(left) >= 3
    if is_collective(left + "部门") and re.fullmatch(r"(?:部门|单位|企业|机构|地方|地区)+", right):
        return False
    return len(left) >= 3 and len(right) >= 3 and bool(_STRONG_END.search(left)) and bool(_UNIT.match(right))


_BODY_NOUN = (
    r"(?:Office|Agency|Ministry|Council|Bureau|Board|Commission|Authority|Service|Department|Corporation|Directorate|"
    r"Institute|University|Bank|Committee|Trust|Foundation|Association|Secretariat|Treasury|Police|[A-Z]{3,})"
)
_TWO_BODIES = re.compile(
    rf"^(.*\b{_BODY_NOUN}\b(?:\s+(?:of|for)\s+(?:the\s+)?[A-Z][\w’' -]*?)?)\s+and\s+(?:the\s+)?"
    rf"([A-Z][^,;]*\b{_BODY_NOUN}\b.*)$"
)


def _english(part: str) -> list[str]:
    """Split "A and B Councils, as well as other bodies": a shared plural noun goes to each."""
    if re.match(r"(?:required|encouraged|optional|n/?a|tbd|tbc|none|not applicable|voluntary)\b", part, re.IGNORECASE):
        return []
    part = re.sub(r"^(?:and|as well as|together with|with|the)\s+", "", part.strip(), flags=re.IGNORECASE)
    shared = re.match(
        r"^(.+?)\s+and\s+(.+?)\s+(Council|Department|Office|Ministry|Agency|Committee|Bureau|Board|Team)s$", part
    )
    if shared:
        return [f"{shared[1]} {shared[3]}", f"{shared[2]} {shared[3]}"]
    two = re.match(_TWO_BODIES, part)
    if two:
        return [two[1], *_english(two[2])]
    pieces = re.split(r"\s+(?:as well as|&)\s+", part)
    return [p.strip(" .") for p in pieces if p.strip(" .")]


def looks_like_unit(name: str) -> bool:
    """Tell whether a phrase has the form of a unit's name."""
    return 2 <= len(name) <= 40 and bool(_UNIT.match(name)) and not _WORDY.search(name)
