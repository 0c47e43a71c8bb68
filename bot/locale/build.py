"""Compile the catalogues: `python -m bot.locale.build` (needs Babel; `--check` only tells which are stale)."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from bot.locale import FOLDER


def compiled(source: Path) -> bytes:
    """Return the binary catalogue of a .po file: the same bytes whenever and by whichever Babel it is made."""
    from babel.messages.catalog import Message
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parents[1].name)
    head = Message("", "Content-Type: text/plain; charset=UTF-8\n")
    out = BytesIO()
    messages: Any = _Messages([head, *(message for message in catalogue if message.id)])
    write_mo(out, messages)
    return out.getvalue()


class _Messages(list[Any]):
    """Messages as Babel's writer takes a catalogue, without the dates and names that it would put into the head."""

    charset = "utf-8"


def stale() -> list[Path]:
    """Return the sources whose compiled catalogue is missing or differs."""
    return [source for source in sources() if not _same(source)]


def sources() -> list[Path]:
    """Return every .po file."""
    return sorted(FOLDER.glob("*/LC_MESSAGES/*.po"))


def _same(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return target.exists() and target.read_bytes() == compiled(source)


def main() -> int:
    """Compile what is stale, or with --check only name it."""
    behind = stale()
    if "--check" in sys.argv[1:]:
        sys.stderr.writelines(f"stale: {source.relative_to(FOLDER)}\n" for source in behind)
        return 1 if behind else 0
    for source in behind:
        source.with_suffix(".mo").write_bytes(compiled(source))
    return 0


if __name__ == "__main__":
    sys.exit(main())
