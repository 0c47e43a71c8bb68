"""What the columns of a pasted table are for, told by their heads, and by their cells where the heads leave it open.

code       序号, 编号                     title     任务, 事项              indicator 指标 (beside a column of figures)
status     进展, 情况, 备注               percent   完成率, 进度 of numbers whether   是否完成
problem    存在问题, 困难, 原因           expected  预计完成时间            limit     完成时间: the plan's, or a promise
extension  申请延期至                     measure   现值, 完成数, 实际      unit      计量单位
reporter   填报单位: whose row it is      skip      the plan's own columns, 下一步, last month's, 目标值
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.replies.units import read_unit
from bot.replies.wordlist import words

CODE = re.compile(
    r"\(?(?:任务|第|no\.?|#)?\s*([A-Za-z]?\d{1,4}(?:[-.]\d{1,3})?|[一二三四五六七八九十]+\.\d+)\s*(?:项|号)?\)?[.、]?",
    re.IGNORECASE,
)
_LIMITS = ("完成时间", "办结时间", "完成日期", "计划完成时间", "计划完成日期", "计划完成", "计划办结时间", "拟完成时间")
_LAST = words("上月 上次 上期 上季 去年 同期 上年 previous last")
_AHEAD = words("下一步 下步 下月 下阶段 下季 后续 工作计划 本月计划 打算 next")
_PLANNED = words(
    "牵头 责任 配合 单位 科室 股室 处室 角色 分工 负责 经办 联系 电话 填报 填表 报送 文号 类别 分类 时限 截止 期限 "
    "备注编号 support lead deadline role owner"
)
_GOAL = re.compile("(?:年度|全年|任务|计划)?目标(?:值|数|量)?|(?:计划|任务|应完成)(?:数|量|值)|target")
_FIGURE = re.compile(
    "(?:目前|现|当前|实际|完成|累计|累计完成|实际完成|本月|本期|最新|截至目前)(?:值|数|数值|数量|量)|实际|实绩|现状|数值"
    r"|(?:\d{1,2}[-~至]\d{1,2}月)?(?:累计)?(?:完成)?(?<=[月计])(?:数|量|完成)?|(?:实际|目前)完成|(?:current|actual|value)"
)
_COUNTED = re.compile("累计|新增|已|共|本年|今年")
_COUNT = re.compile(r"\d[\d.,]*[^\d,。;，；]{0,10}")
_OF_GOAL = re.compile("率|比|占")  # beside a figure: how much of its target has been reached
_REPORTER = re.compile("(?:填报|报送|填表)(?:单位|部门)|单位|单位名称")
_HEADS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("whether", ("完成否", "done?")),
    ("skip", (*_LAST, *_AHEAD, *_PLANNED)),
    ("problem", ("问题", "困难", "原因", "理由", "堵点", "协调", "issue", "problem", "obstacle", "blocker")),
    ("extension", ("延期", "延长", "extension")),
    ("expected", ("预计", "计划完成", "拟完成", "eta", "expected")),
    ("percent", ("百分比", "比例", "%", "完成率", "完成度", "percent")),
    ("code", ("序号", "编号", "任务号", "编码", "no", "code", "#", "号")),
    (
        "status",
        (
            *("进展", "情况", "状态", "进度", "完成", "成效", "落实", "备注", "说明", "本月"),
            *("progress", "status", "update", "remark"),
        ),
    ),
    ("title", ("任务", "事项", "名称", "内容", "工作", "项目", "举措", "指标", "title", "task", "item")),
)
STANDINGS = frozenset(words("已完成 已办结 推进中 进行中 正在推进 正常推进 未启动 未开展 滞后 未完成"))
_FIGURES = re.compile(r"\d(?![\d月年日季.~至-])")  # no head holds any but those of a month: 1-8月累计
_MONTH = re.compile("(?:20[0-9]{2}年)?(?:[0-9]{1,2}月份?|第?[1-4一二三四]季度)")
_OF_MONTH = re.compile("(?:20[0-9]{2}年)?(?:[0-9]{1,2}月|第?[1-4一二三四]季度)")
_ASKED = words("困难 问题 延期 协调")  # what is asked with 是否 and told with words
_LONGEST = 14  # characters of a head


@lru_cache(maxsize=4096)
def kind_of(cell: str) -> str:
    """Return what the column of a head is for, "" where the head is unknown."""
    low = cell.lower().replace(" ", "")
    if low in _LIMITS:
        return "limit"  # the plan's own, or what the unit promises
    if low in STANDINGS:
        return "status"
    if low in ("计量单位", "unit"):
        return "unit"
    if _REPORTER.fullmatch(low):
        return "reporter"
    if _GOAL.fullmatch(_plain(low)):
        return "skip"
    if _FIGURE.fullmatch(_plain(low)):
        return "measure"
    if _MONTH.fullmatch(low):
        return "status"
    if low.startswith(("是否", "能否")) and not any(word in low for word in _ASKED):
        return "whether" if low.endswith(("完成", "办结")) and "按" not in low else "skip"
    for kind, heads in _HEADS:
        if any(word in low if len(word) > 2 or not word.isascii() else low.startswith(word) for word in heads):
            return kind
    return ""


def column_kinds(cells: list[str]) -> list[str] | None:
    """Return what each column of a table is for, told by its heads ("" where unknown); None for a row of no heads."""
    return [kind_of(cell) for cell in cells] if is_head(cells) else None


def is_head(cells: Sequence[str]) -> bool:
    """Tell whether a row holds the heads of a table."""
    told = [cell for cell in cells if cell]
    strange = max(1, len(told) // 3)
    short = [cell for cell in told if len(cell) <= _LONGEST]
    if len(short) < 2 or len(short) < len(told) - strange:
        return False
    if any(CODE.fullmatch(cell) or _FIGURES.search(cell) or cell.endswith(("。", ";")) for cell in told):
        return False
    known = sum(kind_of(cell) != "" for cell in short)
    return known >= 2 and known >= len(told) - strange


def settled(kinds: list[str], heads: list[str], rows: list[list[str]]) -> list[str]:
    """Return the columns' kinds with what only the cells can tell: a 进度 of numbers, a 单位 that figures are told in,
    a 序号 beside the tasks' own numbers, an 指标 beside its figure."""
    found = list(kinds)
    for at, kind in enumerate(kinds):
        cells = [row[at] for row in rows if at < len(row) and row[at]]
        if kind == "reporter":
            found[at] = "unit" if cells and all(_is_unit(cell) for cell in cells) else "reporter"
        elif not kind and cells and _COUNTED.match(heads[at]) and all(_COUNT.fullmatch(cell) for cell in cells):
            found[at] = "measure"  # 累计建成, beside 21个自助服务区
        elif kind == "status" and cells and "进" in heads[at] and all(_is_share(cell) for cell in cells):
            found[at] = "percent"
    monthly = [at for at, kind in enumerate(found) if kind in ("status", "percent") and _OF_MONTH.match(heads[at])]
    found = ["skip" if at in monthly[:-1] else kind for at, kind in enumerate(found)]  # the last month's counts
    if "measure" in found:
        found = ["skip" if k == "percent" and _OF_GOAL.search(h) else k for k, h in zip(found, heads, strict=True)]
        found = ["indicator" if k == "title" and "指标" in h else k for k, h in zip(found, heads, strict=True)]
    codes = [at for at, kind in enumerate(found) if kind == "code"]
    if len(codes) > 1:
        kept = next(
            (at for at in codes if "序号" not in heads[at] and heads[at].lower() not in ("no", "no.", "#")), codes[0]
        )
        found = ["skip" if kind == "code" and at != kept else kind for at, kind in enumerate(found)]
    return found


def _plain(head: str) -> str:
    return re.sub(r"\(.*?\)$", "", head)


def _is_unit(cell: str) -> bool:
    return cell in ("%", "个百分点") or read_unit(cell, 0) == cell


def _is_share(cell: str) -> bool:
    return re.fullmatch(r"\d{1,3}(?:\.\d+)?%?", cell) is not None and float(cell.rstrip("%")) <= 100
