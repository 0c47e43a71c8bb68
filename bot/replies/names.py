"""Which of a unit's open tasks a short name means: 综窗, 联合验收方式优化, 民企表彰, 白茶, 多元解纷.

A name is explained letter by letter. Of a task's title it may be a run of letters (1), two letters with a few others
between them or turned round, as abbreviations go (综窗, 引才 for 人才引进: 3/4), or a letter that the title has
anywhere (1/3); of the task's text a run, the
longer the better, and what the plan puts in quotation marks as well as a title. Letters of words that any plan is full
of (服务, 机制) weigh little, of those that say nothing (推进, 工作) next to nothing. The task that explains most of the
name is meant, if it explains enough of it and no other explains nearly as much.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from bot.replies.wordlist import words

_FILL = frozenset(
    words(
        "推进 开展 加强 工作 建设 改革 完善 建立 健全 持续 深化 进一步 积极 实施 落实 强化 优化 提升 探索 相关 部门 "
        "进行 问题 情况 任务 制定 试行 推行 单位 提高 组织 各项 各类 打造 推动 完成 加快 加大 做好 实现 通过 定期 "
        "及时 全面 全县 我县 鼓励 引导 构建 事项 目标 环节 措施 准备 要求 进展 活动 专项 发展 实行 创新 "
        "制度 机制 治理 整治"
    )
)
_EMPTY = frozenset(words("工作 任务 事项 情况 问题 进展 相关 目标 要求 各项 各类"))
_COMMON = frozenset(
    words(
        "服务 管理 企业 项目 方案 办理 检查 资金 系统 平台 数据 信息 政策 会议 领导 整改 发现 印发 出台 文件 "
        "报告 统一 规范 标准 群众 体系 模式 流程 试点 支持 保障 重点 领域 覆盖 依法 县级 市场 监管 区县 行业 业务 "
        "线上 线下 联合 协调 人员 年度 时间 时限 限时 使用 应用 申请 材料 清单 行政 政务 审批 中心 网上 办法 评价 考核 "
        "第三方 执法 清理 工程 社会 投资 经营 主体 推广 拓展 简化 作用 手续 程序 方式 水平 示范 全程 开放 "
        "专题 宣传 处置 培训 指导 合法 权益 服务业 协同 日常"
    )
)
_ALL = _FILL | _COMMON
_PARTICLES = frozenset("的了把将对在于由也都均之项嘛呢啊呀哦哈嗯吧那这个和与及其")
_FILL_WEIGHT, _COMMON_WEIGHT, _OWN_WEIGHT = 0.15, 0.35, 0.6
_QUOTED, _SKIP, _SINGLE, _TEXT_SKIP = 0.95, 0.75, 0.33, 0.4
_TEXT = (0.0, 0.0, 0.5, 0.65, 0.8, 0.85, 0.95)  # by the length of the run
_TERM, _SUPPORTED = 0.75, 0.85
_BESIDE, _REACH = 0.25, 12  # what a rival explains, and letters between two pieces of a text
_WIDEST = 4  # letters left out of an abbreviation
_LONGEST = 24
_STEEP = 4
_EXPLAINED, _ALONE, _CERTAIN, _MASS = 0.62, 0.48, 0.7, 1.45
_LENGTHS = (4, 3, 2)
MARKS = ("那项", "这项", "这块", "那块", "这一块", "那一块", "方面", "这项嘛", "的事", "那个", "这个", "这事")
"""Words that say that what stands before them is a task's name."""
_QUOTE = re.compile(r"[“”\"'‘’《》「」]+([^“”\"'‘’《》「」]{2,14})[“”\"'‘’《》「」]+")


@dataclass(frozen=True, slots=True)
class Named:
    """What a name means: the task where one is certain, and those that may be meant, best first; `firm` where the
    name begins with words of the title and half of it are, `whole` where the task explains all of it besides."""

    code: str | None = None
    candidates: tuple[str, ...] = ()
    firm: bool = False
    whole: bool = False
    vague: bool = False  # nothing but words that any plan is full of


