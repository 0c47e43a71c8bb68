"""Messages composed of plain statements about tasks of one unit, and what they mean: typed, dictated, in answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from bot.replies import REST, Ledger, Reading, TaskView, read
from tests.replies.office import TODAY

Meant = tuple[str, int | None, date | None, bool]
"""Status, percent, expected day, whether there is an obstacle."""

TYPED: dict[str, Meant] = {
    "已完成": ("done", None, None, False),
    "办结": ("done", None, None, False),
    "弄完了": ("done", None, None, False),
    "✅": ("done", None, None, False),
    "完成60%": ("in_progress", 60, None, False),
    "七成": ("in_progress", 70, None, False),
    "进度55%": ("in_progress", 55, None, False),
    "正常推进": ("in_progress", None, None, False),
    "正在推进": ("in_progress", None, None, False),
    "按序时进度": ("in_progress", None, None, False),
    "预计10月底完成": ("in_progress", None, date(2022, 10, 31), False),
    "卡在资金上": ("blocked", None, None, True),
    "暂停": ("blocked", None, None, True),
    "无变化": ("no_change", None, None, False),
    "同上月": ("no_change", None, None, False),
    "还没启动": ("not_started", None, None, False),
    "未开始": ("not_started", None, None, False),
    "等市局批复": ("blocked", None, None, True),
    "因系统未开放无法推进": ("blocked", None, None, True),
    "存在问题：人手不足": ("in_progress", None, None, True),
    "进展缓慢": ("in_progress", None, None, True),
    "基本完成": ("in_progress", None, None, False),
    "快完成了": ("in_progress", None, None, False),
    "接近尾声": ("in_progress", None, None, False),
    "尚未完成": ("in_progress", None, None, False),
    "已完成方案起草": ("in_progress", None, None, False),
    "已印发实施方案": ("in_progress", None, None, False),
    "正在征求意见": ("in_progress", None, None, False),
    "刚起步": ("in_progress", None, None, False),
    "推进顺利": ("in_progress", None, None, False),
    "过半": ("in_progress", 50, None, False),
    "完成三分之二": ("in_progress", 67, None, False),
    "力争国庆前完成": ("in_progress", None, date(2022, 9, 30), False),
    "下周五前弄完": ("in_progress", None, date(2022, 9, 2), False),
    "没啥进展": ("no_change", None, None, False),
    "圆满完成": ("done", None, None, False),
    "done": ("done", None, None, False),
    "not started": ("not_started", None, None, False),
    "no change": ("no_change", None, None, False),
}
SPOKEN: dict[str, Meant] = {
    "已经完成了": ("done", None, None, False),
    "办完了": ("done", None, None, False),
    "完成了百分之六十": ("in_progress", 60, None, False),
    "大概七成": ("in_progress", 70, None, False),
    "正常推进": ("in_progress", None, None, False),
    "预计十月底完成": ("in_progress", None, date(2022, 10, 31), False),
    "卡在资金上了": ("blocked", None, None, True),
    "没变化": ("no_change", None, None, False),
    "还没启动": ("not_started", None, None, False),
    "推进有点慢人手不够": ("in_progress", None, None, True),
}
FIGURES: dict[str, str] = {
    "新增企业{n}家": "n",
    "本月办理{n}件": "n",
    "兑付资金{n}万元": "n",
    "满意率{p}%，正常推进": "p",
    "平均{n}个工作日": "n",
    "开展培训{m}期{n}人次": "nm",
    "走访企业{n}户，解决问题{m}个": "nm",
    "累计{n}件，同比增长12%": "n",
    "已建成{n}个，还差{m}个": "nm",
    "新增{n}家，完成60%": "n",
    "举办会议{m}次，提高5个百分点": "m",
}
"""What is said in figures, and which of them are worth keeping: neither changes nor how far the task is."""
WISHES: dict[str, tuple[date, bool]] = {
    "申请延期到11月底": (date(2022, 11, 30), False),
    "因招标流标，申请延期至11月30日": (date(2022, 11, 30), True),
    "想延到明年3月底，资金没到位": (date(2023, 3, 31), True),
    "能不能宽限到10月15日": (date(2022, 10, 15), False),
    "恳请延长至年底": (date(2022, 12, 31), False),
    "市局还没批复，申请延期至2022年12月底": (date(2022, 12, 31), True),
    "please extend to Nov 30": (date(2022, 11, 30), False),
}
"""More time that is asked for: until when, and whether a reason is given."""
_NUMERALS = "零一二三四五六七八九十"
_HEADS = ("{code}", "{code} ", "任务{code}", "第{code}项", "{code}：", "{code}{title}", "{title}")
_MARKS = ("，", "；", "。", "\n", "、", " ")
_FILLERS = ("", "", "嗯", "然后", "那个")


@dataclass(frozen=True)
class Message:
    """A text of a unit, what it answers, and what it means task by task."""

    unit: str
    text: str
    meant: dict[str, Meant]
    reply_to: tuple[str, ...] = field(default=())


def understood(message: Message, ledger: Ledger) -> dict[str | None, Meant]:
    """Return what the reader makes of a message."""
    reading: Reading = read(
        message.text, unit=message.unit, today=TODAY, ledger=ledger, reply_to=message.reply_to or None
    )
    assert not any(item.measures for item in reading.items), message.text
    return {
        item.task: (str(item.status or ""), item.percent, item.expected, bool(item.problem)) for item in reading.items
    }


def typed(rng: Random, ledger: Ledger) -> Message:
    """Compose two to four statements with marks between: 14已完成；17完成60%。25还没启动."""
    unit, tasks = _some(rng, ledger, rng.randint(2, 4))
    head = rng.choice(_HEADS)
    marks = _MARKS[:4] if head in ("{code} ", "{title}") else _MARKS
    said = [rng.choice(list(TYPED)) for _ in tasks]
    parts = [head.format(code=t.code, title=t.title) + s for t, s in zip(tasks, said, strict=True)]
    return Message(unit, rng.choice(marks).join(parts), _meant(tasks, said, TYPED))


def dictated(rng: Random, ledger: Ledger) -> Message:
    """Compose two or three statements without any mark: 第十四项大概七成嗯第十七项还没启动."""
    unit, tasks = _some(rng, ledger, rng.randint(2, 3))
    head = rng.choice(("第{number}项", "{number}号那个", "{title}这项"))
    said = [rng.choice(list(SPOKEN)) for _ in tasks]
    parts = [
        (rng.choice(_FILLERS) if place else rng.choice(("", "呃", "那个")))
        + head.format(number=numeral(int(task.code)), title=task.title)
        + words
        for place, (task, words) in enumerate(zip(tasks, said, strict=True))
    ]
    return Message(unit, "".join(parts), _meant(tasks, said, SPOKEN))


def answered(rng: Random, ledger: Ledger) -> Message:
    """Compose an answer to a message about several tasks: 第二个已完成，第1个暂停，其余正常推进."""
    unit, tasks = _some(rng, ledger, rng.randint(2, 4))
    places = rng.sample(range(len(tasks)), rng.randint(1, len(tasks)))
    form = rng.choice(("第{}个", "第{}项", "第{}"))
    said = [rng.choice(list(TYPED)) for _ in places]
    parts = [
        form.format(rng.choice((str(place + 1), _NUMERALS[place + 1]))) + words
        for place, words in zip(places, said, strict=True)
    ]
    meant = _meant([tasks[place] for place in places], said, TYPED)
    if len(places) < len(tasks):
        rest = rng.choice(("正常推进", "无变化", "已完成", "还没启动"))
        parts.append(rng.choice(("其余", "其他", "剩下的", "其他的", "其余都")) + rest)
        meant |= {task.code: TYPED[rest] for task in tasks if task.code not in meant}
    return Message(unit, rng.choice(("，", "；", " ")).join(parts), meant, tuple(task.code for task in tasks))


def with_the_rest(rng: Random, ledger: Ledger) -> Message:
    """Compose statements and what is said of all others: 14已完成，其余正常推进."""
    few = typed(rng, ledger)
    rest = rng.choice(("正常推进", "无变化", "已完成", "还没启动", "按序时进度"))
    words = rng.choice(("其余", "其他", "剩下的", "其他任务", "其余各项", "其他的都", "其余均")) + rest
    text = few.text + rng.choice(("，", "；", "。", "\n")) + words
    return Message(few.unit, text, few.meant | {REST: TYPED[rest]})


def with_anothers(rng: Random, ledger: Ledger) -> Message:
    """Compose statements one of which is of another unit's task, or of none that there is: 14已完成，388暂停."""
    unit, tasks = _some(rng, ledger, rng.randint(1, 2))
    others = [t.code for t in ledger.tasks.values() if t.code.isdigit() and int(t.code) > 9]
    others = [code for code in others if unit not in (*ledger.tasks[code].lead, *ledger.tasks[code].support)]
    head = rng.choice(("{}", "任务{}", "第{}项", "{}："))
    said = [rng.choice(list(TYPED)) for _ in tasks]
    parts = [head.format(task.code) + words for task, words in zip(tasks, said, strict=True)]
    theirs = head.format(rng.choice((rng.choice(others), "388"))) + rng.choice(list(TYPED))
    parts.insert(rng.randint(0, len(parts)), theirs)
    return Message(unit, rng.choice(("，", "；", "。", "\n")).join(parts), _meant(tasks, said, TYPED))


