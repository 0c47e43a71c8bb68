"""The leaders' brief 专报 on a frozen month: a page and a half, to be read first and not circulated.

Conclusion, five figures, three problems that need coordination (cause, proposal, with whom), next month's points. What
the data cannot say (whom to ask, what to decide) stays visibly open.
"""

from __future__ import annotations

from bot.reports.bulletin import ORDINALS, About, bad, obstacles, record_of, round_kept
from bot.reports.paper import DRAFT, MIME, OPEN, Paper, change, day, year_month
from bot.reports.summary import Summary

PROBLEMS, POINTS = 3, 5


def brief(summary: Summary, about: About) -> tuple[str, str, bytes]:
    """Return the draft of the brief: name, mime type, bytes."""
    paper = Paper(summary.office)
    if about.stage != "final":
        paper.right(DRAFT)
    paper.right(about.number or f"文号：{OPEN}")
    paper.title(f"{year_month(summary.month)}《{about.plan}》推进情况专报")
    for heading, paragraphs in parts(summary, about):
        paper.heading(heading)
        for words in paragraphs:
            paper.text(words)
    paper.right(summary.office)
    paper.right(day(summary.as_of.date()) if about.stage != "final" else OPEN)
    paper.plain(f"报：{OPEN}（呈阅件，不下发）")
    if about.supplement:
        paper.heading("附：冻结后补报情况（不改变上述数据）")
        for words in about.supplement:
            paper.text(words)
    record_of(paper, about)
    return f"专报-{summary.month:%Y-%m}.docx", MIME, paper.data()


def parts(summary: Summary, about: About) -> list[tuple[str, list[str]]]:
    """Return the numbered parts: heading and paragraphs."""
    return [
        ("一、总体判断", [conclusion(summary)]),
        ("二、主要数据", figures(summary)),
        ("三、需协调的问题", _problems(summary)),
        ("四、下月重点", _points(summary, about)),
    ]


def conclusion(summary: Summary) -> str:
    """Return the month in one sentence, as the figures have it; the judgement is a person's."""
    n = summary.numbers
    going = n.done + n.proceeding
    late = bad(summary)
    return (
        f"截至{day(summary.as_of.date())}{summary.as_of.hour}时，{n.total}条任务中{going}条已办结或正常推进，"
        f"{n.behind}条滞后，{n.overdue}条到期未办结；{len(summary.asked)}家应报单位中{len(late)}家迟报或未报，"
        f"{len(summary.coordination)}个问题需要协调。总体评价：{OPEN}"
    )


def figures(summary: Summary) -> list[str]:
    """Return five figures, each with its change on last month."""
    n = summary.numbers
    done = change(summary.change("done"), "条")
    return [
        f"1. 办结{n.done}条{done}，占{100 * n.share_done:.1f}%，本月新办结{n.done_new}条。",
        f"2. 推进{n.proceeding}条{change(summary.change('proceeding'), '条')}，滞后{n.behind}条"
        f"{change(summary.change('behind'), '条')}。",
        f"3. 到期未办结{n.overdue}条{change(summary.change('overdue'), '条')}：新增{n.overdue_new}条，"
        f"结转{n.overdue_carried}条。",
        f"4. 应报送单位{round_kept(summary)}。",
        f"5. 下月到期{n.due_next_month}条；量化指标已达{n.targets_met}/{n.targets}"
        f"{change(summary.change('targets_met'), '项') if n.targets else ''}。",
    ]


def _problems(summary: Summary) -> list[str]:
    found = []
    for number, (task, cause) in enumerate(obstacles(summary)[:PROBLEMS]):
        units = "、".join(dict.fromkeys(said.unit for said in task.problems))
        title = " ".join(task.title.split())
        found.append(
            f"（{ORDINALS[number]}）第{task.code}项“{title}”（{units}）。原因：{cause.rstrip('。')}。建议：{OPEN}。"
            f"需协调单位：{OPEN}。"
        )
    rest = len(obstacles(summary)) - len(found)
    if rest > 0:
        found.append(f"另有{rest}个问题，见台账。")
    return found or ["本月各单位未提出需要协调的问题。"]


def _points(summary: Summary, about: About) -> list[str]:
    due = [
        task
        for task in summary.tasks
        if task.is_open
        and task.deadline
        and (task.deadline.year * 12 + task.deadline.month) - (summary.month.year * 12 + summary.month.month) == 1
    ]
    found = []
    if due:
        named = "、".join(f"第{task.code}项（{task.leads[0] if task.leads else '未明确'}）" for task in due[:POINTS])
        found.append(f"下月到期{len(due)}条：{named}{'等' if len(due) > POINTS else ''}。")
    if summary.numbers.overdue:
        until = day(about.asked_until) if about.asked_until else OPEN
        found.append(f"督促到期未办结{summary.numbers.overdue}条于{until}前说明原因、明确完成时间。")
    return [*found, f"其他：{OPEN}"]