@dataclass(frozen=True, slots=True)
class _Task:
    title: str
    text: str
    head: str  # the title without the verbs that it begins with
    terms: frozenset[str]  # runs of letters that are no common words
    phrases: frozenset[str]  # what stands between words that say nothing
    quoted: tuple[str, ...]
    skips: frozenset[str]
    text_skips: frozenset[str]


class Names:
    """The names of a unit's open tasks, code -> (title, text); those that it leads are likelier meant."""

    def __init__(self, tasks: dict[str, tuple[str, str]], leads: frozenset[str] = frozenset()) -> None:
        self._leads = leads
        self._tasks = {code: _task(title, text) for code, (title, text) in tasks.items()}
        self._all = "|".join(f"{t.title}|{t.text}" for t in self._tasks.values())
        self._own = _own_words([t.title for t in self._tasks.values()], [t.text for t in self._tasks.values()])
        self._known: dict[tuple[str, bool], Named] = {}

    def knows(self, piece: str) -> bool:
        """Tell whether the piece stands in a title or text."""
        return piece in self._all

    def quotes(self, piece: str) -> bool:
        """Tell whether the piece stands in quotation marks in a title or text."""
        return any(piece in quoted for task in self._tasks.values() for quoted in task.quoted)

    def tells(self, name: str) -> bool:
        """Tell whether the name says more than the words that any plan is full of."""
        return any(len(core) >= 2 for core in self._weights(name)[1])

    def meant(self, name: str, marked: bool = False) -> Named:
        """Return what a name (letters only) means; `marked`: the writer says that it is one (那项, 这块)."""
        while name and name[-1] in _PARTICLES:
            name = name[:-1]
        known = self._known.get((name, marked))
        if known is None:
            if len(self._known) > 2048:
                self._known.clear()
            known = self._known[name, marked] = self._meant(name[:_LONGEST], marked)
        return known

    def led_by(self, words: str, marked: bool = False) -> Named:
        """Return what words mean that are a name or begin with one (双随机抽查做了, 清欠案件) and go on to no other."""
        whole = self.meant(words, marked)
        if whole.code is not None:
            return whole
        for end in range(len(words) - 1, 1, -1):
            part = self.meant(words[:end])
            if part.code is None or not part.firm or whole.candidates[:1] not in ((), (part.code,)):
                continue
            if self.meant(words[end:]).code not in (None, part.code):
                continue
            task = self._tasks[part.code]
            if end >= 4 or words[:end] in task.terms or words[:end] in task.phrases or words[:end] in task.quoted:
                return part
        return whole

    def _meant(self, name: str, marked: bool) -> Named:
        weights, cores = self._weights(name)
        quoted = self._quoted(name, weights) or (None if cores else self._owned(name))
        if quoted is not None:
            return Named(quoted, (quoted,), True, True)
        whole = sum(weights)
        if whole < (_MASS if cores else 1.0):
            return Named(vague=not cores)
        explained = {code: _explain(name, task) for code, task in self._tasks.items()}
        shares = {c: sum(k * w for k, w in zip(known, weights, strict=True)) / whole for c, known in explained.items()}
        ranked = sorted(((s * self._prior(c), s, c) for c, s in shares.items() if s > 0), reverse=True)
        if not ranked:
            return Named()
        best, share, code = ranked[0]
        rest = ranked[1:]
        second = rest[0][0] if rest else 0.0
        likely = tuple(c for s, _, c in ranked[:4] if s >= 0.8 * best and s >= 0.4)
        if not cores:
            return Named(None, likely, vague=True)
        told = sum(k >= 0.5 and w >= 0.5 for k, w in zip(explained[code], weights, strict=True))
        repeated = any(self._tasks[code].text.count(core) > 1 for core in cores)
        enough = share >= _EXPLAINED and share * whole >= _MASS
        if second > _BESIDE and _scattered(name, self._tasks[code].text, explained[code]):
            enough = False
        named = sum(k >= _SKIP and w >= 1 for k, w in zip(explained[code], weights, strict=True))
        if told < 3 and named < 2 and not (repeated or marked):
            enough = False  # two letters of the text, in passing: 企业走访
        joined = any(letter in name for letter in "和与跟")
        if not joined and share >= _ALONE and second <= 0.45 * best and (told >= 3 or repeated or marked):
            enough = True
        term = all(core in self._tasks[code].terms for core in cores)
        faint = {c: _TERM if term and not any(core in self._tasks[c].title for core in cores) else 1.0 for c in shares}
        odds = best**_STEEP / (best**_STEEP + sum((faint[c] * s) ** _STEEP for s, _, c in rest))
        full = min(explained[code]) >= 0.5 and all(_leaves_word(explained[c], weights) for _, _, c in rest)
        if whole < 2.8 and len("".join(cores)) == 2 and second >= 0.3:
            likely = tuple(c for s, _, c in ranked[:4] if s >= 0.3)
            return Named(None, likely)  # two letters out of a longer term, which other tasks speak of as well
        telling = [k for k, w in zip(explained[code], weights, strict=True) if w >= 1]
        titled = sum(k >= _SKIP for k in telling)
        firm = titled == len(telling) or (2 * titled >= len(telling) and explained[code][0] >= 1)
        meant = code if enough and (full or odds >= _CERTAIN) else None
        return Named(meant, likely, firm, firm and min(telling) >= 0.5)

    def _prior(self, code: str) -> float:
        return 1.0 if not self._leads or code in self._leads else _SUPPORTED

    def _quoted(self, name: str, weights: list[float]) -> str | None:
        """Return the only task of whose title the name is the beginning, a whole phrase or a telling piece."""
        having = [code for code, task in self._tasks.items() if name in task.title]
        written = [code for code, task in self._tasks.items() if name in task.title or name in task.text]
        if len(having) == 1 and len(name) >= 5 and self._tasks[having[0]].head.startswith(name):
            return having[0]
        if len(written) == 1 and len(name) >= (4 if any(w >= 1 for w in weights) and having else 6):
            return written[0]
        while name and weights[0] <= _FILL_WEIGHT:
            name, weights = name[1:], weights[1:]
        while name and weights[-1] <= _FILL_WEIGHT:
            name, weights = name[:-1], weights[:-1]
        having = [code for code, task in self._tasks.items() if name in task.title]
        if len(name) < 2 or len(having) != 1:
            return None
        telling = any(w >= 1 for w in weights)
        if not telling and any(name in task.text for code, task in self._tasks.items() if code != having[0]):
            return None
        task = self._tasks[having[0]]
        heads = telling and len(name) >= 4 and task.head.startswith(name) and len(written) < 2
        return having[0] if heads or name in task.phrases else None

    def _owned(self, name: str) -> str | None:
        """Return the task whose title alone has each of the common words that the name is made of: 业务培训."""
        said, at = [], 0
        while at < len(name):
            word = _word(name, at, _ALL)
            said += [word] if word in _COMMON else []
            at += len(word) or 1
        if len(said) < 2 or not all(word in self._own for word in said):
            return None
        codes = {code for code, task in self._tasks.items() for word in said if word in task.title}
        return codes.pop() if len(codes) == 1 else None

    def _weights(self, name: str) -> tuple[list[float], list[str]]:
        """Return the weight of each letter, and the runs of letters that no common word explains."""
        weights, cores, core, at = [], [], "", 0
        while at < len(name):
            word = _word(name, at, _ALL)
            if not word and name[at] not in _PARTICLES:
                core += name[at]
                weights.append(1.0)
                at += 1
                continue
            if core:
                cores.append(core)
                core = ""
            if word:
                fill = 0.0 if word in _EMPTY else _FILL_WEIGHT
                weight = fill if word in _FILL else _OWN_WEIGHT if word in self._own else _COMMON_WEIGHT
                weights += [weight] * len(word)
                at += len(word)
            else:
                weights.append(0.0)
                at += 1
        return weights, cores + [core] * bool(core)


