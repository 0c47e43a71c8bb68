"""Shares: whether one is how far the task is, or the value of an indicator (网办率93%, 96% of firms)."""

from __future__ import annotations

from bot.replies.clauses import Clause
from bot.replies.titles import essence
from bot.replies.tokens import Kind, Token
from bot.replies.wordlist import words

_RATE_ENDS = ("率", "比", "面", "度", "占", "例", "额", "量")
_NO_RATES = ("制度", "案例", "条例", "名额", "全面", "方面")
_WHOLE = ("总体", "整体", "总进度", "总的", "整项", "整个任务", "全任务", "任务整体", "任务总体", "全项")
_PARTS = (
    "道路",
    "管网",
    "厂房",
    "土建",
    "联调",
    "装修",
    "安装",
    "初稿",
    "场平",
    "主体",
    "桥梁",
    "征地",
    "拆迁",
    "设备",
    "绿化",
    "部分",
)
_FIGURES = words(
    "整改 满意 网办 合格 达标 覆盖 办结 签约 到账 兑现 回访 结案 化解 调解 公示 归集 电子化 无纸化 贷款 余额 "
    "税收 用户 企业 案件 "
    "投诉 群众 窗口 好评 差评 一次办 容缺 告知承诺 即办 其中 面积 人员 材料 时限 时间 环节 成本 费用 价格 收入 "
    "利润 增速 增长 同比 "
    "环比 高出 低于 高于"
)


def of_task(clause: Clause, at: int, token: Token, label: Clause | None, covers: bool, touches: bool) -> bool:
    """Tell whether a share says how far the task is. `covers`: the clause's subject is the task, `touches`: a part."""
    if token.unit == "bare":
        return True
    before = clause.tokens[:at]
    if before and before[-1].text in ("不到", "不足", "未到"):
        return False
    if [t.text.lower() for t in clause.tokens[at + 1 : at + 2]] == ["of"] and not clause.has("OVERALL"):
        return False  # 96% of firms
    if not covers and any(t.text in ("这块", "那块") for t in before) and token.value >= 100:
        return False  # 农产品这块100%了: a part has come to its end, not the task
    after = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    if after is not None and after.text == "的":
        after = clause.tokens[at + 2] if at + 2 < len(clause.tokens) else None
        if after is not None and not after.has("ADV", "APPROX", "OVERALL", "PROGRESS", "DONE"):
            return False  # 超过5%的要求
    if after is not None and (
        after.has("INDICATOR")
        or (
            after.kind is Kind.TEXT
            and after.text[:1] not in "左以上外算计"
            and after.text.lower() not in ("through", "there")
        )
    ):
        return False
    whose = clause.mention is not None and bool(before) and before[0].text == "完成率"
    if not whose and any(
        t.has("INDICATOR") and not (t.text == "完成率" and (covers or not texts(before))) for t in before
    ):
        return False
    if label is not None and clause.before == 2 and not before and _is_indicator(label):
        return False
    text = texts(before)
    if of_the_whole(clause):
        return True
    if not text or any(t.has("OVERALL") for t in before):
        return covers or not text or not _rated(text)
    if _rated(text) and not covers:
        return False  # a title may end like an indicator: 制度, 案例
    if clause.has("WE"):
        return True
    near = before[-1] if before else None
    if near is not None and near.text in ("到", "至", "到了") and len(before) > 1:
        near = before[-2]
        if near.text.endswith(("做", "推", "干", "弄", "搞", "进行", "完成", "整", "走", "跑")):
            return True  # 自查自纠做到七成
    spoken = (near is not None and near.text in ("差不多", "大概", "约", "大约", "算", "有", "才", "只有")) or (
        after is not None and after.text in ("了", "吧", "的样子", "样子")
    )
    verb = any(t.has("DONE", "PROGRESS", "OVERALL") for t in before[-3:])
    if not covers and text.endswith(_PARTS):
        return False  # 园区道路完成70%: of a part
    rough = token.text[-1:] not in "%％"  # 过半, 八成: nobody tells an indicator so
    loose = (
        touches or rough or not _names_figure(text)
    )  # something of the task: enough for its percent, not for its end
    return covers or verb or spoken or (loose and token.value < 100 and "占" not in text)


def of_the_whole(clause: Clause) -> bool:
    """整项看也就六成五, 全任务40%: how far the whole is, beside a part's share."""
    at = next((i for i, t in enumerate(clause.tokens) if t.kind is Kind.SHARE), 0)
    words = "".join(t.text for t in clause.tokens[:at])
    return any(t.text.startswith(_WHOLE) or t.text == "总" for t in clause.tokens[:at]) or words.startswith(_WHOLE)


def is_left(clause: Clause, at: int) -> bool:
    """差10%, 还剩20%: what is missing, not what is done."""
    before = [t for t in clause.tokens[:at] if not t.has("APPROX", "ADV") or t.text in ("差",)]
    lacking = any(t.has("NEG", "NOTSTARTED", "LACK", "UNDONE") for t in clause.tokens[at + 1 : at + 3])
    if lacking and any(
        t.text in ("还有", "尚有", "仍有", "还剩") or t.text.endswith("还有") for t in clause.tokens[:at]
    ):
        return True  # 还有半数没挂牌
    return (
        bool(before)
        and not before[-1].text.endswith("清欠")
        and before[-1].text.endswith(("差", "剩", "剩余", "缺", "欠", "剩下", "余下", "差着", "剩了", "差了"))
    )


def too_exact(clause: Clause, at: int, token: Token) -> bool:
    """92.4 %: nobody tells how far a task is to the tenth, unless it stands alone or says so."""
    if token.value.is_integer():
        return False
    before = clause.tokens[:at]
    told = bool(texts(before)) or any(t.has("INDICATOR") for t in before)  # 完成率90.3%
    return told and not any(t.has("OVERALL") for t in before)


def indicates(clause: Clause, at: int, label: Clause | None) -> bool:
    """Tell whether the share is an indicator's value; a share of some part of the work (管网部分60%) is neither."""
    before = clause.tokens[:at]
    named = texts(before)
    if clause.has("INDICATOR") or _rated(named) or "占" in named:
        return True
    return label is not None and clause.before == 2 and not before and _is_indicator(label)


def _is_indicator(label: Clause) -> bool:
    return label.has("INDICATOR") or _rated(texts(label.tokens))


def _rated(text: str) -> bool:
    """Tell whether words end like an indicator's name; 制度 and 案例 only look so."""
    return text.endswith(_RATE_ENDS) and not text.endswith(_NO_RATES)


def _names_figure(text: str) -> bool:
    """Tell whether the words before a share may name an indicator: 整改, 满意, 网办, 合格."""
    return text.endswith(_FIGURES)


def texts(tokens: list[Token]) -> str:
    """Return the plain words of the tokens, without the generic ones."""
    return essence(
        "".join(t.text for t in tokens if t.kind is Kind.TEXT or (t.kind is Kind.WORD and t.classes <= {"HOLD"}))
    )
