"""Files that people send: asked for while their message is handled, fetched afterwards by bot.chat.fetch.

For evidence: `want(ctx, DownloadPurpose.evidence, file, payload={"report": 12})` in the handler's transaction; once the
file is there, its row says sha256, size and the path within the attachment folder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.errors import Refused
from bot.services import post
from bot.services.context import Context
from bot.services.people import as_actor
from bot.services.record import record
from storage import downloads
from storage.kinds import DownloadPurpose, DownloadState, MessageKind
from storage.models import Download, Person

MEGABYTE = 1024 * 1024
EVIDENCE = frozenset({
    "jpg", "jpeg", "png", "webp", "heic", "bmp", "gif", "tif", "tiff",
    "pdf", "ofd", "doc", "docx", "wps", "rtf", "txt", "md", "xls", "xlsx", "et", "csv", "ppt", "pptx", "dps",
})  # fmt: skip
NAME_LIMIT = 120
PHOTO = "photo.jpg"  # Telegram gives a photo no name, and makes every one a JPEG


def want(
    ctx: Context, purpose: DownloadPurpose, file: Mapping[str, Any], *, payload: dict[str, Any] | None = None
) -> Download:
    """Ask for a file of the message that is being handled, once; Refused where it is too big or of no use.

    `file` is what bot.chat.handlers.reports.file_of keeps of it: id, unique, name, size, mime, message.
    """
    assert ctx.person is not None, "only a person sends files"
    check(ctx, purpose, file)
    name, size = tidy(str(file.get("name", ""))), int(file.get("size") or 0)
    row = Download(
        purpose=purpose,
        person_id=ctx.person_id,
        chat_id=ctx.person.telegram_id,
        message_id=int(file.get("message") or 0),
        file_id=str(file["id"]),
        unique_id=str(file.get("unique", "")),
        name=name,
        mime=str(file.get("mime", ""))[:200],
        size=size,
        payload=payload or {},
        inbox_id=ctx.inbox_id,
        created_at=ctx.now,
    )
    return downloads.put(session=ctx.session, row=row)


def check(ctx: Context, purpose: DownloadPurpose, file: Mapping[str, Any]) -> None:
    """Refuse a file that is too big or of no use; Telegram's word for its size is checked again as it comes."""
    name, size = tidy(str(file.get("name", ""))), int(file.get("size") or 0)
    if size > ctx.office.file_limit:
        limit = ctx.office.file_limit // MEGABYTE
        raise Refused("{name} is larger than {limit} MB; please send a smaller file", name=name or "?", limit=limit)
    if purpose is DownloadPurpose.evidence and not is_evidence(name, str(file.get("mime", ""))):
        raise Refused("{name} was not taken: please send a picture, PDF, Word, Excel or text file", name=name or "?")


def is_evidence(name: str, mime: str) -> bool:
    """Tell whether a file can be kept as evidence; a photo has no name."""
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    return suffix in EVIDENCE if suffix else mime.startswith("image/")


def keep(folder: Path, data: bytes, name: str) -> tuple[str, str]:
    """Put a file into the attachment folder under its hash; return the hash and the path within the folder.

    The same file sent twice is kept once. It is written whole or not at all.
    """
    digest = sha256(data).hexdigest()
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    path = Path(digest[:2]) / (digest + (f".{suffix}" if suffix in EVIDENCE else ""))
    target = folder / path
    if not target.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        part = target.with_name(f"{target.name}.part")
        part.write_bytes(data)
        part.chmod(0o600)
        part.replace(target)
    return digest, path.as_posix()


def kept(ctx: Context, row: Download, digest: str, path: str, size: int) -> None:
    """Record that a file is in the attachment folder."""
    row.sha256, row.path, row.size = digest, path, size
    downloads.settle(session=ctx.session, row=row, state=DownloadState.done, now=ctx.now)
    record(ctx, "file.kept", row, after={"name": row.name, "sha256": digest, "size": size})


def failed(ctx: Context, row: Download, reason: str, why: Refused | None = None) -> None:
    """Give a file up and tell who sent it; `reason` is for the record, `why` for the person."""
    downloads.settle(session=ctx.session, row=row, state=DownloadState.failed, now=ctx.now, reason=reason[:500])
    record(ctx, "file.failed", row, after={"name": row.name, "reason": reason[:200]})
    own = sender(ctx, row)
    if own is None or own.person is None:
        return
    text = own.voice.html(
        "{name} could not be fetched: {why}. Please send it once more.",
        name=row.name or "?",
        why=why.tell(own.voice) if why else own.voice.say("Telegram did not hand it out"),
    )
    post.send(
        own,
        own.person,
        post.Letter(MessageKind.receipt, text, f"download:{row.id}:failed", reply_to=row.message_id or None),
    )


def sender(ctx: Context, row: Download) -> Context | None:
    """Return the world with who sent the file acting, or None where nobody is known."""
    person = ctx.session.get(Person, row.person_id) if row.person_id else None
    return as_actor(ctx, person) if person is not None else None


def tidy(name: str) -> str:
    """Return a file's name without folders, invisible marks and turns of direction; its end is kept when clipped."""
    bare = re.split(r"[\\/]", name)[-1]
    plain = "".join(c for c in bare if c.isprintable() and c not in "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
    return plain if len(plain) <= NAME_LIMIT else plain[: NAME_LIMIT - 20] + "…" + plain[-18:]
