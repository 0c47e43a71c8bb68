"""Numbered items in running text, with who is responsible in brackets or labelled lines behind them.

An item runs from its number to the next number of any level. It is a task where it says who is responsible. Several
such places make several rows under one number; an item without any is a task only where most of its siblings are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.plan.blocks import Line
from bot.plan.duty import Duty, Manner
from bot.plan.items import BULLET, Families, Item, settle
from bot.plan.labels import starts_with_label
from bot.plan.numerals import whole
from bot.plan.prefixed import units_behind
from bot.plan.rows import (
    BELOW,
    HEADING,
    ITEM,
    SUBHEADING,
    SUBITEM,
    RawTask,
    Sections,
    clean_number,
    heading_kind,
    marked_heading,
    plain,
    split_title,
    squeeze,
)
from bot.plan.statements import Part, take_duties
from bot.plan.units import looks_like_unit

_LEVELS = (("一", HEADING), ("（一）", SUBHEADING), ("1", ITEM), ("（1）", SUBITEM))
_INNER = re.compile(
    r"(?<=[。；）)：:!！])[\s　]*(?=(?:[（(][一二三四五六七八九十百]{1,4}[)）]|"
    r"[一二三四五六七八九十百]{1,4}、|\d{1,3}[．、.](?!\d)|[（(]\d{1,3}[)）])\s*[一-鿿“《A-Z])"
)
# On one line headings stand before their first item with nothing but white space between: 一、养老服务 1.建成食堂3处
_SPACED = re.compile(r"(?<=[一-鿿”》])[\s　]+(?=\d{1,3}[．.、](?!\d)[\s　]*[一-鿿“《])")
_SIGNED = r"[^\s，。；、：:（）]{2,30}[\s　]+20\d{2}年\d{1,2}月\d{1,2}日[\s　]*"
_SIGNATURE = re.compile(rf"(?<=[。；）)])[\s　]*(?={_SIGNED}$)")
_MEASURED = re.compile(r"[年月日号个家件项万亿元户次人类天小分条大种所座亩公千百倍名位级张期批场台部套岁届]")
_FURNITURE = re.compile(  # of the page that a text was copied from: 日期：…　浏览：…次　字号：大中小　打印
    r"(?:浏览|点击|访问|阅读|字号|字体|打印|关闭|分享|来源|作者|收藏|纠错)(?:次数|量|本页|此页|窗口)?\s*[:：】\]　 ]"
)
_END_MARK = re.compile(r"^(?:附件|附表|附：|抄送|此件|（此件|相关报道|主办单位|版权|相关链接|打印|关闭|扫一扫|分享)")


def prose_tasks(lines: Iterable[Line], *, first_leads: bool = False) -> list[RawTask]:
    """Return the tasks of running text in the order of the document; `first_leads` where it says so for all of it."""
    manner = Manner(first_leads)
    items = _items(lines)
    for item in items:
        item.parts = take_duties(item.text, manner)
    items = settle(items)
    families = Families(items)
    return [task for item in items for task in _tasks_of(item, families.wanted(item))]


def _items(lines: Iterable[Line]) -> list[Item]:
    items: list[Item] = []
    sections = Sections()
    open_items: dict[str, Item] = {}
    current: Item | None = None
    expected = 1
    for line in units_behind(list(_broken(lines))):
        text = plain(line.text).strip(" 　\t\r")
        if not text or len(_FURNITURE.findall(text)) >= 2:
            continue
        marked, level = marked_heading(line.text)
        if marked and not heading_kind(marked):
            current = _open_marked(marked, level, sections, line.place)
            items.append(current)
            open_items.clear()
            continue
        kind, number, body = _number_of(text, expected)
        if not kind and (figured := _before_figure(text, expected)) and _closed(current):
            kind, (number, body) = "1", figured
        if kind == "1" and (counted := whole(number)) is not None:
            expected = counted + 1
        if not kind and current is not None and not _stands_alone(text, current):
            current.lines.append(text)
            continue
        current = Item(kind, number, [body if kind else text], line.place)
        if kind in {"一", "（一）"}:
            _close(open_items, kind)
            if len(text) > 60 or take_duties(text, Manner()):
                short = split_title(text)[0]
                current.section, current.subsection = sections.section, sections.subsection
                sections.enter(short)
                if not take_duties(text, Manner()):
                    current.section, current.subsection = sections.section, sections.subsection
            else:
                sections.enter(split_title(text)[0] if "。" in text[:-1] else squeeze(text).rstrip("。：:"))
                current.section, current.subsection = sections.section, sections.subsection
        else:
            current.section, current.subsection = sections.section, sections.subsection
            _close(open_items, kind)
        current.parent = _parent(open_items, kind)
        if kind:
            open_items[kind] = current
        items.append(current)
    return items


def _open_marked(heading: str, level: str, sections: Sections, place: str) -> Item:
    """Take a Markdown heading: a section, and a task where labelled lines below say who is responsible for it."""
    outer = (sections.section, "") if level != "##" else ("", "")
    if level != "#":
        sections.enter(heading, level)
    return Item("#", "", [heading], place, *outer)


def _broken(lines: Iterable[Line]) -> Iterable[Line]:
    """Break lines at numbers within them, for documents pasted as one line."""
    for line in lines:
        if len(line.text) < 24:
            yield line
            continue
        pieces = [piece for part in _broken_at_headings(line.text) for piece in _INNER.split(part)]
        if len(line.text) >= 150:
            pieces = [piece for long in pieces for part in _SPACED.split(long) for piece in _SIGNATURE.split(part)]
        yield from (Line(piece, line.place) for piece in pieces)


def _broken_at_headings(text: str) -> list[str]:
    """Break a long line at 一、 and （一） within it where their ordinals show that they are headings."""
    if len(text) < 150 or ("（二）" not in text and not re.search(r"[\s　]二、", text)):
        return [text]
    return re.split(
        r"(?=（[一二三四五六七八九十]{1,3}）[一-鿿])|(?<=[\s　。；）])(?=[一二三四五六七八九十]{1,3}、[一-鿿])", text
    )


def _number_of(text: str, expected: int) -> tuple[str, str, str]:
    """Return kind, number and text; a number without any mark counts where it is the expected one."""
    for kind, pattern in _LEVELS:
        match = pattern.match(text)
        if not match:
            continue
        number = next((g for g in match.groups() if g), "")
        if kind in {"一", "（一）"}:
            body = re.sub(
                r"^[\s　*#>-]*(?:第?[零〇一二三四五六七八九十百两]+(?:部分|章|篇|节)?[、．.]?|"
                r"[（(][^）)]*[)）][、.．]?)\s*",
                "",
                text,
            )
            return kind, number, body
        if kind == "1" and (_looks_like_figure(text, match) or not text[match.end() :].strip()):
            return "", "", text
        return kind, number, text[match.end() :].strip(" *　")
    bare = re.match(r"(\d{1,3})(?=[一-鿿“《])", text)
    if bare and int(bare[1]) == expected and not _MEASURED.match(text[bare.end() :]):
        return "1", bare[1], text[bare.end() :]
    return "", "", text


def _before_figure(text: str, expected: int) -> tuple[str, str] | None:
    """Read the number expected next before a text that begins with a figure: 7.5G基站 is item 7 where 7 is due."""
    match = re.match(r"(\d{1,3})[.．](?=\d{1,4}(?:[A-Z]|[一-鿿])(?<![万亿倍元]))", text)
    if match is None or int(match[1]) != expected or expected < 2:
        return None
    return match[1], text[match.end() :]


def _closed(current: Item | None) -> bool:
    """Whether what stands above is complete, so that a line begins something new."""
    return (
        current is None or bool(re.search(r"[。；）)：:]\s*$", current.lines[-1])) or current.kind in {"一", "（一）"}
    )


def _looks_like_figure(text: str, match: re.Match[str]) -> bool:
    """Whether the figure at the start of a line is a year, an amount or a date, and not an item's number."""
    head = match.group().strip()
    figure = next(g for g in match.groups() if g)
    bare = re.fullmatch(r"[\s　*]*\d+[\s　]+", match.group()) is not None
    follows = text[match.end() :].lstrip()
    if bare and (len(figure) > 3 or _MEASURED.match(follows)):
        return True
    return head.isdigit() and len(figure) == 4


