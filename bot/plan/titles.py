"""The plan's title, the date of its signature (落款), and the year its dates mean."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from bot.plan.deadlines import read_deadline
from bot.plan.english import MONTH
from bot.plan.numerals import plain_dates
from bot.plan.rows import heading_kind, plain, squeeze

_KIND = (
    r"(?:方案|计划|清单|要点|意见|办法|分工|分解表?|任务书|任务表|台账|安排|举措|措施|实事|规划|纲要|分工表|"
    r"一览表|明细表|表|项目|指标|目标|决定|若干政策|行动|细则|任务|工作|通知)"
)
_ENDS = re.compile(rf"{_KIND}\s*(?:[（(][^（()）]{{1,30}}[）)])?$")
_ISSUING = re.compile(r"关于(?:印发|下达|公布|转发|发布|做好)\s*[《〈]?(.+?)[》〉]?\s*的?通知")
_SIGNED = re.compile(r"^[\s　]*(20\d{2}|19\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?[\s　]*$")
_SIGNED_AFTER = re.compile(
    r"(?:政府|办公室|办公厅|委员会|国务院|党委|局|厅|小组|指挥部|办事处|管委会|街道|公司|中心|学校|医院|[省市县区]委)"
    r"[\s　]*((?:20|19)\d{2})年(\d{1,2})月(\d{1,2})日(?![前之以印起至到]|完成)"
)
_LABELLED = re.compile(
    r"(?:落款|成文日期|发文日期|印发日期|印发时间|发布日期|发布时间|公布日期|制定日期|issued|date of issue|"
    r"published)\s*[:：|]?[\s　]*((?:20|19)\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})",
    re.IGNORECASE,
)
_SAID = re.compile(  # Approved by the Council on 12 February 2024
    rf"\b(?:issued|published|adopted|approved|dated|effective|released)\b[^.\n]{{0,80}}?(?P<date>\d{{1,2}}\s+{MONTH}\s+20\d{{2}}|"
    rf"{MONTH}\s+\d{{1,2}},?\s+20\d{{2}}|20\d{{2}}-\d{{2}}-\d{{2}})",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?<!\d)(20\d{2})(?=\s*[年./-])")
_PRINTED = re.compile(r"((?:20|19)\d{2})年(\d{1,2})月(\d{1,2})日\s*印发")
_NOT_TITLE = re.compile(
    r"^(?:附件|附表|附|题目|来源|索引号|发文|文号|标题|各|原文链接|http|【)|[。；]|[:：]$|号$|^《.*》已|责任单位|牵头单位"
)


def find_title(texts: list[str], name: str) -> str:
    """Return the plan's title from the lines before its first item, else the file's name without its ending."""
    lines = [_without_annex(squeeze(plain(_first_stretch(t)).lstrip("#").strip())) for t in texts[:80]]
    front = next((re.sub(r"^title:\s*", "", t) for t in lines[:6] if t.lower().startswith("title:")), "")
    if front:
        return front[:120]
    marked = next((squeeze(plain(t.lstrip("#"))) for t in texts[:40] if re.match(r"\s*#\s+\S", t)), "")
    head = []
    for text in lines[:60]:
        if not text:
            continue
        if heading_kind(text) in {"一", "（一）"}:
            break
        head.append(text)
    joined = "".join(head)[:3000]
    issuing = _ISSUING.search(joined)
    if issuing and 4 <= len(issuing[1]) <= 80 and not re.search(r"[，。；]", issuing[1]):
        return issuing[1]
    return marked[:120] or _title_line(head) or _stem(name)


def _first_stretch(text: str) -> str:
    """Of a document on one line, what stands before its first heading."""
    return re.split(r"[\s　](?=一、)", text.strip())[0] if len(text) > 150 else text


def _without_annex(text: str) -> str:
    return re.sub(r"^附[件表]?\s*\d*\s*[:：]?\s*(?=\S{6})", "", text)


def _title_line(head: list[str]) -> str:
    for i, text in enumerate(head[:40]):
        if _NOT_TITLE.search(text) or not 4 <= len(text) <= 90 or not _ENDS.search(text):
            continue
        if (
            i
            and 4 <= len(head[i - 1]) <= 40
            and not _NOT_TITLE.search(head[i - 1])
            and (not _ENDS.search(head[i - 1]) or re.match(r"^[（(]", text))
            and not re.search(r"(?:办公室|政府|委员会|局|文件)$", head[i - 1])
        ):
            text = head[i - 1] + text
        if i + 1 < len(head) and re.fullmatch(r"[（(]20\d{2}.*[）)]", head[i + 1]):
            text += head[i + 1]
        return re.sub(r"^[《〈](.+)[》〉]$", r"\1", text)
    for text in head[:8]:
        if (
            re.search(r"\b(?:plan|actions?|strategy|roadmap|programme|schedule)\b", text, re.IGNORECASE)
            and len(text) < 120
        ):
            return text
    return ""


def _stem(name: str) -> str:
    stem = re.split(r"[\\/]", name)[-1]
    return stem.rsplit(".", 1)[0] if "." in stem[1:] else stem


def find_issued(texts: list[str]) -> date | None:
    """Return the date of the signature: labelled, alone on a line, behind the signing body, or the date of printing."""
    lines = [plain_dates(plain(t)) for t in texts if len(t) < 60 or "年" in t]
    for pattern in (_LABELLED, _SIGNED, _SIGNED_AFTER, _PRINTED):
        for line in lines:
            for match in pattern.finditer(line) if pattern is not _SIGNED else filter(None, [pattern.match(line)]):
                try:
                    return date(int(match[1]), int(match[2]), int(match[3]))
                except ValueError:
                    continue
    for line in texts[:60]:
        said = _SAID.search(line)
        due = read_deadline(said["date"], None).deadline if said else None
        if isinstance(due, date):
            return due
    return None


def find_year(title: str, issued: date | None, texts: list[str]) -> int | None:
    """Return the year that dates without one mean: the title's, in a span that of issue, else the commonest."""
    years = [int(y) for y in re.findall(r"(?<!\d)(20\d{2}|19\d{2})(?!\d)", plain_dates(title))]
    if len(years) > 1 and issued and min(years) <= issued.year <= max(years):
        return issued.year
    if years:
        return years[0]
    if issued:
        return issued.year
    counted = Counter(int(y) for t in texts[-1000:] for y in _YEARS.findall(t))
    return counted.most_common(1)[0][0] if counted else None
