"""Reading a document from outside in a process of its own: what it gives, and what it may not use."""

from __future__ import annotations

import resource
import time
import zlib
from datetime import date

import pytest

from bot.errors import PlanError
from bot.plan import read
from bot.services.plan_file import Bounds, read_bounded
from tests.plan.making import docx, xlsx
from tests.plan.test_bad_files import BAD, PDF_END, PDF_HEAD

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
    drawn = b"BT /F1 8 Tf 10 10 Td " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 10_000 + b"ET"
    data = PDF_HEAD + zlib.compress(drawn) + PDF_END  # a page of 300,000 letters
    started, ours = time.process_time(), children()
    with pytest.raises(PlanError, match="takes too long"):
        read_bounded(data, "a.pdf", today=TODAY, bounds=Bounds(stall=0.5))
    assert time.process_time() - started < 1, "the bot's own process does not do the reading"
    assert children() - ours < 2, "seconds of the processor"


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("case", ["bomb_docx", "deep", "macros", "password_pdf", "pdf_bomb", "pdf_tree", "rows_csv"])
def test_a_hostile_file_is_refused_within_two_seconds_of_the_processor(case: str) -> None:
    data, name, word = BAD[case]
    before = children()
    with pytest.raises(PlanError, match=word):
        read_bounded(data, name, today=TODAY)
    assert children() - before < 2


def test_five_thousand_rows_are_read_within_the_bounds() -> None:
    assert len(read_bounded(xlsx(("台账", rows(5000))), "a.xlsx", today=TODAY).tasks) == 5000
