"""Words that any plan is full of, and that tell no task from another.

FILL says nothing (推进, 工作), EMPTY of it not even as a word; COMMON says something, but of many tasks (服务, 审批).
"""

from __future__ import annotations

from bot.replies.wordlist import words

FILL = frozenset(
    words(
        "推进 开展 加强 工作 建设 改革 完善 建立 健全 持续 深化 进一步 积极 实施 落实 强化 优化 提升 探索 相关 部门 "
        "进行 问题 情况 任务 制定 试行 推行 单位 提高 组织 各项 各类 打造 推动 完成 加快 加大 做好 实现 通过 定期 "
        "及时 全面 全县 我县 鼓励 引导 构建 事项 目标 环节 措施 准备 要求 进展 活动 专项 发展 实行 创新 "
        "制度 机制 治理 整治 部分"
    )
)
EMPTY = frozenset(
    words(
        "部分 大部分 小部分 一部分 绝大部分 大多数 多数 少数 个别 "
        "工作 任务 事项 情况 问题 进展 相关 目标 要求 各项 各类"
    )
)
COMMON = frozenset(
    words(
        "服务 管理 企业 项目 方案 办理 检查 资金 系统 平台 数据 信息 政策 会议 领导 整改 发现 印发 出台 文件 "
        "报告 统一 规范 标准 群众 体系 模式 流程 试点 支持 保障 重点 领域 覆盖 依法 县级 市场 监管 区县 行业 业务 "
        "线上 线下 联合 协调 人员 年度 时间 时限 限时 使用 应用 申请 材料 清单 行政 政务 审批 中心 网上 办法 评价 考核 "
        "第三方 执法 清理 工程 社会 投资 经营 主体 推广 拓展 简化 作用 手续 程序 方式 水平 示范 全程 开放 "
        "专题 宣传 受理 深入 处置 培训 指导 合法 权益 服务业 协同 日常"
    )
)
PLAIN = FILL | COMMON
PARTICLES = frozenset("的了把将对在于由也都均之项嘛呢啊呀哦哈嗯吧那这个和与及其")
_LENGTHS = (4, 3, 2)
_FIRSTS = frozenset(word[0] for word in PLAIN)


def word_at(text: str, at: int, lexicon: frozenset[str] = PLAIN) -> str:
    """Return the longest word of a lexicon, a part of PLAIN, at a place; empty where none begins there."""
    if text[at : at + 1] in _FIRSTS:
        for length in _LENGTHS:
            if (word := text[at : at + length]) in lexicon:
                return word
    return ""


def between(text: str, fence: frozenset[str]) -> list[str]:
    """Return what stands between the words of a fence and particles."""
    out, term, at = [], "", 0
    while at < len(text):
        word = word_at(text, at, fence)
        if not word and text[at] not in PARTICLES:
            term += text[at]
            at += 1
            continue
        out.append(term)
        term = ""
        at += len(word) or 1
    return [t for t in (*out, term) if t]


def begins_with_verb(name: str) -> bool:
    """Tell whether a name begins with a word that says nothing, as what has been done does: 推行告知承诺."""
    return bool(word_at(name, 0, FILL))
