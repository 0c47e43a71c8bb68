"""What a column is for, told by what stands in it, where its head does not say or there is none."""

from __future__ import annotations

from collections.abc import Callable

from bot.plan.blocks import Grid
from bot.plan.deadlines import is_deadline_text
from bot.plan.heads import role_of
from bot.plan.names import is_collective
from bot.plan.numerals import whole
from bot.plan.rows import is_number, plain
from bot.plan.units import looks_like_unit, split_units

_SHORT = 20


def told_by_contents(roles: list[str], grid: Grid, start: int) -> list[str]:
    """Tell a column with an unknown head by what stands in it, where nothing yet says when or who."""
    if "" not in roles or not start:
        return roles
    guessed = [_guess(_column_texts(grid, i, start)) if not role else "" for i, role in enumerate(roles)]
    timed = {"deadline", "stage"} & set(roles)
    duty = {"lead", "resp"} & set(roles)
    out = []
    for role, guess in zip(roles, guessed, strict=True):
        if guess == "deadline" and not timed:
            role = guess
        elif guess == "resp" and not (duty and "support" in roles):
            role = "support" if duty else guess
        out.append(role)
    return out


def _column_texts(grid: Grid, i: int, start: int = 0) -> list[str]:
    return [r.texts[i] for r in grid.rows[start:] if i < len(r.cells) and r.texts[i]]


def guess_head(grid: Grid) -> tuple[int, list[str]] | None:
    """Return where the rows begin and the roles, for a table with a head in words that nobody knows, or without one."""
    first = next((i for i, row in enumerate(grid.rows[:10]) if len({t for t in row.texts if t}) >= 3), 0)
    body = Grid(grid.rows[first + 1 :], grid.name)
    roles = guess_roles(body)
    if roles is not None and _is_head([plain(t) for t in grid.rows[first].texts], roles):
        return first + 1, _with_heads([plain(t) for t in grid.rows[first].texts], roles, body)
    roles = guess_roles(grid)
    return (0, roles) if roles is not None else None


def _is_head(texts: list[str], roles: list[str]) -> bool:
    """Whether a first row is none of what stands below it: no number, no time, no unit."""
    if len(texts) < len(roles) or any(not t or len(t) > _SHORT for t in texts):
        return False
    told = [(text, role) for text, role in zip(texts, roles, strict=False) if role in _TOLD]
    return len(told) >= 2 and not any(_TOLD[role](text) for text, role in told)


def _with_heads(heads: list[str], roles: list[str], body: Grid) -> list[str]:
    """Let what heads are known say of the other columns; a column that repeats itself is a section."""
    out = list(roles)
    for i, head in enumerate(heads[: len(roles)]):
        if roles[i] in _TOLD:
            continue
        texts = _column_texts(body, i)
        known = role_of(head)
        if known in {"title", "description", "section", "target", "remark"}:
            out[i] = known
        elif len(texts) >= 3 and len(set(texts)) * 4 <= len(texts) * 3:
            out[i] = "section"
    if not {"title", "description"} & set(out):
        return roles
    return out


def guess_roles(grid: Grid) -> list[str] | None:
    """Tell columns by what stands in them, for a table without a head."""
    width = max((len(r.cells) for r in grid.rows), default=0)
    if width < 2 or len(grid.rows) < 2:
        return None
    roles = []
    lengths = []
    for i in range(width):
        texts = _column_texts(grid, i)
        lengths.append(sum(map(len, texts)) / max(1, len(texts)))
        roles.append(_guess(texts))
    open_columns = [i for i, role in enumerate(roles) if not role]
    if not open_columns or "resp" not in roles or not {"number", "deadline"} & set(roles):
        return None
    roles[max(open_columns, key=lambda i: lengths[i])] = "description" if len(open_columns) > 1 else "title"
    for i in open_columns:
        if not roles[i]:
            roles[i] = "title" if "title" not in roles else "remark"
    seen = False
    for i, role in enumerate(roles):
        if role == "resp":
            roles[i] = "support" if seen else "lead"
            seen = True
    return roles


def _guess(texts: list[str]) -> str:
    if not texts:
        return "remark"
    share = len(texts) * 0.7
    figures = [figure for t in texts if (figure := whole(t)) is not None]
    counts = not figures or max(figures) <= 4 * len(texts)  # telephone numbers count nothing
    if counts and sum(is_number(t) for t in texts) >= share:
        return "number"
    if sum(is_deadline_text(t) and len(t) <= 30 for t in texts) >= share:
        return "deadline"
    units = sum(all(looks_like_unit(n) or is_collective(n) for n in split_units(t)) and len(t) <= 120 for t in texts)
    return "resp" if units >= share else ""


def _is_units(text: str) -> bool:
    names = split_units(text)
    return bool(names) and all(looks_like_unit(n) or is_collective(n) for n in names)


_TOLD: dict[str, Callable[[str], bool]] = {
    "number": is_number,
    "deadline": is_deadline_text,
    "lead": _is_units,
    "support": _is_units,
}
