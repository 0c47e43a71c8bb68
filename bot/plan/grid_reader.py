"""One grid, row by row: which rows are tasks, sections, notes, or the rest of the row above."""

from __future__ import annotations

import re

from bot.plan.blocks import Grid, Row
from bot.plan.column_guess import guess_head
from bot.plan.columns import Columns, columns_of, find_head
from bot.plan.duty import Manner
from bot.plan.grid_fields import cell_of, fill_duty, pull_number
from bot.plan.heads import head_roles
from bot.plan.numerals import NUMERAL
from bot.plan.rows import RawTask, Sections, clean_number, heading_kind, is_number, plain, split_title, squeeze
from bot.plan.units import split_units

_NOTE_ROW = re.compile(
    r"^(?:注|备注|说明|填表说明|合计|总计|小计|填报单位|填表人|审核|单位负责人|联系电话|制表|Total|Note)\s*[:：]?"
)


class GridReader:
    """Reads one grid; one that goes on with the table before it (a page break) takes over where that one stood."""

    def __init__(self, grid: Grid, last: GridReader | None, between: Sections, sheet: str) -> None:
        self.grid = grid
        self.manner = Manner()
        self.sections = Sections()
        self.between = between
        self.sheet = sheet
        self.start = 0
        self.head: list[str] = []
        self.closed = False  # a heading stands behind the table
        self.tasks: list[RawTask] = []
        self.before: list[RawTask] = []  # the last task of the table that this one goes on with
        self.column_sections: dict[int, str] = {}
        self.columns = self._columns(last)

    def _columns(self, last: GridReader | None) -> Columns | None:
        head = find_head(self.grid)
        if head:
            first, self.start, roles = head
            self.head = [squeeze(t) for row in self.grid.rows[first : self.start] for t in row.texts]
            if last is not None and (self.head == last.head or self._cut_head(roles, last)):
                self._go_on_with(last)
            for row in self.grid.rows[:first]:
                self._above(row)
            own = columns_of(roles, self.grid, self.start)
            if last is None or last.columns is None or own.width != last.columns.width:
                return own
            return last.columns if self.head == last.head or not own.texts else own
        width = max((len(r.cells) for r in self.grid.rows), default=0)
        if last is not None and last.columns is not None and width == last.columns.width:
            self.head = last.head
            self._go_on_with(last)
            return last.columns
        guessed = guess_head(self.grid)
        if guessed is None:
            return None
        self.start, roles = guessed
        for row in self.grid.rows[: max(self.start - 1, 0)]:
            self._above(row)
        return columns_of(roles, self.grid, self.start)

    def _cut_head(self, roles: list[str], last: GridReader) -> bool:
        """Whether the head is the last table's with texts of a broken row run into it."""
        same = last.columns is not None and len(roles) == last.columns.width
        return same and not {"title", "description"} & set(roles)

    def _go_on_with(self, last: GridReader) -> None:
        if last.closed or last.sheet != self.sheet:
            return
        self.sections, self.column_sections = last.sections, last.column_sections
        self.manner = last.manner
        self.before = last.tasks[-1:] or last.before

    def _above(self, row: Row) -> None:
        words = list(dict.fromkeys(t for t in row.texts if t))
        if len(words) == 1 and heading_kind(words[0]) in {"一", "（一）"}:
            self.sections.enter(squeeze(words[0]))

    def read(self) -> list[RawTask]:
        """Return the tasks of the grid."""
        if self.columns is None or not self.columns.texts:
            return []
        if (
            not (self.columns.lead or self.columns.deadline or self.columns.number is not None)
            and len(self.columns.texts) < 2
        ):
            return []
        for i, row in enumerate(self.grid.rows[self.start :]):
            self._row(row, cut=i == 0 and self.grid.rows[0].top)
        self.tasks = _without_parents(self.tasks)
        return self.tasks

    @property
    def latest(self) -> RawTask | None:
        """The task above the current row."""
        return self.tasks[-1] if self.tasks else self.before[-1] if self.before else None

    def _row(self, row: Row, cut: bool = False) -> None:
        texts = [plain(t) for t in row.texts]
        filled = [t for t in texts if t]
        if not filled or (head_roles(texts) is not None and not any(is_number(t) for t in filled)):
            return
        words = list(dict.fromkeys(filled))
        if len(words) == 1 and not (cut and not heading_kind(words[0])) and self._alone(row, texts, words[0]):
            return
        if _NOTE_ROW.match(filled[0]) and len(words) <= 2:
            return
        if sum(t.endswith((":", "：")) for t in filled) * 2 >= len(filled):  # 文号：… | 成文日期：… of the page
            return
        if self._continues(row, texts, cut) or self._ordinal_heading(row, texts):
            return
        self._task(row)

    def _alone(self, row: Row, texts: list[str], word: str) -> bool:
        """Take a row with one text: a note, a section, or the rest of a cell above. False where it is none of these."""
        assert self.columns
        if _NOTE_ROW.match(word):
            return True
        at = [i for i, t in enumerate(texts) if t]
        kind = heading_kind(word)
        spans = len(at) > max(1, len(texts) // 2)
        if kind in {"一", "（一）"} or spans or (at[0] == 0 and not is_number(word) and len(word) <= 60):
            self.sections.enter(squeeze(word))
            return True
        if self.latest and at[0] in self.columns.texts and not (row.cells[at[0]].up):
            if at[0] == self.columns.title and len(word) <= 40 and self.columns.descriptions:
                self.sections.enter(squeeze(word))
            else:
                self.latest.description = (self.latest.description + "\n" + word).strip()
            return True
        return is_number(word) or row.cells[at[0]].up

    def _ordinal_heading(self, row: Row, texts: list[str]) -> bool:
        """Take a row that has 一 or （一） for its number, a title, and nobody responsible: a section."""
        c = self.columns
        if c is None or c.number is None or c.title is None or max(c.number, c.title) >= len(texts):
            return False
        number, title = texts[c.number], texts[c.title]
        said = [i for i in (*c.lead, *c.support, *c.deadline, *c.descriptions) if i < len(texts) and texts[i]]
        if not title or said or not re.fullmatch(rf"[（(]?{NUMERAL}+[）)]?[、.．]?", number):
            return False
        bare = number.rstrip("、.．")
        self.sections.enter(squeeze(bare + title if bare[0] in "（(" else f"{bare}、{title}"))
        return True

    def _own(self, row: Row, columns: list[int]) -> bool:
        """Whether the row says something of its own in these columns."""
        return any(i < len(row.cells) and row.cells[i].text.strip() and not row.cells[i].up for i in columns)

    def _continues(self, row: Row, texts: list[str], cut: bool) -> bool:
        """Append a row that only goes on with the texts of the row above."""
        c = self.columns
        last = self.latest
        if last is None or c is None:
            return False
        number_own = c.number is not None and self._own(row, [c.number])
        title_own = c.title is not None and self._own(row, [c.title])
        duty_own = self._own(row, c.lead + c.support)
        time_own = self._own(row, c.deadline)
        if cut and c.number is not None and not number_own and not (time_own and duty_own):
            self._go_on(last, row)
            return True
        if number_own or title_own or duty_own or time_own or not c.descriptions:
            return False
        more = "\n".join(texts[i] for i in c.descriptions if i < len(texts) and texts[i] and not row.cells[i].up)
        if more:
            last.description = (last.description + "\n" + more).strip()
        return True

    def _go_on(self, last: RawTask, row: Row) -> None:
        """Join a row that a page break has cut."""
        c = self.columns
        assert c
        if c.title is not None:
            last.title = squeeze(last.title + plain(cell_of(row, c.title).text))
        more = "".join(plain(cell_of(row, i).text) for i in c.descriptions)
        last.description += more
        for names, columns in ((last.lead, c.lead), (last.support, c.support)):
            text = "\n".join(plain(cell_of(row, i).text) for i in columns).strip()
            if text:
                names[:] = split_units("、".join(names) + "\n" + text)
        last.deadline_text += "".join(plain(cell_of(row, i).text) for i in c.deadline)

    def _task(self, row: Row) -> None:
        c = self.columns
        assert c
        above = self.latest
        title_cell = cell_of(row, c.title)
        title, own_number = pull_number(plain(title_cell.text).lstrip("—–● •·"), c.number is None)
        number = clean_number(cell_of(row, c.number).text) if c.number is not None else own_number
        again = c.number is not None and (not number or cell_of(row, c.number).up) and above is not None
        further = re.fullmatch(r"(.+)-\d+", number)  # 23-2 under 23: a further row, written out
        if further and above is not None and above.number == further[1]:
            number, again = further[1], True
        description = "\n".join(t for t in (plain(cell_of(row, i).text) for i in c.descriptions) if t)
        merged = (not title or title_cell.up) and above is not None and bool(description or title_cell.up or again)
        if not title and not description and not again:
            return
        if merged and above is not None:
            title = above.title
        elif not title:
            title, description = split_title(description)
        elif not c.descriptions or not description:
            title, description = split_title(title)
        task = RawTask(number, squeeze(title), description.strip(), row.place, again=again, merged_title=merged)
        self._place(task, row)
        fill_duty(task, row, c, self.manner)
        self.tasks.append(task)

    def _place(self, task: RawTask, row: Row) -> None:
        c = self.columns
        assert c
        for i in c.sections:
            text = squeeze(plain(cell_of(row, i).text))
            if text and text != self.column_sections.get(i):
                for j in c.sections[c.sections.index(i) + 1 :]:
                    self.column_sections.pop(j, None)
                self.column_sections[i] = text
        levels = [self.column_sections[i] for i in c.sections if i in self.column_sections]
        outer = [s for s in (self.sections.section, self.sections.subsection) if s]
        if not outer and not levels:
            outer = [s for s in (self.between.section, self.between.subsection) if s]
        path = [*outer, *levels] or ([self.sheet] if self.sheet else [])
        if self.sheet and len(path) == 1 and path[0] != self.sheet:
            path = [self.sheet, *path]
        task.section = path[0] if path else ""
        task.subsection = path[-1] if len(path) > 1 else ""


def _without_parents(tasks: list[RawTask]) -> list[RawTask]:
    """Make sections of rows like 1 above 1.1 and 1.2 that name nobody and no time themselves."""
    kept: list[RawTask] = []
    heading: RawTask | None = None
    for i, task in enumerate(tasks):
        below = tasks[i + 1].number if i + 1 < len(tasks) else ""
        silent = not (task.lead or task.support or task.deadline_text.strip() or task.description or task.again)
        if silent and task.number and below.startswith((f"{task.number}.", f"{task.number}-")):
            heading = task
            continue
        if heading is not None and task.number.startswith(heading.number) and task.number != heading.number:
            name = f"{heading.number}.{heading.title}"
            task.section, task.subsection = (task.section, name) if task.section else (name, "")
        kept.append(task)
    return kept
