"""The bulletin 通报 on a frozen month, as a draft: what the data say, in an office's register, and what is still open.

In this order: overall, by section, good practice, problems, what is asked of whom until when, signature, annexes. A
unit that keeps the round badly for the first time is 个别单位; by name it is proposed the second time, for a person to
approve. Written in the plan's own language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.reports.lines import MonthLine, TaskLine, UnitLine
from bot.reports.obstacle import problem_of
from bot.reports.paper import DRAFT, MIME, OPEN, Paper, change, day, year_month
from bot.reports.summary import Summary

ORDINALS = "一二三四五六七八九十"
NAMED, LISTED = 6, 8


@dataclass(frozen=True)
class About:
    """What a paper says besides the figures. `repeated` are units that the month before would have named too."""

    plan: str = ""
    asked_until: date | None = None
    repeated: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    supplement: tuple[str, ...] = ()  # reports that came after the freeze
    verified: tuple[tuple[str, str, str], ...] = ()  # unit, its sentence, what it said of it
    number: str = ""
    approver: str = ""
    stage: str = "draft"
    steps: tuple[str, ...] = field(default=())


def bulletin(summary: Summary, about: About) -> tuple[str, str, bytes]:
    """Return the draft of the bulletin: name, mime type, bytes."""
    paper = Paper(summary.office)
    if about.stage != "final":
        paper.right(DRAFT)
    paper.right(about.number or f"文号：{OPEN}")
    paper.title(f"关于{year_month(summary.month)}《{about.plan}》推进情况的通报")
    paper.plain("各牵头单位、配合单位：")
    for heading, paragraphs in parts(summary, about):
        paper.heading(heading)
        for words in paragraphs:
            paper.text(words)
    paper.text("附件：1. 任务台账　2. 报送情况　3. 下月到期任务")
    paper.right(summary.office)
    paper.right(day(summary.as_of.date()) if about.stage != "final" else OPEN)
    _annexes(paper, summary)
    paper.plain(f"抄送：{OPEN}")
    if about.supplement:
        paper.heading("附：冻结后补报情况（不改变上述数据）")
        for words in about.supplement:
            paper.text(words)
    record_of(paper, about)
    return f"通报-{summary.month:%Y-%m}.docx", MIME, paper.data()


def record_of(paper: Paper, about: About) -> None:
    """Add to a draft what the units have said of their sentences, and the stages; the final paper is without it."""
    if about.stage == "final" or not (about.verified or about.steps):
        return
    paper.heading("内部：核实与审签记录（定稿时不印）")
    for unit, sentence, answer in about.verified:
        paper.text(f"{sentence or unit}——{answer}")
    if about.steps:
        paper.text("审签：" + " → ".join(about.steps))


def parts(summary: Summary, about: About) -> list[tuple[str, list[str]]]:
    """Return the numbered parts: heading and paragraphs."""
    return [
        ("一、总体情况", overall(summary)),
        ("二、分领域进展", _sections(summary)),
        ("三、典型做法", list(about.practices) or [f"本月尚未选定典型做法。{OPEN}"]),
        ("四、存在问题", problems(summary, about)),
        ("五、下一步要求", _next(summary, about)),
    ]


def overall(summary: Summary) -> list[str]:
    """Return the figures of the month, each with its change on the last, as of when they were frozen."""
    n = summary.numbers
    at = summary.as_of
    first = (
        f"截至{day(at.date())}{at.hour}时，台账共{n.total}条：已办结{n.done}条{change(summary.change('done'), '条')}，"
        f"占{100 * n.share_done:.1f}%，其中本月新办结{n.done_new}条；正在推进{n.proceeding}条"
        f"{change(summary.change('proceeding'), '条')}；进度滞后{n.behind}条{change(summary.change('behind'), '条')}；"
        f"到期未办结{n.overdue}条{change(summary.change('overdue'), '条')}，其中本月新增{n.overdue_new}条、"
        f"以前月份结转{n.overdue_carried}条。"
    )
    second = (
        f"本月应报送单位{round_kept(summary)}。长期坚持任务{n.ongoing}条，本月有新进展{n.ongoing_with_news}条"
        f"{_moved(summary.change('ongoing_with_news'), '条')}。本月到期{n.due_this_month}条，"
        f"下月到期{n.due_next_month}条。"
    )
    third = (
        f"提出问题{n.problems_raised}个{_moved(summary.change('problems_raised'), '个')}，"
        f"上月问题本月已解决{n.problems_settled}个。"
    )
    if n.targets:
        third = (
            f"量化指标共{n.targets}项，已达到{n.targets_met}项{change(summary.change('targets_met'), '项')}。" + third
        )
    return [first, second, third]


def round_kept(summary: Summary) -> str:
    """Return how many units the round asked and how they kept it, each number with its change on last month."""
    kept = {name: len(summary.units_that(name)) for name in ("reported", "late", "pending", "missing")}
    unreported = None if summary.last is None else kept["missing"] + kept["pending"] - _unreported(summary.last)
    return (
        f"{len(summary.asked)}家{_moved(summary.kept_change('asked'), '家')}："
        f"按时报送{kept['reported']}家{_moved(summary.kept_change('reported'), '家')}，"
        f"迟报{kept['late']}家{_moved(summary.kept_change('late'), '家')}，"
        f"未报{kept['missing'] + kept['pending']}家{_moved(unreported, '家')}"
        + (f"（其中{kept['pending']}家称待本单位领导审定）" if kept["pending"] else "")
    )


def _moved(number: int | None, unit: str) -> str:
    """Return the change on last month behind a figure where there is one; what stays the same is not told."""
    return change(number, unit) if number else ""


def _unreported(line: MonthLine) -> int:
    return line.missing + line.pending


def problems(summary: Summary, about: About) -> list[str]:
    """Return what is wrong: past its deadline, behind, reported badly; units by name only the second time."""
    found = []
    overdue = [task for task in summary.tasks if task.standing == "overdue"]
    behind = [task for task in summary.tasks if task.standing == "behind"]
    if overdue:
        found.append(f"（一）到期未办结{len(overdue)}条：{_named(overdue)}。")
    if behind:
        found.append(f"（{ORDINALS[len(found)]}）进度滞后{len(behind)}条：{_named(behind)}。")
    badly = bad(summary)
    if badly:
        again = [unit.unit for unit in badly if unit.unit in about.repeated]
        first = len(badly) - len(again)
        words = f"（{ORDINALS[len(found)]}）报送不及时{len(badly)}家。"
        if first:
            words += f"个别单位（{first}家）本月首次出现迟报、未报，要引起重视。"
        if again:
            words += f"{'、'.join(again)}连续两个月迟报或未报（是否点名，由审定人定：{OPEN}）。"
        found.append(words)
    return found or ["本月未发现到期未办结、进度滞后和迟报未报情况。"]


def bad(summary: Summary) -> list[UnitLine]:
    """Return the units that were late or have not reported."""
    return [unit for unit in summary.asked if unit.punctuality in ("late", "missing")]


def _sections(summary: Summary) -> list[str]:
    found = []
    for number, (name, row) in enumerate(summary.standings.items()):
        tasks = [task for task in summary.tasks if task.section == name]
        title = name.partition("、")[2] or name or "未分领域"
        moved = {standing: _moved(summary.section_change(name, standing), "条") for standing in row}
        said = f"{title}{sum(row.values())}条：办结{row['done']}条{moved['done']}，推进{row['proceeding']}条"
        said += "".join(
            f"，{word}{row[standing]}条{moved[standing]}"
            for standing, word in (("behind", "滞后"), ("overdue", "到期未办结"))
            if row[standing]
        )
        done = [task for task in tasks if task.last and task.last.month == summary.month and task.last.percent]
        if done:
            best = max(done, key=lambda task: (task.last.percent or 0) if task.last else 0)
            said += f"；{_short(best)}已完成{best.last.percent if best.last else 0}%"
        found.append(f"（{ORDINALS[number % 10]}）{said}。")
    return found


def _next(summary: Summary, about: About) -> list[str]:
    until = day(about.asked_until) if about.asked_until else OPEN
    found = []
    overdue = [task for task in summary.tasks if task.standing == "overdue"]
    if overdue:
        every = "；".join(f"{unit}第{'、'.join(task.code for task in tasks)}项" for unit, tasks in _by_lead(overdue))
        found.append(f"到期未办结的，请于{until}前办结，确有困难的报送原因和预计完成时间：{every}。")
    owing = [unit.unit for unit in summary.units_that("missing")]
    if owing:
        found.append(
            f"{'、'.join(owing)}：请于{until}前补报{summary.month.month}月进展，补报情况列入补充情况，不改变本月统计。"
        )
    if summary.coordination:
        named = [
            f"{unit}第{'、'.join(task.code for task in tasks)}项" for unit, tasks in _by_lead(summary.coordination)
        ]
        found.append(f"{'，'.join(named)}所提问题，由{OPEN}牵头协调，{OPEN}前反馈。")
    found.append(f"其余任务按计划推进，请于{until}前报送下月进展。")
    return [f"（{ORDINALS[number]}）{words}" for number, words in enumerate(found)]


def _annexes(paper: Paper, summary: Summary) -> None:
    paper.new_page()
    paper.plain("附件1　任务台账")
    standing = {"done": "办结", "proceeding": "推进", "behind": "滞后", "overdue": "到期未办结"}
    rows = [
        [task.code, _short(task), "、".join(task.leads), _due(task), standing[task.standing]] for task in summary.tasks
    ]
    paper.table(("编号", "任务", "牵头单位", "完成时限", "进度"), rows, (1.2, 5.4, 4.0, 2.7, 2.3))
    paper.plain("附件2　报送情况")
    rows = [
        [
            unit.unit,
            str(unit.asked),
            str(len(unit.reported) - len(unit.late)),
            str(len(unit.late)),
            str(len(unit.missing)),
        ]
        for unit in summary.asked
    ]
    paper.table(("单位", "应报", "按时", "迟报", "未报"), rows, (6.6, 2.2, 2.2, 2.2, 2.4))
    paper.plain("附件3　下月到期任务")
    after = [task for task in summary.tasks if task.is_open and task.deadline and _next_month(task, summary)]
    rows = [[task.code, _short(task), "、".join(task.leads), _due(task)] for task in after]
    if rows:
        paper.table(("编号", "任务", "牵头单位", "完成时限"), rows, (1.2, 6.3, 5.4, 2.7))
    else:
        paper.text("下月没有到期任务。")


def _next_month(task: TaskLine, summary: Summary) -> bool:
    assert task.deadline is not None, "asked before"
    return (task.deadline.year * 12 + task.deadline.month) - (summary.month.year * 12 + summary.month.month) == 1


def _named(tasks: Sequence[TaskLine]) -> str:
    shown = [
        f"{task.code}{_short(task)}（{task.leads[0] if task.leads else '未明确牵头单位'}）" for task in tasks[:LISTED]
    ]
    return "、".join(shown) + ("等" if len(tasks) > LISTED else "")


def _lead(task: TaskLine) -> str:
    return task.leads[0] if task.leads else "未明确牵头单位"


def _by_lead(tasks: Iterable[TaskLine]) -> list[tuple[str, list[TaskLine]]]:
    found: dict[str, list[TaskLine]] = {}
    for task in tasks:
        found.setdefault(_lead(task), []).append(task)
    return list(found.items())


def _short(task: TaskLine) -> str:
    words = " ".join(task.title.split())
    return words if len(words) <= 24 else words[:23] + "…"


def _due(task: TaskLine) -> str:
    if task.ongoing:
        return "长期坚持"
    if task.deadline is None:
        return "未明确"
    ends_month = (task.deadline + timedelta(days=1)).day == 1
    return year_month(task.deadline) if ends_month else day(task.deadline)


def obstacles(summary: Summary) -> list[tuple[TaskLine, str]]:
    """Return the tasks that need coordination, with the obstacle in the unit's words."""
    return [(task, problem_of(task)) for task in summary.coordination]
