"""A plan's document before the office: points settled by one press each, and what accepting makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot.errors import PlanError, Refused
from bot.locale import Voice
from bot.plan import read
from bot.services import import_text, plan_points, plan_preview, units_reporting
from bot.services.context import Context
from bot.services.import_draft import draft_from_json
from storage import audit, ledger
from storage.kinds import DownloadPurpose, DownloadState, PreviewState, Role, TaskState
from storage.models import Download, OutboxRow, Plan, PlanPreview, Task
from tests import support

TEXT = """某县2022年重点改革任务清单
序号\t任务\t工作内容\t牵头单位\t配合单位\t完成时限
1\t推进数据共享\t制定方案\t各相关部门\t县大数据局、县财政局\t2022年12月
2\t清理拖欠账款\t专项清理\t\t县财政局\t长期坚持
3\t规范涉企检查\t推行扫码\t县司法局\t县司法局、县公安局\t2022年10月
4\t便利信贷\t推广产品\t人民银行奉节支行\t人民银行奉节县支行、县税务局\t
5\t加强督查\t专项督查\t县委组织部\t\t2022年11月31日
某县人民政府
2022年4月20日
"""


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[Context]:
    with support.database(tmp_path).writing() as session:
        actor = support.person(session, 5, "李科长", role=Role.office)
        yield support.context(session, actor=actor)


def receive(ctx: Context, text: str = TEXT, message: int = 10) -> PlanPreview:
    row = Download(
        purpose=DownloadPurpose.plan, person_id=ctx.person_id, chat_id=5, message_id=message, file_id="f",
        name="清单.txt", size=1, created_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    plan_preview.received(ctx, row, read(text.encode(), "清单.txt", today=ctx.today))
    return ctx.session.exec(select(PlanPreview).order_by(col(PlanPreview.id).desc())).first()  # type: ignore[return-value]


def number_of(preview: PlanPreview, kind: str, code: str | None = None) -> int:
    anomalies = draft_from_json(preview.draft).anomalies
    return next(n for n, a in enumerate(anomalies) if a.kind == kind and (code is None or a.code == code))


def labels(ctx: Context, preview: PlanPreview, number: int) -> dict[str, str]:
    draft = draft_from_json(preview.draft)
    return {c.name: c.label for c in plan_points.choices(ctx.voice, draft, number, preview.settled)}


def shown(session: Session) -> list[dict[str, Any]]:
    return [row.payload for row in session.exec(select(OutboxRow).order_by(col(OutboxRow.id)))]


def task(ctx: Context, code: str) -> Task:
    found = ledger.find_task(session=ctx.session, code=code)
    assert found is not None
    return found


def test_nothing_is_in_the_ledger_before_it_is_accepted(ctx: Context) -> None:
    preview = receive(ctx)
    assert (preview.state, preview.plan_id) == (PreviewState.open, None)
    assert ctx.session.exec(select(Task)).all() == []
    text = shown(ctx.session)[-1]["text"]
    assert "任务5条" in text
    assert "需核对" in text
    plan_preview.cancel(ctx, preview, 11)
    assert ctx.session.exec(select(Plan)).all() == []


def test_every_kind_of_anomaly_can_be_settled_by_one_press(ctx: Context) -> None:
    preview = receive(ctx)
    draft = draft_from_json(preview.draft)
    for number in range(len(draft.anomalies)):
        names = labels(ctx, preview, number)
        assert names, draft.anomalies[number]
        for name in names:
            choice = next(c for c in plan_points.choices(ctx.voice, draft, number, {}) if c.name == name)
            assert (choice.decision is None) == bool(choice.asks)
            assert len(f"plan_do:9999999:{number}:{name}".encode()) <= 64


def test_what_was_settled_is_carried_out_and_the_rest_stays_as_read(ctx: Context) -> None:
    preview = receive(ctx)
    presses = [
        ("collective_lead", "1", "rep0"),
        ("lead_missing", "2", "lead0"),
        ("lead_in_support", "3", "onlylead"),
        ("deadline_missing", "4", "ongoing"),
        ("deadline_invalid", "5", "day"),
        ("alias_proposed", None, "first"),
    ]
    for kind, code, name in presses:
        plan_preview.press(ctx, preview, number_of(preview, kind, code), name, 11)
    consult = number_of(preview, "consult_proposed")
    units = labels(ctx, preview, consult)
    party = next(name for name, label in units.items() if label.startswith("县委组织部"))
    plan_preview.press(ctx, preview, consult, party, 11)
    assert not plan_points.is_settled(preview.settled[str(consult)]), "one unit chosen is not the last word"
    plan_preview.press(ctx, preview, consult, "done", 11)
    plan_preview.show(ctx, preview, 11)
    assert plan_preview.accept(ctx, preview, 11) == "已存入"

    assert units_reporting.reporting(ctx, task(ctx, "1")) == ("县大数据局",)
    parts = ledger.assignments_of(session=ctx.session, task_ids=[task(ctx, "2").id or 0])
    assert [(part.role.value, unit.name) for part, unit in parts] == [("lead", "县财政局")]
    parts = ledger.assignments_of(session=ctx.session, task_ids=[task(ctx, "3").id or 0])
    assert [(part.role.value, unit.name) for part, unit in parts] == [("lead", "县司法局"), ("support", "县公安局")]
    assert task(ctx, "4").ongoing
    assert task(ctx, "5").deadline == date(2022, 11, 30)
    bank = ledger.find_unit(session=ctx.session, name="人民银行奉节县支行")
    assert bank is not None
    assert bank.name == "人民银行奉节支行"
    consulted = {unit.name: unit.consult for unit in ledger.units(session=ctx.session) if unit.consult_decided_at}
    assert consulted["县委组织部"] is True
    assert consulted["县税务局"] is False


def test_a_decision_can_be_taken_back_until_it_is_accepted(ctx: Context) -> None:
    preview = receive(ctx)
    number = number_of(preview, "lead_in_support")
    plan_preview.press(ctx, preview, number, "onlylead", 11)
    plan_preview.press(ctx, preview, number, "keep", 11)
    plan_preview.show(ctx, preview, 11)
    plan_preview.accept(ctx, preview, 11)
    parts = ledger.assignments_of(session=ctx.session, task_ids=[task(ctx, "3").id or 0])
    assert sorted(unit.name for part, unit in parts if part.role.value == "support") == ["县公安局", "县司法局"]


def test_a_second_press_changes_nothing_and_says_so(ctx: Context) -> None:
    preview = receive(ctx)
    plan_preview.accept(ctx, preview, 11)
    assert "已于" in plan_preview.accept(ctx, preview, 11)
    assert "已于" in plan_preview.cancel(ctx, preview, 11)
    assert len(ctx.session.exec(select(Plan)).all()) == 1


def test_a_ledger_that_has_changed_meanwhile_is_shown_again_before_anything_is_stored(ctx: Context) -> None:
    first, second = receive(ctx), receive(ctx, message=12)
    plan_preview.accept(ctx, first, 11)
    assert "请再看" in plan_preview.accept(ctx, second, 13)
    assert len(ctx.session.exec(select(Plan)).all()) == 1


def test_a_new_version_shows_its_difference_and_is_brought_in_by_one_press(ctx: Context) -> None:
    plan_preview.accept(ctx, receive(ctx), 11)
    later = receive(ctx, TEXT.replace("2022年10月", "2023年3月").replace("5\t加强督查", "6\t加强巡查"), message=12)
    assert "2022-10-31 → 2023-03-31" in shown(ctx.session)[-1]["text"]
    plan_preview.accept(ctx, later, 13)
    assert task(ctx, "3").deadline == date(2023, 3, 31)
    assert task(ctx, "5").state is TaskState.cancelled
    events = audit.history(session=ctx.session, object="plans", object_id=task(ctx, "3").plan_id)
    assert [event.action for event in events] == ["plan.import", "plan.reimport"]


def test_a_document_of_another_title_can_be_said_to_be_a_new_version(ctx: Context) -> None:
    plan_preview.accept(ctx, receive(ctx), 11)
    later = receive(ctx, TEXT.replace("任务清单", "任务清单（修订）").replace("2022年10月", "2023年3月"), message=12)
    markup = shown(ctx.session)[-1]["reply_markup"]["inline_keyboard"]
    button = next(b for row in markup for b in row if b["callback_data"].startswith("plan_version"))
    assert "新版本" in button["text"]
    plan_preview.choose_version(ctx, later, int(button["callback_data"].split(":")[2]), 13)
    plan_preview.accept(ctx, later, 13)
    assert len(ctx.session.exec(select(Plan)).all()) == 1
    assert task(ctx, "3").deadline == date(2023, 3, 31)


def test_what_cannot_be_read_is_said_in_one_language_and_leaves_no_preview(ctx: Context) -> None:
    row = Download(
        purpose=DownloadPurpose.plan, person_id=ctx.person_id, chat_id=5, message_id=1, file_id="f", name="a.docx",
        size=1, created_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    plan_preview.received(ctx, row, PlanError("文件有密码，请去掉密码后再传。 The file is password-protected."))
    assert shown(ctx.session)[-1]["text"] == "a.docx没有读成，未存入。文件有密码，请去掉密码后再传。"
    assert row.state is DownloadState.failed
    assert ctx.session.exec(select(PlanPreview)).all() == []


def test_somebody_elses_preview_cannot_be_pressed(ctx: Context) -> None:
    preview = receive(ctx)
    other = support.context(ctx.session, actor=support.person(ctx.session, 6, "王科", role=Role.office))
    with pytest.raises(Refused):
        plan_preview.get(other, preview.id or 0)


def test_a_plan_with_a_hundred_sections_and_units_still_fits_one_screen() -> None:
    rows = "\n".join(f"{n}\t任务{n}\t内容\t第{n}局\t各第{n}类单位\t2022年12月" for n in range(1, 101))
    draft = read(
        f"某县任务清单\n序号\t任务\t工作内容\t牵头单位\t配合单位\t完成时限\n{rows}".encode(),
        "a.txt",
        today=date(2022, 5, 1),
    )
    draft = replace(draft, tasks=tuple(replace(t, section=f"第{t.code}部分" + "长" * 60) for t in draft.tasks))
    text = "\n".join(import_text.preview(Voice("zh_CN"), draft, date(2022, 5, 1), brief=True))
    assert len(text) <= 1500


def test_the_preview_of_the_shared_plan_can_be_judged_on_one_screen() -> None:
    path = Path(__file__).parents[2] / ".." / "shared" / "plans" / "fengjie-2022-2024.txt"
    if not path.exists():
        pytest.skip("the shared plans are not here")
    draft = read(path.read_bytes(), path.name, today=date(2022, 5, 1))
    lines = list(import_text.preview(Voice("zh_CN"), draft, date(2022, 5, 1), brief=True))
    assert len(lines) <= 16
    assert len("\n".join(lines)) <= 900


def test_a_document_of_somebody_who_is_not_of_the_office_any_more_is_dropped_without_a_word(ctx: Context) -> None:
    liaison = support.person(ctx.session, 7, "张三", units=["县财政局"])
    row = Download(
        purpose=DownloadPurpose.plan, person_id=liaison.person.id, chat_id=7, message_id=1, file_id="f", name="a.txt",
        size=1, created_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    plan_preview.received(ctx, row, read(TEXT.encode(), "a.txt", today=ctx.today))
    assert row.state is DownloadState.dropped
    assert shown(ctx.session) == []
    assert ctx.session.exec(select(PlanPreview)).all() == []
