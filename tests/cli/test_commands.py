"""The console: exit codes, what goes to stdout and what to stderr, and input that is not as it should be."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from bot import __version__
from bot.cli.main import GROUPS, build_parser
from bot.plan import Draft
from bot.services import import_plan
from storage.database import Database
from tests import support
from tests.cli.conftest import Run, Said, environment
from tests.services.test_import_plan import row

Inside = Callable[..., Said]
LINK = re.compile(rb"https://t\.me/YOUR_BOT\?start=[A-Za-z0-9_-]{22,64}\n")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Make the database that commands find by default, with a small plan."""
    path = tmp_path / "duban.db"
    db = Database(f"sqlite:///{path}")
    db.upgrade()
    with db.writing() as session:
        tasks = (row("14"), row("15", lead=("县财政局",), deadline="ongoing"))
        import_plan.store(support.context(session), Draft("计划", date(2022, 4, 20), tasks, ()))
    db.close()
    return path


def test_every_group_of_commands_loads_and_helps() -> None:
    parser = build_parser()
    assert len(set(GROUPS)) == len(GROUPS)
    assert "COMMAND" in parser.format_help()


def test_the_version_goes_to_stdout(duban: Run) -> None:
    done = duban("--version")
    assert (done.returncode, done.stdout.decode().strip(), done.stderr) == (0, f"duban {__version__}", b"")


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("nonsense",),
        ("import",),
        ("import", "x.txt", "--from", "May"),
        ("rehearse", "--from", "2022-05-01"),
        ("rehearse", "--from", "1 May", "--to", "2022-05-31"),
        ("rehearse", "--from", "2022-06-01", "--to", "2022-05-31"),
        ("invite",),
        ("invite", "县公安局", "--office"),
        ("invite", "--office", "--supervision"),
        ("invite", "--office", "--deputy"),
        ("--config", "none.toml", "doctor"),
        ("import", "none.txt"),
    ],
)
def test_wrong_usage_is_2_with_nothing_on_stdout(inside: Inside, args: tuple[str, ...]) -> None:
    done = inside(*args)
    assert (done.code, done.out) == (2, "")
    assert done.err


def test_an_invitation_is_a_link_on_stdout_and_the_rest_on_stderr(duban: Run, ledger: Path) -> None:
    done = duban("invite", "县公安局", "--deputy")
    assert done.returncode == 0
    assert LINK.fullmatch(done.stdout)
    assert "县公安局副联络员" in done.stderr.decode()
    assert "YOUR_BOT" in done.stderr.decode()


@pytest.mark.parametrize("option", ["--office", "--supervision", "--lay-supervisor"])
def test_other_roles_are_invited_without_a_unit(inside: Inside, option: str) -> None:
    assert LINK.fullmatch(inside("invite", option).out.encode())


@pytest.mark.parametrize(("unit", "told"), [("公安局", "是不是：县公安局"), ("各相关部门", "泛指"), ("x", "没有叫")])
def test_an_unknown_or_collective_unit_is_1_with_a_hint_and_no_link(
    inside: Inside, ledger: Path, unit: str, told: str
) -> None:
    done = inside("invite", unit)
    assert (done.code, done.out) == (1, "")
    assert told in done.err


def test_the_config_stands_before_or_after_the_command(duban: Run, tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text('[telegram]\nusername = "my_bot"\n', encoding="utf-8")
    for args in (("--config", "my.toml", "invite", "--office"), ("invite", "--office", "--config", "my.toml")):
        done = duban(*args)
        assert done.returncode == 0
        assert done.stdout.startswith(b"https://t.me/my_bot?start=")
    assert duban("invite", "--office").stdout.startswith(b"https://t.me/YOUR_BOT?start=")


def test_a_bad_setting_is_2_and_names_file_and_key(duban: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[rules]\nmonthly_cap = 0\n", encoding="utf-8")
    done = duban("doctor")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "config.toml：[rules] monthly_cap = 0" in done.stderr.decode()


def test_running_without_a_token_is_2(duban: Run) -> None:
    done = duban("run")
    assert done.returncode == 2
    assert "token" in done.stderr.decode()


def test_in_the_c_locale_output_is_utf_8_all_the_same(duban: Run, ledger: Path) -> None:
    env = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    done = duban("rehearse", "--from", "2022-08-01", "--to", "2022-08-31", "--json", env=env)
    assert done.returncode == 0
    rows = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert {"县公安局", "县财政局"} == {each["unit"] for each in rows}
    assert "没有叫" in duban("invite", "x", env=env).stderr.decode("utf-8")


def test_a_rehearsal_is_one_object_a_line(duban: Run, ledger: Path) -> None:
    done = duban("rehearse", "--from", "2022-08-01", "--to", "2022-08-31", "--json")
    last = json.loads(done.stdout.splitlines()[-1])
    assert last["date"] == "2022-08-31"
    assert list(last) == ["date", "time", "unit", "reachable", "month_end", "missed", "deadline", "overdue"]
    assert last["reachable"] is False


def test_a_line_that_is_no_reply_is_answered_and_fails_the_run_without_stopping_it(duban: Run, ledger: Path) -> None:
    good = json.dumps({"text": "收到", "unit": "县公安局", "today": "2022-08-24", "reply_to": None}).encode()
    done = duban("parse", stdin=b"not json\n\n" + good + b"\n[]\n\xff\xfe\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert ["error" in each for each in answers] == [True, False, True, True]
    assert answers[1]["kind"] == "chat"


def test_a_backup_is_whole_private_and_never_overwrites(duban: Run, ledger: Path, tmp_path: Path) -> None:
    done = duban("backup", "copy.db")
    assert (done.returncode, done.stdout) == (0, b"copy.db\n")
    copy = tmp_path / "copy.db"
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM tasks").fetchone() == (2,)
    before = copy.read_bytes()
    again = duban("backup", "copy.db")
    assert again.returncode == 2
    assert copy.read_bytes() == before


def test_a_backup_without_a_database_makes_neither(duban: Run, tmp_path: Path) -> None:
    assert duban("backup", "copy.db").returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_finds_a_good_ledger_good(duban: Run, ledger: Path) -> None:
    done = duban("doctor")
    text = done.stdout.decode()
    assert done.returncode == 0
    assert "[正常] 数据库完好。" in text
    assert "尚无联络员的牵头单位2家：县公安局、县财政局" in text
    assert "[故障]" not in text


def test_a_file_that_is_no_database_is_1_and_left_alone(duban: Run, tmp_path: Path) -> None:
    content = b"not a database, but long enough to look at" * 100
    (tmp_path / "duban.db").write_bytes(content)
    assert "[故障]" in duban("doctor").stdout.decode()
    done = duban("invite", "--office")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"Traceback" not in done.stderr
    assert (tmp_path / "duban.db").read_bytes() == content


def test_a_database_of_a_newer_version_is_refused(duban: Run, ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for args in (("invite", "--office"), ("doctor",)):
        done = duban(*args)
        assert done.returncode == 1
        assert b"9999" in done.stderr + done.stdout


def test_no_command_leaves_a_traceback_when_its_reader_goes_away(ledger: Path, tmp_path: Path) -> None:
    shell = f"{sys.executable} -m bot rehearse --from 2022-05-01 --to 2024-12-31 | head -n 1"
    done = subprocess.run(
        ["bash", "-c", shell], capture_output=True, cwd=tmp_path, env=environment(), timeout=60, check=False
    )
    assert done.stdout
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr
