"""Rich Text files: paragraphs, tables with merged cells, Chinese in bytes and in characters by number."""

from __future__ import annotations

from datetime import date

import pytest

from bot.plan import read
from tests.plan.making import LEFT, UP, Rows, docx, rtf

TODAY = date(2024, 3, 1)
TABLE: Rows = [
    ["序号", "任务", "工作内容", "牵头单位", "配合单位", "完成时限"],
    ["一、要素保障", LEFT, LEFT, LEFT, LEFT, LEFT],
    ["1", "编制预算", "新增专利300件", "县财政局", "县审计局\n县教委", "2024年5月"],
    [UP, UP, "公开预算", "县财政局", "", "长期坚持"],
    ["2", "开展审计", "覆盖全部项目", "县审计局", "各相关部门", "2024年6月"],
]


@pytest.mark.parametrize("unicode", [False, True])
def test_a_table_gives_what_the_word_file_gives(unicode: bool) -> None:
    parts = ("某县2024年行动计划", TABLE, "某县人民政府\n2024年1月5日")
    draft, wanted = read(rtf(*parts, unicode=unicode), "a.rtf", today=TODAY), read(docx(*parts), "a.docx", today=TODAY)
    assert draft == wanted
    assert [t.code for t in draft.tasks] == ["1", "1-2", "2"]


def test_items_are_read_and_what_is_no_text_is_not() -> None:
    data = rtf("1.编制预算。（县财政局牵头，6月底前完成）", "2.开展审计。（县审计局牵头，7月底前完成）")
    hidden = rb"{\*\bkmkstart x}{\pict 89504e47}{\footer {1.}}"
    draft = read(data[:-1] + hidden + b"}", "a.rtf", today=TODAY)
    assert [(t.code, t.title, t.lead, t.description) for t in draft.tasks] == [
        ("1", "编制预算", ("县财政局",), ""),
        ("2", "开展审计", ("县审计局",), ""),
    ]
