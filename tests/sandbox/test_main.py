"""`python -m bot.sandbox` by itself."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

COMMAND = (sys.executable, "-m", "bot.sandbox", "--port")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_the_page_is_serves_it_and_stops_when_asked(stop: signal.Signals) -> None:
    with subprocess.Popen([*COMMAND, "0"], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = dict(process.stdout.readline().split() for _ in range(3))
            with urllib.request.urlopen(said["page"], timeout=10) as response:
                assert "演示台" in response.read().decode()
            with urllib.request.urlopen(f"{said['base_url']}{said['token']}/getMe", timeout=10) as response:
                assert response.status == 200
            process.send_signal(stop)
            assert process.wait(10) == 0
        finally:
            process.kill()  # a failure must not leave the test waiting for it


def test_a_taken_port_is_one_clear_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run([*COMMAND, str(taken.getsockname()[1])], capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert done.stderr.startswith("cannot listen on port")
    assert done.stderr.count("\n") == 1
