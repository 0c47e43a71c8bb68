"""Reading the settings: file, environment, and errors that say file, key and what is expected."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.config import SETTINGS, Config, example, load
from bot.errors import ConfigError, Expected
from bot.locale import Voice
from bot.rules import Rules

REPOSITORY = Path(__file__).parents[2]
TOKEN = "1000:a-token-for-tests"
FULL = f'[telegram]\ntoken = "{TOKEN}"\n[office]\nadmins = [42]\n'


def config(tmp_path: Path, text: str, env: dict[str, str] | None = None) -> Config:
    path = tmp_path / "my.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, env=env or {})


def error(tmp_path: Path, text: str, env: dict[str, str] | None = None) -> str:
    with pytest.raises(ConfigError) as caught:
        config(tmp_path, text, env)
    assert caught.value.exit_code == 2
    assert "{" not in caught.value.tell(Voice("zh_CN")).replace("{'", "")
    return str(caught.value)


def test_the_example_is_what_the_table_says() -> None:
    assert (REPOSITORY / "config.example.toml").read_text(encoding="utf-8") == example()


def test_the_example_loads_and_is_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    from_file, defaults = load(REPOSITORY / "config.example.toml", env={}), load(env={})
    assert from_file.rules == defaults.rules == Rules()
    assert (from_file.office, from_file.zone) == (defaults.office, ZoneInfo("Asia/Shanghai"))


def test_the_example_tells_every_setting_with_its_check_in_both_languages() -> None:
    text = example()
    for setting in SETTINGS:
        assert f"\n{setting.key} = " in text or f"\n# {setting.key} = " in text
        assert f"# {setting.meaning}\n# {setting.english}\n# 取值：{setting.expected.tell(Voice('zh_CN'))} | " in text


def test_what_the_example_shows_commented_out_would_load_too(tmp_path: Path) -> None:
    assert config(tmp_path, example().replace("# due_day", "due_day")).rules.due_day == 25


def test_without_a_file_there_are_the_defaults_with_the_database_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = load(env={})
    assert found.source is None
    assert found.storage_url == f"sqlite:///{tmp_path / 'duban.db'}"


def test_config_toml_is_read_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.toml").write_text('[office]\nname = "市营商办"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load(env={}).office == "市营商办"


def test_a_relative_database_lies_beside_the_file_and_an_absolute_one_where_it_says(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    found = config(tmp_path / "sub", '[storage]\nurl = "sqlite:///data.db"')
    assert found.storage_url == f"sqlite:///{tmp_path / 'sub' / 'data.db'}"
    assert config(tmp_path, '[storage]\nurl = "sqlite:////var/x.db"').storage_url == "sqlite:////var/x.db"
    postgres = "postgresql+psycopg://u:p@h/n"
    assert config(tmp_path, f'[storage]\nurl = "{postgres}"').storage_url == postgres


def test_a_file_of_a_windows_editor_with_its_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_bytes("\ufeff[office]\r\nname = '区营商办'\r\n".encode())
    assert load(tmp_path / "c.toml", env={}).office == "区营商办"


def test_values_arrive_as_what_they_mean(tmp_path: Path) -> None:
    found = config(
        tmp_path,
        """
        [telegram]
        username = "@my_bot"
        [office]
        timezone = "Asia/Urumqi"
        admins = [1, 2]
        [rules]
        nudge_time = 10:15:00
        quiet_from = "19:00"
        nudge_days = [0, 3]
        due_day = 25
        [calendar]
        workdays = [2027-02-06]
        holidays = ["2027-02-07"]
        """,
    )
    assert found.username == "my_bot"
    assert found.zone == ZoneInfo("Asia/Urumqi")
    assert found.admins == (1, 2)
    assert (found.rules.nudge_time, found.rules.quiet_from) == (time(10, 15), time(19, 0))
    assert (found.rules.nudge_days, found.rules.due_day) == ((3, 0), 25)
    assert found.days == {date(2027, 2, 6): True, date(2027, 2, 7): False}


BAD = {
    "telegram.token": ['"nonsense"', '"YOUR_TOKEN_HERE"', '"123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"', "5"],
    "telegram.base_url": ['"https://api.telegram.org"', '"ftp://x/bot"', '"http://[bad/bot"', '"http:///bot"', "1"],
    "telegram.proxy": ['"127.0.0.1:1080"', '"http://[bad"', "[]"],
    "telegram.username": ['"a b"', '"机器人"', "true"],
    "telegram.concurrent": ["0", "33", '"16"', "1.5", "true"],
    "office.name": ["1", "[]"],
    "office.assistant": ["1"],
    "office.timezone": ['"Beijing"', '""', '"../etc/passwd"', "8"],
    "office.language": ['"fr"', "1"],
    "office.admins": ["42", '["42"]', "[0]", "[-1]", "[true]", "[1.5]"],
    "storage.url": ['"duban.db"', '"mysql://u:secret@h/n"', '"sqlite:///"', '"sqlite:///:memory:"', "1"],
    "storage.attachments": ['""', "3"],
    "storage.attachment_mb": ["0", "2001", '"20"'],
    "storage.keep_updates_days": ["-1", "3651", "true", "1.5"],
    "rules.who_reports": ['"nobody"', "1"],
    "rules.due_day": ["0", "32", '"25"', "true"],
    "rules.nudge_days": ["5", "[5, 5]", "[-1]", "[16]", '["5"]', "[1.0]", "[true]"],
    "rules.nudge_time": ['"9.30"', '"25:00"', "930", '"09:30+08:00"'],
    "rules.late_working_days": ["-1", "31"],
    "rules.ongoing_every_months": ["0", "13"],
    "rules.warning_days": ["30", "[367]"],
    "rules.milestone_days": ['"7"', "[-7]"],
    "rules.monthly_cap": ["0", "101"],
    "rules.cap_warning_days": ["-1", "61"],
    "rules.quiet_before": ['"early"', "8"],
    "rules.quiet_from": ['"24:00"', "20"],
    "rules.preview_days": ["-1", "11"],
    "rules.verify_days": ["-1", "11"],
    "rules.review_reminder_days": ["-1", "31"],
    "rules.answer_days": ["0", "61"],
    "rules.deputy_after_days": ["-1", "31"],
    "rules.preview": ['"later"', "true", "1"],
    "rules.unit_signoff": ["1", '"yes"'],
    "score.enabled": ["1", '"yes"'],
    "score.in_time": ['"2"', "101"],
    "score.late": ['"-5"', "-101"],
    "score.month_late": ["true"],
    "score.missed": ['""'],
    "score.named": ["[]"],
    "score.practice": ['"1"'],
    "score.support": ["-0.1", "1.5"],
    "calendar.workdays": ["2027-02-06", '["Monday"]', "[2027-02-06T10:00:00]"],
    "calendar.holidays": ['"2027-02-06"', "[7]"],
}


def test_every_setting_has_bad_values_here() -> None:
    assert set(BAD) == {setting.name for setting in SETTINGS}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_bad_value_is_answered_with_file_key_and_what_is_expected(tmp_path: Path, name: str, value: str) -> None:
    section, key = name.split(".")
    text = error(tmp_path, f"[{section}]\n{key} = {value}\n")
    setting = next(setting for setting in SETTINGS if setting.name == name)
    assert text.startswith(f"{tmp_path / 'my.toml'}: [{section}] {key} = ")
    assert ": expected " in text
    assert isinstance(setting.expected, Expected)
    assert "secret" not in text


def test_errors_are_told_in_chinese_as_well(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        config(tmp_path, "[rules]\nmonthly_cap = 0\n")
    words = caught.value.tell(Voice("zh_CN"))
    assert words == f"{tmp_path / 'my.toml'}：[rules] monthly_cap = 0，应为1 到 100 的整数"


def test_a_bad_token_is_never_shown(tmp_path: Path) -> None:
    assert "hush" not in error(tmp_path, '[telegram]\ntoken = "12:hush hush"\n')
    assert "hush" not in error(tmp_path, "", {"DUBAN_TELEGRAM_TOKEN": "12:hush hush"})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[rules]\nnudge_day = 3\n", "[rules] nudge_day is not a setting"),
        ("[rule]\nnudge_days = [3]\n", "[rule] nudge_days is not a setting"),
        ('name = "x"\n', "name stands outside a [section]"),
        ("[office\n", "is not valid TOML"),
        ('[rules]\nnudge_time = "07:00"\n', "[rules] nudge_time = '07:00': expected a time from quiet_before (08:00)"),
        ('[rules]\nquiet_from = "09:00"\n', "[rules] nudge_time = '09:30': expected a time from"),
        ("[calendar]\nworkdays=[2027-01-02]\nholidays=[2027-01-02]\n", "[calendar] holidays = 2027-01-02: expected"),
    ],
)
def test_other_mistakes_are_named_too(tmp_path: Path, text: str, told: str) -> None:
    found = error(tmp_path, text)
    assert told in found
    assert str(tmp_path / "my.toml") in found


def test_a_file_that_is_not_there_or_not_utf_8_or_a_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load(tmp_path / "none.toml", env={})
    (tmp_path / "gbk.toml").write_bytes('[office]\nname = "县营商办"\n'.encode("gb18030"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load(tmp_path / "gbk.toml", env={})
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path, env={})


def test_the_environment_goes_before_the_file_and_a_token_before_a_file_of_it(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{TOKEN}-b\n", encoding="utf-8")
    file = {"DUBAN_TELEGRAM_TOKEN_FILE": str(tmp_path / "secret")}
    assert config(tmp_path, FULL).token == TOKEN
    assert config(tmp_path, FULL, file).token == f"{TOKEN}-b"
    assert config(tmp_path, FULL, file | {"DUBAN_TELEGRAM_TOKEN": f"{TOKEN}-c"}).token == f"{TOKEN}-c"


def test_a_bad_token_of_the_environment_names_the_variable(tmp_path: Path) -> None:
    assert error(tmp_path, FULL, {"DUBAN_TELEGRAM_TOKEN": "changeme"}).startswith("DUBAN_TELEGRAM_TOKEN: expected")
    missing = error(tmp_path, FULL, {"DUBAN_TELEGRAM_TOKEN_FILE": str(tmp_path / "none")})
    assert missing.startswith("DUBAN_TELEGRAM_TOKEN_FILE: the file ")


@pytest.mark.parametrize(
    ("text", "told"), [("", "token is not set"), (f'[telegram]\ntoken="{TOKEN}"\n', "admins is empty")]
)
def test_talking_to_telegram_needs_token_and_admins(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        config(tmp_path, text).need_telegram()
    config(tmp_path, FULL).need_telegram()


def test_a_moved_clock_is_refused_against_telegrams_own_servers_and_nowhere_else(tmp_path: Path) -> None:
    env = {"DUBAN_CLOCK": "2022-08-24T09:29:00+08:00"}
    found = config(tmp_path, FULL, env)
    assert found.clock_start is not None
    assert found.clock_start.astimezone(UTC) == datetime(2022, 8, 24, 1, 29, tzinfo=UTC)
    assert found.clock_start.utcoffset() == timedelta(hours=8)
    with pytest.raises(ConfigError, match="DUBAN_CLOCK"):
        found.need_telegram()
    local = FULL.replace("[telegram]\n", '[telegram]\nbase_url = "http://127.0.0.1:8081/bot"\n')
    config(tmp_path, local, env).need_telegram()


@pytest.mark.parametrize("given", ["yesterday", "2022-08-24", "2022-08-24T09:29:00"])
def test_a_clock_without_its_zone_is_refused(tmp_path: Path, given: str) -> None:
    assert error(tmp_path, "", {"DUBAN_CLOCK": given}).startswith("DUBAN_CLOCK: expected")


def test_the_attachment_folder_lies_beside_the_file(tmp_path: Path) -> None:
    found = config(tmp_path, '[storage]\nattachments = "evidence"\nattachment_mb = 5')
    assert found.attachments == tmp_path / "evidence"
    assert found.attachment_mb == 5