def _word(text: str, at: int, lexicon: frozenset[str]) -> str:
    """Return the longest word of a lexicon at a place, empty where none begins there."""
    return next((text[at : at + n] for n in _LENGTHS if text[at : at + n] in lexicon), "")


def _task(title: str, text: str) -> _Task:
    name, body = _bare(title), _bare(text)
    quoted = tuple({_bare(q) for q in _QUOTE.findall(title + "\n" + text)})
    text_skips = frozenset(body[i] + body[i + 2] for i in range(len(body) - 2))
    phrases = _between(name, _FILL | {"企业"})
    head = name
    while word := _word(head, 0, _FILL):
        head = head[len(word) :]
    terms = frozenset(_between(name, _ALL))
    return _Task(name, body, head, terms, frozenset(phrases), quoted, _skips(name), text_skips)


def _bare(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _between(title: str, fence: frozenset[str]) -> list[str]:
    """Return what stands between the words of a fence and particles."""
    out, term, at = [], "", 0
    while at < len(title):
        word = _word(title, at, fence)
        if not word and title[at] not in _PARTICLES:
            term += title[at]
            at += 1
            continue
        out.append(term)
        term = ""
        at += len(word) or 1
    return [t for t in (*out, term) if t]


def _own_words(titles: list[str], texts: list[str]) -> frozenset[str]:
    """Return the common words that only one of the titles has, and hardly another text."""
    return frozenset(
        word
        for word in _COMMON
        if sum(word in title for title in titles) == 1
        and sum(word in text and word not in title for title, text in zip(titles, texts, strict=True)) <= 2
    )


def _explain(name: str, task: _Task) -> list[float]:
    """Return how well the task explains each letter of the name."""
    size = len(name)
    known = [0.0] * size
    for at, end in _runs(name, task.text):
        known[at:end] = [_TEXT[min(end - at, len(_TEXT) - 1)]] * (end - at)
    for at in range(size - 1):
        if name[at : at + 2] in task.title:
            known[at] = known[at + 1] = 1.0
    for term in task.quoted:
        if term in name:
            at = name.index(term)
            known[at : at + len(term)] = [max(k, _QUOTED) for k in known[at : at + len(term)]]
    for at in range(size - 1):
        if not (known[at] or known[at + 1]):
            pair = name[at : at + 2]
            known[at] = known[at + 1] = _SKIP if pair in task.skips else _TEXT_SKIP if pair in task.text_skips else 0.0
    if any(known):
        known = [k or (_SINGLE if c in task.title else 0.0) for k, c in zip(known, name, strict=True)]
    return known


def _runs(name: str, text: str) -> list[tuple[int, int]]:
    """Return the places of the longest runs of letters that the text has as well."""
    runs: list[tuple[int, int]] = []
    for at in range(len(name) - 1):
        if name[at : at + 2] not in text or (runs and at + 1 < runs[-1][1]):
            continue
        end = at + 2
        while end < len(name) and name[at : end + 1] in text:
            end += 1
        if not runs or end > runs[-1][1]:
            runs.append((max(at, runs[-1][1]) if runs else at, end))
    return [(a, b) for a, b in runs if b - a >= 1]


def _scattered(name: str, text: str, known: list[float]) -> bool:
    """Tell whether the pieces of the name that only the text has stand far from one another."""
    told = [(a, b) for a, b in _runs(name, text) if min(known[a:b]) < 1]
    return not all(_near(name[a:b], name[c:d], text) for (a, b), (c, d) in pairwise(told))


def _near(one: str, other: str, text: str) -> bool:
    """Tell whether the text has both within a few letters."""
    at = text.find(one)
    while at >= 0:
        if other in text[max(at - _REACH, 0) : at + len(one) + _REACH]:
            return True
        at = text.find(one, at + 1)
    return False


def _leaves_word(known: list[float], weights: list[float]) -> bool:
    """Tell whether two letters in a row, of some weight, are left unexplained."""
    loose = [k < 0.4 and w > 0 for k, w in zip(known, weights, strict=True)]
    return any(a and b for a, b in pairwise(loose))


def _skips(title: str) -> frozenset[str]:
    return frozenset(
        title[i] + title[j] for i in range(len(title)) for j in range(i + 2, min(i + 2 + _WIDEST, len(title)))
    ) | {title[i + 1] + title[i] for i in range(len(title) - 1)}
