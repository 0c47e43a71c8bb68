"""`duban import` as people use it: previews, new versions, and files that are not what they should be."""

from __future__ import annotations

import json
import os
import pty
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Said, environment

Inside = Callable[..., Said]

PLAN = """某县优化营商环境三年行动计划
某县人民政府
2022年4月20日
序号\t任务\t工作内容\t牵头单位\t配合单位\t完成时限
1\t推行一照多址\t简化住所登记手续\t县市场监管局\t各相关部门\t2022年8月
2\t深化证照分离改革\t推动照后减证\t县市场监管局、县行政服务中心\t县公安局\t长期坚持
3\t规范招投标\t清理不合理限制\t县发展改革委\t县财政局\t2022年12月
"""
MEGABYTE = 1024 * 1024


def write(tmp_path: Path, text: str = PLAN, *, encoding: str = "utf-8", name: str = "plan.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def stored(tmp_path: Path) -> int:
    """Return how many tasks are stored."""
    path = tmp_path / "duban.db"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM tasks").fetchone()[0])


def test_a_preview_prints_the_ledger_and_stores_nothing(duban: Run, tmp_path: Path) -> None:
    done = duban("import", write(tmp_path), "--preview", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert [task["code"] for task in found["tasks"]] == ["1", "2", "3"]
    assert found["tasks"][1]["lead"] == ["县市场监管局", "县行政服务中心"]
    assert [task["deadline"] for task in found["tasks"]] == ["2022-08-31", "ongoing", "2022-12-31"]
    assert found["plan"]["first_month"] == "2022-05"
    assert stored(tmp_path) == 0


def test_an_import_stores_and_the_same_again_changes_nothing_and_asks_nothing(duban: Run, tmp_path: Path) -> None:
    plan = write(tmp_path)
    done = duban("import", plan)
    assert done.returncode == 0
    assert "任务3条" in done.stdout.decode()
    assert "已存入3条任务。" in done.stderr.decode()
    again = duban("import", plan)
    assert again.returncode == 0
    assert "新增0条，修改0条，删去0条" in again.stdout.decode()
    assert stored(tmp_path) == 3


def test_a_new_version_is_shown_and_stored_only_with_yes(duban: Run, tmp_path: Path) -> None:
    duban("import", write(tmp_path))
    new = write(tmp_path, PLAN.replace("2022年12月", "2023年3月"), name="new.txt")
    asked = duban("import", new)
    assert asked.returncode == 1
    assert "2022-12-31 → 2023-03-31" in asked.stdout.decode()
    assert "--yes" in asked.stderr.decode()
    with closing(sqlite3.connect(tmp_path / "duban.db")) as connection:
        assert connection.execute("SELECT deadline FROM tasks WHERE code = '3'").fetchone() == ("2022-12-31",)
    assert duban("import", new, "--yes").returncode == 0
    with closing(sqlite3.connect(tmp_path / "duban.db")) as connection:
        found = connection.execute("SELECT deadline, original_deadline FROM tasks WHERE code = '3'").fetchone()
    assert found == ("2023-03-31", "2022-12-31")


def test_the_first_month_can_be_said(duban: Run, tmp_path: Path) -> None:
    done = duban("import", write(tmp_path), "--preview", "--json", "--from", "2022-09")
    assert json.loads(done.stdout)["plan"]["first_month"] == "2022-09"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_the_encodings_of_chinese_offices_are_read(inside: Inside, tmp_path: Path, encoding: str) -> None:
    done = inside("import", write(tmp_path, encoding=encoding), "--preview", "--json")
    assert json.loads(done.out)["tasks"][0]["title"] == "推行一照多址"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\n \r\n"),
        ("prose.txt", "今天天气不错。\n".encode() * 20),
        ("noise.txt", bytes(range(256)) * 40),
        ("broken.docx", b"PK\x03\x04 not really"),
        ("broken.xlsx", b"nothing"),
        ("broken.pdf", b"%PDF-1.7\nnothing"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(200)),
    ],
)
def test_what_is_no_plan_is_one_clear_error_and_stores_nothing(
    inside: Inside, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    done = inside("import", name)
    assert (done.code, done.out) == (1, "")
    lines = done.err.strip().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("duban: ")
    assert stored(tmp_path) == 0


def test_a_huge_file_is_refused_before_it_is_read(duban: Run, tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(50 * MEGABYTE)
    done = duban("import", "huge.txt")
    assert (done.returncode, done.stdout) == (1, b"")
    assert "超过 20 MB" in done.stderr.decode()
    assert stored(tmp_path) == 0


def test_a_missing_file_and_a_folder_are_wrong_usage(duban: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("none.txt", "folder"):
        done = duban("import", name)
        assert (done.returncode, done.stdout) == (2, b"")
        assert name in done.stderr.decode()


def test_what_is_imported_is_stored_even_if_nobody_reads_the_output(tmp_path: Path) -> None:
    write(tmp_path)
    shell = f"{sys.executable} -m bot import plan.txt | true"
    done = subprocess.run(
        ["bash", "-c", shell], capture_output=True, cwd=tmp_path, env=environment(), timeout=60, check=False
    )
    assert b"Traceback" not in done.stderr
    assert stored(tmp_path) == 3


def test_a_question_on_a_terminal_is_asked_with_no_transaction_open(duban: Run, tmp_path: Path) -> None:
    duban("import", write(tmp_path))
    new = write(tmp_path, PLAN.replace("2022年12月", "2023年3月"), name="new.txt")
    main, side = pty.openpty()
    command = [sys.executable, "-m", "bot", "import", str(new)]
    with subprocess.Popen(
        command, stdin=side, stdout=subprocess.PIPE, stderr=side, cwd=tmp_path, env=environment()
    ) as child:
        asked = b""
        while b"[y/N]" not in asked:
            asked += os.read(main, 1000)
        with closing(sqlite3.connect(tmp_path / "duban.db", timeout=1)) as connection, connection:
            connection.execute("INSERT INTO units (name, collective, consult) VALUES ('另一单位', 0, 0)")
        os.write(main, b"y\n")
        child.communicate(timeout=60)
    assert child.returncode == 0
    with closing(sqlite3.connect(tmp_path / "duban.db")) as connection:
        assert connection.execute("SELECT deadline FROM tasks WHERE code = '3'").fetchone() == ("2023-03-31",)
    os.close(main)
    os.close(side)


def test_a_preview_does_not_wait_for_the_database_s_libraries(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom bot.cli.main import main\n"
        "code = main(sys.argv[1:])\nassert 'sqlalchemy' not in sys.modules\nsys.exit(code)"
    )
    command = [sys.executable, "-c", program, "import", "--preview", "--json", str(write(tmp_path))]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment(), check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["tasks"][0]["lead"] == ["县市场监管局"]
