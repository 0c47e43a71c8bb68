"""Reading a document from outside in a process of its own: what it gives, and what it may not use."""

from __future__ import annotations

import time
from datetime import date

import pytest

from bot.errors import PlanError
from bot.plan import read
from bot.services.plan_file import Bounds, read_bounded
from tests.plan.making import docx, xlsx

TODAY = date(2022, 5, 1)
HEAD = ["序号", "任务", "工作内容", "牵头单位", "配合单位", "完成时限"]


def rows(count: int) -> list[list[str]]:
    one = ["推进改革", "制定方案，新增专利300件，2022年6月印发方案", "县财政局", "各相关部门", "2022年12月"]
    return [HEAD, *([str(number), *one] for number in range(1, count + 1))]


def test_it_gives_what_the_reader_gives() -> None:
    data = docx("某县行动计划", rows(3), "某县人民政府\n2022年4月20日")
    assert read_bounded(data, "计划.docx", today=TODAY) == read(data, "计划.docx", today=TODAY)


def test_the_reason_of_a_refusal_comes_back() -> None:
    with pytest.raises(PlanError, match="空"):
        read_bounded(b"  ", "a.txt", today=TODAY)


def test_a_document_that_needs_more_memory_is_refused() -> None:
    with pytest.raises(PlanError):
        read_bounded(xlsx(("台账", rows(3000))), "a.xlsx", today=TODAY, bounds=Bounds(memory=8 * 1024 * 1024))


def test_a_document_that_takes_too_long_is_stopped() -> None:
    kids = "3 0 R " * 900_000  # a tree of pages that takes long to walk
    data = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    data += f"2 0 obj<</Type/Pages/Count 900000/Kids[{kids}]>>endobj\n"
    page = "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>endobj\ntrailer<</Root 1 0 R>>\n"
    started = time.process_time()
    with pytest.raises(PlanError, match="takes too long"):
        read_bounded((data + page).encode(), "a.pdf", today=TODAY, bounds=Bounds(stall=1))
    assert time.process_time() - started < 2, "the bot's own process does not do the reading"


def test_five_thousand_rows_are_read_within_the_bounds() -> None:
    assert len(read_bounded(xlsx(("台账", rows(5000))), "a.xlsx", today=TODAY).tasks) == 5000
