"""Files that people have sent: getFile, for the download under /file/bot<TOKEN>/."""

from __future__ import annotations

from ..errors import bad_request
from ..model import Json
from ..shapes import file_shape
from .base import Call

_DOWNLOAD_LIMIT = 20 * 2**20  # bytes; Telegram's own servers hand out no more


def get_file(call: Call) -> Json:
    """Return where a file can be downloaded."""
    file = call.world.files.get(call.params.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > _DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return file_shape(file) | {"file_path": file.path}


METHODS = {"getFile": get_file}
