"""Verbs that come to nothing, by their form: 接不上, 批不下来, 招不到, 推进不下去; and to their end: 设好, 交齐.

cannot := verb 不 complement       verb: one character, or two of a known verb (对接, 协调, 推进)

What a unit itself cannot bring on (弄不下去, 完成不了) is CANTDO; anything else (接口接不上) is LACK, an obstacle. Not
the idioms that only look so (差不多, 用不了几天, 离不开), nor 不到 before a number (完成不到两成).
"""

from __future__ import annotations

import re

from bot.replies.wordlist import words

_COMPLEMENTS = (
    "起来|下来|下去|出来|出去|上来|上去|过来|过去|回来|到位|了(?!解)|上(?!班|市|线|报|级)|通(?!过|知|畅)|动(?!产|员|工)|"
    "成(?!熟|立)|到(?!位)|出(?!台|具|让)|进(?!行|一步)|开(?!放|展|工|发)|拢|起(?!诉)|够|齐(?!全)|住|来|清(?!楚)|全(?!面)|准(?!确|时)|"
    "妥(?!善)|完(?!整|善|全|成)|好(?!意思)|及(?!时|格)|过(?=[,。;! \n]|$)"
)
_OWN = words("完成 办结 推进 进行 继续 实施 落实 开展 进展 弄 做 办 搞 干 推 整 走 动")
_VERBS = words(
    "完成 办结 推进 进行 继续 实施 落实 开展 对接 协调 沟通 审核 审批 审查 批复 办理 拨付 兑现 征收 拆迁 招聘 "
    "引进 联系 "
    "核实 核对 匹配 录入 上传 登录 打开 运行 调试 安装 验收 移交 签订 签约 谈判 筹集 筹措 解决 明确 确定 统一 "
    "衔接 配合 "
    "接入 上线 开工 开放 共享 交换 推动 调动 安排 抽调 采购 招标 施工 供应 保障"
)
_IDIOMS = words(
    "差不 少不 用不 要不 免不 离不 对不 忘不 错不 大不 想不 说不 算不 谈不上 谈不到 称不 看不起 瞧不 "
    "舍不 跑不 怪不 记不 拿不准 吃不准 摸不准 了不 恨不 巴不 "
    "顾不 数不 好不 经不 受不 比不 花不 费不 耗不 差不离 会不 能不 是不 有不 在不 都不 也不 就不 才不 还不 又不 "
    "再不 并不 "
    "从不 绝不 决不 毫不 暂不 尚不 既不 若不 而不 且不 所不 先不 均不 皆不 总不 可不 须不 需不 应不 该不 想不 "
    "愿不 敢不 "
    "不不 月不 年不 日不 天不 目不 项不 件不 个不 率不 度不"
)
_FORM = re.compile(rf"(?![啊呀哎唉嗯哦噢呢啦吧嘛哈呃额嘿喂哟])[一-鿿]不(?:{_COMPLEMENTS})")
_LONG_FORM = re.compile(rf"(?:{'|'.join(_VERBS)})不(?:{_COMPLEMENTS})")
_COUNTED = re.compile(r"不到 ?[\d一二两三四五六七八九十半百几]")


_FAILED = re.compile(
    r"(?:还没有|还没|没有|没|未能|未|尚未)[一-鿿]{1,2}(?:出来|下来|上来|起来|下去|上去|过来|成功|拢|妥|到(?=[,。;!?\s]|$))(?![的地])"
)
FAILED_FIRST = frozenset("还没未尚")


def read_cannot(text: str, at: int) -> tuple[int, str] | None:
    """Return the end and the class of a verb of this form that begins at a place, None where none does."""
    if text[at] in FAILED_FIRST and (failed := _FAILED.match(text, at)):
        return failed.end(), "LACK"  # 没做出来, 还没批下来
    if "不" not in text[at + 1 : at + 3]:
        return None
    found = _LONG_FORM.match(text, at) or _FORM.match(text, at)
    if found is None or text.startswith(_IDIOMS, at):
        return None
    verb = found.group().partition("不")[0]
    if _COUNTED.match(text, at + len(verb)):
        return None
    return found.end(), "CANTDO" if verb in _OWN else "LACK"


_TURNED = "设建装改备配交发办清退还修挂换补查审批调接迁移"
RESULT_FIRST = frozenset(_TURNED)
_RESULTS = "好齐妥"
_RESULT = re.compile(rf"[{_TURNED}][{_RESULTS}](?=了|啦|吧|$|[,。;!、 \n])")


def read_result(text: str, at: int) -> int | None:
    """Return the end of a verb that has come to its end: 设好, 交齐, 办妥; None where none begins at a place."""
    found = _RESULT.match(text, at) if text[at + 1 : at + 2] in _RESULTS else None
    return found.end() if found else None
