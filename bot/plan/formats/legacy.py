"""The old binary formats: .doc, .xls, .wps, .et. Converted where LibreOffice is installed, else asked for anew."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from bot.plan.blocks import Document
from bot.plan.limits import refuse

Progress = Callable[[int, int], None]
_SECONDS = 20  # a long document takes three or four


def read_legacy(data: bytes, lower: str, progress: Progress | None) -> Document:
    """Return the document of an old binary file; refuse encrypted ones, and all where there is no converter."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise refuse("文件有密码，请去掉密码后再传。", "The file is password-protected.")
    sheet = "Workbook".encode("utf-16-le") in data or lower.endswith((".xls", ".et"))
    wanted = "xlsx" if sheet else "docx"
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise refuse(f"文件含宏，不予读取，请另存为.{wanted}。", "The file contains macros.")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        raise refuse(f"旧版格式读不了，请另存为.{wanted}后再传。", f"An old format; please save it as .{wanted}.")
    return _convert(data, lower, wanted, office, progress)


def _convert(data: bytes, lower: str, wanted: str, office: str, progress: Progress | None) -> Document:
    from bot.plan.formats.detect import read_document

    suffix = lower[lower.rfind(".") :] if lower.endswith((".doc", ".xls", ".wps", ".et")) else f".{wanted[:-1]}"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"plan{suffix}"
        source.write_bytes(data)
        command = [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            wanted,
            "--outdir",
            folder,
            str(source),
        ]
        _run(command)
        result = Path(folder) / f"plan.{wanted}"
        if not result.exists():
            raise refuse(
                f"旧版格式转换失败，请另存为.{wanted}后再传。", f"The conversion failed; save it as .{wanted}."
            )
        return read_document(result.read_bytes(), result.name, progress)


def _run(command: list[str]) -> None:
    """Run the converter for so long; it starts processes of its own, which end with it."""
    try:
        with subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as running:
            try:
                running.wait(_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
    except OSError:
        return
