"""A task as a layout gives it, before deadlines are read and codes are made."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.plan.draft import Target
from bot.plan.numerals import NUMERAL, chinese_number, narrow


@dataclass
class RawTask:
    """One row as found. `number` is "" where none is written; `again` marks a further row under the number above."""

    number: str
    title: str
    description: str
    place: str
    section: str = ""
    subsection: str = ""
    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    deadline_text: str = ""
    targets: list[Target] | None = None  # None: read them from the text
    stages: list[tuple[str, str]] = field(default_factory=list)  # a column per quarter or month: its head, its text
    again: bool = False
    merged_title: bool = False
    no_deadline_column: bool = False


_MARK = r"[\s　*#>•●▪◆■□★☆·-]*"
HEADING = re.compile(
    rf"^{_MARK}(?:第?({NUMERAL}+)(?:部分|章|篇)?[、．.]|第({NUMERAL}+)(?:部分|章|篇|节)|"
    r"(?:Strategy|Theme|Goal|Priority|Pillar|Objective|Outcome|Part|Chapter|Workstream|"
    r"Strategic (?:Goal|Objective|Priority))"
    r"\s+(\d{1,2}|[A-H]|[IVX]{1,4})\s*[:.–—-])\s*\S"
)
SUBHEADING = re.compile(rf"^{_MARK}[（(]\s*({NUMERAL}+)\s*[)）][、.．]?\s*\S")
ITEM = re.compile(
    r"^[\s　*#>•●▪◆]*(?:(\d{1,4}(?:\.\d{1,3}){1,3})[、.．\s　*]|(\d{1,4})\s*[、.．](?:(?!\d)|(?=20\d{2}年))|"
    r"第(\d{1,3}|[一二三四五六七八九十百]{1,5})[项条][：:、\s　]?|(\d{1,4})[\s　]+(?=\S)|"
    r"(?:任务|事项|项目|举措|措施|行动|实事|工作)([一二三四五六七八九十]{1,3}|\d{1,3})\s*[:：、.．]|"
    r"(?:Action|Task|Measure|Recommendation|Initiative|Commitment|Step|Activity|Milestone|Item|Deliverable)\s+"
    r"((?:[A-Z]{1,2}[.-]?)?\d{1,3}(?:[.-]\d{1,3}){0,2}|[A-Z])(?:\s*[:.)–—-]\s*(?=\S)|\s+(?=[A-Z\d]))|"
    r"([A-Z]{1,3}[.-]?\d{1,3}(?:\.\d{1,3}){0,2})[.:)]?\s+(?=[A-Z][a-z]))\s*"
)
SUBITEM = re.compile(r"^[\s　*#>•●▪◆]*(?:[（(]\s*(\d{1,3})\s*[)）]|([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])|(\d{1,3})[)）])[、.．]?\s*")


BELOW = " / "  # between the headings of several levels below the first
_SPACE = re.compile(r"[\s　\xa0]")
_MARKED = re.compile(r"[\[*_`<]")


def squeeze(text: str) -> str:
    """Remove white space between Chinese characters and reduce it elsewhere."""
    if not _SPACE.search(text):
        return text
    text = re.sub(r"[\s　\xa0]+", " ", text).strip()
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)


def plain(text: str) -> str:
    """Strip Markdown marks and links from a cell or line."""
    if not _MARKED.search(text):
        return text.strip()
    text = re.sub(r"\[\^[^\]]*\]", "", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(
        r"\*\*|__|<br\s*/?>|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|`", lambda m: "\n" if "br" in m[0] else "", text
    ).strip()


def clean_number(text: str) -> str:
    """Return a number as written without its marks: "（一）1" -> "一.1", "1．" -> "1", "第3项" -> "3"."""
    text = narrow(re.sub(r"[\s　*]", "", text))
    text = re.sub(r"^(?:第|No\.?|№|序号|任务|Action|Milestone|项目)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"[项条号]$", "", text).strip("、.．:：#)）(（")
    text = re.sub(r"[)）(（、．．]+", ".", text)
    if len(text) == 1 and "①" <= text <= "⑳":
        return str(ord(text) - ord("①") + 1)
    text = re.sub(r"^(\d+)\.0$", r"\1", text)
    return text.strip(".")


def is_number(text: str) -> bool:
    """Tell whether a cell holds nothing but an item's number."""
    cleaned = clean_number(text)
    return bool(cleaned) and (
        bool(re.fullmatch(r"[A-Za-z]{0,3}-?\d{1,4}(?:[.\-–]\d{1,3}){0,3}", cleaned))
        or chinese_number(cleaned) is not None
        or bool(re.fullmatch(rf"{NUMERAL}+\.\d+(?:\.\d+)?", cleaned))
    )


def heading_kind(text: str) -> str:
    """Return "一" for 一、…, "（一）" for （一）…, "1" for 1.…, "（1）" for （1）…, "" for anything else."""
    if HEADING.match(text):
        return "一"
    if SUBHEADING.match(text):
        return "（一）"
    if SUBITEM.match(text):
        return "（1）"
    return "1" if ITEM.match(text) else ""


def ordinal(heading: str) -> str:
    """Return the ordinal of a heading as a part of a code: 一 for 一、… and （一）…, "" where it has none."""
    match = HEADING.match(heading) or SUBHEADING.match(heading)
    if match:
        return next(g for g in match.groups() if g)
    item = ITEM.match(heading)
    return next((g for g in item.groups() if g), "") if item else ""


def split_title(text: str) -> tuple[str, str]:
    """Split an item's text into a title (its first sentence, or its first clause where that is long) and the rest."""
    text = text.strip()
    head, _, tail = text.partition("\n")
    if tail and 4 <= len(head) <= 60 and not re.search(r"[，、；,]$", head):
        return squeeze(head).rstrip("。：:"), tail.strip()
    match = re.search(r"[。；;：！]|(?<=[^\x00-\x7f]):|(?<=[a-z)])\.(?=\s+[A-Z])", text)
    if match and 4 <= match.start() <= 80:
        return squeeze(text[: match.start()]), text[match.end() :].strip()
    if len(text) <= 80:
        return squeeze(text.rstrip("。；;")), ""
    if not re.search(r"[一-鿿]", text):
        return squeeze(text), ""
    cut = max((m.start() for m in re.finditer(r"[，,；;。]", text[:60])), default=0)
    return squeeze(text[: cut if cut >= 8 else 60]), text


def marked_heading(text: str) -> tuple[str, str]:
    """Return a Markdown heading's text and level ("##"), or two empty strings."""
    match = re.match(r"^\s{0,3}(#{1,6})\s+(\S.*?)\s*#*\s*$", text)
    return (squeeze(plain(match[2])), match[1]) if match else ("", "")


class Sections:
    """Follows headings; the kinds met first are the higher levels."""

    def __init__(self) -> None:
        self._levels: dict[int, str] = {}
        self._kinds: list[str] = []

    @property
    def section(self) -> str:
        """The heading of the highest level, "" outside any."""
        return self._levels.get(0, "")

    @property
    def subsection(self) -> str:
        """The headings below the highest level."""
        return BELOW.join(heading for level, heading in sorted(self._levels.items()) if level)

    def enter(self, heading: str, kind: str = "") -> None:
        """Go into the section that the heading opens; `kind` where the document says its level."""
        kind = kind or heading_kind(heading) or "plain"
        if kind not in self._kinds:
            if kind == "一":
                self._kinds.insert(0, kind)
            else:
                self._kinds.append(kind)
        level = self._kinds.index(kind)
        self._levels = {at: text for at, text in self._levels.items() if at < level}
        self._levels[level] = heading
