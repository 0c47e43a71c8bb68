"""The county's 101 rows: the demo plan as shipped, and the same rows as Word, Excel and PDF."""

from __future__ import annotations

import json
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from bot.plan import Draft, draft_json, read
from tests.plan.making import LEFT, UP, docx, pdf, xlsx

TODAY = date(2022, 5, 1)
SHARED = Path(__file__).parents[2] / ".." / "shared" / "plans"
TITLE = "奉节县打造营商环境最优县三年行动方案（2022-2024年）"
ISSUED = f"奉节县人民政府办公室关于印发{TITLE}的通知\n奉节县人民政府办公室\n2022年4月28日"


def demo() -> Draft:
    data = resources.files("bot.sandbox").joinpath("demo_plan.tsv").read_bytes()
    return read(data, "demo_plan.tsv", today=TODAY)


def facts(draft: Draft) -> list[tuple[Any, ...]]:
    return [(t.code, t.section, t.subsection, t.title, t.lead, t.support, t.deadline) for t in draft.tasks]


def grid() -> list[list[str]]:
    """The demo plan's rows as the office's own table has them: section rows, merged titles, one head over two columns."""  # noqa: E501
    rows = [["序号", "具体任务", LEFT, "牵头单位", "配合单位", "完成时限"]]
    above = ("", "", "")
    for task in demo().tasks:
        if task.section != above[0]:
            rows.append([task.section, *[LEFT] * 5])
        if task.subsection != above[1]:
            rows.append([task.subsection, *[LEFT] * 5])
        again = task.code != task.number
        title = UP if again or (task.title == above[2] and task.subsection == above[1]) else task.title
        detail = f"围绕“{task.title}”完善机制，细化措施，压实责任，推动各项要求落到实处、见到成效。" * 2
        rows.append(
            [
                UP if again else task.code,
                title,
                detail,
                "、".join(task.lead),
                "、".join(task.support),
                task.deadline_text,
            ]
        )
        above = (task.section, task.subsection, task.title)
    return rows


def test_the_demo_plan_reads_to_101_rows_with_title_issue_and_targets() -> None:
    draft = demo()
    assert len(draft.tasks) == 101
    assert (draft.title, draft.issued) == (TITLE, date(2022, 4, 28))
    assert draft.first_month(TODAY) == date(2022, 5, 1)
    assert len({t.code for t in draft.tasks}) == 101
    assert sum(len(t.targets) for t in draft.tasks) == 25
    by_code = {t.code: t for t in draft.tasks}
    assert by_code["23-2"].number == "23"
    assert by_code["54"].support == ("县教委", "县卫生健康委", "县住房城乡建委", "县文化旅游委")
    assert {(a.kind, a.code) for a in draft.anomalies} >= {
        ("second_row", "23-2"), ("collective_lead", "74"), ("lead_in_support", "99"), ("alias_proposed", None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.docx", lambda rows: docx(ISSUED, rows)),
        ("a.xlsx", lambda rows: xlsx(("任务清单", [[TITLE, *[LEFT] * 5], *rows, ["2022年4月28日"]]))),
        ("a.pdf", lambda rows: pdf(ISSUED, rows, widths=(35, 120, 330, 100, 100, 70))),
    ],
)
def test_word_excel_and_pdf_give_the_same_rows(name: str, make: Any) -> None:
    draft = read(make(grid()), name, today=TODAY)
    assert facts(draft) == facts(demo())
    assert (draft.title, draft.issued) == (TITLE, date(2022, 4, 28))


def test_a_pdf_whose_rows_break_over_pages_without_a_repeated_head_gives_the_same_rows() -> None:
    rows = [["" if cell == UP else cell for cell in row] for row in grid()]
    data = pdf(ISSUED, rows, widths=(35, 120, 330, 100, 100, 70), repeat_head=False)
    assert facts(read(data, "a.pdf", today=TODAY)) == facts(demo())


def test_the_object_for_import_has_the_contract_s_fields() -> None:
    made = draft_json(demo(), TODAY)
    assert made["plan"] == {"title": TITLE, "issued": "2022-04-28", "first_month": "2022-05"}
    first = made["tasks"][0]
    assert {
        "code",
        "number",
        "section",
        "subsection",
        "title",
        "description",
        "lead",
        "support",
        "deadline",
        "targets",
    } <= set(first)
    assert first["deadline"] == "2022-08-31"
    assert made["tasks"][1]["deadline"] == "ongoing"
    assert {"kind", "code", "message"} <= set(made["anomalies"][0])
    json.dumps(made)


needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the plans to compare with are not here")


@needs_shared
def test_the_county_plan_s_text_gives_its_ledger_exactly() -> None:
    draft = read((SHARED / "fengjie-2022-2024.txt").read_bytes(), "fengjie.txt", today=TODAY)
    wanted = json.loads((SHARED / "fengjie-2022-2024.json").read_text(encoding="utf-8"))
    fields = ("code", "section", "subsection", "title", "lead", "support", "deadline")
    assert [{k: t[k] for k in fields} for t in draft_json(draft)["tasks"]] == wanted
    kinds = {(a.kind, a.code) for a in draft.anomalies}
    assert {
        ("merged_title", "6"),
        ("merged_title", "27"),
        ("deadline_contradicts_text", "11"),
        ("count_differs", None),
    } <= kinds
    assert facts(draft) == facts(demo())


@needs_shared
def test_the_county_plan_s_targets_are_those_listed_by_hand() -> None:
    draft = read((SHARED / "fengjie-2022-2024.txt").read_bytes(), "fengjie.txt", today=TODAY)
    found = [(t.code, g.value, g.unit, g.comparison) for t in draft.tasks for g in t.targets]
    assert found == [
        ("7", 9, "类", "="), ("7", 4, "类", "="), ("11", 500, "家", ">="), ("11", 5000, "次", ">="), ("14", 90, "%", ">="),  # noqa: E501
        ("14", 0.5, "个工作日", "<="), ("17", 20, "天", "<="), ("21", 5, "%", ">="), ("23-2", 9, "个工作日", "<="),
        ("23-2", 8, "个工作日", "<="), ("23-2", 30, "个工作日", "<="), ("23-2", 13, "个工作日", "<="), ("35", 100, "%", ">="),  # noqa: E501
        ("48", 48, "个工作日", "<="), ("56", 100, "%", ">="), ("56", 100, "%", ">="), ("67", 300, "件", ">="),
        ("67", 4, "件", ">="), ("67", 8200, "件", ">="), ("74", 5, "个工作日", ">="), ("83", 1, "家", ">="),
        ("92", 1, "个工作日", "<="), ("94", 4, "次", ">="), ("94", 1, "次", ">="), ("96", 1, "次", ">="),
    ]  # fmt: skip
