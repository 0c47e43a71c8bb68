"""Who wrote a line, and the names of fields in brackets, in front of what is reported."""

from __future__ import annotations

import pytest

from bot.replies.fields import behind_ticks, with_colons
from bot.replies.writers import without_writers
from tests.replies.office import built_in, only, told


@pytest.mark.parametrize("head", ["登记科：", "[登记科] ", "【登记股】", "办公室: "])
def test_the_section_that_wrote_a_line_is_neither_task_nor_title(head: str) -> None:
    assert told(f"{head}14推进中\n信用科：17已完成") == {"14": "in_progress", "17": "done"}


def test_a_section_with_the_words_of_a_title_points_to_no_task() -> None:
    assert told("知识产权科：鼓励柔性监管已完成") == {"64": "done"}


@pytest.mark.parametrize("line", ["县市场监管局：14推进中", "责任科室：登记科", "知识产权：推进中", "14科室已确定"])
def test_other_heads_stay(line: str) -> None:
    assert without_writers(line, built_in()) == line


def test_a_field_in_brackets_is_one_with_a_colon() -> None:
    item = only("【任务编号】14\n【当前进度】70%\n【存在问题】企业订单减少")
    assert (item.task, item.percent, item.problem) == ("14", 70, "企业订单减少")


@pytest.mark.parametrize("line", ["(任务14)已完成", "(一)推进中", "(奉节)已完成"])
def test_other_brackets_stay(line: str) -> None:
    assert with_colons(line) == line


@pytest.mark.parametrize("tick", ["✅ ", "☑", "- [x] "])
def test_a_tick_before_a_named_task_is_said_of_that_task(tick: str) -> None:
    text = f"{tick}10 企业名称自主申报\n{tick}12 便利开户\n- [ ] 14 压减时间 80%"
    assert told(text) == {"10": "done", "12": "done", "14": "in_progress"}


@pytest.mark.parametrize("line", ["✅ 14完成60%", "✅ 10、12", "✅ 都好了"])
def test_a_tick_before_a_statement_stays_where_it_is(line: str) -> None:
    assert behind_ticks(line) == line
