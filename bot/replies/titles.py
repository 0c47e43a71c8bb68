"""Which of a unit's open tasks some words point to: pairs of characters, weighed by how few of those tasks have them.

证照分离 is three pairs that one title has: enough. 改革 is one pair that many have: not. A pair of a title
weighs 1 where one
task has it, 1/2 where two do, and so on; a pair of the task's text a little less; words of any report (推进,
工作, 机制) next
to nothing, and a pair that stands alone half. The best task is taken where it has enough weight and a clear lead.
"""

from __future__ import annotations

from functools import lru_cache

from bot.replies.names import Names
from bot.replies.wordlist import words

ENOUGH = 1.2
_TEXT_SHARE = 0.8
_MARGIN = 0.6
_COMMON = frozenset(
    words(
        "推进 开展 加强 工作 建设 改革 服务 管理 完善 制度 机制 建立 健全 持续 深化 进一 一步 积极 实施 落实 "
        "强化 优化 提升 探索 相关 部门 企业 项目 全县 我县 进行 问题 情况 任务 制定 方案 办理 完成 试行 推行 "
        "单位 提高 组织 检查 资金 系统 平台 数据 信息 政策 会议 培训 宣传 领导 整改 办结 发现 开办 正在 目前 "
        "已经 下一 步将 要求 印发 出台 文件 报告 统一 规范 标准 群众 全面 体系 创新 模式 流程 试点 支持 保障 "
        "发展 重点 领域 专项 通过 实现 覆盖 定期 及时 依法 各类 活动 县级 各部 市场 监管 区县 行业 业务 线上 "
        "线下 联合 协调 人员 年度 时间 限时 进展 报送 使用 应用 申请 材料 清单 行政 政务 审批 中心 网上 办法 "
        "评价 考核 事项 目标 环节 措施 准备 召开 第三 三方"
    )
)
_NO_TASK: dict[str, float] = {}
_GENERIC = words(
    "还剩 剩余 剩 目标任务 清理整治 清理 整治 相关工作 任务 工作 事项 改革 项目 相关 该项 本项 此项 这项 各项 全部 "
    "所有 整体 我们 我局 我委 我县 全县 年度 既定 情况 已 的 了 把 将 对 在 于 由 也 都 均 下午 上午 关于 "
    "方面 这个 那个 之 项 号 条 嘛 呢"
)


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Return letters, digits and characters only, lower case."""
    low = text.lower()
    return low if low.isalnum() else "".join(c for c in low if c.isalnum())


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


class Titles:
    """The words of a unit's open tasks, weighed. `tasks`: code -> (title, text); the unit's own name points to none."""

    def __init__(self, tasks: dict[str, tuple[str, str]], unit: str = "", leads: frozenset[str] = frozenset()) -> None:
        self._unit = (unit, unit[1:]) if len(unit) > 3 else (unit,)
        self.names = Names(tasks, leads)
        titles = {code: bare(title) for code, (title, _) in tasks.items()}
        self.shield = frozenset(name[i : i + 4] for name in titles.values() for i in range(len(name) - 3))
        self._titles = {code: _pairs(name) for code, name in titles.items()}
        self._texts = {code: _pairs(bare(text)) - self._titles[code] for code, (_, text) in tasks.items()}
        self._index: dict[str, dict[str, float]] = {}  # pair of characters -> task -> weight
        self._weigh()

    def _weigh(self) -> None:
        titled: dict[str, list[str]] = {}
        told: dict[str, list[str]] = {}
        for code, pairs in self._titles.items():
            for pair in pairs:
                titled.setdefault(pair, []).append(code)
        for code, pairs in self._texts.items():
            for pair in pairs:
                told.setdefault(pair, []).append(code)
        for pair in titled.keys() | told.keys():
            names, texts = titled.get(pair, []), told.get(pair, [])
            common = 0.1 if pair in _COMMON else 1.0
            entries = dict.fromkeys(names, common / (len(names) + 0.3 * len(texts)))
            entries |= dict.fromkeys(texts, _TEXT_SHARE * common / (2 * len(names) + len(texts)))
            self._index[pair] = entries

    def scores(self, words: str) -> dict[str, float]:
        """Return how strongly the words point to each task; a pair that stands alone counts less than a run of
        pairs."""
        for name in filter(None, self._unit):
            words = words.replace(name, " ")
        text = bare(words[:400])
        pairs = [text[i : i + 2] for i in range(len(text) - 1)]
        hits = [self._index.get(pair, _NO_TASK) for pair in (*pairs, "")]
        points: dict[str, float] = {}
        seen: set[str] = set()
        for place, pair in enumerate(pairs):
            if not hits[place] or pair in seen:
                continue
            seen.add(pair)
            before, behind = hits[place - 1], hits[place + 1]  # both empty at the ends
            for code, weight in hits[place].items():
                run = code in before or code in behind
                points[code] = points.get(code, 0.0) + (weight if run else 0.5 * weight)
        return points

    def best(self, words: str, among: frozenset[str] | None = None) -> tuple[str | None, tuple[str, ...]]:
        """Return the one task that the words point to (or None), and the candidates, best first."""
        points = self.scores(words)
        ranked = sorted(((s, c) for c, s in points.items() if among is None or c in among), reverse=True)
        candidates = tuple(code for score, code in ranked[:4] if score >= 0.75)
        if not ranked:
            return None, ()
        top, code = ranked[0]
        second = ranked[1][0] if len(ranked) > 1 else 0.0
        enough = (0.45 if len(essence(words)) == 2 else 0.9) if self.covers(words, code) else ENOUGH
        margin = _MARGIN if top >= 1.5 or enough < ENOUGH else 0.4
        return (code if top >= enough and second <= margin * top else None), candidates

    def told(self, words: str, marked: bool = False) -> str | None:
        """Return the one task that the words name, or else point to; `marked`: they are said to be a name."""
        return self.names.led_by(bare(words), marked).code or self.best(words)[0]

    def has(self, code: str, pair: str) -> bool:
        """Tell whether the task's title or text has the pair of characters."""
        return pair in self._titles.get(code, ()) or pair in self._texts.get(code, ())

    def strength(self, words: str, code: str) -> float:
        """Return how strongly the words point to this one task."""
        return self.scores(words).get(code, 0.0)

    def covers(self, words: str, code: str, share: float = 0.75) -> bool:
        """Tell whether the words say no more than the task's title does (to a share), or nothing in particular, or are
        what the task may be called."""
        return self.repeats(words, code, share) or self.called(words, code)

    def any_covers(self, words: str) -> bool:
        """Tell whether the title of any task covers the words: for words with more than one telling letter."""
        rest = essence(words)
        having = {code for i in range(len(rest) - 1) for code in self._index.get(rest[i : i + 2], ())}
        named = self.names.meant(bare(words)).code
        return any(self.covers(words, code) for code in having | ({named} if named else set()))

    def repeats(self, words: str, code: str, share: float = 0.75) -> bool:
        """Tell whether the words say no more than the task's title does (to a share), or nothing in particular."""
        rest = essence(words)
        if len(rest) <= 1:
            return True
        pairs = self._titles.get(code)
        if not pairs:
            return False
        known = [False] * len(rest)
        for i in range(len(rest) - 1):
            if rest[i : i + 2] in pairs:
                known[i] = known[i + 1] = True
        return sum(known) >= share * len(rest)

    def called(self, words: str, code: str, marked: bool = False) -> bool:
        """Tell whether the words are a name of the task: 综窗; `marked`: said to be one, 追溯那项."""
        named = self.names.meant(bare(words), marked)
        return named.code == code and (named.whole or marked)


@lru_cache(maxsize=4096)
def essence(words: str) -> str:
    """Return the words without the generic ones (工作, 任务, 相关 …)."""
    text = bare(words)
    for generic in _GENERIC:
        text = text.replace(generic, "")
    return text
