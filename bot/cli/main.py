"""The `duban` command: parses arguments, runs one command, maps errors to words and exit codes.

Exit codes: 0 done, 1 the work failed, 2 wrong usage or settings. Results go to stdout, everything else to stderr.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import __version__
from bot.cli.console import Subparsers
from bot.config import Config, load
from bot.errors import DubanError
from bot.locale import Voice

# One module a group; each has `add(subparsers)`, and sets `run` to a function (args, app) -> exit code.
GROUPS = (
    "import_",
    "plan",
    "unit",
    "target",
    "milestone",
    "change",
    "invite",
    "run",
    "demo",
    "rehearse",
    "simulate",
    "parse",
    "reread",
    "summary",
    "export",
    "backup",
    "doctor",
    "bench",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `duban` and return its exit code."""
    _speak_utf8()
    parser = build_parser()
    args = parser.parse_args(arguments)
    config: Config | None = None
    try:
        config = load(args.config)
        return _run(args, config)
    except DubanError as error:
        voice = Voice(config.language if config else "zh_CN")
        print(f"duban: {error.tell(voice)}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has gone: nothing is wrong
        sys.stderr.close()
        return 0


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; the common options stand before or after the command's name."""
    parser = argparse.ArgumentParser(
        prog="duban", description="督办：任务台账、月度提示、进展回复、汇总", parents=[_common(None, False)]
    )
    parser.add_argument("--version", action="version", version=f"duban {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    # Behind the command an option that is not given must not undo the one before it.
    common = _common(argparse.SUPPRESS, argparse.SUPPRESS)
    for group in GROUPS:
        importlib.import_module(f"bot.cli.{group}").add(Subparsers(subparsers, common))
    return parser


def _common(config: object, yes: object) -> argparse.ArgumentParser:
    """Return the options of every command, with these defaults."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", type=Path, default=config, metavar="FILE", help="设置 / settings (config.toml)")
    common.add_argument("--yes", action="store_true", default=yes, help="不再询问 / answer yes to every question")
    return common


def _run(args: argparse.Namespace, config: Config) -> int:
    from bot.app import App

    app = App(config)
    try:
        code: int = args.run(args, app)
        return code
    finally:
        app.close()


def _speak_utf8() -> None:
    """Speak UTF-8 whatever the locale: our texts are Chinese, and a pipe in the C locale must not fail on them."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="surrogateescape" if stream is sys.stdin else "backslashreplace")
