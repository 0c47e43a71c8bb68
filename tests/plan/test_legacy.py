"""The old formats: converted where LibreOffice is installed, else asked for anew in words that say how."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from bot.errors import PlanError
from bot.plan import DraftTask, read
from bot.plan.formats import legacy
from tests.plan.making import LEFT, UP, Rows, docx, xlsx

TODAY = date(2024, 3, 1)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
TABLE: Rows = [
    ["序号", "任务", "工作内容", "牵头单位", "配合单位", "完成时限"],
    ["一、要素保障", LEFT, LEFT, LEFT, LEFT, LEFT],
    ["1", "编制预算", "新增专利300件", "县财政局", "县审计局", "2024年5月"],
    [UP, UP, "公开预算", "县财政局", "", "长期坚持"],
    ["2", "开展审计", "覆盖全部项目", "县审计局", "各相关部门", "2024年6月"],
]
needs_office = pytest.mark.skipif(
    not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice, which converts, is not installed"
)


def converted(data: bytes, suffix: str, wanted: str, folder: Path) -> bytes:
    """A real file in an old format, written by LibreOffice."""
    source = folder / f"plan.{suffix}"
    source.write_bytes(data)
    office = shutil.which("soffice") or shutil.which("libreoffice") or ""
    command = [office, f"-env:UserInstallation=file://{folder}/p", "--headless", "--convert-to", wanted]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=60)
    return (folder / f"plan.{wanted}").read_bytes()


def rows(tasks: tuple[DraftTask, ...]) -> list[tuple[object, ...]]:
    return [(t.code, t.section, t.title, t.description, t.lead, t.support, t.deadline) for t in tasks]


@needs_office
@pytest.mark.parametrize("suffix", ["doc", "wps"])
def test_an_old_word_file_gives_what_the_new_one_gives(suffix: str, tmp_path: Path) -> None:
    new = docx("某县2024年行动计划", TABLE, "某县人民政府\n2024年1月5日")
    draft = read(converted(new, "docx", "doc", tmp_path), f"plan.{suffix}", today=TODAY)
    wanted = read(new, "plan.docx", today=TODAY)
    assert rows(draft.tasks) == rows(wanted.tasks)
    assert (draft.title, draft.issued, len(draft.tasks)) == (wanted.title, date(2024, 1, 5), 3)


@needs_office
def test_an_old_workbook_gives_what_the_new_one_gives(tmp_path: Path) -> None:
    new = xlsx(("台账", [["某县2024年行动计划", *[LEFT] * 5], *TABLE]))
    draft = read(converted(new, "xlsx", "xls", tmp_path), "plan.xls", today=TODAY)
    assert rows(draft.tasks) == rows(read(new, "plan.xlsx", today=TODAY).tasks)


@pytest.mark.parametrize(
    ("name", "wanted"), [("a.doc", ".docx"), ("a.wps", ".docx"), ("a.xls", ".xlsx"), ("a.et", ".xlsx")]
)
def test_without_libreoffice_the_new_format_is_asked_for(
    name: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy.shutil, "which", lambda _name: None)
    with pytest.raises(PlanError, match=rf"旧版格式读不了，请另存为\{wanted}后再传"):
        read(OLE, name, today=TODAY)


def office(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_a_conversion_that_gives_nothing_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office(tmp_path, "exit 1", monkeypatch)
    with pytest.raises(PlanError, match=r"转换失败，请另存为\.docx"):
        read(OLE, "a.doc", today=TODAY)


def test_a_conversion_that_hangs_is_ended_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = tmp_path / "held"
    os.mkfifo(held)
    ours = os.open(held, os.O_RDONLY | os.O_NONBLOCK)
    office(tmp_path, f"sleep 60 > {held} & wait", monkeypatch)
    monkeypatch.setattr(legacy, "_SECONDS", 1)
    with pytest.raises(PlanError, match="转换失败"):
        read(OLE, "a.doc", today=TODAY)
    ended, _, _ = select.select([ours], [], [], 20)  # at its end the last process lets go of the pipe
    os.close(ours)
    assert ended
