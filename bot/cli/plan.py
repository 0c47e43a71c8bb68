"""`duban plan`: the plans side by side: list, show, close, and what one does differently from the settings."""

from __future__ import annotations

import argparse
import json
import tomllib
from typing import TYPE_CHECKING, Any

from bot.cli.console import Subparsers, agreed
from bot.errors import DubanError, UsageError

if TYPE_CHECKING:
    from bot.app import App


def add(subparsers: Subparsers) -> None:
    """Add the commands."""
    group = subparsers.group("plan", "方案：列表、详情、关闭、单独的规则 / the plans")
    each = group.add("list", "列出全部方案 / list all plans")
    each.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    each.set_defaults(run=show_list)
    each = group.add("show", "一个方案的概况 / one plan in figures")
    each.add_argument(
        "plan", nargs="?", default="", metavar="PLAN", help="P编号、字母或名称 / P2, B, or words of its title"
    )
    each.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    each.set_defaults(run=show)
    each = group.add("close", "关闭方案：不再提示，数据保留 / close a plan; everything in it is kept")
    each.add_argument("plan", metavar="PLAN")
    each.add_argument("--reason", default="", help="原因 / why")
    each.set_defaults(run=close)
    each = group.add("reopen", "重新打开方案 / open a closed plan again")
    each.add_argument("plan", metavar="PLAN")
    each.set_defaults(run=reopen)
    each = group.add("set", "设置该方案单独的规则 / rules of its own: due_day=25 'nudge_days=[3, 0]' office=县数据局")
    each.add_argument("plan", metavar="PLAN")
    each.add_argument(
        "settings", nargs="+", metavar="NAME=VALUE", help="NAME= 恢复为总设置 / goes back to the settings"
    )
    each.set_defaults(run=set_rules)
    each = group.add("people", "该方案由谁报送；可按单位单独指定 / who is written to; with a unit and names: only they")
    each.add_argument("plan", metavar="PLAN")
    each.add_argument("unit", nargs="?", metavar="UNIT")
    each.add_argument("people", nargs="*", metavar="PERSON", help="姓名或 Telegram 编号 / name or Telegram id")
    each.add_argument("--as-elsewhere", action="store_true", help="恢复为与其他方案相同 / nobody of its own")
    each.set_defaults(run=set_people)


def show_list(args: argparse.Namespace, app: App) -> int:
    """Print a line a plan, open ones first."""
    from bot.services import plans
    from bot.services.plans_text import plan_line

    with app.reading() as ctx:
        found = plans.every(ctx)
        if args.json:
            print(json.dumps([_facts(ctx, plan) for plan in found], ensure_ascii=False, indent=1))
            return 0
        for plan in found:
            print(plan_line(ctx, plan))
        if not found:
            print(app.voice.say("No plan has been imported yet"))
    return 0


def show(args: argparse.Namespace, app: App) -> int:
    """Print a plan in figures."""
    from bot.services import plans
    from bot.services.plans_text import plan_lines

    with app.reading() as ctx:
        plan = plans.find(ctx, args.plan)
        if args.json:
            print(json.dumps(_facts(ctx, plan), ensure_ascii=False, indent=1))
            return 0
        for line in plan_lines(ctx, plans.card(ctx, plan)):
            print(line)
    return 0


def close(args: argparse.Namespace, app: App) -> int:
    """Close a plan once it is agreed."""
    from bot.services import plans

    with app.writing() as ctx:
        plan = plans.find(ctx, args.plan)
        if plan.closed_at is None and not agreed(args, app.voice.say("Close {plan}? [y/N] ", plan=plan.title)):
            raise DubanError("Nothing was changed; say --yes to close the plan")
        plans.close(ctx, plan, args.reason)
        print(app.voice.say("Closed: {plan}. Everything in it is kept.", plan=plan.title))
    return 0


def reopen(args: argparse.Namespace, app: App) -> int:
    """Open a closed plan again."""
    from bot.services import plans

    with app.writing() as ctx:
        plan = plans.find(ctx, args.plan)
        plans.reopen(ctx, plan)
        print(app.voice.say("Open again: {plan}", plan=plan.title))
    return 0


def set_rules(args: argparse.Namespace, app: App) -> int:
    """Set what the plan does differently; all of it or nothing."""
    from bot.services import plans
    from bot.services.plans_text import plan_lines

    with app.writing() as ctx:
        plan = plans.find(ctx, args.plan)
        for each in args.settings:
            name, sign, value = each.partition("=")
            if not sign:
                raise UsageError("{words}: expected NAME=VALUE", words=each)
            if name == "office":
                plans.set_office(ctx, plan, value)
            else:
                plans.set_rule(ctx, plan, name, _value(value) if value else None)
        for line in plan_lines(ctx, plans.card(ctx, plan)):
            print(line)
    return 0


def set_people(args: argparse.Namespace, app: App) -> int:
    """Show who is written to about a plan, or set who of a unit is."""
    from bot.services import plans, plans_people
    from bot.services.invite import find_unit

    if bool(args.unit) != bool(args.people or args.as_elsewhere) or (args.people and args.as_elsewhere):
        raise UsageError("Say a unit and either its people or --as-elsewhere")
    with app.writing() as ctx:
        plan = plans.find(ctx, args.plan)
        if args.unit:
            plans_people.set_people(ctx, plan, find_unit(ctx, args.unit), args.people)
        for unit, persons in plans_people.of_plan(ctx, plan):
            names = app.voice.say(", ").join(person.name for person in persons)
            print(f"{unit.name}\t{names or '-'}")
    return 0


def _value(text: str) -> Any:
    """Return a value as TOML has it; a bare word is a text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _facts(ctx: Any, plan: Any) -> dict[str, Any]:
    from bot.services import plans

    card = plans.card(ctx, plan)
    return {
        "id": f"P{plan.id}",
        "title": plan.title,
        "letter": plan.letter,
        "issued": plan.issued.isoformat() if plan.issued else None,
        "first_month": plan.first_month.strftime("%Y-%m"),
        "open": plan.closed_at is None,
        "office": card.office,
        "rules": card.rules,
        "tasks": card.total,
        "states": {state.value: count for state, count in card.states.items()},
        "sections": card.sections,
        "units": card.units,
        "collective": list(card.collective),
        "overdue": card.overdue,
        "targets": card.targets,
    }
