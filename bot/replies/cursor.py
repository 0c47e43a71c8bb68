"""Where the search for mentions stands in the tokens: what is ahead, and what counts as the head of a clause."""

from __future__ import annotations

import re

from bot.replies.context import Context
from bot.replies.tokens import Kind, Mention, Token
from bot.replies.wordlist import words

STATUS = words("DONE LANDS REACHED NEARDONE UNDONE CANTDO STOPPED NOTSTARTED NOCHANGE PROGRESS SLOW")
_ENDED = frozenset((*STATUS, "OKAY"))
_FILLERS = frozenset(
    words(
        "EXCEPT LINK POLITE AND CORRECT LASTONE SLIP UNDO ADV SHOULDBE BE NOTBE TASKMARK OURS WRONG GENERIC "
        "OVERALL PAST ALL FUTURE QSTRONG ASKFOR REPORTV EXTEND BEFORE SOON"
    )
)
_LIGHT_TEXT = frozenset(
    words(
        "先 我 俺 配合 协助 re regarding about re: 上午 下午 中午 晚上 早上 刚 今早 昨晚 改 请改 里 中 for on of 把 "
        "将 对 "
        "关于 至于 那 "
        "嗯 呃 喂 哎 诶 唉 哦 请把 请将 麻烦把 ( 就"
    )
)
_HEADED = frozenset((Kind.SEP, Kind.MENTION, Kind.BULLET))


_PARTING = frozenset(
    words("然后 另外 还有就是 但是 不过 但 而且 同时 此外 并且 接着 再就是 再有就是 然后呢 but so also then while")
)


_SPEAKER = re.compile(
    r"(?:喂|你好|您好|领导|主任|各位|好|啊|[,。! ])*"
    r"(?:我们?|这里|这边)是[^,。\d]{2,8}?(?:局|委|办|中心|院|部|支行|公司)的?(?:小?[^,。\d第]{1,3})?[啊哈呀嘛哦,]?"
)
_LONGEST_GREETING = 12  # tokens


class Cursor:
    """Reads `tokens` from `at`, writes `out`; the forms of mentions build on it."""

    def __init__(self, tokens: list[Token], ctx: Context) -> None:
        self.tokens, self.ctx = tokens, ctx
        self.out: list[Token] = []
        self.named: list[Mention] = []
        self.spoken = self.dated = False  # a task was named in words, or as 14号
        # Of what stands behind the last mention: looked at up to here, a mark in it, a statement in it.
        self.seen, self.marked_off, self.stated = 0, False, False
        self.at = 0

    def _peek(self, ahead: int = 0) -> Token | None:
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else None

    def _head(self, strict: bool = False) -> bool:
        """Tell whether nothing but fillers stands between here and the clause's beginning; right behind a statement
        too, unless strict."""
        for token in reversed(self.out[-12:]):
            if token.kind in _HEADED or _parts(token):
                return True
            if (
                token.kind is Kind.WORD
                and not token.classes.isdisjoint(_FILLERS)
                and not (strict and token.has("PAST"))
            ):
                continue
            if token.text in ("只有", "仅有"):
                continue  # 只有15有变化
            if token.kind is Kind.DATE or (token.kind is Kind.TEXT and token.text.lower() in _LIGHT_TEXT):
                continue
            return self._introduced() or (not strict and self._behind_status(token))
        return True

    def _introduced(self) -> bool:
        """我是住建委的啊第四十七项…: behind who speaks the first task begins."""
        if len(self.out) > _LONGEST_GREETING:
            return False
        said = "".join(t.text for t in self.out)
        return len(said) <= 40 and bool(_SPEAKER.fullmatch(said))

    def _behind_status(self, token: Token) -> bool:
        """Right behind a finished statement a number opens the next one: 14办结15推进中, 3✅12✅."""
        return token.kind in (Kind.SHARE, Kind.AMOUNT) or (
            token.kind is Kind.WORD and not token.classes.isdisjoint(_ENDED)
        )

    def _marked(self) -> bool:
        for token in reversed(self.out[-3:]):
            if token.kind is Kind.SEP and token.strength <= 2 and token.text in " :、(":
                continue
            named = token.kind is Kind.WORD and token.has("TASKMARK") and token.text != "no"
            before = self.out[-3] if named and self.out[-1] is not token and len(self.out) > 2 else None
            before = self.out[-2] if named and self.out[-1] is token and len(self.out) > 1 else before
            return named and not (token.text.isascii() and before is not None and before.kind is Kind.TEXT)
        return False

    def _emit(self, upto: int, mention: Mention) -> bool:
        start = self.tokens[self.at].start
        while mention.explicit and self.out and self.out[-1].kind is Kind.WORD and self.out[-1].has("TASKMARK"):
            start = self.out.pop().start
        if len(self.out) > 1 and self.out[-1].text.lower() == "the" and self.out[-2].has("EXCEPT"):
            self.out.pop()
        if self.out and self.out[-1].has("EXCEPT"):
            self.out.pop()
            mention.excluded = True
        first, last = self.tokens[self.at], self.tokens[upto - 1]
        behind = self.ctx.text[last.end : last.end + 1]
        mention.inner = behind in (")", ",") and bool(self.out) and mention.bullet == 0 and self._in_bracket(start)
        text = self.ctx.text[first.start : last.end]
        self.out.append(Token(Kind.MENTION, text, first.start, last.end, mention=mention))
        self.named.append(mention)
        self.seen, self.marked_off, self.stated = len(self.out), False, False
        self.spoken = self.spoken or text[0] in "第二三四五六七八九十"
        self.dated = self.dated or text.endswith("号")
        self.at = upto
        return True

    def _in_bracket(self, start: int) -> bool:
        """Tell whether a bracket that opens here stands behind what is said of the task."""
        ahead = self.ctx.text[:start].rstrip()
        if len(ahead) < 2 or not ahead.endswith("("):
            return False
        if self.ctx.text[:1] == "(" and self.out[0].mention is not None:
            return False  # 【34】已完成【35】推进中
        return not (len(self.out) > 1 and self.out[-2].has("TASKMARK") and self.out[-1].text == "(")  # 任务（四十一）


def _parts(token: Token) -> bool:
    """然后, 另外, but, so: what follows is a clause of its own."""
    return token.has("LINK") and token.text.lower() in _PARTING
