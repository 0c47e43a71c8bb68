"""Word documents: paragraphs with their automatic numbers, tables with merged cells, in the order of the document.

Reads the XML itself: merged cells must keep that they were merged, and python-docx hides it (and is slow at it).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from bot.plan.blocks import Cell, Document, Grid, Line, Row
from bot.plan.limits import MAX_CELLS, MAX_ROWS, member, refuse
from bot.plan.numerals import whole
from bot.plan.xmlsafe import parse

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHINESE = "零一二三四五六七八九"
_SKIP = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_MC}Fallback", f"{_W}txbxContent"}


def read_docx(package: zipfile.ZipFile) -> Document:
    """Return the lines and grids of a .docx package."""
    root = parse(member(package, "word/document.xml"))
    body = root.find(f"{_W}body")
    if body is None:
        raise refuse("文件已损坏，请重新保存后再传。", "The document has no body.")
    reader = _Reader(_Numbering(package))
    for element in _blocks(body):
        reader.block(element)
    return Document(reader.out)


def _blocks(parent: Element) -> Iterator[Element]:
    """Give paragraphs and tables, looking into content controls and tracked insertions."""
    for child in parent:
        if child.tag in {f"{_W}p", f"{_W}tbl"}:
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"}:
            yield from _blocks(child)


def _boxed(paragraph: Element) -> Iterator[Element]:
    """Give the blocks of the text boxes that are anchored in a paragraph, once each."""
    for child in paragraph:
        if child.tag == f"{_W}txbxContent":
            yield from _blocks(child)
        elif child.tag not in {f"{_MC}Fallback", f"{_W}del", f"{_W}t"}:
            yield from _boxed(child)


class _Reader:
    def __init__(self, numbering: _Numbering) -> None:
        self.numbering = numbering
        self.out: list[Line | Grid] = []
        self.paragraphs = 0
        self.tables = 0
        self.cells = 0

    def block(self, element: Element) -> None:
        if element.tag == f"{_W}tbl":
            self.tables += 1
            grid, inner = self._table(element, f"表{self.tables}")
            self.out.append(grid)
            for nested in inner:
                self.block(nested)
            return
        self.paragraphs += 1
        text = self.numbering.prefix(element) + _text(element)
        for piece in text.split("\n"):
            self.out.append(Line(piece, f"第{self.paragraphs}段"))
        for boxed in _boxed(element):
            self.block(boxed)

    def _table(self, table: Element, name: str) -> tuple[Grid, list[Element]]:
        rows: list[Row] = []
        nested: list[Element] = []
        above: dict[int, Cell] = {}
        for number, tr in enumerate(_rows(table), start=1):
            if number > MAX_ROWS:
                raise refuse(f"表格超过{MAX_ROWS}行，请只保留任务部分。", "The table has too many rows.")
            cells: list[Cell] = []
            now: dict[int, Cell] = {}
            skipped = _int(tr.find(f"{_W}trPr/{_W}gridBefore"), 0)
            cells.extend([Cell("")] * min(skipped, 30))
            for tc in _cells(tr):
                span = max(1, min(_int(tc.find(f"{_W}tcPr/{_W}gridSpan"), 1), 60))
                cell = self._cell(tc, above.get(len(cells)), nested)
                for i in range(span):
                    now[len(cells)] = cell if i == 0 else Cell(cell.text, cell.up, True)
                    cells.append(now[len(cells)])
            self.cells += len(cells)
            if self.cells > MAX_CELLS:
                raise refuse("表格过大，请只保留任务部分。", "The tables are too big.")
            above = now
            rows.append(Row(tuple(cells), f"{name}第{number}行"))
        return Grid(tuple(rows)), nested

    def _cell(self, tc: Element, above: Cell | None, nested: list[Element]) -> Cell:
        merge = tc.find(f"{_W}tcPr/{_W}vMerge")
        if merge is not None and merge.get(f"{_W}val") != "restart" and above is not None:
            return Cell(above.text, up=True)
        nested.extend(child for child in tc if child.tag == f"{_W}tbl")
        nested.extend(inner for p in tc if p.tag == f"{_W}p" for inner in _boxed(p))
        return Cell(
            "\n".join(
                t for t in (self.numbering.prefix(p) + _text(p) for p in _blocks(tc) if p.tag == f"{_W}p") if t.strip()
            )
        )


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == f"{_W}tr":
            if child.find(f"{_W}trPr/{_W}del") is None:
                yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"}:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml"}:
            yield from _cells(child)


def _text(element: Element) -> str:
    out: list[str] = []
    _collect(element, out, 0)
    return "".join(out)


def _collect(element: Element, out: list[str], depth: int) -> None:
    if depth > 100:
        return
    for child in element:
        if child.tag in _SKIP:
            continue
        if child.tag == f"{_W}t":
            out.append(child.text or "")
        elif child.tag == f"{_W}tab":
            out.append("\t")
        elif child.tag in {f"{_W}br", f"{_W}cr"}:
            out.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            out.append("-")
        elif child.tag not in {f"{_W}pPr", f"{_W}rPr", f"{_W}tbl"}:
            _collect(child, out, depth + 1)


def _int(element: Element | None, default: int) -> int:
    value = element.get(f"{_W}val") if element is not None else None
    return default if value is None or (number := whole(value)) is None else number


class _Numbering:
    """Counts automatic numbers, which stand in no text: 1. / （一） / 一、 as the list's level writes them."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.lists: dict[str, str] = {}
        self.styles: dict[str, tuple[str, int]] = {}
        self.counts: dict[tuple[str, int], int] = {}
        data = member(package, "word/numbering.xml")
        if data:
            self._load(parse(data))
        data = member(package, "word/styles.xml")
        if data and self.lists:
            self._load_styles(parse(data))

    def _load(self, root: Element) -> None:
        for abstract in root.findall(f"{_W}abstractNum"):
            levels = {}
            for level in abstract.findall(f"{_W}lvl"):
                kind, text = level.find(f"{_W}numFmt"), level.find(f"{_W}lvlText")
                levels[_number(level.get(f"{_W}ilvl"))] = (
                    kind.get(f"{_W}val") or "" if kind is not None else "decimal",
                    text.get(f"{_W}val") or "" if text is not None else "",
                    _int(level.find(f"{_W}start"), 1),
                )
            self.levels[abstract.get(f"{_W}abstractNumId") or ""] = levels
        for num in root.findall(f"{_W}num"):
            link = num.find(f"{_W}abstractNumId")
            self.lists[num.get(f"{_W}numId") or ""] = link.get(f"{_W}val") or "" if link is not None else ""

    def _load_styles(self, root: Element) -> None:
        for style in root.findall(f"{_W}style"):
            properties = style.find(f"{_W}pPr/{_W}numPr")
            if properties is not None:
                found = self._of(properties)
                if found:
                    self.styles[style.get(f"{_W}styleId") or ""] = found

    def _of(self, properties: Element) -> tuple[str, int] | None:
        num = properties.find(f"{_W}numId")
        value = num.get(f"{_W}val") if num is not None else None
        return (value, _int(properties.find(f"{_W}ilvl"), 0)) if value and value != "0" else None

    def prefix(self, paragraph: Element) -> str:
        """Return the paragraph's number as it would be shown, "" for none and for bullets."""
        if not self.lists:
            return ""
        properties = paragraph.find(f"{_W}pPr/{_W}numPr")
        found = self._of(properties) if properties is not None else None
        if properties is None:
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            found = self.styles.get(style.get(f"{_W}val") or "") if style is not None else None
        if not found:
            return ""
        abstract = self.lists.get(found[0], "")
        level = self.levels.get(abstract, {}).get(found[1])
        if level is None or level[0] in {"bullet", "none"}:
            return ""
        return self._advance(abstract, found[1])

    def _advance(self, abstract: str, depth: int) -> str:
        levels = self.levels[abstract]
        key = (abstract, depth)
        self.counts[key] = self.counts.get(key, levels[depth][2] - 1) + 1
        for deeper in [k for k in self.counts if k[0] == abstract and k[1] > depth]:
            del self.counts[deeper]

        def figure(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            kind, _, start = levels.get(at, ("decimal", "", 1))
            return _figure(self.counts.get((abstract, at), start), kind)

        shown = re.sub(r"%(\d)", figure, levels[depth][1])
        return shown if re.search(r"[、.．）)]$", shown) or not shown else shown + " "


def _number(text: str | None) -> int:
    return whole(text or "") or 0


def _figure(value: int, kind: str) -> str:
    if "hinese" in kind or "japanese" in kind or "ideograph" in kind.lower() or "taiwanese" in kind:
        return _chinese(value)
    if kind.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(ord("①") + value - 1)
    return str(value)


def _chinese(value: int) -> str:
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if not tens else ("十" if tens == 1 else _CHINESE[tens] + "十")
    return head + (_CHINESE[ones] if ones else "")
