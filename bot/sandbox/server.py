"""The stand-in's Bot API over HTTP: /bot<TOKEN>/<method> and /file/bot<TOKEN>/<path>."""

from __future__ import annotations

import inspect
import json
import logging
import re
from typing import Any
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from .errors import ApiError, bad_request
from .faults import Faults
from .methods import METHODS, Call
from .model import Json
from .params import Params, Upload
from .polling import Poller
from .world import World

_log = logging.getLogger(__name__)
LARGEST_REQUEST = 64 * 2**20  # bytes; documents of 50 MB and what stands around them
_LOGGED = 500  # characters of a parameter kept in the log of calls


async def read_params(request: web.Request) -> Params:
    """Return the parameters of a request, wherever they stand; raise a 400 for a body that cannot be read."""
    params = Params(dict(request.query))
    kind = request.content_type
    if request.method != "POST" or not request.can_read_body:
        return params
    try:
        if kind == "application/json":
            body = json.loads(await request.read())
            if not isinstance(body, dict):
                raise bad_request("can't parse request parameters: object expected")
            params.values |= body
        elif kind == "application/x-www-form-urlencoded":
            params.values |= dict(await request.post())
        elif kind == "multipart/form-data":
            await _read_parts(request, params)
    except (ValueError, UnicodeError) as error:
        raise bad_request("can't parse request body") from error
    _check_text(params)
    return params


def _check_text(params: Params) -> None:
    for value in params.values.values():
        if isinstance(value, str) and re.search("[\ud800-\udfff]", value):
            raise bad_request("strings must be encoded in UTF-8")


async def _read_parts(request: web.Request, params: Params) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            params.values[part.name] = content.decode()
        else:
            mime = part.headers.get("Content-Type", "")
            params.uploads[part.name] = Upload(part.filename, mime, content)


class BotApi:
    """Answers the bot's calls. `token` is the only one that is right."""

    def __init__(self, world: World, poller: Poller, faults: Faults, token: str) -> None:
        self.world, self.poller, self.faults, self.token = world, poller, faults, token

    def routes(self) -> list[web.RouteDef]:
        """Return what to mount."""
        return [
            web.route("*", "/bot{token}/{method}", self.handle),
            web.get("/file/bot{token}/{path:.+}", self.download),
        ]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, with the faults that tests asked for."""
        name = request.match_info["method"]
        try:
            self._authorise(request.match_info["token"])
            params = await read_params(request)
        except ApiError as error:
            return web.json_response(error.body(), status=error.code)
        except web.HTTPRequestEntityTooLarge:
            too_large = ApiError(413, "Request Entity Too Large")
            return web.json_response(too_large.body(), status=413)
        fault = self.faults.take(name, params.text("chat_id"))
        if fault is not None and fault.kind == "hang":
            await self.faults.cleared.wait(3600)
        if fault is not None and fault.kind == "garbage":
            return web.Response(text="<html><h1>502 Bad Gateway</h1></html>", status=502, content_type="text/html")
        try:
            if fault is not None and fault.kind == "error":
                raise fault.error()
            body: Json = {"ok": True, "result": await self.call(name, params)}
            status = 200
        except ApiError as error:
            body, status = error.body(), error.code
        self._log_call(name, params, status)
        if fault is not None and fault.kind == "drop" and request.transport is not None:
            request.transport.abort()  # the work is done, the bot never hears of it
        return web.json_response(body, status=status)

    async def call(self, name: str, params: Params) -> Any:
        """Do one method and return its result; raise ApiError where Telegram would refuse."""
        method = METHODS.get(name.lower())
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        try:
            result = method(Call(self.world, params, self.poller))
            return await result if inspect.isawaitable(result) else result
        except ApiError:
            raise
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            # A parameter of a shape nobody expected: Telegram says 400; so do we, with a trace for the developer.
            _log.warning("%s was called with parameters that cannot be read", name, exc_info=True)
            raise bad_request(f"can't parse parameters of {name}") from error

    def _authorise(self, token: str) -> None:
        if not re.fullmatch(r"\d+:[\w-]+", token):
            raise ApiError(404, "Not Found")
        if token != self.token:
            raise ApiError(401, "Unauthorized")

    def _log_call(self, name: str, params: Params, status: int) -> None:
        short = {
            key: value if isinstance(value, int | float | bool) else params.text(key)[:_LOGGED]
            for key, value in params.values.items()
        }
        self.faults.log(name, params.text("chat_id"), status, short)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Hand out a file by the path that getFile gave."""
        try:
            self._authorise(request.match_info["token"])
        except ApiError as error:
            return web.json_response(error.body(), status=error.code)
        wanted = request.match_info["path"]
        for file in self.world.files.values():
            if file.path == wanted:
                return web.Response(body=file.content, content_type="application/octet-stream")
        return web.json_response(ApiError(404, "Not Found").body(), status=404)


def attachment(name: str) -> str:
    """Return a Content-Disposition that saves under any name, Chinese included."""
    plain = re.sub(r'[^\x20-\x7e]|["\\]', "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