def _stands_alone(text: str, current: Item) -> bool:
    """Whether an unnumbered paragraph is an item of its own rather than part of the current one."""
    if _END_MARK.match(text) or re.fullmatch(rf"{_SIGNED}|\d{{4}}年\d{{1,2}}月\d{{1,2}}日", text):
        return True
    if starts_with_label(text):
        return False
    if BULLET.match(text) or (text[-1] in "：:" and looks_like_unit(text[:-1])):
        return True
    if re.match(r"[（(【].*[）)】]$", text):
        return False
    heading = current.kind in {"一", "（一）"} and len(current.lines) == 1 and len(current.lines[0]) <= 60
    heading = current.kind == "#" or (heading and not take_duties(current.lines[0], Manner()))
    if heading or not current.kind:
        return bool(heading or re.search(r"[。；）)：:！”]\s*$", current.lines[-1]) or len(current.lines[-1]) < 25)
    return False


def _close(open_items: dict[str, Item], kind: str) -> None:
    names = [name for name, _ in _LEVELS]
    if not kind:
        return
    for name in names[names.index(kind) :]:
        open_items.pop(name, None)


def _parent(open_items: dict[str, Item], kind: str) -> Item | None:
    names = [name for name, _ in _LEVELS]
    upper = names[: names.index(kind)] if kind else names[:3]
    return next((open_items[name] for name in reversed(upper) if name in open_items), None)


