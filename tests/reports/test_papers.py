"""The forms of a Summary: read back by other libraries, their numbers are the Summary's."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.locale import Voice
from bot.reports.csv_file import ledger_csv, safe
from bot.reports.document import document
from bot.reports.facts import json_file
from bot.reports.lists import View, page
from bot.reports.sheet import workbook
from bot.reports.summary import Summary
from bot.reports.text import plain, summary_text, text
from bot.services.summary import Wanted, summarise
from tests import support
from tests.services.august import NOW, round_of

ZH = Voice("zh_CN")


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    round_ = round_of(tmp_path_factory.mktemp("round"))
    with round_.db.reading() as session:
        return summarise(support.context(session, actor=round_.li, now=NOW), Wanted(months=6))


def test_the_workbook_holds_the_ledger_with_frozen_head_filter_and_colours(summary: Summary) -> None:
    name, mime, data = workbook(summary, ZH)
    assert (name, mime.rpartition(".")[2]) == ("台账-2022-08.xlsx", "sheet")
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["台账", "分领域", "分单位", "量化指标", "负担", "主要数据", "近月情况"]
    sheet = book["台账"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:Q12"
    assert sheet.column_dimensions["D"].width > 30
    assert [cell.value for cell in sheet["A"]] == ["编号", *(task.code for task in summary.tasks)]
    lights = {cell.value: cell.fill.fgColor.rgb for cell in sheet["J"][1:]}
    assert lights["红"] != lights["灰"] != lights["绿"]
    assert {light: colour for light, colour in lights.items() if colour == "00000000"} == {}


def test_no_cell_of_the_workbook_is_a_formula(summary: Summary) -> None:
    sheet = load_workbook(io.BytesIO(workbook(summary, ZH)[2]))["台账"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert "=1+1" in {cell.value for cell in cells}
    assert "@省厅细则未出" in {cell.value for cell in cells}


def test_the_numbers_agree_in_every_form(summary: Summary) -> None:
    book = load_workbook(io.BytesIO(workbook(summary, ZH)[2]))
    total = [cell.value for cell in list(book["分领域"].rows)[-1]]
    figures = json.loads(json_file(summary)[2])["figures"]
    numbers = [figures[name] for name in ("total", "done", "proceeding", "behind", "overdue")]
    assert total == ["合计", *numbers] == ["合计", 11, 1, 8, 1, 1]
    listed = {row[0].value: row[1].value for row in book["主要数据"].iter_rows(min_row=2)}
    assert (listed["合计"], listed["到期未办结"], listed["未报单位"]) == (11, 1, 3)
    paper = Document(io.BytesIO(document(summary, ZH)[2]))
    in_paper = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
    assert in_paper[-1] == [str(each) for each in total]
    said = text(summary, ZH)[2].decode()
    assert "台账11条" in said
    assert "办结1，推进8（+5），滞后1（-5），到期未办结1" in said
    burden = {row[0].value: row[1].value for row in book["负担"].iter_rows(min_row=2)}
    assert sum(burden.values()) == summary.burden.messages
    units = list(book["分单位"].iter_rows(min_row=2, values_only=True))
    assert units[0][:6] == ("县市场监管局", 4, 3, 0, 0, 1)


def test_the_document_says_the_status_in_an_office_s_order(summary: Summary) -> None:
    name, _, data = document(summary, ZH)
    paper = Document(io.BytesIO(data))
    headings = [
        each.text for each in paper.paragraphs if each.style and each.style.name.startswith(("Title", "Heading"))
    ]
    assert name == "报送情况-2022-08.docx"
    assert headings == [
        "2022年8月报送情况",
        "一、总体情况",
        "二、分领域进展",
        "三、各单位报送情况",
        "四、到期未办结",
        "五、需协调事项",
        "六、30天内到期",
    ]
    body = "\n".join(each.text for each in paper.paragraphs)
    assert "10 执行<效率>（县市场监管局，应2022年8月）" in body
    assert "县营商办　截至8月29日17:00" in body


def test_csv_opens_in_excel_and_has_no_formula(summary: Summary) -> None:
    _, mime, data = ledger_csv(summary, ZH)
    assert mime.startswith("text/csv")
    assert data.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(table) == 12
    assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-3%", "@x", "\t=1", "\r=1", "＝SUM(A1)"])
def test_text_that_a_sheet_would_take_for_a_formula_is_marked_as_text(cell: str) -> None:
    assert safe(cell) == "'" + cell


def test_numbers_and_plain_text_are_left_alone_in_csv() -> None:
    assert [safe(cell) for cell in (-3, 0.5, None, "推进中-已印发", False)] == [-3, 0.5, "", "推进中-已印发", 0]


def test_control_characters_break_no_paper(summary: Summary) -> None:
    from dataclasses import replace

    odd = replace(summary, tasks=tuple(replace(task, title="坏\x00\x0b字\ud800") for task in summary.tasks))
    assert "坏字" in [cell.value for cell in load_workbook(io.BytesIO(workbook(odd, ZH)[2]))["台账"]["D"]]
    assert Document(io.BytesIO(document(odd, ZH)[2])).paragraphs


@pytest.mark.parametrize("view", list(View))
def test_every_list_fits_in_one_message_and_escapes_what_people_wrote(summary: Summary, view: View) -> None:
    for language in ("zh_CN", "en"):
        shown = page(summary, view, 0, Voice(language)).text
        assert len(shown) < 4096
        assert "执行<效率>" not in shown
        assert plain(shown).splitlines()[0]


def test_the_lists_say_who_and_what(summary: Summary) -> None:
    def lines(view: View) -> list[str]:
        return plain(page(summary, view, 0, ZH).text).splitlines()

    assert lines(View.missing) == [
        "未报3家（8月，截至29日17时）",
        "县市场监管局1条：10",
        "县财政局1条：6",
        "县商务委1条：8",
        "县法院（商请）1条：9",
        "县商务委待审：8-2",
    ]
    assert lines(View.overdue) == ["到期未办结1条（8月，截至29日17时）", "5 涉企收费（县财政局，应2022年7月）"]
    assert lines(View.coordination)[1:] == [
        "4 退出机制（县市场监管局，应2022年8月）：等公积金系统",
        "5 涉企收费（县财政局，应2022年7月）：@省厅细则未出",
    ]
    assert lines(View.soon)[1] == "2 一照多址（县市场监管局，应2022年8月，办结待审）"
    assert lines(View.units)[1] == "县市场监管局：应报4，已报3（迟报0），待审0，未报1"
    assert lines(View.sections) == [
        "分领域（2个，括号内为较上月增减）（8月，截至29日17时）",
        "一、打造最优市场环境6条：办结1，推进3（+2），滞后1（-2），到期未办结1",
        "二、打造最优政务环境5条：推进5（+3），滞后0（-3）",
    ]
    assert lines(View.burden)[1:] == ["县市场监管局2条", "县财政局1条"]


def test_a_long_list_is_paged_and_a_page_beyond_the_end_is_the_last(summary: Summary) -> None:
    from dataclasses import replace

    many = replace(
        summary,
        tasks=tuple(replace(summary.tasks[4], code=str(number)) for number in range(45)),
    )
    first, last = page(many, View.overdue, 0, ZH), page(many, View.overdue, 99, ZH)
    assert (first.pages, last.number) == (3, 2)
    assert len(plain(first.text).splitlines()) == 21
    assert len(plain(last.text).splitlines()) == 6
    assert plain(last.text).splitlines()[0].endswith("第3页，共3页")


def test_an_empty_list_says_so(summary: Summary, tmp_path: Path) -> None:
    from dataclasses import replace

    assert plain(page(replace(summary, tasks=()), View.overdue, 0, ZH).text).splitlines()[1:] == ["无"]


def test_the_english_summary_has_no_chinese_of_ours(summary: Summary) -> None:
    from dataclasses import replace

    quiet = replace(summary, units=(), tasks=(), office="Office")
    said = text(quiet, Voice("en"))[2].decode()
    assert said.isascii()


def test_what_people_wrote_is_escaped_in_the_message_and_plain_in_the_file(summary: Summary) -> None:
    from dataclasses import replace

    bold = "<b>县&乡</b>"
    tasks = tuple(replace(task, section=bold) for task in summary.tasks)
    units = tuple(replace(unit, unit=bold) for unit in summary.units)
    problem = replace(tasks[4].problems[0], problem="<i>卡")
    odd = replace(summary, tasks=(*tasks[:4], replace(tasks[4], problems=(problem,)), *tasks[5:]), units=units)
    said = summary_text(odd, ZH)
    assert "&lt;b&gt;县&amp;乡&lt;/b&gt;" in said
    assert bold not in said
    assert "：&lt;i&gt;卡" in said
    assert bold in json_file(odd)[2].decode()