_COLUMNS = {
    "code": ("序号", "编号", "任务编号", "任务号"),
    "title": ("任务", "具体任务", "任务名称", "事项"),
    "lead": ("责任单位", "牵头单位"),
    "limit": ("完成时限", "时限", "计划完成时间"),
    "status": ("进展情况", "工作进展", "本月进展", "进展"),
    "problem": ("存在问题", "困难", "存在的问题"),
    "next": ("下一步", "下一步工作", "下步打算"),
}
_OBSTACLES = {"无": False, "": False, "暂无": False, "人手不足": True, "资金未到位": True, "市局未出台细则": True}


def tabulated(rng: Random, ledger: Ledger) -> Message:
    """Compose a pasted table with heads, its columns in any order, of which some repeat the plan."""
    unit, tasks = _some(rng, ledger, rng.randint(2, 4))
    columns = ["code", "status", *rng.sample(("title", "lead", "limit", "problem", "next"), rng.randint(0, 5))]
    rng.shuffle(columns)
    rows, meant = [[rng.choice(_COLUMNS[column]) for column in columns]], dict[str, Meant]()
    for task in tasks:
        said = rng.choice([words for words in TYPED if "问题" not in words])
        obstacle = rng.choice(list(_OBSTACLES)) if "problem" in columns else ""
        due = task.deadline
        cells = {
            "code": task.code,
            "title": task.title,
            "lead": unit,
            "limit": f"{due.year}年{due.month}月" if due else "长期",
            "status": said,
            "problem": obstacle,
            "next": rng.choice(("加快推进", "10月召开会议", "继续对接")),
        }
        rows.append([cells[column] for column in columns])
        status, percent, expected, held = TYPED[said]
        meant[task.code] = (status, percent, expected, held or _OBSTACLES[obstacle])
    barred = rng.random() < 0.4
    lines = [f"| {' | '.join(row)} |" if barred else "\t".join(row) for row in rows]
    return Message(unit, "\n".join(lines), meant)


