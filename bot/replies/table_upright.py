"""A table that stands upright (one field a line: 任务 | 14, 进展 | …, 存在问题 | …) laid flat: heads, and a row
a task."""

from __future__ import annotations

from itertools import groupby

from bot.replies.table_heads import is_head, kind_of

_LONGEST = 10  # characters of a field's name
_FEWEST = 2
_TELLS = frozenset(("status", "percent", "problem", "expected", "whether", "extension"))


def laid_flat(lines: list[list[str]]) -> list[list[str]]:
    """Return the lines with every run of fields turned into heads and rows; other lines stay as they are."""
    out: list[list[str]] = []
    lines = [row for cells in lines for row in _labelled(cells)]
    for paired, run in groupby(lines, lambda cells: len(cells) == 2):
        rows = list(run)
        out += _flat(rows) if paired else rows
    return out


def _labelled(cells: list[str]) -> list[list[str]]:
    """编号:14 | 进展:完成60%: a row whose cells bring their heads along."""
    parts = [cell.partition(":") for cell in cells]
    named = len(cells) >= _FEWEST and all(mark and len(name) <= _LONGEST and kind_of(name) for name, mark, _ in parts)
    return [[name for name, _, _ in parts], [said.strip() for _, _, said in parts]] if named else [cells]


def _flat(run: list[list[str]]) -> list[list[str]]:
    fields = [cells for cells in run if not all(set(cell) <= set("-: ") for cell in cells)]
    if fields and is_head(fields[0]) and "code" in map(kind_of, fields[0]):
        return run  # 进展情况 | 任务号: heads of columns
    if fields and is_head(fields[0]) and all(kind_of(cells[0]) for cells in fields[1:]):
        fields = fields[1:]  # 项目 | 内容
    kinds = [kind_of(name) if len(name) <= _LONGEST else "" for name, _ in fields]
    if not all(kinds) or not _TELLS & set(kinds) or len(set(kinds)) < 2:
        return run
    records: list[list[list[str]]] = []
    for kind, cells in zip(kinds, fields, strict=True):
        if not records or kind == kinds[0]:
            records.append([])
        records[-1].append(cells)
    return [row for record in records for row in ([c[0] for c in record], [c[1] for c in record])]
