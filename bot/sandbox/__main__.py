"""`python -m bot.sandbox`: the stand-in by itself, for trying any bot by hand."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from .sandbox import Sandbox

_PEOPLE = (
    (1001, "周敏", "营商办", "营商办"),
    (1101, "吴刚", "督查室", "督查"),
    (2001, "李强", "县市场监管局", "联络员"),
)


async def serve(port: int, token: str | None) -> None:
    """Run until SIGINT or SIGTERM; say on stdout where the page and the Bot API are."""
    stopping = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):  # also where the shell had them ignored, as for a background job
        asyncio.get_running_loop().add_signal_handler(each, stopping.set)
    sandbox = Sandbox(token=token)
    for user_id, name, label, section in _PEOPLE:
        sandbox.add_user(user_id, name, label=label, section=section)
    await sandbox.start(port=port)
    sys.stdout.write(f"page      {sandbox.url}/\nbase_url  {sandbox.base_url}\ntoken     {sandbox.token}\n")
    sys.stdout.flush()
    try:
        await stopping.wait()
    finally:
        await sandbox.stop()


def main() -> int:
    """Parse the arguments and serve; 1 when the port is taken."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description="A local stand-in for Telegram.")
    parser.add_argument("--port", type=int, default=8080, help="0 takes a free one (default: %(default)s)")
    parser.add_argument("--token", help="the bot's token, in Telegram's form (default: made up)")
    options = parser.parse_args()
    try:
        asyncio.run(serve(options.port, options.token))
    except OSError as error:
        sys.stderr.write(f"cannot listen on port {options.port}: {error.strerror}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
