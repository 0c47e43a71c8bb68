"""The units that numbers are counted in, and when a Chinese numeral before one is a count (两次) and not part of
a word (一件事)."""

from __future__ import annotations

from bot.replies.lexicon import by_first
from bot.replies.wordlist import words

_LISTED = words(
    "个工作日 工作日 个小时 小时 分钟 秒 平方公里 平方米 平方千米 立方米 公里 千米 公顷 亩 "
    "米 吨 公斤 千克 万元 亿元 千元 百万元 元 万美元 美元 户次 人次 家次 件次 场次 批次 "
    "车次 班次 条次 台次 例次 个百分点 百分点 万户 万家 万件 万人 万人次 倍 千瓦时 千瓦 "
    "兆瓦 家 户 件 个 项 次 人 名 份 宗 起 场 期 条 批 台 套 处 所 笔 张 本 篇 "
    "类 种 辆 间 座 天 例 栋 幢 册 幅 块 根 株 头 只 艘 支 轮 段 组 对 门 款 枚 "
    "口 盏 部 位 届 道 片 队 艇 顿 集 档 班 卷 单"
)
_UNITS = by_first(sorted(_LISTED, key=len, reverse=True))
FIRST = frozenset(_UNITS) | frozenset("万亿千百")
# What looks like a unit and is part of another word.
_OTHERS = words(
    "段时间 人手 人力 个月 个季度 个星期 个礼拜 个多月 个自然日 "
    "人大代 人大常 人大会 人大主 人大视 人大调 人大建 人大机 人大专 本报 本来 本周 本年 本季 本次 本月 本县 部门 "
    "口头 口径 "
    "对接 对应 组织 组建 组团 位于 支持 支付 套餐 份额 类似 场所 场地 所有 所在 期间 期限 期末 次月 次日 "
    "次数 户数 家数 条数 笔数 "
    "条件 条例 件数 家庭 户籍 名单 名录 单位 单独 单体 单一 单纯 单项 单用途 单价 单元 单据 单子 单窗 单个 "
    "组展 组装 组长 组员 组别 起来 起步 起草 起诉 起到 起用 起点 个别 个体 个性 户外 处于 所属 "
    "条款 次年 期内 名优 份内 类型 种植 种类 场景 座谈 笔记 本底 块地 天然气 处理 处置 处罚 本级 "
    "本单位 本局 人员 人社 "
    "人行 人才 人数 人均 米粉 元旦 元宵 段落 班子 集中 档案 卷宗 门户 门槛 只有 只是 只完成 只做 只办 只弄 只差 "
    "只剩 只推 只到 只能 只搞 只干 只进 只开 只印 只发 头部 轮换 "
    "轮训 届时 道路 片区 队伍 顿时 部分 批复 批准 批示 批文 "
    "批了 批回 批下 批给 批过 本轮 本期 本届 本办 本委 本院 台账 台帐 张贴 项目 间接 间隔 块状 座谈 辆次 "
    "幅度 只剩 对 口子 成"
)
_NOT = by_first(_OTHERS)
_LEXICAL = words("一件事 一次性 一次办 一次告知 一次办好 一个样 一批批 一对一 一家亲 一天天 一期 二期 三期 两个 一组")
_BEFORE_ONE = words("了 展 开 办 织 议 会 动 训 查 定 发 增 立 设 建 成 共 计 布 报 研 谈")
_ENDS = frozenset(" ,、。;!?)(\n\t")
_SERVICE = ("自助", "不打烊", "服务", "值守", "营业", "开放", "在线", "受理", "热线", "值班")


def read_unit(text: str, at: int) -> str | None:
    """Return the unit that begins at a place, with its scale (万元, 万条, 亿元, 万), or None."""
    scale = text[at : at + 1]
    if scale and scale in "万亿千百":
        unit = _plain_unit(text, at + 1)
        if unit is not None:
            return scale + unit
        return scale if scale in "万亿" else None
    return _plain_unit(text, at)


def _plain_unit(text: str, at: int) -> str | None:
    first = text[at : at + 1]
    for unit in _UNITS.get(first, ()):
        if text.startswith(unit, at):
            return None if text.startswith(_NOT.get(first, ()), at) else unit
    return None


def service_hours(text: str, at: int) -> bool:
    """Tell whether what begins here is part of a name: 24小时自助服务区."""
    return text.startswith("小时", at) and text.startswith(_SERVICE, at + 2)


def countable(text: str, start: int, value: float, end: int) -> bool:
    """Tell whether a Chinese numeral with its unit is a count."""
    if text.startswith(_LEXICAL, start) and not _made(text, start, end):
        return False
    if text[start - 1 : start] in ("第", "唯", "统", "专"):
        return False
    if value != 1:
        return True
    if text[start - 2 : start] == "最后":
        return False
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if before in ("有", "另", "余") and text[start + 1 : end] != "个":
        return True
    return (not after or after in _ENDS) or before in _BEFORE_ONE


def _made(text: str, start: int, end: int) -> bool:
    """搞了三期, 培育了两个: counted, not named; but 完成了三期工程."""
    counted = text.startswith(("两个", "三期"), start) and text[start - 1 : start] == "了"
    return counted and not text.startswith(("工程", "项目建设", "建设", "改造", "月", "季度", "星期"), end)
