"""Running `duban` as people do: a process of its own, in a folder of its own, without a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main

Run = Callable[..., subprocess.CompletedProcess[bytes]]


def environment(**more: str) -> dict[str, str]:
    """Return this process's environment without any setting of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")} | more


@pytest.fixture
def duban(tmp_path: Path) -> Run:
    """Return a function that runs a command in an empty folder."""

    def run(*args: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None) -> Any:
        command = [sys.executable, "-W", "error", "-m", "bot", *map(str, args)]
        return subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=environment(**env or {}),
            timeout=60,
            check=False,
        )

    return run


@dataclass(frozen=True)
class Said:
    """What a command within this process came to."""

    code: int
    out: str
    err: str


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Return a function that runs a command in an empty folder within this process: quicker, for long tables."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("DUBAN_")]:
        monkeypatch.delenv(name)

    def run(*args: str | Path) -> Said:
        try:
            code = main([str(each) for each in args])
        except SystemExit as end:  # argparse's own way out
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run
