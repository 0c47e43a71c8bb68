"""What importing the reader loads, and what not."""

import subprocess
import sys


def loaded_after(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_importing_the_reader_loads_neither_dateparser_nor_the_calendar():
    modules = loaded_after("import bot.replies")
    assert "dateparser" not in modules
    assert "chinese_calendar" not in modules
    assert "sqlmodel" not in modules
    assert "telegram" not in modules


def test_reading_chinese_loads_no_dateparser():
    code = (
        "from datetime import date\nfrom bot.replies import Ledger, TaskView, read\n"
        "ledger = Ledger([TaskView('14', '压减开办企业时间', lead=('甲',))])\n"
        "read('14完成80%，预计8月底完成', unit='甲', today=date(2022, 8, 24), ledger=ledger)"
    )
    assert "dateparser" not in loaded_after(code)
