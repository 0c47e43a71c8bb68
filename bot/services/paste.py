"""What the office pastes: reports as copied from another messenger or from mail, cut where each unit's name begins.

A line is a unit's head when it begins with the name of a unit that the ledger knows (after a number, a bracket or the
like) and something that may follow a sender's name: a colon, a time, a person, or the end. A line that looks like the
head of a unit nobody knows is one as well, so that its words are never taken for the unit's above it. In mail the head
is the sender or the subject. Lines that only say when something was sent are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_MARK = r"(?:[\[【「“\"(（<]|[一二三四五六七八九十百\d]{1,3}\s*[、.．)）]\s*|[●■◆▪•*#>\-]\s*|@)*\s*"
_TIME = (
    r"(?:(?:20\d\d\s*[-/年.]\s*)?\d{1,2}\s*[-/月.]\s*\d{1,2}\s*日?|(?:昨天|今天|前天|星期.|周.|[上下]午|凌晨|晚上)|"
    r"\d{1,2}:\d{2}(?::\d{2})?|AM|PM)"
)
_TIMES = rf"(?:[\s,，]*{_TIME})+"
_PERSON = r"[\u4e00-\u9fff·]{2,4}"
_END = r"[\]】」”\")）>]*"
# What may stand behind the name in a head; the rest of the line is the report.
_AFTER = re.compile(
    rf"^{_END}\s*(?:"
    rf"(?:[-—_|/(（\s]*{_PERSON}[)）]?)?{_TIMES}\s*[:：]?"  # 县财政局 林涛 8/24 10:32
    rf"|[-—_|/(（\s]+{_PERSON}[)）]?\s*(?:[:：]|$)"  # 县财政局-林涛：
    rf"|(?:报来|来报|回复|反馈|汇报|进展)?(?:情况|如下)*\s*[:：]"  # 县财政局：
    rf"|\s+|[,，]|$)|^[\]】」”)）>]+\s*",
    re.IGNORECASE,
)
_ORGAN = (
    r"[\u4e00-\u9fff]{1,18}?(?:局|委|委员会|办|办公室|中心|院|公司|支行|银行|分局|支队|大队|镇|乡|街道|政府|集团|"
    r"总队|部|会|所)"
)
_STRANGER = re.compile(
    rf"^{_MARK}({_ORGAN}){_END}\s*(?:[:：]|$|{_TIMES}|[-—_|/(（\s]+{_PERSON}[)）]?\s*(?:[:：]|$|{_TIMES})"
    r"|\s+(?=\d|第|任务))"
)
_MAIL = re.compile(
    r"^\s*(发件人|寄件人|From|收件人|To|抄送|Cc|发送时间|发送日期|时间|日期|Date|Sent|主题|标题|Subject|附件|回复|答复)"
    r"\s*[:：]\s*(.*)$",
    re.IGNORECASE,
)
_HEADING = frozenset({"发件人", "寄件人", "from", "主题", "标题", "subject"})
_NOISE = re.compile(
    rf"^\s*(?:{_TIMES}|[-—_=*\s]{{3,}}(?:.{{0,12}}(?:邮件|message).{{0,12}}[-—_=*\s]{{3,}})?|[—-]+\s*{_TIMES}\s*[—-]+"
    r"|\[(?:图片|文件|表情|语音|视频|链接)\].{0,60}|.{0,12}的聊天记录(?:如下)?[:：]?|以下为.{0,30})\s*$",
    re.IGNORECASE,
)
_AREA = "县区市旗州省"


@dataclass
class Section:
    """What stands under one head. `unit` is its name in the ledger, None where nobody knows it; `head` as written.

    `inline`: the report begins on the head's own line.
    """

    unit: str | None
    head: str
    lines: list[str] = field(default_factory=list)
    inline: bool = False

    @property
    def text(self) -> str:
        """Return the words of the report."""
        return "\n".join(self.lines).strip()

    @property
    def whole(self) -> str:
        """Return the report with its head, as it was pasted."""
        return f"{self.head}{'' if self.inline else chr(10)}{self.text}".strip()


def sections(text: str, names: Mapping[str, str]) -> list[Section]:
    """Cut a paste; `names` are the units' names and other names, each with the name in the ledger.

    The first section has no head when something stands before the first one; it is left out where there is nothing.
    """
    known = _known(names)
    found = [Section(None, "")]
    for line in text.splitlines():
        mail = _MAIL.match(line)
        if mail is not None:
            _mail(found, mail, known)
        elif _NOISE.match(line) or not line.strip():
            continue
        elif (head := _head(line, known)) is not None:
            unit, rest = head
            found.append(_section(unit, line, rest))
        elif (stranger := _STRANGER.match(line)) is not None:
            found.append(_section(None, line, line[stranger.end() :].strip()))
        else:
            found[-1].lines.append(line.strip())
    return [one for one in found if one.head or one.text]


def _section(unit: str | None, line: str, rest: str) -> Section:
    if not rest:
        return Section(unit, line.strip())
    return Section(unit, line.rstrip()[: -len(rest)].lstrip(), [rest], inline=True)


def _head(line: str, known: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the unit that a line begins with, and what of the line is already the report."""
    bare = re.sub(rf"^{_MARK}", "", line)
    for name, unit in known.items():
        if bare.startswith(name):
            after = _AFTER.match(bare[len(name) :])
            if after is not None:
                return unit, bare[len(name) + after.end() :].strip()
    return None


def _mail(found: list[Section], mail: re.Match[str], known: Mapping[str, str]) -> None:
    """Begin a section at the head of a mail; its sender tells the unit, else its subject."""
    field_name, value = mail[1].lower(), mail[2]
    if field_name not in _HEADING:
        return
    named = list(dict.fromkeys(unit for name, unit in known.items() if name in value))
    unit = named[0] if named else None
    last = found[-1]
    fresh = bool(last.head) and not last.text and _MAIL.match(last.head) is not None
    if field_name in ("主题", "标题", "subject") and fresh:
        last.unit = last.unit or unit
        last.head = f"{last.head}\n{mail[0].strip()}"
        return
    found.append(Section(unit, mail[0].strip()))


def _known(names: Mapping[str, str]) -> dict[str, str]:
    """Return the names, the longest first; a name without the county's sign where no other unit could be meant."""
    found = dict(names)
    short: dict[str, set[str]] = {}
    for name, unit in names.items():
        if len(name) > 3 and name[0] in _AREA:
            short.setdefault(name[1:], set()).add(unit)
    found |= {name: next(iter(units)) for name, units in short.items() if len(units) == 1 and name not in names}
    return dict(sorted(found.items(), key=lambda pair: len(pair[0]), reverse=True))
