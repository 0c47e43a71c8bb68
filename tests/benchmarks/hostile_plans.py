"""What hostile and large files cost: `python -m tests.benchmarks.hostile_plans` prints seconds and megabytes of each.

The figures are those of the process that reads, the start of Python included, as the system counts them.
"""

from __future__ import annotations

import io
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from bot.services.plan_file import OLE, bounds_of
from tests.plan.making import docx, pdf, xlsx
from tests.plan.test_bad_files import BAD, PDF_END, PDF_HEAD, TABLE, package

HEAD = ["序号", "任务", "责任单位", "完成时限"]


def tree(pages: int) -> bytes:
    """A PDF whose tree of pages names one page ever again."""
    start = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    kids = "3 0 R " * pages
    page = "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>endobj\ntrailer<</Root 1 0 R>>\n"
    return (start + f"2 0 obj<</Type/Pages/Count {pages}/Kids[{kids}]>>endobj\n" + page).encode()


def nodes(count: int) -> bytes:
    """A PDF whose tree of pages has many nodes and hardly a page."""
    kids = " ".join(f"{i} 0 R" for i in range(10, 10 + count))
    out = [f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[{kids}]>>endobj\n"]
    out += [f"{i} 0 obj<</Type/Pages/Parent 2 0 R/Kids[]>>endobj\n" for i in range(10, 10 + count)]
    return ("".join(out) + "trailer<</Root 1 0 R>>\n").encode()


def nested(depth: int) -> bytes:
    """A PDF with an array in an array in an array."""
    start = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/X " + "[" * depth + "]" * depth + ">>endobj\n"
    return (start + "2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n").encode()


def words(pages: int) -> bytes:
    """A PDF of many pages full of text."""
    return pdf("\n".join(f"{i}.推进改革，优化服务，制定方案。（市发改委牵头，6月底前）" for i in range(pages * 36)))


def glyphs() -> bytes:
    """A PDF with a page of very many letters."""
    text = (
        b"BT /F1 8 Tf 10 10 Td " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 6_000 + b"ET"
    )
    return PDF_HEAD + zlib.compress(text) + PDF_END


def sparse() -> bytes:
    """A workbook whose few cells stand very far from each other."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.active.cell(1_048_576, 16_384, "x")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def deep_tables(depth: int) -> bytes:
    """A Word document with tables in tables."""
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = b"<w:tbl><w:tr><w:tc>" * depth + b"</w:tc></w:tr></w:tbl>" * depth
    return package(word__document_xml=b"<w:document " + space + b"><w:body>" + body + b"</w:body></w:document>")


def noise() -> bytes:
    """A PDF by its first bytes and nothing else."""
    return b"%PDF-1.7\n" + random.Random(1).randbytes(15_000_000)


CASES: dict[str, tuple[str, Callable[[], bytes]]] = {
    **{name: (case[1], lambda case=case: case[0]) for name, case in BAD.items()},
    "10,000 rows xlsx": (
        "a.xlsx",
        lambda: xlsx(("表", [HEAD, *([str(i), "任务", "县财政局", "5月"] for i in range(10_000))])),
    ),
    "10,000 rows docx": (
        "a.docx",
        lambda: docx("表", [HEAD, *([str(i), "任务", "县财政局", "5月"] for i in range(6_500))]),
    ),
    "sparse xlsx": ("a.xlsx", sparse),
    "tables in tables": ("a.docx", lambda: deep_tables(60_000)),
    "brackets txt": ("a.txt", lambda: "（".encode() * 400_000),
    "digits txt": ("a.txt", lambda: b"1" * 1_400_000),
    "one line txt": ("a.txt", lambda: "1.推进改革。（市发改委牵头，6月底前）".encode() * 20_000),
    "pdf page tree, 900,000": ("a.pdf", lambda: tree(900_000)),
    "pdf page tree, 3,000,000": ("a.pdf", lambda: tree(3_000_000)),
    "pdf page nodes, 150,000": ("a.pdf", lambda: nodes(150_000)),
    "pdf nested arrays": ("a.pdf", lambda: nested(2_000_000)),
    "pdf nested arrays, less": ("a.pdf", lambda: nested(95_000)),
    "pdf page tree, 32,000": ("a.pdf", lambda: tree(32_000)),
    "pdf glyphs": ("a.pdf", glyphs),
    "pdf noise": ("a.pdf", noise),
    "pdf 40 pages (good)": ("a.pdf", lambda: words(40)),
    "pdf 200 pages": ("a.pdf", lambda: words(200)),
    "xlsx 5,000 rows (good)": (
        "a.xlsx",
        lambda: xlsx(("表", [HEAD, *([str(i), "任务", "县财政局", "5月"] for i in range(5_000))])),
    ),
    "docx 100 rows (good)": (
        "a.docx",
        lambda: docx("表", [HEAD, *([str(i), "任务", "县财政局", "5月"] for i in range(100))]),
    ),
    "doc rubbish": ("a.doc", lambda: OLE + bytes(100_000)),
    "table txt (good)": ("a.txt", lambda: "\n".join("\t".join(row) for row in TABLE).encode()),
}


def measure(name: str, data: bytes) -> tuple[float, float, float, str]:
    """Return seconds, seconds of the processor, megabytes, and what came of it."""
    bounds = bounds_of(data)
    request = json.dumps({"name": name, "today": "2024-03-01", **asdict(bounds)}).encode() + b"\n" + data
    started = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "bot.services.plan_file_child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin
        assert child.stdout
        try:
            child.stdin.write(request)
            child.stdin.close()
        except BrokenPipeError:
            pass
        peak: list[int] = [0]
        watcher = threading.Thread(target=_watch, args=(child.pid, peak))
        watcher.start()
        answer = child.stdout.read()
        _, status, used = os.wait4(child.pid, 0)
        watcher.join()
        child.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - started
    try:
        told = json.loads(answer)
        said = told["refused"] if "refused" in told else f"{len(told['draft']['tasks'])} tasks"
    except ValueError:
        said = f"stopped ({child.returncode})"
    return seconds, used.ru_utime + used.ru_stime, peak[0] / 1024, said[:60]


def _watch(pid: int, peak: list[int]) -> None:
    """Keep the most memory that the process has had; what the system counts for a child includes its parent's."""
    while True:
        try:
            said = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            return
        found = re.search(r"VmHWM:\s+(\d+)", said)
        if found is None:
            return
        peak[0] = max(peak[0], int(found[1]))
        time.sleep(0.002)


def main() -> None:
    """Print a line for each file."""
    wanted = sys.argv[1:]
    for label, (name, make) in CASES.items():
        if not wanted or any(word in label for word in wanted):
            seconds, cpu, megabytes, said = measure(name, make())
            print(f"{label:28} {seconds:6.2f} s {cpu:6.2f} s cpu {megabytes:6.0f} MB  {said}", flush=True)


if __name__ == "__main__":
    main()
