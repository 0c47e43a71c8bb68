"""What stands around the code: README, pinned versions, the script for CI, the folders."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from bot import __version__
from bot.cli.main import build_parser

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")


def fences() -> list[str]:
    """Return the README's sh fences."""
    return re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {normal(name): version for name, _, version in (line.partition("==") for line in lines)}


def test_the_first_two_fences_of_the_readme_are_the_two_commands_each_one_line() -> None:
    demo, test = fences()[:2]
    for command in (demo, test):
        assert command.count("\n") == 1
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt ")
    assert demo.rstrip().endswith("duban demo")
    assert ".venv/bin/python -m pytest" in test


def test_every_command_that_the_readme_lists_exists() -> None:
    listed = set(re.findall(r"^\| `duban (\w+)", README, re.MULTILINE))
    listed |= {word for line in README.splitlines() for word in re.findall(r"`duban (\w+)", line)}
    known = set(re.findall(r"^    (\w+) +\S", build_parser().format_help(), re.MULTILINE))
    assert {"import", "run", "demo", "invite", "export"} <= listed
    assert listed <= known


@pytest.mark.parametrize("document", ["README.md", "docs/architecture.md", "docs/operations.md", "CHANGELOG.md"])
def test_what_a_document_points_to_is_there(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert ((ROOT / document).parent / target).exists(), target


def test_constraints_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9.]+", line) for line in lines), lines
    assert lines == sorted(lines, key=lambda line: line.partition("==")[0].lower())
    assert "duban" not in pins()


def test_every_dependency_is_pinned() -> None:
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    names = {normal(NAME.match(each)[0]) for each in wanted}  # type: ignore[index]
    assert names <= set(pins())


def test_no_committed_text_carries_the_address_of_a_package_index() -> None:
    address = re.compile(r"--(?:extra-)?index-url|--trusted-host|PIP_INDEX|find-links|pypi\.org|deb https?:")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    files = [ROOT / name for name in listed.splitlines()] or [path for path in ROOT.glob("*.*") if path.is_file()]
    own = Path(__file__).resolve()
    kinds = {".py", ".md", ".toml", ".txt", ".cfg", ".yml", ".yaml", ".sh", ""}
    for path in files:
        if path.suffix in kinds and path.is_file() and path.resolve() != own:
            assert not address.search(path.read_text(encoding="utf-8", errors="replace")), path


def test_the_version_is_told_once_and_the_changelog_knows_it() -> None:
    assert PROJECT["version"] == __version__
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_script_for_ci_is_sound_and_runs_the_readmes_test_command() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o100
    subprocess.run(["bash", "-n", script], check=True)
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in text
    awk = re.search(r"awk '(.*?)' README\.md", text)
    assert awk
    done = subprocess.run(["awk", awk[1], "README.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == fences()[1]


def test_every_module_says_what_it_is_for() -> None:
    for path in [*ROOT.glob("bot/**/*.py"), *ROOT.glob("storage/**/*.py")]:
        if "versions" not in path.parts:
            assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in ROOT.glob("tests/**/test_*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_every_library_that_is_imported_is_pinned() -> None:
    modules = set()
    paths = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("storage/**/*.py"), *ROOT.glob("tests/**/*.py")]
    # Benchmarks compare with libraries that nobody else needs.
    for path in [path for path in paths if "benchmarks" not in path.parts]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    foreign = modules - set(sys.stdlib_module_names) - {"bot", "storage", "tests"}
    owners = packages_distributions()
    assert foreign <= set(owners)
    pinned = set(pins())
    assert {module for module in foreign if pinned.isdisjoint(map(normal, owners[module]))} == set()
