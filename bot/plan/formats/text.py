"""Plain text, Markdown, CSV and TSV, in the encodings that offices use."""

from __future__ import annotations

import csv
import io
import re

from bot.plan.blocks import Cell, Document, Grid, Line, Row
from bot.plan.limits import MAX_CHARACTERS, MAX_LINES, MAX_ROWS, refuse

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CLEAN = str.maketrans(
    {
        "\x0b": "\n",
        "\x0c": "\n",
        "\x85": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\ufeff": None,
        "\u200b": None,
        "\u200e": None,
        "\u200f": None,
    }
)


def decode(data: bytes) -> str:
    """Return the text of bytes in UTF-8, UTF-16 or GB18030. Raises PlanError for anything else."""
    text = _decode(data)
    if len(text) > MAX_CHARACTERS:
        raise refuse("文件太长，请只保留任务部分。", "The text is too long.")
    controls = len(_CONTROL.findall(text))
    if controls > 2 + len(text) // 200 or text.count("\ufffd") > 2:
        raise _wrong()
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEAN))


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data, encoding) or _fail()
    sample = data[:4000]
    if sample.count(0) > len(sample) // 8:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        return _try(data, "utf-16-le" if odd >= even else "utf-16-be") or _fail()
    text = _try(data, "utf-8")
    if text is not None:
        return text
    for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        text = _try(data, encoding)
        if text is not None and _reads_well(text):
            return text
    raise _wrong()


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, ValueError):
        return None


def _fail() -> str:
    raise _wrong()


def _wrong() -> Exception:
    return refuse(
        "认不出文件的编码（支持UTF-8、UTF-16、GB18030），请另存为UTF-8文本或.docx。",
        "The encoding is not UTF-8, UTF-16 or GB18030.",
    )


def _reads_well(text: str) -> bool:
    """Whether decoded text is made of everyday Chinese, figures and punctuation rather than of accidents."""
    sample = text[:20_000]
    usual = sum(
        c <= "\x7e"
        or "\u4e00" <= c <= "\u9fa5"
        or "\u3000" <= c <= "\u303f"
        or "\uff00" <= c <= "\uffef"
        or c in "—–“”‘’…·×①②③④⑤⑥⑦⑧⑨⑩"
        for c in sample
    )
    common = sum(c in _COMMON for c in sample)
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in sample)
    return usual >= 0.9 * len(sample) and (chinese < 20 or common * 25 >= chinese)


_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经市县区局委政府责任单位部门完成建设推进实施加强"
)


def read_text(data: bytes) -> Document:
    """Return the lines of a text or Markdown file."""
    lines = decode(data).split("\n")[: MAX_LINES + 1]
    return Document([Line(text, f"第{i}行") for i, text in enumerate(lines, start=1)])


def read_delimited(data: bytes, name: str) -> Document:
    """Return a CSV or TSV as one grid; lines with a single cell above and below the table are lines."""
    text = decode(data)
    delimiter = "\t" if name.lower().endswith((".tsv", ".tab")) else _delimiter(text)
    rows: list[Row] = []
    try:
        for i, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter, strict=False), start=1):
            if len(rows) > MAX_ROWS:
                raise refuse(f"表格超过{MAX_ROWS}行，请只保留任务部分。", "The table has too many rows.")
            rows.append(Row(tuple(Cell(c) for c in cells), f"第{i}行"))
    except csv.Error as error:
        raise refuse("表格文件已损坏，请重新保存后再传。", "The table cannot be read.") from error
    return Document(_split_lines(rows))


def _delimiter(text: str) -> str:
    sample = text[:20_000]
    return (
        max(",;\t，", key=lambda c: sample.count(c))
        if not sample.count(",")
        else max(",;\t", key=lambda c: sample.count(c))
    )


def _split_lines(rows: list[Row]) -> list[Line | Grid]:
    """Rows with one filled cell at the beginning and the end (title, signature) are lines; the rest is the grid."""
    lone = [sum(bool(t) for t in row.texts) <= 1 for row in rows]
    first = next((i for i, one in enumerate(lone) if not one), len(rows))
    last = next((i for i in range(len(rows) - 1, -1, -1) if not lone[i]), -1)
    blocks: list[Line | Grid] = [Line("".join(row.texts), row.place) for row in rows[:first]]
    if last >= first:
        width = max(len(row.cells) for row in rows[first : last + 1])
        body = [Row(r.cells + (Cell(""),) * (width - len(r.cells)), r.place) for r in rows[first : last + 1]]
        blocks.append(Grid(tuple(body)))
    blocks.extend(Line("".join(row.texts), row.place) for row in rows[max(first, last + 1) :])
    return blocks
