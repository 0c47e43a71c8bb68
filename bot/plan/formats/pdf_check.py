"""What a PDF is refused for before its pages are read: passwords, and what would unpack or be parsed without end."""

from __future__ import annotations

import io
import re
import zlib

from bot.plan.limits import refuse

_PIECE = 1 << 18
_MAX_STREAMS = 30 * 1024 * 1024
_MAX_PACKED_OBJECTS = 8 * 1024 * 1024  # bytes of objects packed into streams
_MAX_OBJECT = 200_000  # bytes of one object outside the streams; a tree of 150 pages takes some 2,000
_MAX_NODES = 1_000  # of the tree of pages
_ENCRYPTED = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R")
_NODE = re.compile(rb"/Type\s*/Pages\b")


def check_pdf(data: bytes) -> None:
    """Refuse a PDF that is locked or that is made to take the machine along."""
    _check_objects(data)
    _check_streams(data)
    if _ENCRYPTED.search(data[-4096:]) or _ENCRYPTED.search(data[:4096]):
        _check_password(data)


def damaged(error: Exception) -> Exception:
    """Return our own error for what a library raised on a file."""
    if "assword" in type(error).__name__ or "assword" in str(error) or "ncrypt" in type(error).__name__:
        return refuse("文件有密码，请去掉密码后再传。", "The PDF is password-protected.")
    return refuse("PDF已损坏，请重新导出后再传。", "The PDF cannot be read.")


def _check_password(data: bytes) -> None:
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFParser

    try:
        PDFDocument(PDFParser(io.BytesIO(data)))
    except PDFPasswordIncorrect as error:
        raise refuse("文件有密码，请去掉密码后再传。", "The PDF is password-protected.") from error
    except Exception as error:  # damaged
        raise damaged(error) from error


def _check_objects(data: bytes) -> None:
    """Refuse endless objects and trees of pages, which the parser would walk for minutes."""
    for piece in data.split(b"endobj"):
        ends = [at for at in (piece.find(b"stream"), piece.find(b"xref")) if at >= 0]
        if min([len(piece), *ends]) > _MAX_OBJECT:
            raise _odd("The PDF holds an endless object.")
    _check_nodes(len(_NODE.findall(data)))


def _check_nodes(count: int) -> None:
    if count > _MAX_NODES:
        raise _odd("The tree of pages has too many nodes.")


def _odd(english: str) -> Exception:
    return refuse("PDF内容异常，不予读取，请重新导出或传Word、Excel文件。", english)


def _check_streams(data: bytes) -> None:
    """Unpack the compressed streams piece by piece, keeping nothing, to refuse what would unpack to too much."""
    if re.search(rb"/Filter\s*\[\s*(?:/FlateDecode|/Fl)\s*(?:/FlateDecode|/Fl)", data):
        raise _odd("The PDF packs its streams twice.")
    total = packed = nodes = 0
    for match in re.finditer(rb"stream\r?\n", data):
        told = data[max(0, match.start() - 300) : match.start()].rpartition(b" obj")[2]
        if b"/Image" in told:
            continue
        objects = b"/ObjStm" in told
        unpacker = zlib.decompressobj()
        at = match.end()
        rest = data[at : at + _PIECE]
        try:
            while rest and not unpacker.eof:
                piece = unpacker.decompress(rest, _PIECE)
                total += len(piece)
                if objects:
                    packed += len(piece)
                    nodes += len(_NODE.findall(piece))
                if total > _MAX_STREAMS or packed > _MAX_PACKED_OBJECTS:
                    raise refuse("PDF内容过大，不予读取，请只保留任务部分。", "The PDF unpacks to too much.")
                if not unpacker.unconsumed_tail:
                    at += _PIECE
                rest = unpacker.unconsumed_tail or data[at : at + _PIECE]
        except zlib.error:
            pass
        _check_nodes(nodes)
