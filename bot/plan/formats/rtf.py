"""Rich Text: lines and tables, as Word, WPS and LibreOffice save them.

    file  := { control | group | text }      control := \\word[number] | \\'xx (a byte) | \\uN (a character)
    table := \\trowd (\\cellx)+ … text \\cell … \\row

Bytes are in the code page that \\ansicpg names, Chinese ones by default. What is no text (fonts, pictures, notes) is
skipped with its group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.plan.blocks import Cell, Document, Grid, Line, Row
from bot.plan.limits import MAX_CELLS, MAX_CHARACTERS, MAX_ROWS, refuse

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_SKIPPED = {
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"headerl", b"headerr", b"headerf",
    b"footer", b"footerl", b"footerr", b"footerf", b"footnote", b"annotation", b"listtable", b"listoverridetable",
    b"themedata", b"datastore", b"latentstyles", b"rsidtbl", b"generator", b"xmlnstbl", b"fldinst", b"nonesttables",
}  # fmt: skip
_CHARACTERS = {
    b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
_PAGES = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8"}
_DEPTH = 400


@dataclass
class _Row:
    """A table's row while it is read: how its cells are merged, and the texts so far."""

    merges: list[tuple[bool, bool]] = field(default_factory=list)  # with the cell above, with the cell to the left
    up: bool = False
    left: bool = False
    texts: list[str] = field(default_factory=list)


def read_rtf(data: bytes) -> Document:
    """Return the lines and grids of a Rich Text file."""
    reader = _Reader()
    for token in _TOKEN.finditer(data):
        reader.take(token)
    reader.close()
    return Document(reader.blocks)


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Line | Grid] = []
        self._groups: list[tuple[bool, int]] = []  # whether skipped, how many bytes stand for a \u
        self._skipped, self._instead, self._left_out = False, 1, 0
        self._fresh = False  # the first control of a group says what it is
        self._page = "gb18030"
        self._bytes = bytearray()
        self._text: list[str] = []
        self._row: _Row | None = None
        self._in_table = False
        self._rows: list[Row] = []
        self._paragraphs = self._tables = self._cells = self._length = 0

    def take(self, token: re.Match[bytes]) -> None:
        """Take the next piece of the file."""
        word, number, byte, symbol, brace, text = token.groups()
        fresh, self._fresh = self._fresh, False
        if brace == b"{":
            self._open()
        elif brace == b"}":
            self._shut()
        elif symbol == b"*" and fresh:
            self._skipped = True
        elif self._skipped:
            return
        elif byte is not None:
            self._write_bytes(bytes([int(byte, 16)]))
        elif text is not None:
            self._write_bytes(text)
        elif symbol is not None:
            self._write(
                {b"~": " ", b"_": "-", b"\t": "\t"}.get(symbol, symbol.decode("latin-1") if symbol in b"\\{}" else "")
            )
        elif word is not None:
            self._control(word, int(number) if number else None)

    def close(self) -> None:
        """End the last paragraph and the last table."""
        self._flush()
        if "".join(self._text).strip():
            self._paragraph()
        self._end_table()

    def _open(self) -> None:
        self._flush()
        if len(self._groups) > _DEPTH:
            raise refuse("文件结构过于复杂，不予读取，请只保留任务表。", "The file nests too deeply.")
        self._groups.append((self._skipped, self._instead))
        self._fresh = True

    def _shut(self) -> None:
        self._flush()
        if self._groups:
            self._skipped, self._instead = self._groups.pop()

    def _control(self, word: bytes, number: int | None) -> None:
        if word in _SKIPPED:
            self._skipped = True
        elif word == b"ansicpg":
            self._page = _PAGES.get(number or 0, "cp1252" if number in {1252, 1250} else "gb18030")
        elif word == b"uc":
            self._instead = min(max(number or 0, 0), 10)
        elif word == b"u" and number is not None:
            self._write(_character(number))
            self._left_out = self._instead
        elif word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        else:
            self._structure(word)

    def _structure(self, word: bytes) -> None:
        if word == b"par":
            self._flush()
            self._write("\n") if self._in_table else self._paragraph()
        elif word == b"trowd":
            self._row = _Row()
        elif word == b"pard":
            self._in_table = False
        elif word == b"intbl":
            self._in_table = True
        elif word in {b"clvmrg", b"clmrg"} and self._row is not None:
            self._row.up |= word == b"clvmrg"
            self._row.left |= word == b"clmrg"
        elif word == b"cellx" and self._row is not None:
            self._row.merges.append((self._row.up, self._row.left))
            self._row.up = self._row.left = False
        elif word == b"cell" and self._row is not None:
            self._flush()
            self._row.texts.append("".join(self._text).strip())
            self._text = []
        elif word == b"row" and self._row is not None:
            self._end_row(self._row)

    def _write_bytes(self, text: bytes) -> None:
        dropped = min(self._left_out, len(text))
        self._left_out -= dropped
        self._bytes += text[dropped:]

    def _write(self, text: str) -> None:
        self._flush()
        self._text.append(text)

    def _flush(self) -> None:
        if self._bytes:
            self._text.append(self._bytes.decode(self._page, "replace"))
            self._length += len(self._bytes)
            self._bytes.clear()
            if self._length > MAX_CHARACTERS * 2:
                raise refuse("文件太长，请只保留任务部分。", "The text is too long.")

    def _paragraph(self) -> None:
        self._end_table()
        self._paragraphs += 1
        for text in "".join(self._text).split("\n"):
            self.blocks.append(Line(text, f"第{self._paragraphs}段"))
        self._text = []

    def _end_row(self, row: _Row) -> None:
        above = self._rows[-1].cells if self._rows else ()
        cells: list[Cell] = []
        for i, text in enumerate(row.texts):
            up, left = row.merges[i] if i < len(row.merges) else (False, False)
            if up and i < len(above):
                cells.append(Cell(above[i].text, up=True))
            elif left and cells:
                cells.append(Cell(cells[-1].text, left=True))
            else:
                cells.append(Cell(text))
        self._cells += len(cells)
        if self._cells > MAX_CELLS or len(self._rows) >= MAX_ROWS:
            raise refuse(f"表格超过{MAX_ROWS}行，请只保留任务部分。", "The table has too many rows.")
        if not self._rows:
            self._tables += 1
        self._rows.append(Row(tuple(cells), f"表{self._tables}第{len(self._rows) + 1}行"))
        row.texts = []

    def _end_table(self) -> None:
        if self._rows:
            self.blocks.append(Grid(tuple(self._rows)))
            self._rows = []


def _character(number: int) -> str:
    code = number + 65536 if number < 0 else number
    return chr(code) if 31 < code < 0xD800 or 0xDFFF < code < 0x110000 else ""
