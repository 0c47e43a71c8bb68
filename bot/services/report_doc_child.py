"""The process in which a unit's own report is opened: `python -m bot.services.report_doc_child`.

Takes one line of JSON (name, memory, stall, longest) and then the file on standard input; gives one JSON object,
`{"blocks": [...]}` (a text, or a table as rows of cells with the sheet's name) or `{"refused": why}`.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from bot.errors import PlanError
from bot.plan.blocks import Grid, Line
from bot.plan.formats.detect import read_document
from bot.plan.limits import MAX_BYTES, refuse
from bot.services.plan_file_child import Bounded


def main() -> None:
    """Open the file within the bounds and print what is in it."""
    request: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    bounds = Bounded(request["memory"], request["stall"], request["longest"])
    bounds.set()
    try:
        if len(data) > MAX_BYTES or not data.strip(b"\x00 \t\r\n"):
            raise refuse("文件是空的或过大。", "The file is empty or too big.")
        document = read_document(data, request["name"], bounds.ahead)
        answer: dict[str, Any] = {"blocks": [_block(block) for block in document.blocks]}
    except PlanError as error:
        answer = {"refused": str(error)}
    except (MemoryError, RecursionError):
        answer = {"refused": "文件结构过于复杂，不予读取。 The file nests too deeply."}
    json.dump(answer, sys.stdout)


def _block(block: Line | Grid) -> str | dict[str, Any]:
    if isinstance(block, Line):
        return block.text
    rows = [["" if cell.left else cell.text for cell in row.cells] for row in block.rows]
    return {"name": block.name, "rows": rows}


if __name__ == "__main__":
    main()
