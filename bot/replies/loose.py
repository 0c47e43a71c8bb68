"""Numbers without a unit or a mark: the ones that are worth keeping, and the one that is the progress."""

from __future__ import annotations

from bot.replies.clauses import Clause
from bot.replies.tokens import Kind, Token

_COMES_TO = ("到", "到了", "达", "达到", "达到了", "已达", "为", "有")


def is_progress(clause: Clause, at: int, token: Token, label: Clause | None) -> bool:
    """进度65左右, 进度：55: a bare number behind the word for it."""
    if not token.value.is_integer() or not 0 <= token.value <= 100:
        return False
    before = [t for t in clause.tokens[:at] if not t.has("APPROX", "ADV", "BE")]
    behind = clause.tokens[at + 1 : at + 2]
    if behind and not behind[0].has("ADV", "APPROX") and behind[0].text not in ("左右", "上下", "以上"):
        return False
    if before:
        return before[-1].text.endswith(
            ("进度", "进度条", "完成度", "进展到", "推进到", "完成到", "完成率", "推到", "做到了")
        )
    return label is not None and bool(label.tokens) and label.tokens[-1].text.endswith(("进度", "进度条"))


def _word_ahead(clause: Clause, at: int) -> str:
    """Return the word right behind a token, in small letters."""
    return clause.tokens[at + 1].text.lower() if at + 1 < len(clause.tokens) else ""


def counts_something(clause: Clause, at: int) -> bool:
    """满意率96, 12 exporters: a number without a unit that is worth keeping."""
    last = clause.tokens[at - 1] if at else None
    following = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    if last is not None and last.text.lower() == "per":
        return False
    if last is not None and last.text.lower() in ("up", "down") and _word_ahead(clause, at).startswith("point"):
        return False  # up 10 points: a change
    if last is not None and last.has("REACHTO") and last.text.isascii():
        return True  # down to 52
    if last is not None and last.has("BE") and at >= 2 and clause.tokens[at - 2].text.endswith(("数", "量", "额")):
        return True  # 园区数是3
    if following is not None and following.text == "多" and last is not None and last.text.endswith(("数", "量", "额")):
        return True  # 人数八百六十多
    if (
        last is not None
        and last.text in _COMES_TO
        and at >= 2
        and clause.tokens[at - 2].text.endswith(("数", "量", "额"))
    ):
        return following is None or following.text in ("了", "啦", "多", "左右")  # 户数到2980了
    led = next((t for t in reversed(clause.tokens[:at]) if not t.has("BE", "APPROX", "ADV", "REACHTO")), None)
    if led is not None and led.has("INDICATOR"):
        return True
    verb = clause.tokens[at - 2] if at >= 2 else None
    if following is None and last is not None and last.text.lower() in ("to", "with") and verb is not None:
        return verb.kind is Kind.TEXT and verb.text.isascii()  # talked to 3
    if following is not None and following.text.lower() in ("in", "total", "overall", "so") and _of_totals(clause, at):
        return True
    if (
        following is None
        and last is not None
        and (last.kind is Kind.TEXT or last.has("TASKMARK") or last.classes == {"HOLD"})
        and len(last.text) >= 2
    ):
        return True  # 收件27
    return (
        following is not None
        and following.text[:1].isascii()
        and following.text[:1].isalpha()
        and (
            following.kind is Kind.TEXT
            or following.has("PROBLEM", "GENERIC", "HOLD")
            or (last is not None and last.kind is Kind.TEXT and last.text.isascii())
        )
    )


def labelled_count(clause: Clause, label: Clause | None) -> bool:
    """用户数：2980: a number and nothing else behind the name of a count."""
    named = label is not None and clause.before == 2 and bool(label.tokens)
    return (
        named and len(clause.tokens) == 1 and label is not None and label.tokens[-1].text.endswith(("数", "量", "额"))
    )


def english_unit(clause: Clause, at: int) -> str:
    """Return the English word behind the number, "" where there is none."""
    following = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    return following.text if following is not None and following.text.isascii() else ""


def _of_totals(clause: Clause, at: int) -> bool:
    """3,412 in total, 640 so far."""
    behind = " ".join(t.text.lower() for t in clause.tokens[at + 1 : at + 3])
    return behind.startswith(("in total", "total", "overall", "so far"))
