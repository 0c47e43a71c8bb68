"""What browser tests stand on: a sandbox with a bot on a loop of its own, and the page as a person uses it."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait
from telegram import Bot, Update

from bot.clock import Clock
from bot.sandbox import Limits, Sandbox

from .conftest import library

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
OFFICE, LIAISON, OTHER = 1001, 2001, 2002
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
)


class Stage:
    """A sandbox and a bot on an event loop of their own, so that the browser's blocking calls do not stop them."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.sandbox = Sandbox(Clock(datetime.fromisoformat("2022-12-27T10:42:00+08:00")), limits=Limits.off())
        self.sandbox.add_user(OFFICE, "周敏", label="营商办", section="营商办")
        self.sandbox.add_user(LIAISON, "李强", label="县市场监管局", section="联络员")
        self.sandbox.add_user(OTHER, "王芳", label="县发展改革委", section="联络员")
        self.run(self.sandbox.start())
        self.bot: Bot = library(self.sandbox)
        self.run(self.bot.initialize())

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Do something on the loop and return its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def update(self) -> Update:
        """Return the next update and confirm it."""
        (update,) = self.run(self.bot.get_updates(limit=1, timeout=10))
        self.run(self.bot.get_updates(offset=update.update_id + 1))
        return update  # type: ignore[no-any-return]

    def close(self) -> None:
        """Stop everything."""
        self.run(self.bot.shutdown())
        self.run(self.sandbox.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class Page:
    """The page as a person uses it."""

    def __init__(self, driver: WebDriver, url: str) -> None:
        self.driver = driver
        driver.get(url)
        self.until(lambda: self.all("[data-user-id]"))

    def until(self, ready: Callable[[], Any]) -> Any:
        """Wait until something is there; the page draws by itself when the server tells it to."""
        return WebDriverWait(self.driver, 15, 0.05, ignored_exceptions=(Exception,)).until(lambda _: ready())

    def all(self, css: str) -> list[WebElement]:
        """Return the visible elements of a selector."""
        return [one for one in self.driver.find_elements(By.CSS_SELECTOR, css) if one.is_displayed()]

    def one(self, css: str, text: str = "") -> WebElement:
        """Wait for the first visible element that contains a text."""
        found: WebElement = self.until(lambda: next(one for one in self.all(css) if text in one.text))
        return found

    def choose(self, user: int) -> None:
        """Open a persona's chat."""
        self.one(f'[data-user-id="{user}"]').click()
        chosen = f'[data-user-id="{user}"][aria-current="true"]'  # out of sight on a phone
        self.until(lambda: self.driver.find_elements(By.CSS_SELECTOR, chosen))

    def type(self, text: str) -> None:
        """Write a message and send it."""
        self.one("#text").send_keys(text + Keys.ENTER)

    def errors(self) -> list[str]:
        """Return what the browser complained of."""
        log: list[dict[str, str]] = self.driver.get_log("browser")  # type: ignore[attr-defined]
        return [one["message"] for one in log]
