"""`duban invite`: a one-time link for a unit's liaison, or for another role; works without the network."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from bot.cli.console import Subparsers
from bot.errors import UsageError
from storage.kinds import Role

if TYPE_CHECKING:
    from bot.app import App

ROLES = {"office": Role.office, "supervision": Role.supervision, "lay_supervisor": Role.lay_supervisor}


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add("invite", "生成一次性邀请链接 / print a one-time invitation link")
    parser.add_argument("unit", nargs="?", metavar="UNIT", help="单位全称 / the unit, as the plan names it")
    parser.add_argument("--deputy", action="store_true", help="副联络员 / as deputy liaison")
    others = parser.add_mutually_exclusive_group()
    others.add_argument("--office", action="store_true", help="办公室人员 / office staff")
    others.add_argument("--supervision", action="store_true", help="督查人员 / supervision")
    others.add_argument("--lay-supervisor", action="store_true", help="监督员 / lay supervisor")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, app: App) -> int:
    """Print the link on stdout, and for whom and until when on stderr."""
    from bot.services import say
    from bot.services.invite import find_unit, invite
    from bot.services.people import role_words

    role = next((role for name, role in ROLES.items() if getattr(args, name)), Role.liaison)
    if (role is Role.liaison) != (args.unit is not None):
        raise UsageError("Say either a unit, or one of --office, --supervision, --lay-supervisor")
    if args.deputy and args.unit is None:
        raise UsageError("--deputy goes with a unit")
    with app.writing() as ctx:
        unit = find_unit(ctx, args.unit) if args.unit is not None else None
        made = invite(ctx, role, unit, deputy=args.deputy)
    print(made.link, flush=True)
    words = role_words(app.voice, role, deputy=args.deputy)
    what = app.voice.say("{role} of {unit}", role=words, unit=made.unit.name) if made.unit else words
    until = say.moment(app.voice, app.office.local(made.expires_at))
    hint = app.voice.say("For the {what}; for one person, good until {until}.", what=what, until=until)
    print(hint, file=sys.stderr)
    if not made.bot_known:
        print(
            app.voice.say(
                "The bot's name is not known yet: put it in place of YOUR_BOT, or set [telegram] username, "
                "or start `duban run` once."
            ),
            file=sys.stderr,
        )
    return 0
