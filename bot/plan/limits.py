"""Bounds that keep a bad or hostile file from taking the machine along, and the one way of refusing."""

from __future__ import annotations

import io
import zipfile

from bot.errors import PlanError

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_TAGS = 600_000  # "<" in one XML part: what a parser would have to build
MAX_ROWS = 6_000
MAX_CELLS = 150_000
MAX_CHARACTERS = 1_500_000
MAX_LINES = 20_000
MAX_PAGES = 150


def refuse(chinese: str, english: str) -> PlanError:
    """Return the error for a document that is not read; Chinese first."""
    return PlanError(f"{chinese} {english}")


def open_package(data: bytes, kind: str) -> zipfile.ZipFile:
    """Open a .docx or .xlsx as the zip it is; refuse bombs, macros and broken files before anything is unpacked."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        members = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refuse(f"文件已损坏，不是有效的{kind}文件，请重新保存后再传。", f"Not a valid {kind} file.") from error
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
        raise refuse("文件解压后过大，不予读取，请只保留任务表。", "The file unpacks to too much.")
    if any(m.flag_bits & 0x1 for m in members):
        raise refuse("文件有密码，请去掉密码后再传。", "The file is password-protected.")
    if any(m.filename.lower().endswith("vbaproject.bin") for m in members):
        raise refuse(f"文件含宏，不予读取，请另存为不含宏的{kind}文件。", "The file contains macros.")
    return package


def member(package: zipfile.ZipFile, name: str) -> bytes:
    """Return a member's bytes, none where it is not there; never more than the bound, whatever it declares."""
    try:
        with package.open(name) as stream:
            content = stream.read(MAX_UNPACKED + 1)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        raise refuse("文件已损坏，请重新保存后再传。", "The file is damaged.") from error
    except Exception as error:  # zlib.error and lzma errors have no common base
        raise refuse("文件已损坏，请重新保存后再传。", "The file is damaged.") from error
    if len(content) > MAX_UNPACKED or content.count(b"<") > MAX_TAGS:
        raise refuse("文件解压后过大，不予读取，请只保留任务表。", "The file unpacks to too much.")
    if b"<!ENTITY" in content or b"<!DOCTYPE" in content[:2000]:
        raise refuse("文件内容异常，不予读取。", "The file declares a document type.")
    return content
