"""Which reader a file needs, told by its first bytes before its name."""

from __future__ import annotations

from collections.abc import Callable

from bot.plan.blocks import Document
from bot.plan.formats.text import read_delimited, read_text
from bot.plan.limits import open_package, refuse

Progress = Callable[[int, int], None]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


def read_document(data: bytes, name: str, progress: Progress | None = None) -> Document:
    """Return the document's lines and grids. Raises PlanError for what cannot be read."""
    lower = name.lower()
    if data.startswith(b"PK"):
        return _package(data, lower, progress)
    if data.lstrip()[:5] == b"%PDF-" or b"%PDF-" in data[:1024]:
        from bot.plan.formats.pdf import read_pdf

        return read_pdf(data, progress)
    if data.startswith(_OLE):
        from bot.plan.formats.legacy import read_legacy

        return read_legacy(data, lower, progress)
    if data.startswith(_IMAGES) and not lower.endswith((".txt", ".md", ".csv", ".tsv")):
        raise refuse("图片读不了，请传Word、Excel、PDF或文本文件。", "Pictures cannot be read.")
    if data.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise refuse("压缩包读不了，请解压后传其中的文件。", "Archives cannot be read.")
    if data.startswith(b"{\\rtf"):
        from bot.plan.formats.rtf import read_rtf

        return read_rtf(data)
    if lower.endswith((".docx", ".xlsx", ".pdf", ".doc", ".xls", ".wps", ".et")) and (
        b"\x00" in data[:2000] or len(data) < 40
    ):
        raise refuse("文件已损坏，请重新保存后再传。", "The file is damaged.")
    if lower.endswith((".csv", ".tsv", ".tab")):
        return read_delimited(data, lower)
    return read_text(data)


def _package(data: bytes, lower: str, progress: Progress | None) -> Document:
    with open_package(data, ".docx" if "doc" in lower else ".xlsx" if "xls" in lower else "Office") as package:
        names = set(package.namelist())
        if "word/document.xml" in names:
            from bot.plan.formats.docx import read_docx

            return read_docx(package)
        if "xl/workbook.xml" in names:
            from bot.plan.formats.xlsx import read_xlsx

            return read_xlsx(data, package, progress)
    raise refuse("这不是Word或Excel文件，请传.docx、.xlsx、.pdf或文本。", "Neither a Word nor an Excel file.")
