"""The chat page in a real browser, against a running sandbox and the real Telegram library as the bot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup

from tests.sandbox.stage import CHROMIUM, DRIVER, FLAGS, LIAISON, OTHER, Page, Stage
from tests.sandbox.test_with_the_real_library import png

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium with chromedriver is installed"),
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}", "--window-size=1280,860"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    yield driver
    driver.quit()


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def stage() -> Iterator[Stage]:
    one = Stage()
    yield one
    one.close()


@pytest.fixture
def page(browser: WebDriver, stage: Stage) -> Iterator[Page]:
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    one = Page(browser, stage.sandbox.url + "/")
    yield one
    assert one.errors() == []
    browser.get("about:blank")


def test_a_person_joins_by_a_link_and_reads_the_answer(page: Page, stage: Stage) -> None:
    page.choose(LIAISON)
    assert page.all("#composer") == []
    page.one("#gate-code").send_keys("https://t.me/duban_demo_bot?start=Ab_12-x")
    page.one("#gate-go").click()
    update = stage.update()
    assert update.message is not None
    assert update.message.text == "/start Ab_12-x"
    stage.run(stage.bot.send_message(LIAISON, "您好，<b>县市场监管局</b>", parse_mode="HTML"))
    assert page.one(".message .text strong").text == "县市场监管局"
    assert page.all("#gate") == []


def test_a_message_is_typed_answered_and_its_button_pressed(page: Page, stage: Stage) -> None:
    page.choose(LIAISON)
    page.one("#gate-go").click()
    stage.update()
    page.type("14 完成60%")
    update = stage.update()
    assert update.message is not None
    assert update.message.text == "14 完成60%"
    keys = InlineKeyboardMarkup(
        [[InlineKeyboardButton("撤回", callback_data="undo"), InlineKeyboardButton("表", url="https://x.cn/")]]
    )
    sent = stage.run(stage.bot.send_message(LIAISON, "已记1项", reply_markup=keys))
    page.one(".keys button", "撤回").click()
    pressed = stage.update().callback_query
    assert pressed is not None
    assert pressed.data == "undo"
    stage.run(stage.bot.answer_callback_query(pressed.id, "已撤回"))
    assert page.one("#toast").text == "已撤回"
    stage.run(stage.bot.edit_message_text("已撤回14", LIAISON, sent.message_id))
    page.one(".message", "已撤回14")
    page.until(lambda: not page.all(".keys button"))
    assert "已编辑" in page.one(f'[data-message-id="{sent.message_id}"] .meta').text


def test_an_alert_must_be_put_away(page: Page, stage: Stage) -> None:
    page.choose(LIAISON)
    page.one("#gate-go").click()
    stage.update()
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("其余正常", callback_data="rest")]])
    stage.run(stage.bot.send_message(LIAISON, "请报进展", reply_markup=keys))
    page.one(".keys button").click()
    pressed = stage.update().callback_query
    assert pressed is not None
    stage.run(stage.bot.answer_callback_query(pressed.id, "58已过时限，请说原因", show_alert=True))
    assert "58已过时限" in page.one("#alert").text
    page.one("#alert button").click()
    page.until(lambda: not page.all("#alert"))


def test_peoples_text_is_never_taken_for_markup(page: Page, stage: Stage) -> None:
    nasty = "<img src=x onerror=\"document.title='坏'\"><b>粗</b> &lt;"
    page.choose(LIAISON)
    page.one("#gate-go").click()
    stage.update()
    page.type(nasty)
    update = stage.update()
    assert update.message is not None
    assert update.message.text == nasty
    page.one(".message.own", nasty)
    stage.run(stage.bot.send_message(LIAISON, nasty))
    page.until(lambda: len(page.all(".message")) == 3)
    assert page.all(".message img, .message strong") == []
    assert "演示台" in page.driver.title
    assert nasty in page.one(f'[data-user-id="{LIAISON}"]').get_attribute("textContent")  # type: ignore[operator]


def test_a_bots_script_link_is_not_a_link(page: Page, stage: Stage) -> None:
    page.choose(LIAISON)
    page.one("#gate-go").click()
    stage.update()
    stage.run(
        stage.bot.send_message(
            LIAISON, '<a href="https://x.cn/a">好</a> <a href="javascript:alert(1)">坏</a>', parse_mode="HTML"
        )
    )
    page.one(".message", "坏")
    assert [one.get_attribute("href") for one in page.all(".message a")] == ["https://x.cn/a"]


def test_replying_editing_and_reacting(page: Page, stage: Stage) -> None:
    page.choose(LIAISON)
    page.one("#gate-go").click()
    stage.run(stage.bot.get_updates(allowed_updates=["message", "edited_message", "message_reaction"]))
    stage.update()
    nudge = stage.run(stage.bot.send_message(LIAISON, "请报进展"))

    def menu(message_id: int, item: str) -> None:
        holder = f'[data-message-id="{message_id}"]'
        more = page.until(lambda: page.driver.find_element(By.CSS_SELECTOR, f"{holder} .more"))
        page.driver.execute_script("arguments[0].click()", more)
        page.one(f"{holder} .menu button", item).click()

    menu(nudge.message_id, "回复")
    assert "请报进展" in page.one("#context").text
    page.type("60%")
    answer = stage.update().message
    assert answer is not None
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.message_id == nudge.message_id
    page.one(".message.own .quote", "请报进展")
    menu(answer.message_id, "编辑")
    box = page.one("#text")
    assert box.get_attribute("value") == "60%"
    box.clear()
    page.type("70%")
    edited = stage.update().edited_message
    assert edited is not None
    assert edited.text == "70%"
    menu(nudge.message_id, "👍")
    assert stage.update().message_reaction is not None
    page.one(f'[data-message-id="{nudge.message_id}"] .reactions')


def test_files_go_both_ways(page: Page, stage: Stage, tmp_path: Path) -> None:
    page.choose(LIAISON)
    page.one("#gate-go").click()
    stage.update()
    paper = tmp_path / "进展情况.docx"
    paper.write_bytes(b"PK-content")
    page.driver.find_element(By.ID, "file").send_keys(str(paper))
    assert "进展情况.docx" in page.one("#context").text
    page.type("15办结")
    message = stage.update().message
    assert message is not None
    assert message.document is not None
    assert (message.document.file_name, message.caption) == ("进展情况.docx", "15办结")
    picture = tmp_path / "现场.png"
    picture.write_bytes(png())
    page.driver.find_element(By.ID, "file").send_keys(str(picture))
    page.one("#context", "现场.png")
    page.one("#send").click()
    photo = stage.update().message
    assert photo is not None
    assert photo.photo
    stage.run(stage.bot.send_document(LIAISON, b"a;b", filename="台账.csv"))
    link = page.one(".document", "台账.csv")
    assert link.get_attribute("download") == "台账.csv"
    drawn = "return [...document.querySelectorAll('img.photo')].every((one) => one.naturalWidth === 40)"
    page.until(lambda: page.driver.execute_script(drawn))


def test_unread_counts_in_the_list_and_goes_when_the_chat_is_opened(page: Page, stage: Stage) -> None:
    for user in (LIAISON, OTHER):
        page.choose(user)
        page.one("#gate-go").click()
        stage.update()
    stage.run(stage.bot.send_message(LIAISON, "一"))
    stage.run(stage.bot.send_message(LIAISON, "二"))
    assert page.one(f'[data-user-id="{LIAISON}"] .badge', "2").text == "2"
    assert page.all(f'[data-user-id="{OTHER}"] .badge') == []
    page.choose(LIAISON)
    page.until(lambda: not page.all(f'[data-user-id="{LIAISON}"] .badge'))


def test_the_command_menu_is_the_one_of_the_chat(page: Page, stage: Stage) -> None:
    stage.run(stage.bot.set_my_commands([BotCommand("mytasks", "本单位任务")]))
    page.choose(LIAISON)
    page.one("#gate-go").click()
    stage.update()
    page.one("#open-commands").click()
    page.one("#commands button", "本单位任务").click()
    message = stage.update().message
    assert message is not None
    assert message.text == "/mytasks"


def test_the_clock_is_shown_and_moved(page: Page, stage: Stage) -> None:
    async def nudge() -> str:
        stage.sandbox.clock.set(datetime.fromisoformat("2022-12-29T09:30:00+08:00"))
        return "已到12月29日，发出3条提示"

    assert page.one("#clock").text.startswith("2022年12月27日 周二 10:4")
    page.one('[data-move="day"]').click()
    page.one("#clock", "12月28日 周三")
    stage.sandbox.hooks.on_next_nudge = nudge
    page.one('[data-move="next_nudge"]').click()
    page.one("#toast", "发出3条提示")
    page.one("#clock", "12月29日 周四 09:30")
    page.one('[data-move="month_end"]').click()
    page.one("#clock", "12月31日 周六 09:30")


def test_blocking_and_coming_back(page: Page, stage: Stage) -> None:
    page.choose(LIAISON)
    page.one("#gate-go").click()
    stage.update()
    page.one("#block", "屏蔽机器人").click()
    member = stage.update().my_chat_member
    assert member is not None
    assert member.new_chat_member.status == "kicked"
    page.one("#gate", "已屏蔽机器人")
    page.one("#gate-go", "重新启用").click()
    assert stage.update().my_chat_member is not None
    message = stage.update().message
    assert message is not None
    assert message.text == "/start"
    page.one("#composer")


def test_a_person_is_added_at_the_page(page: Page) -> None:
    page.one("#add-person").click()
    page.one("#person-name").send_keys("张伟")
    page.one("#person-label").send_keys("县住房城乡建委")
    page.one("#person-form .send").click()
    page.one("#who-name", "张伟")
    page.one(".person", "县住房城乡建委")


def test_on_a_phone_the_list_and_the_chat_take_turns_and_nothing_sticks_out(page: Page, stage: Stage) -> None:
    size = {"width": 390, "height": 780, "deviceScaleFactor": 2, "mobile": True}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    page.choose(LIAISON)
    assert page.all(".people") == []
    page.one("#gate-go").click()
    stage.update()
    keys = InlineKeyboardMarkup(
        [[InlineKeyboardButton(text, callback_data=text) for text in ("其余正常", "下载本单位表", "等领导审")]]
    )
    stage.run(stage.bot.send_message(LIAISON, "长" * 600 + "x" * 300, reply_markup=keys))
    page.one(".keys button", "等领导审")
    assert page.driver.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    page.one("#back").click()
    page.one(".people")
    assert page.all("#chat") == []