def _tasks_of(item: Item, wanted: bool) -> list[RawTask]:
    if not wanted:
        return []
    number = clean_number(item.number) if item.kind else ""
    if item.kind == "（一）":
        number = item.number
    parts = item.parts or [Part(item.text, Duty())]
    tasks: list[RawTask] = []
    whole: tuple[str, str] | None = None  # of the item, for a part without words of its own
    for position, part in enumerate(parts):
        own = _tidy(part.text)
        if len(own) < 2:
            whole = (whole[0], "") if whole else split_title(_tidy(item.text))
        title, rest = split_title(own) if len(own) >= 2 or whole is None else whole
        if not title:
            continue
        section, subsection = _outer(item)
        tasks.append(
            RawTask(
                number,
                title,
                rest,
                item.place,
                section,
                subsection,
                list(part.duty.lead),
                list(part.duty.support),
                part.duty.deadline_text,
                again=position > 0,
                no_deadline_column=True,
            )
        )
    return tasks


def _outer(item: Item) -> tuple[str, str]:
    """The sections around an item; an item that is a heading itself is not its own section."""
    if item.kind == "一":
        return "", ""
    if item.kind == "（一）":
        return (item.section if HEADING.match(item.section) else ""), ""
    above = item.parent
    if item.kind == "（1）" and above is not None and above.kind == "1" and not above.parts:
        heading = f"{above.number}.{split_title(_tidy(above.text))[0]}"
        return (item.section, BELOW.join(filter(None, [item.subsection, heading]))) if item.section else (heading, "")
    return item.section, item.subsection


def _tidy(text: str) -> str:
    """Drop score marks at the end ((0.5分)), list marks and stray punctuation at the ends."""
    text = re.sub(r"[（(]\s*[\d.]+\s*分\s*[）)]\s*$", "", text.strip())
    text = re.sub(r"^[。；，、\s　*●•—–-]+(?:\[[ xX]?\]\s*)?", "", text)
    text = re.sub(
        r"^(?:重点|主要|工作|具体|督办)?(?:任务|事项|工作|项目)(?:名称|内容)?[一二三四五六七八九十\d]*\s*[:：]\s*",
        "",
        text,
    )
    return re.sub(r"[\s　（(【，,；;]+$", "", text).strip()
