"""Finds the texts for people in the source: what is given to a Voice or to one of our errors, and lines of menus.

A text is a string literal, also behind a condition, or behind a name that the same module gives it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BOT = Path(__file__).parents[2] / "bot"
VOICE = {"say", "html", "look_up"}
ERRORS = {"DubanError", "UsageError", "ConfigError", "PlanError", "Refused", "Expected"}
KEYWORDS = {"menu"}
FIRST_ARGUMENT = VOICE | ERRORS | {"_expect"}


@dataclass(frozen=True)
class Text:
    """One text and where it stands."""

    words: str
    place: str


def texts() -> list[Text]:
    """Return every text of the package, each as often as it is used."""
    found = []
    for path in sorted(BOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = _named(tree)
        for node, argument in _arguments(tree):
            place = f"{path.relative_to(BOT.parent)}:{node.lineno}"
            found += [Text(words, place) for words in _literals(argument, named) if words]
    return found


def _arguments(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.expr]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        position = 1 if name == "_expect" else 0
        marked = isinstance(node.func, ast.Name) and node.func.id == "text"  # bot.locale.text
        if (marked or name in FIRST_ARGUMENT) and len(node.args) > position:
            yield node, node.args[position]
        for keyword in node.keywords:
            if keyword.arg in KEYWORDS:
                yield node, keyword.value


def _named(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """Return what each name of the module is given, anywhere in it."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            found.setdefault(node.target.id, []).append(node.value)
    return found


def _literals(node: ast.expr, named: dict[str, list[ast.expr]], deep: int = 2) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(words)):
            yield words
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body, named, deep)
            yield from _literals(orelse, named, deep)
        case ast.BoolOp(values=nodes) | ast.Tuple(elts=nodes) | ast.List(elts=nodes) | ast.Dict(values=nodes):
            for each in nodes:
                yield from _literals(each, named, deep)
        case ast.Subscript(value=value):
            yield from _literals(value, named, deep)
        case ast.Name(id=name) if deep:
            for each in named.get(name, ()):
                yield from _literals(each, named, deep - 1)
        case _:
            return