def in_figures(rng: Random, ledger: Ledger) -> tuple[str, str, dict[str, list[float]]]:
    """Compose a unit's message of one to three tasks told in figures, and those worth keeping of each."""
    unit, tasks = _some(rng, ledger, rng.randint(1, 3))
    head, kept, parts = rng.choice(_HEADS[1:6]), dict[str, list[float]](), list[str]()
    for task in tasks:
        words, which = rng.choice(list(FIGURES.items()))
        values = {"n": rng.randint(21, 990), "m": rng.randint(2, 20), "p": rng.choice((93, 96.5, 88))}
        parts.append(head.format(code=task.code, title=task.title) + words.format(**values))
        kept[task.code] = sorted(float(values[letter]) for letter in which)
    return unit, rng.choice(("；", "。", "\n")).join(parts), kept


def wish(rng: Random, ledger: Ledger) -> tuple[str, str, str, date, bool]:
    """Compose a request for more time: unit, text, task, until when, whether a reason is given."""
    unit, (task,) = _some(rng, ledger, 1)
    words, (until, reason) = rng.choice(list(WISHES.items()))
    return unit, rng.choice(_HEADS[:6]).format(code=task.code, title=task.title) + words, task.code, until, reason


def numeral(number: int) -> str:
    """Return a number up to a hundred as it is spoken."""
    if number == 100:
        return "一百"
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    return (_NUMERALS[tens] if tens > 1 else "") + "十" + (_NUMERALS[ones] if ones else "")


def _some(rng: Random, ledger: Ledger, count: int) -> tuple[str, list[TaskView]]:
    """Return a unit and some of the tasks it leads; none shares its title with another."""
    titles = [task.title for task in ledger.tasks.values()]
    own: dict[str, list[TaskView]] = {}
    for task in ledger.tasks.values():
        if task.code.isdigit() and titles.count(task.title) == 1:
            for unit in task.lead:
                own.setdefault(unit, []).append(task)
    unit = rng.choice(sorted(u for u, tasks in own.items() if len(tasks) >= max(count, 3)))
    return unit, rng.sample(own[unit], count)


def _meant(tasks: list[TaskView], said: list[str], means: dict[str, Meant]) -> dict[str, Meant]:
    return {task.code: means[words] for task, words in zip(tasks, said, strict=True)}
