"""Whether what is said comes to a report: something definite, or words said of a task that was named.

Not a report: the head of what follows, a promise to report, a dispute, a question with a figure in it, the hour of a
meeting, a bare date, the title alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.replies import kinds
from bot.replies.context import Context
from bot.replies.facts import Facts
from bot.replies.finishing import Mark
from bot.replies.part import Part
from bot.replies.statements import attends, by_the_clock, defers, unsure
from bot.replies.talk import pends
from bot.replies.together import without_name
from bot.replies.tokens import Kind

_PAPERS = re.compile(
    r"(?:我们?|的|这边|先)*(?:(?:报|统计|进度|进展)?表|材料|数据|资料|报告|总结|台账|情况|稿子|数字)(?:都|也|已经?|还|正)*在?"
    r"(?:填|写|收|凑|汇|统|整|核|改|弄|做|准备)"
)


def reports(part: Part, facts: Facts, ctx: Context) -> bool:
    """Tell whether the facts of a part make an item."""
    told = facts.found or facts.percent is not None
    if not part.targets.named and not told and (by_the_clock(part.group) or attends(part.group)):
        return False
    if defers(part.group, ctx.text) or (facts.pending and _awaits_figures(part, facts)):
        return False
    if facts.pending and _about_papers(part, facts):
        return False
    if facts.pending and facts.expected and not (facts.found or facts.percent is not None or facts.measures):
        return False
    gathered = part.group.bullet and part.targets.named and any(c.has("GATHER") for c in part.group.clauses)
    if facts.pending and gathered:
        facts.found.add(Mark.progress)  # 二、执法裁量权。正在汇总各部门基准。
    if facts.pending and part.targets.named and not facts.extends and _takes_its_course(part):
        facts.found.add(Mark.progress)  # 食品连锁那个还在走流程
    if facts.told:
        return _told(part, facts, ctx)
    if facts.past_day:
        return part.first is not None
    said = part.group.clauses
    if part.group.by_title:
        said = [without_name(said[0], ctx), *said[1:]]
    if kinds.nothing(said, ctx) and (ctx.reply_to or part.targets.named):
        facts.found.add(kinds.NO_CHANGE)
        return True
    return _in_words(part, facts, ctx)


def _about_papers(part: Part, facts: Facts) -> bool:
    """表填完了，晚点发; 数据还在收，收齐了30号报: how the report to come stands, and not the task."""
    said = facts.measures or facts.percent is not None or facts.expected or facts.extends or facts.problem
    if said or facts.found - {Mark.progress, Mark.done, Mark.part, Mark.undone}:
        return False
    told = [c for c in part.group.clauses if c.has("DONE", "PROGRESS", "LANDS", "UNDONE") and not pends(c)]
    return bool(told) and all(_of_papers(c.said) for c in told)


def _of_papers(said: str) -> bool:
    return _PAPERS.match(said) is not None


def is_head(part: Part, facts: Facts, *, more: bool) -> bool:
    """Tell whether the words are only the head of what follows (10月任务推进情况（共12项）：), or a paragraph about
    nothing in the ledger (四、党建工作：…). `more`: the message has other parts."""
    if more and part.group.mention is None and all(c.label and not c.kinds(Kind.SHARE) for c in part.group.clauses):
        return True  # 2024年收官：
    definite = facts.percent is not None or facts.expected or facts.extends or facts.found - {Mark.progress, Mark.part}
    headed = not part.group.bullet or part.group.clauses[0].after >= 2
    untold = part.group.mention is None and not part.targets.named and not part.targets.candidates
    return more and headed and untold and not definite


def _told(part: Part, facts: Facts, ctx: Context) -> bool:
    figures = bool(facts.measures or facts.percent is not None or facts.expected)
    solid = facts.found or figures or facts.extends
    unnamed = not (part.by_number or part.targets.named or ctx.reply_to)
    if facts.asked and unnamed and not (figures or facts.extends) and facts.found <= {Mark.progress, Mark.part}:
        return False  # 年度没过半，百分比怎么估？
    if facts.disputed and (not solid or (facts.found <= {Mark.progress} and not figures)):
        return False
    if facts.pending and not part.targets.named and _unsaid(facts):
        return False  # 正在跟各科室要数据，凑齐了就报
    if facts.pending and facts.problem and _why_late(part) and _unsaid(replace(facts, problem=None)):
        return False
    bare = not (part.targets.named or ctx.reply_to)
    if facts.expected and bare and kinds.bare_date(part.group.clauses):
        return False
    if facts.problem and not solid and part.group.mention is None and bare and not ctx.only_task():
        return False
    if (
        facts.measures
        and not facts.found
        and (
            (
                facts.asked and not (part.by_number or ctx.reply_to or facts.reached)
            )  # 低压8个工作日，是从受理那天算还是次日算？
            or (facts.pending and bare and facts.percent is None)  # 演练200人参加，照片发群里了
        )
    ):
        return False
    if facts.measures and not (facts.found or facts.percent is not None or facts.expected or facts.extends):
        return part.first is not None or facts.words >= 4
    return True


def _awaits_figures(part: Part, facts: Facts) -> bool:
    """数据要等市局月底才出，出了马上报: what others have to bring is the report itself."""
    awaited = any(c.has("MATERIAL") and c.has("WAIT") for c in part.group.clauses)
    figures = facts.measures or facts.percent is not None or facts.expected or facts.extends
    return awaited and facts.found <= {Mark.waiting} and not figures


def _unsaid(facts: Facts) -> bool:
    """Nothing but that one is at it."""
    said = facts.problem or facts.measures or facts.percent is not None or facts.expected or facts.extends
    return facts.found <= {Mark.progress, Mark.undone, Mark.not_started} and not said


def _takes_its_course(part: Part) -> bool:
    """The task itself goes through its procedure, and no material for the report does, nor waits for a signature."""
    clauses = part.group.clauses
    course = any(t.has("ROUTE") and "流程" in t.text for c in clauses for t in c.tokens)
    return course and not any(c.has("MATERIAL", "LEADER", "SIGN", "SOON", "REPORTV") for c in clauses)


def _why_late(part: Part) -> bool:
    """因数据未出，4月10日后补报: why the report itself is late, and nothing of the task."""
    told = [c for c in part.group.clauses if c.tokens]
    reason = told[0] if len(told) == 2 else None
    return reason is not None and (reason.has("MATERIAL") or reason.tokens[0].has("CAUSE"))


def _in_words(part: Part, facts: Facts, ctx: Context) -> bool:
    """Plain words count for a task that was named, or in answer, where they tell that something has happened."""
    code, clauses = part.first, part.group.clauses
    whether_done = any(c.asked and c.has("DONE") for c in clauses)  # 制度印了会也开了，这样算不算完成？
    if facts.disputed or facts.pending or (facts.asked and facts.words < (2 if whether_done else 4)):
        return False
    reported = kinds.happened([c for c in clauses if not c.asked]) and (facts.words >= 6 or whether_done)
    asked = facts.asked and not (part.by_number and reported)
    if part.targets.named and code is not None and not (asked or unsure(part.group)):
        by_title = part.group.by_title or part.group.mention is None or bool(part.group.mention.bullet)
        verb = part.by_number and facts.words == 1 and kinds.happened(clauses)  # 98办了
        enough = facts.words >= 2 or facts.fine or verb
        return enough and not (by_title and _only_title(part, code, ctx))
    return bool(code is not None and ctx.reply_to and facts.words >= 4 and kinds.happened(clauses))


def _only_title(part: Part, code: str, ctx: Context) -> bool:
    """Tell whether the clauses say nothing beside the task's title."""
    words = "".join(t.text for c in part.group.clauses for t in c.tokens if t.kind is not Kind.BULLET)
    return ctx.view.titles.repeats(words, code)
