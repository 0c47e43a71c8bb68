"""`duban unit`: members of collective units, other names, mergers, successors, consulted and reporting units."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.cli.console import Subparsers, agreed
from bot.errors import DubanError, Refused, UsageError

if TYPE_CHECKING:
    from bot.app import App
    from bot.services.context import Context
    from storage.models import Unit


def add(subparsers: Subparsers) -> None:
    """Add the commands."""
    group = subparsers.group("unit", "单位：成员、别名、改名、合并、承接、商请、报送 / the units")
    each = group.add("list", "列出单位和各自任务数 / list units with their numbers of tasks")
    each.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    each.set_defaults(run=show_list)
    each = group.add("show", "一个单位 / one unit")
    each.add_argument("unit", metavar="UNIT")
    each.set_defaults(run=show)
    each = group.add("members", "列出集合单位的成员 / say who a collective unit is")
    each.add_argument("unit", metavar="COLLECTIVE")
    each.add_argument("members", nargs="*", metavar="UNIT", help="不写则只显示 / without: show")
    each.add_argument("--new", action="store_true", help="方案中没有的单位也建立 / make units that no plan names")
    each.add_argument("--clear", action="store_true", help="清空成员 / list nobody")
    each.set_defaults(run=members)
    each = group.add(
        "alias", "别名：确认、否定、添加；不写单位则列出待定的 / other names; without units: what is proposed"
    )
    each.add_argument("unit", nargs="?", metavar="UNIT", help="保留的名称 / the name that is kept")
    each.add_argument("other", nargs="?", metavar="NAME")
    each.add_argument("--different", action="store_true", help="是两个单位 / these are two units")
    each.set_defaults(run=alias)
    each = group.add("rename", "改名，旧名仍可用 / give a unit its new name; the old one goes on leading to it")
    each.add_argument("unit", metavar="UNIT")
    each.add_argument("name", metavar="NAME")
    each.set_defaults(run=rename)
    each = group.add("merge", "同一单位的两个名称并为一个 / two names are one unit")
    each.add_argument("unit", metavar="OTHER")
    each.add_argument("into", metavar="UNIT")
    each.set_defaults(run=merge)
    each = group.add("successor", "机构改革后的承接单位 / the unit that takes over, by a paper")
    each.add_argument("unit", metavar="OLD")
    each.add_argument("successor", metavar="NEW")
    each.add_argument("--paper", required=True, metavar="NUMBER", help="依据的文号 / by which paper")
    each.add_argument("--on", metavar="DATE", help="自哪天起 / since which day")
    each.add_argument("--new", action="store_true", help="方案中没有这个单位则建立 / make it where no plan names it")
    each.set_defaults(run=successor)
    each = group.add("consult", "商请单位；不写单位则列出 / who is consulted; without a unit: who is, and who might be")
    each.add_argument("unit", nargs="?", metavar="UNIT")
    each.add_argument("--off", action="store_true", help="不商请，正常提示 / not consulted")
    each.set_defaults(run=consult)
    each = group.add("reporting", "任务由谁报进展 / who reports on a task")
    each.add_argument("task", metavar="CODE")
    each.add_argument("unit", nargs="?", metavar="UNIT")
    each.add_argument("--default", action="store_true", help="恢复为第一牵头单位 / its first real lead again")
    each.set_defaults(run=reporting)


def show_list(args: argparse.Namespace, app: App) -> int:
    """Print every unit with what it leads and supports."""
    from storage import ledger
    from storage import units as stored

    with app.reading() as ctx:
        counts = stored.counts(session=ctx.session)
        rows = [_facts(unit, counts.get(unit.id or 0, {})) for unit in ledger.units(session=ctx.session)]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for row in sorted(rows, key=lambda row: -row["lead"]):
        marks = [
            *([app.voice.say("collective")] if row["collective"] else []),
            *([app.voice.say("consulted")] if row["consult"] else []),
            *([app.voice.say("no more")] if row["gone"] else []),
        ]
        tail = app.voice.say(" ({place})", place=app.voice.say(", ").join(marks)) if marks else ""
        print(app.voice.say("{unit}: leads {lead}, supports {support}", **row) + tail)
    return 0


def show(args: argparse.Namespace, app: App) -> int:
    """Print who a unit is."""
    with app.reading() as ctx:
        _print(ctx, _find(ctx, args.unit, gone=True))
    return 0


def members(args: argparse.Namespace, app: App) -> int:
    """Set or show the members of a collective unit."""
    from bot.services import units

    if args.clear and args.members:
        raise UsageError("--clear goes without units")
    with app.writing() as ctx:
        unit = _find(ctx, args.unit)
        if args.members or args.clear:
            units.list_members(ctx, unit, [_find(ctx, name, new=args.new) for name in args.members])
        _print(ctx, unit)
    return 0


def alias(args: argparse.Namespace, app: App) -> int:
    """Decide about two names, or list what is to be decided."""
    from bot.services import units
    from storage import ledger

    if args.unit is None:
        with app.reading() as ctx:
            for first, second in units.aliases_proposed(ctx):
                print(app.voice.say("Perhaps one unit: {first} and {second}", first=first.name, second=second.name))
        return 0
    if args.other is None:
        raise UsageError("Give two names: the unit's, and the other one")
    with app.writing() as ctx:
        unit = _find(ctx, args.unit)
        other = ledger.find_unit(session=ctx.session, name=args.other)
        if args.different:
            units.different(ctx, unit, _find(ctx, args.other))
        elif other is None:
            units.add_alias(ctx, unit, args.other)
        else:
            _ask_merge(args, app, other, unit)
            units.same(ctx, unit, other)
        _print(ctx, unit)
    return 0


def rename(args: argparse.Namespace, app: App) -> int:
    """Give a unit its new name."""
    from bot.services import units

    with app.writing() as ctx:
        unit = _find(ctx, args.unit)
        units.rename(ctx, unit, args.name)
        _print(ctx, unit)
    return 0


def merge(args: argparse.Namespace, app: App) -> int:
    """Let one unit go on under another's name."""
    from bot.services import units

    with app.writing() as ctx:
        other, unit = _find(ctx, args.unit), _find(ctx, args.into)
        _ask_merge(args, app, other, unit)
        units.same(ctx, unit, other)
        _print(ctx, unit)
    return 0


