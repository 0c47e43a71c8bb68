"""Who may talk to the stand-in: the machine it runs on, and no other site's pages. Denied unless allowed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

_LOCAL = ("127.0.0.1", "localhost", "::1")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def refusal(host: str, origin: str | None, fetch_site: str | None, allowed: frozenset[str]) -> str:
    """Return why a request with these headers is refused; empty when it may pass.

    The Host must be one of ours (a foreign name pointed at 127.0.0.1 is not), an Origin must be the very same origin,
    and a browser must not say that another site is asking.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        name = ""
    if name not in allowed:
        return "unknown Host"
    if origin is not None and origin != f"http://{host}":
        return "foreign Origin"
    if fetch_site not in (None, "same-origin", "none"):
        return "asked for by another site"
    return ""


def guard(host: str) -> Middleware:
    """Return the middleware for a server bound to this host."""
    allowed = frozenset((*_LOCAL, host))

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        headers = request.headers
        reason = refusal(headers.get("Host", ""), headers.get("Origin"), headers.get("Sec-Fetch-Site"), allowed)
        if reason:
            return web.json_response({"ok": False, "error": reason}, status=403)
        return await handler(request)

    return check


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Set the headers that keep a browser from doing more than this page needs."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
