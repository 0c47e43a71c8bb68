"""A grid's head, and what part each of its columns plays."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.plan.blocks import Cell, Grid, Row
from bot.plan.column_guess import told_by_contents
from bot.plan.heads import head_roles, role_of
from bot.plan.rows import is_number, plain


@dataclass
class Columns:
    """Which columns hold what; the indexes are in the order of the columns."""

    number: int | None = None
    title: int | None = None
    sections: list[int] = field(default_factory=list)
    descriptions: list[int] = field(default_factory=list)
    lead: list[int] = field(default_factory=list)
    support: list[int] = field(default_factory=list)
    deadline: list[int] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    stages: list[tuple[int, str]] = field(default_factory=list)
    width: int = 0

    @property
    def texts(self) -> list[int]:
        """Title and description columns."""
        return ([self.title] if self.title is not None else []) + self.descriptions


def find_head(grid: Grid) -> tuple[int, int, list[str]] | None:
    """Return where the head begins, where the rows begin, and the roles; a head may have two rows."""
    for i, row in enumerate(grid.rows[:30]):
        texts = [plain(t) for t in row.texts]
        roles = head_roles(texts)
        if roles is None:
            continue
        end = i + 1
        if end < len(grid.rows):
            below = grid.rows[end]
            under = [role_of(plain(t)) for t in below.texts]
            own = [r for r, c in zip(under, below.cells, strict=True) if r and not c.up]
            repeats = any(c.up for c in below.cells)
            spread = any(c.left or not c.text.strip() for c in row.cells)  # 责任分工 over 牵头单位 and 配合单位
            short = all(len(t) <= 16 for t in below.texts)
            if (
                short
                and own
                and (repeats or (spread and len(own) >= 2))
                and not any(is_number(t) for t in below.texts if t)
            ):
                padded = roles + [""] * (len(under) - len(roles))
                roles = [b or a for a, b in zip(padded, under, strict=False)]
                end += 1
        return i, end, roles
    return None


def upright(grid: Grid) -> Grid:
    """Return a form (heads in the first column, or before each value) as a table of one row; others as they are."""
    rows = grid.rows[:40]
    width = max((len(row.cells) for row in rows), default=0)
    if width not in {2, 4} or len(rows) < 2 or find_head(grid) is not None:
        return grid
    pairs = [(row.cells[i], row.cells[i + 1]) for row in rows for i in range(0, len(row.cells) - 1, 2)]
    pairs = [(head, value) for head, value in pairs if head.text.strip() and not head.left]
    heads = [plain(head.text) for head, _ in pairs]
    known = [head for head in heads if role_of(head)]
    if len(known) < 3 or head_roles(known) is None or len(known) * 4 < len(heads) * 3:
        return grid
    top = Row(tuple(Cell(head) for head in heads), rows[0].place)
    return Grid((top, Row(tuple(Cell(value.text) for _, value in pairs), rows[0].place)), grid.name)


def columns_of(roles: list[str], grid: Grid, start: int) -> Columns:
    """Give each column its part. Beside 牵头 a 责任单位 supports; a second task column is the finer one or content."""
    columns = Columns(width=len(roles))
    roles = told_by_contents(roles, grid, start)
    led = "lead" in roles
    titles = [i for i, role in enumerate(roles) if role == "title"]
    for i, role in enumerate(roles):
        if role == "number" and columns.number is None:
            columns.number = i
        elif role == "section":
            columns.sections.append(i)
        elif role == "description":
            columns.descriptions.append(i)
        elif role == "lead" or (role == "resp" and not led):
            columns.lead.append(i)
        elif role in {"support", "resp"}:
            columns.support.append(i)
        elif role == "deadline":
            columns.deadline.append(i)
        elif role == "target":
            columns.targets.append(i)
        elif role == "stage" and start:
            columns.stages.append((i, plain(grid.rows[start - 1].texts[i])))
    _place_titles(columns, titles, grid, start)
    if not columns.texts and columns.targets:
        columns.title = columns.targets[0]
    if not columns.texts and columns.sections:
        columns.title = columns.sections.pop()
    if columns.title is None and columns.descriptions:
        columns.title = columns.descriptions.pop(0)
    return columns


def _place_titles(columns: Columns, titles: list[int], grid: Grid, start: int) -> None:
    if not titles:
        return
    if len(titles) == 1:
        columns.title = titles[0]
        _coarse_title(columns, grid, start)
        return
    first, rest = titles[0], titles[1:]
    shared = grid.rows[start - 1].cells if start else ()
    one_head = rest[0] < len(shared) and shared[rest[0]].left  # one head over both: 具体任务 over title and content
    if not one_head and _sparse(grid, start, first) and not columns.descriptions:
        columns.sections.append(first)
        columns.title = rest[0]
        columns.descriptions = rest[1:]
    elif not one_head and _sparse(grid, start, first):
        columns.sections.append(first)
        columns.title, columns.descriptions = rest[0], sorted(rest[1:] + columns.descriptions)
    else:
        columns.title, columns.descriptions = first, sorted(rest + columns.descriptions)


def _coarse_title(columns: Columns, grid: Grid, start: int) -> None:
    """Where the only task column is merged over most rows that carry numbers of their own, the content is the task."""
    if columns.number is None or not columns.descriptions or columns.title is None:
        return
    numbered = [r for r in grid.rows[start:] if columns.number < len(r.cells) and not r.cells[columns.number].up]
    numbered = [r for r in numbered if is_number(r.cells[columns.number].text)]
    merged = [r for r in numbered if columns.title < len(r.cells) and r.cells[columns.title].up]
    if len(numbered) >= 4 and len(merged) * 2 >= len(numbered):
        columns.sections.append(columns.title)
        columns.title = columns.descriptions.pop(0)


def _sparse(grid: Grid, start: int, column: int) -> bool:
    rows = [r for r in grid.rows[start:] if column < len(r.cells) and any(r.texts)]
    blank = [r for r in rows if r.cells[column].up or not r.cells[column].text.strip()]
    return len(rows) >= 3 and len(blank) * 5 >= len(rows) * 2
