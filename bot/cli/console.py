"""What commands share: adding themselves with the common options, and asking on a terminal."""

from __future__ import annotations

import argparse
import sys


class Subparsers:
    """Adds commands that all take the common options."""

    def __init__(
        self, subparsers: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
    ) -> None:
        self._subparsers = subparsers
        self._common = common

    def add(self, name: str, help_text: str) -> argparse.ArgumentParser:
        """Return a new command's parser."""
        return self._subparsers.add_parser(name, help=help_text, description=help_text, parents=[self._common])

    def group(self, name: str, help_text: str) -> Subparsers:
        """Return a place for commands of two words, such as `plan list`."""
        parser = self.add(name, help_text)
        return Subparsers(parser.add_subparsers(dest=f"{name}_command", required=True, metavar="COMMAND"), self._common)


def agreed(args: argparse.Namespace, question: str) -> bool:
    """Ask on the terminal; without one nothing is asked, and only --yes agrees."""
    if args.yes:
        return True
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是", "好")