def successor(args: argparse.Namespace, app: App) -> int:
    """Let a unit take over from another."""
    from bot.services import units

    with app.writing() as ctx:
        old, new = _find(ctx, args.unit), _find(ctx, args.successor, new=args.new)
        units.succeed(ctx, old, new, args.paper, _day(args.on, ctx.today))
        _print(ctx, new)
    return 0


def consult(args: argparse.Namespace, app: App) -> int:
    """Set whether a unit is consulted, or list who is and who might be."""
    from bot.services import units
    from storage import ledger

    if args.unit is None:
        with app.reading() as ctx:
            for unit in ledger.units(session=ctx.session):
                if unit.consult:
                    print(app.voice.say("Consulted: {unit}", unit=unit.name))
            for unit in units.consult_proposed(ctx):
                print(app.voice.say("Perhaps to be consulted: {unit}", unit=unit.name))
        return 0
    with app.writing() as ctx:
        unit = _find(ctx, args.unit)
        units.set_consult(ctx, unit, not args.off)
        _print(ctx, unit)
    return 0


def reporting(args: argparse.Namespace, app: App) -> int:
    """Set or show who reports on a task."""
    from bot.cli.tasks import find_task
    from bot.services import units_reporting
    from bot.services.plans_text import task_lines

    if args.default and args.unit:
        raise UsageError("--default goes without a unit")
    with app.writing() as ctx:
        task = find_task(ctx, args.task)
        if args.unit or args.default:
            units_reporting.set_reporting(ctx, task, _find(ctx, args.unit) if args.unit else None)
        for line in task_lines(ctx, task):
            print(line)
    return 0


def _find(ctx: Context, name: str, *, new: bool = False, gone: bool = False) -> Unit:
    """Return the unit of that name; with `new` make it where there is none, with `gone` also one that is no more."""
    from sqlmodel import select

    from bot.services import units
    from bot.services.invite import find_unit
    from storage.models import Unit

    if gone and (exact := ctx.session.exec(select(Unit).where(Unit.name == name.strip())).first()):
        return exact
    try:
        return find_unit(ctx, name)
    except Refused:
        if not new:
            raise
        return units.make(ctx, name)


def _ask_merge(args: argparse.Namespace, app: App, other: Unit, unit: Unit) -> None:
    if other.id != unit.id and not agreed(
        args,
        app.voice.say(
            "{other} goes on as {unit}: tasks and people move. Sure? [y/N] ", other=other.name, unit=unit.name
        ),
    ):
        raise DubanError("Nothing was changed; say --yes to merge the two")


def _day(words: str | None, today: date) -> date | None:
    from bot.services.milestones import read_day

    return read_day(words, today) if words else None


def _print(ctx: Context, unit: Unit) -> None:
    from bot.services.plans_text import unit_lines

    for line in unit_lines(ctx, unit):
        print(line)


def _facts(unit: Unit, counts: dict[str, int]) -> dict[str, Any]:
    return {
        "unit": unit.name,
        "lead": counts.get("lead", 0),
        "support": counts.get("support", 0),
        "collective": unit.collective,
        "consult": unit.consult,
        "gone": unit.successor_id is not None,
    }
