"""Bulletin and brief, read back: numbers equal to the Summary, names only the second time, open what is a person's."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from bot.reports.brief import brief
from bot.reports.bulletin import About, bulletin
from bot.reports.cells import height_of
from bot.reports.obstacle import problem_of
from bot.reports.paper import OPEN, balanced
from bot.reports.summary import Summary
from bot.services.summary import Wanted, summarise
from tests import support
from tests.services.august import NOW, round_of

ABOUT = About(plan="优化营商环境三年行动计划", asked_until=date(2022, 9, 30), repeated=("县财政局",))


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    round_ = round_of(tmp_path_factory.mktemp("round"))
    with round_.db.reading() as session:
        return summarise(support.context(session, actor=round_.li, now=NOW), Wanted(months=6))


def _lines(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs if paragraph.text]


def _numbers(pattern: str, text: str) -> list[int]:
    found = re.search(pattern, text)
    assert found, f"{pattern} in {text}"
    return [int(group) for group in found.groups()]


def test_the_bulletin_s_numbers_are_the_summary_s_and_add_up(summary: Summary) -> None:
    name, mime, data = bulletin(summary, ABOUT)
    assert (name, mime.rpartition(".")[2]) == ("通报-2022-08.docx", "document")
    text, n = "\n".join(_lines(data)), summary.numbers
    said = _numbers(r"台账共(\d+)条：已办结(\d+)条.*正在推进(\d+)条.*进度滞后(\d+)条.*到期未办结(\d+)条", text)
    assert said == [n.total, n.done, n.proceeding, n.behind, n.overdue]
    assert said[0] == sum(said[1:])
    assert "截至2022年8月29日17时" in text
    assert "正在推进8条（较上月增加5条）" in text
    assert "进度滞后1条（较上月减少5条）" in text
    kept = _numbers(r"应报送单位(\d+)家[^：]*：按时报送(\d+)家[^，]*，迟报(\d+)家[^，]*，未报(\d+)家", text)
    assert kept[0] == sum(kept[1:]) == len(summary.asked)
    sections = [sum(row.values()) for row in summary.standings.values()]
    assert sum(sections) == n.total
    tables = Document(io.BytesIO(data)).tables
    assert len(tables[0].rows) - 1 == n.total
    assert [row.cells[0].text for row in tables[1].rows[1:]] == [unit.unit for unit in summary.asked]


def test_the_bulletin_keeps_its_order_and_what_is_a_persons_stays_open(summary: Summary) -> None:
    lines = _lines(bulletin(summary, ABOUT)[2])
    heads = [line for line in lines if re.match(r"[一二三四五]、\S{2,8}$", line)]
    assert heads == ["一、总体情况", "二、分领域进展", "三、典型做法", "四、存在问题", "五、下一步要求"]
    assert lines[0] == "（草稿，待审定，不得外传）"
    assert f"文号：{OPEN}" in lines
    assert f"抄送：{OPEN}" in lines
    (badly,) = [line for line in lines if "报送不及时" in line]
    assert "个别单位（2家）" in badly
    assert f"县财政局连续两个月迟报或未报（是否点名，由审定人定：{OPEN}）" in badly
    assert "县市场监管局" not in badly
    assert "县商务委" not in badly


def test_a_final_bulletin_has_its_number_and_nothing_internal(summary: Summary) -> None:
    about = replace(ABOUT, stage="final", number="奉营商办〔2022〕9号", verified=(("县财政局", "未报1项", "属实"),))
    lines = _lines(bulletin(summary, about)[2])
    assert lines[0] == "奉营商办〔2022〕9号"
    assert not any("草稿" in line or "内部" in line or "属实" in line for line in lines)


def test_the_brief_has_five_figures_and_at_most_three_problems(summary: Summary) -> None:
    lines = _lines(brief(summary, ABOUT)[2])
    assert len([line for line in lines if re.match(r"[1-5]\. ", line)]) == 5
    problems = [line for line in lines if line.startswith("（") and "原因：" in line]
    assert len(problems) == min(3, len(summary.coordination)) == 2
    assert (
        problems[0] == f"（一）第4项“退出机制”（县市场监管局）。原因：等公积金系统。建议：{OPEN}。需协调单位：{OPEN}。"
    )
    n = summary.numbers
    assert f"{n.total}条任务中{n.done + n.proceeding}条已办结或正常推进" in "\n".join(lines)
    assert any("呈阅件，不下发" in line for line in lines)


def test_the_brief_says_of_the_round_what_the_bulletin_says_with_the_change_on_last_month(summary: Summary) -> None:
    before = summary.last
    assert before is not None
    waiting = replace(summary.units[0], missing=("10",), pending=("10",))
    other = replace(summary, units=(waiting, *summary.units[1:]), last=replace(before, reported=2, missing=1))
    in_brief = next(line for line in _lines(brief(other, ABOUT)[2]) if line.startswith("4. "))
    told = in_brief.removeprefix("4. ").rstrip("。")
    assert told in "\n".join(_lines(bulletin(other, ABOUT)[2]))
    assert "未报3家（较上月增加2家）（其中1家称待本单位领导审定）" in told
    assert "5. 下月到期0条；量化指标已达1/2（较上月增加1项）。" in _lines(brief(summary, ABOUT)[2])


def test_control_characters_in_a_unit_s_words_do_not_break_a_paper(summary: Summary) -> None:
    tasks = tuple(replace(task, title=f"<b>&\x00\x0b{task.title}") for task in summary.tasks)
    data = bulletin(replace(summary, tasks=tasks), ABOUT)[2]
    assert any("<b>&" in cell.text for row in Document(io.BytesIO(data)).tables[0].rows for cell in row.cells)


def test_a_month_without_trouble_says_so(summary: Summary) -> None:
    calm = replace(
        summary, tasks=tuple(replace(task, standing="proceeding", problems=()) for task in summary.tasks), units=()
    )
    text = "\n".join(_lines(bulletin(calm, ABOUT)[2]))
    assert "本月未发现到期未办结、进度滞后和迟报未报情况。" in text
    assert "本月各单位未提出需要协调的问题。" in "\n".join(_lines(brief(calm, ABOUT)[2]))


def test_a_long_title_is_parted_in_lines_of_like_length_and_never_within_a_number() -> None:
    words = "关于2022年8月《奉节县打造营商环境最优县三年行动方案（2022-2024年）》推进情况的通报"
    lines = balanced(words, 18)
    assert "".join(lines) == words
    assert all(6 <= len(line) <= 22 for line in lines)
    assert not any(line[0] in "，。、）》年月" or line[-1] in "《（" for line in lines)
    assert not any(lines[n][-1].isdigit() and lines[n + 1][0].isdigit() for n in range(len(lines) - 1))
    assert balanced("关于报送进展的提示函", 18) == ["关于报送进展的提示函"]


@pytest.mark.parametrize(
    ("problem", "words", "expected"),
    [
        ("3有困难", "3有困难，人手不足，预计2022年7月底完成", "人手不足"),
        ("有困难", "有困难", "有困难"),
        ("等公积金系统", "3等公积金系统，预计年底完成", "等公积金系统"),
        ("工作推进受阻", "3工作推进受阻；省厅细则未出，力争9月完成", "省厅细则未出"),
    ],
)
def test_an_obstacle_in_name_only_gives_way_to_its_cause(
    summary: Summary, problem: str, words: str, expected: str
) -> None:
    said = replace(summary.coordination[0].problems[-1], problem=problem, words=words)
    assert problem_of(replace(summary.coordination[0], code="3", problems=(said,))) == expected


def test_the_copies_go_to_whom_stands_after_the_annexes(summary: Summary) -> None:
    lines = _lines(bulletin(summary, About(plan="方案"))[2])
    assert lines.index("附件2　报送情况") < lines.index(f"抄送：{OPEN}")


def test_a_row_is_as_high_as_its_longest_cell_needs() -> None:
    assert height_of([("短", 10), (5, 8)]) == 15
    assert height_of([("短", 10), ("很长的一段进展" * 6, 20)]) == 75
    assert height_of([("字" * 5000, 10)]) == 240
