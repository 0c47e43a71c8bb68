"""Only this machine and the page itself may talk to the sandbox."""

from __future__ import annotations

import aiohttp
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.guard import refusal

from .conftest import LIAISON

ALLOWED = frozenset(("127.0.0.1", "localhost"))


@pytest.mark.parametrize(
    ("host", "origin", "site"),
    [
        ("evil.example:8080", None, None),
        ("127.0.0.1.evil.example", None, None),
        ("", None, None),
        ("[", None, None),
        ("127.0.0.1:8080", "http://evil.example", None),
        ("127.0.0.1:8080", "null", None),
        ("127.0.0.1:8080", "http://127.0.0.1:9090", None),
        ("127.0.0.1:8080", "http://localhost:8080", None),
        ("127.0.0.1:8080", "https://127.0.0.1:8080", None),
        ("127.0.0.1:8080", None, "cross-site"),
        ("127.0.0.1:8080", None, "same-site"),
    ],
)
def test_foreign_requests_are_refused(host: str, origin: str | None, site: str | None) -> None:
    assert refusal(host, origin, site, ALLOWED)


@pytest.mark.parametrize(
    ("host", "origin", "site"),
    [
        ("127.0.0.1:8080", None, None),
        ("127.0.0.1:8080", "http://127.0.0.1:8080", "same-origin"),
        ("localhost:8080", "http://localhost:8080", None),
        ("127.0.0.1:8080", None, "none"),
    ],
)
def test_own_requests_pass(host: str, origin: str | None, site: str | None) -> None:
    assert refusal(host, origin, site, ALLOWED) == ""


async def test_the_server_refuses_another_sites_request_and_does_nothing(sandbox: Sandbox) -> None:
    body = {"user": LIAISON, "text": "x"}
    async with aiohttp.ClientSession() as session:
        for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            async with session.post(f"{sandbox.url}/sandbox/send", json=body, headers=headers) as response:
                assert response.status == 403
            async with session.get(f"{sandbox.base_url}{sandbox.token}/getMe", headers=headers) as response:
                assert response.status == 403
        async with session.post(f"{sandbox.url}/sandbox/send", data="x") as response:
            assert response.status == 415
    assert sandbox.world.history(LIAISON) == []


async def test_the_page_allows_no_foreign_resource(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(sandbox.url) as response:
            policy = response.headers["Content-Security-Policy"]
            page = await response.text()
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "http://" not in page and "https://" not in page  # noqa: PT018
        for path in ("/page/../control.py", "/page/..%2fcontrol.py", "/page/nothing.js", "/page/.html"):
            async with session.get(sandbox.url + path) as response:
                assert response.status in (403, 404)
