"""Which tokens name tasks: numbers, lists, ranges, ordinals of the message replied to, the rest.

    mention  := marked | head | tail | order | rest
    marked   := (任务 | 序号 | # | No. | task) list | 第 list 项 | 14号任务 | 14这项     anywhere; also codes such as 23-2
    head     := list                      at the head of a clause, or right behind a status word (3✅12✅)
    tail     := status [:] list           at the end of a clause, the unit's own codes only (继续推进35)
    list     := element ((、|,|space|/|.|和|及|与) element)*       element := number | number (-|~|至|到) number
    order    := 第1个 | 前两个 | 最后一个                             in answer to a message about several tasks
    rest     := 其余 [N项] [任务] | 其他 | 剩下两个 | the rest          at the head of a clause

A number right after a task's own number ("42 65", "14:80") is a percent, unless it is an open code of the unit as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.replies.context import Context
from bot.replies.dates import read_date
from bot.replies.lexer import Kind, Mention, Standing, Token
from bot.replies.numbers import NUMERALS, read_number
from bot.replies.reading import Doubt, DoubtKind

STATUS = (
    "DONE",
    "LANDS",
    "REACHED",
    "NEARDONE",
    "UNDONE",
    "CANTDO",
    "STOPPED",
    "NOTSTARTED",
    "NOCHANGE",
    "PROGRESS",
    "SLOW",
)
_FILLERS = [
    "EXCEPT",
    "LINK",
    "POLITE",
    "AND",
    "CORRECT",
    "LASTONE",
    "SLIP",
    "UNDO",
    "ADV",
    "SHOULDBE",
    "BE",
    "NOTBE",
    "TASKMARK",
    "OURS",
    "WRONG",
    "GENERIC",
    "OVERALL",
    "PAST",
    "ALL",
    "FUTURE",
    "QSTRONG",
    "ASKFOR",
    "REPORTV",
    "EXTEND",
    "BEFORE",
]
_LIST_MARKS = frozenset(" 、,/.+")
_RANGE_WORDS = frozenset(("至", "到", "to"))
_NOT_A_CODE = re.compile(r"[楼路级度版强千℃岁代元$]|[GgMmKkVv](?![a-z])|号楼|号线|号院|号店")
_LAST_MONTH_PART = re.compile(r"(\d{1,2})(月[底末初中].*)")
_LIGHT_TEXT = ("for", "on", "of", "把", "将", "对", "关于", "至于", "那", "嗯", "呃", "请把", "请将", "麻烦把", "(", "就")
_RANGE_LIMIT = 60
_NOUNS_OF_TASKS = ("任务", "工作任务", "重点任务", "牵头任务", "举措", "改革任务", "工作", "指标", "材料", "清单")


class Marker:
    """Replaces the tokens that name tasks by MENTION tokens."""

    def __init__(self, tokens: list[Token], ctx: Context) -> None:
        self.tokens, self.ctx = tokens, ctx
        self.out: list[Token] = []
        self.at = 0

    def run(self) -> list[Token]:
        """Return the tokens with the mentions put in."""
        while self.at < len(self.tokens):
            if not (self._excepted() or self._order() or self._rest() or self._codes()):
                self.out.append(_unused(self.tokens[self.at]))
                self.at += 1
        return self.out

    # --- where we stand

    def _peek(self, ahead: int = 0) -> Token | None:
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else None

    def _head(self) -> bool:
        """Tell whether nothing but fillers stands between here and the clause's beginning."""
        for token in reversed(self.out[-12:]):
            if token.kind in (Kind.SEP, Kind.MENTION, Kind.BULLET):
                return True
            if token.kind is Kind.WORD and token.has(*_FILLERS):
                continue
            if token.kind is Kind.DATE or (token.kind is Kind.TEXT and token.text in _LIGHT_TEXT):
                continue
            return self._behind_status(token)
        return True

    def _behind_status(self, token: Token) -> bool:
        """Right behind a finished statement a number opens the next one: 14办结15推进中, 3✅12✅."""
        return token.kind in (Kind.WORD, Kind.SHARE) and (token.kind is Kind.SHARE or token.has(*STATUS, "OKAY"))

    def _marked(self) -> bool:
        for token in reversed(self.out[-3:]):
            if token.kind is Kind.SEP and token.strength <= 2 and token.text in " :、":
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
        if self.out and self.out[-1].has("EXCEPT"):
            self.out.pop()
            mention.excluded = True
        first, last = self.tokens[self.at], self.tokens[upto - 1]
        ahead, behind = self.ctx.text[:start].rstrip(), self.ctx.text[last.end : last.end + 1]
        mention.inner = bool(self.out) and ahead.endswith("(") and behind in (")", ",") and len(ahead) > 1 and mention.bullet == 0
        text = self.ctx.text[first.start : last.end]
        self.out.append(Token(Kind.MENTION, text, first.start, last.end, mention=mention))
        self.at = upto
        return True

    # --- the forms

    def _order(self) -> bool:
        token = self._peek()
        replied = self.ctx.reply_to
        if (
            token is None
            or token.kind is not Kind.ORDINAL
            or len(replied) < 2
            or ("任务" in token.text and token.unit == "号")
        ):
            return False
        codes: list[str] = []
        upto = self.at
        while upto < len(self.tokens) and self.tokens[upto].kind is Kind.ORDINAL:
            picked = _picked(self.tokens[upto], replied)
            if not picked:
                break
            codes += picked
            upto += 1
            following = self.tokens[upto : upto + 2]
            if len(following) == 2 and following[1].kind is Kind.ORDINAL and _connects(following[0]):
                upto += 1
        if not codes:
            return False
        if upto > self.at and self.tokens[upto - 1].kind is not Kind.ORDINAL:
            upto -= 1
        return self._emit(upto, Mention([(c, _standing(c, self.ctx)) for c in dict.fromkeys(codes)], "order"))

    def _rest(self) -> bool:
        token = self._peek()
        if token is None:
            return False
        counted = token.kind is Kind.ORDINAL and not token.plain and token.unit in "剩其余另"
        if not counted and not (token.kind is Kind.WORD and token.has("REST")):
            return False
        if not self._head() and not (self.out and self.out[-1].kind is Kind.WORD and token.text[0] in "其余"):
            return False
        upto = self.at + 1
        while upto < len(self.tokens) and (
            (self.tokens[upto].kind is Kind.AMOUNT and self.tokens[upto].unit in ("项", "个", "条"))
            or self.tokens[upto].text
            in ("的", "任务", "工作", "事项", "几项", "各项", "各项任务", "各项工作", "项任务")
            or (self.tokens[upto].kind is Kind.ORDINAL and self.tokens[upto].unit in "项个")
        ):
            upto += 1
        return self._rest_is_told(upto) and self._emit(upto, Mention([], "rest"))

    def _rest_is_told(self, at: int) -> bool:
        """Behind 其余 a statement must follow before any other word: 其余正常, not 其余部门正在核实."""
        for token in self.tokens[at : at + 8]:
            if token.kind is Kind.SEP and token.strength <= 2 and token.text in " :,":
                continue
            if token.kind in (Kind.SHARE, Kind.DATE, Kind.SPAN):
                return True
            if token.kind is not Kind.WORD or token.has("HOLD", "OUTSIDE", "INDICATOR", "PROBLEM", "FOUND"):
                return False
            if token.has(*STATUS, "LIKE", "OKAY", "EXTEND"):
                return True
        return False

    def _counted_code(self, token: Token, marked: bool) -> bool:
        """48项，审批压减至26天: at the head of a clause, or spoken (四十八项早就完成了), a number with 项 is a code."""
        if self._head() and self._runs_into_title(token):
            return self._codes()
        following, spoken = self._peek(1), token.text[0] in NUMERALS
        if token.unit != "项" or not token.value.is_integer() or not self.ctx.open_number(token.value):
            return False
        if following is not None and following.text.startswith(_NOUNS_OF_TASKS):
            return False
        if not (marked or self._head() or self._led() or (spoken and token.value >= 10)):
            return False
        upto, elements, spaced = self._list(True)
        return self._accept(upto, elements, spaced, True)

    def _runs_into_title(self, token: Token) -> bool:
        """51秒批事项30项: what looks like a unit begins a word of that task's own; the token is cut behind the number."""
        match = re.match(r"\d{1,3}", token.text)
        if not match or token.unit == "项" or not self.ctx.open_number(float(match[0])) or token.start + len(match[0]) >= token.end:
            return False
        code, _ = self.ctx.ledger.resolve(int(match[0]), self.ctx.view)
        cut = token.start + len(match[0])
        pair = self.ctx.text[cut : cut + 2]
        if not self.ctx.view.titles.has(code, pair):
            return False
        number = Token(Kind.NUMBER, match[0], token.start, cut, value=float(match[0]))
        rest = Token(Kind.TEXT, self.ctx.text[cut : token.end], cut, token.end)
        self.tokens[self.at : self.at + 1] = [number, rest]
        return True

    def _excepted(self) -> bool:
        """除用地清单制外均已完成: a task left out by words of its title."""
        token = self._peek()
        if token is None or not token.has("EXCEPT"):
            return False
        upto = self.at + 1
        while upto < len(self.tokens) and self.tokens[upto].kind in (Kind.TEXT, Kind.WORD) and not self.tokens[upto].has("ALL", "REST", *STATUS):
            upto += 1
        words = "".join(t.text for t in self.tokens[self.at + 1 : upto])
        code, _ = self.ctx.view.titles.best(words) if len(words) >= 3 else (None, ())
        if code is None:
            return False
        return self._emit(upto, Mention([(code, "own")], excluded=True))

    def _led(self) -> bool:
        return bool(self.out) and self.out[-1].text.endswith(("牵头的", "负责的", "牵头", "负责"))

    def _codes(self) -> bool:
        token = self._peek()
        if token is None:
            return False
        if token.kind is Kind.BULLET:
            return self._parenthesised(token)
        marked = self._marked()
        if token.kind is Kind.DATE:
            return self._day_as_code(token)
        if token.kind is Kind.AMOUNT:
            return self._counted_code(token, marked)
        if token.kind is Kind.ORDINAL:
            if (not token.plain and token.unit in "前头后最末剩其余另") or (
                token.unit in "个件" and "任务" not in token.text
            ):
                return False
            marked = "任务" in token.text or token.unit == "号" or self._head()
            if not marked:
                return False
        elif token.kind not in (Kind.NUMBER, Kind.CODE) or (self.out and self.out[-1].has("INDICATOR")):
            return False
        elif token.kind is Kind.NUMBER and not (token.value.is_integer() and 1 <= token.value <= 9999):
            return self._dotted_pair(token)
        upto, elements, spaced = self._list(marked)
        return self._accept(upto, elements, spaced, marked or token.kind is Kind.CODE)

    def _parenthesised(self, token: Token) -> bool:
        if token.value < 1 or not (token.plain or (token.text.endswith(" ") and self.ctx.open_number(token.value))):
            return False
        code, standing = self.ctx.ledger.resolve(int(token.value), self.ctx.view)
        if standing not in ("own", "unclear") and not self._status_follows(self.at + 1):
            return False
        return self._emit(self.at + 1, Mention([(code, standing)], bullet=int(token.value)))

    def _day_as_code(self, token: Token) -> bool:
        """14号已办结 names a task where 14 is the unit's own and nothing was replied to; 14号前完成 is a date."""
        match = re.fullmatch(r"(\d{1,2}|[一二三四五六七八九十]{2,3})号", token.text)
        following = self._peek(1)
        number = read_number(match[1], 0) if match else None
        if not match or number is None or self.ctx.reply_to or not self._head() or self.ctx.only_task() or following is None:
            return False
        told = following.kind is Kind.WORD and following.has(
            "PAST", "UNDONE", "NOTSTARTED", "NOCHANGE", "STOPPED", "PROGRESS"
        )
        finished = following.has("DONE") and (after := self._peek(2)) is not None and after.text in ("了", "啦")
        code, standing = self.ctx.ledger.resolve(int(number.value), self.ctx.view)
        titled = following.kind is Kind.TEXT and self.ctx.view.titles.strength(following.text, code) >= 1
        if not (told or finished or titled) or not self.ctx.open_number(number.value):
            return False
        return self._emit(self.at + 1, Mention([(code, standing)]))

    def _dotted_pair(self, token: Token) -> bool:
        """1.3办结: two tasks where both are the unit's own codes; else a decimal."""
        match = re.fullmatch(r"(\d{1,3})\.(\d{1,3})", token.text)
        if not match or not self._head() or (self.out and self.out[-1].kind is Kind.MENTION):
            return False
        if not all(self.ctx.open_number(float(n)) for n in match.groups()):
            return False
        pair = [self.ctx.ledger.resolve(int(n), self.ctx.view) for n in match.groups()]
        return self._emit(self.at + 1, Mention(list(pair)))

    def _list(self, marked: bool) -> tuple[int, list[tuple[list[int | str], str]], bool]:
        """Return where the list ends, its elements (numbers or codes, with the mark before each), and whether by spaces only."""
        first = self.tokens[self.at]
        elements: list[tuple[list[int | str], str]] = [(_value(first), "")]
        upto, spaced = self.at + 1, True
        while True:
            mark, following = self._connector(upto, elements, marked)
            if following == upto or len(elements) > _RANGE_LIMIT:
                return upto, elements, spaced
            token = self.tokens[following]
            if mark == "-":
                start, stop = elements[-1][0][-1], _value(token)[-1]
                if not (isinstance(start, int) and isinstance(stop, int) and start < stop <= start + _RANGE_LIMIT):
                    return upto, elements, spaced
                elements[-1][0].extend(range(start + 1, stop + 1))
                spaced = False
            else:
                elements.append((_value(token), mark))
                spaced = spaced and mark == " "
            upto = following + 1

    def _connector(self, at: int, elements: list[tuple[list[int | str], str]], marked: bool) -> tuple[str, int]:
        """Return the mark that joins the next element and the element's place; the place is `at` where none follows."""
        start = at
        if at + 2 < len(self.tokens) and self.tokens[at].text == " " and self.tokens[at + 1].has("AND"):
            at += 1
        token = self.tokens[at] if at < len(self.tokens) else None
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if after is not None and token is not None and token.has("AND") and after.text == " " and at + 2 < len(self.tokens):
            at += 1
            after = self.tokens[at + 1]
        if token is None or after is None:
            return "", start
        mark = ""
        if token.kind is Kind.SEP and token.text in _LIST_MARKS:
            mark = token.text
        elif (token.kind is Kind.SEP and token.text in "-~") or token.text in _RANGE_WORDS:
            mark = "-"
        elif token.kind is Kind.WORD and token.has("AND"):
            mark = "和"
        if not mark:
            return "", start
        if mark in ("和", "、") and after.kind is Kind.DATE and self._split_month(at + 1, mark):
            return mark, at + 1
        if _is_element(after, marked) and (marked or after.plain or not self.tokens[self.at].plain):
            if after.kind is Kind.NUMBER and not after.value.is_integer():
                return "", start
            return mark, at + 1
        if after.kind is Kind.AMOUNT and after.unit == "项" and mark != " " and self.ctx.open_number(after.value):
            return mark, at + 1
        return "", start

    def _split_month(self, at: int, mark: str) -> bool:
        """1和4月底完不成: the 4 is a task and 月底 the date, where 4 is an open code of the unit."""
        token = self.tokens[at]
        match = _LAST_MONTH_PART.fullmatch(token.text)
        if (
            not match
            or not self.ctx.open_number(float(match[1]))
            or (mark == "、" and int(match[1]) >= self.ctx.today.month)
        ):
            return False
        day = read_date(match[2], 0, self.ctx.today)
        cut = token.start + len(match[1])
        number = Token(Kind.NUMBER, match[1], token.start, cut, value=float(match[1]))
        self.tokens[at : at + 1] = [number, Token(Kind.DATE, match[2], cut, token.end, day=day)]
        return True

    # --- taking or leaving it

    def _accept(self, upto: int, elements: list[tuple[list[int | str], str]], spaced: bool, marked: bool) -> bool:
        resolve: Callable[[int | str], tuple[str, Standing]] = lambda n: _resolve(n, self.ctx)  # noqa: E731
        standings = [[resolve(n) for n in numbers] for numbers, _ in elements]
        if not marked and not self._plausible(upto, standings):
            return False
        if spaced and len(elements) > 1 and self._pair(elements, standings):
            return True
        if not marked and len(standings) == 1 and standings[0][0][1] not in ("own", "unclear") and self._is_bullet(upto, elements, standings):
            return True
        codes = [c for group in standings for c in group if group[0][1] == c[1] or c[1] != "unknown_task"]
        bullet = self._bullet_value(upto, elements)
        self._emit(upto, Mention(list(dict.fromkeys(codes)), explicit=marked, bullet=bullet))
        self._percent_after()
        return True

    def _plausible(self, upto: int, standings: list[list[tuple[str, Standing]]]) -> bool:
        following = self.tokens[upto] if upto < len(self.tokens) else None
        if following is not None and following.kind is Kind.TEXT and _NOT_A_CODE.match(following.text):
            return False
        own = [s in ("own", "unclear") for group in standings for _, s in group]
        token = self.tokens[self.at]
        if self._head():
            return own[0] or self._status_follows(upto) or self._opens_line(upto, standings)
        last = self.out[-1]
        if not token.plain or self._in_brackets(upto) or last.text.lower() in ("for", "on", "of"):
            return all(own)
        at_end = following is None or following.kind is Kind.SEP or following.has("GENERIC", "ADV")
        return all(own) and at_end and last.kind is Kind.WORD and last.has(*STATUS, "FUTURE", "PAST")

    def _in_brackets(self, upto: int) -> bool:
        """检疫流程优化工作（8）已完成."""
        before, after = self.out[-1], self.tokens[upto] if upto < len(self.tokens) else None
        return before.kind is Kind.SEP and before.text == "(" and after is not None and after.text == ")"

    def _opens_line(self, upto: int, standings: list[list[tuple[str, Standing]]]) -> bool:
        """Another unit's number, or an ordinal of the writer's own, at the head of a line and set apart."""
        last = self.out[-1] if self.out else None
        following = self.tokens[upto] if upto < len(self.tokens) else None
        if (last is not None and not (last.kind is Kind.SEP and last.strength >= 3)) or following is None:
            return False
        return following.kind is Kind.SEP and following.strength <= 2 and upto + 1 < len(self.tokens)

    def _is_bullet(self, upto: int, elements: list[tuple[list[int | str], str]], standings: list[list[tuple[str, Standing]]]) -> bool:
        """1.推进招投标… where 1 is not the unit's: a bullet; a bare statement behind it (388. 完成) speaks of a task."""
        value = self._bullet_value(upto, elements)
        if not value or self._status_follows(upto):
            return False
        token = self.tokens[self.at]
        self.out.append(Token(Kind.BULLET, token.text, token.start, token.end, value=float(value)))
        self.at = upto
        return True

    def _status_follows(self, at: int) -> bool:
        """A number that is not the unit's is a task only where a statement follows at once."""
        for token in self.tokens[at : at + 3]:
            if token.kind is Kind.SHARE or (token.kind is Kind.WORD and token.has(*STATUS, "EXTEND", "NOTOURS")):
                return True
            if token.kind is Kind.SEP and token.strength <= 2:
                continue
            if not (token.kind is Kind.WORD and token.has("ADV", "PAST", "ALL", "APPROX", "NEAR", "OVERALL", "ASKFOR")):
                return False
        return False

    def _pair(self, elements: list[tuple[list[int | str], str]], standings: list[list[tuple[str, Standing]]]) -> bool:
        """Take 42 65 as a task and its percent, where 65 is no open code of the unit."""
        (first, _), (second, _) = elements[0], elements[1]
        own = standings[0][0][1] in ("own", "unclear")
        value = second[0]
        if len(first) > 1 or len(second) > 1 or not own or not isinstance(value, int) or value > 100 or value < 1:
            return False
        beyond = self.tokens[self.at + 3 : self.at + 4]
        if standings[1][0][1] in ("own", "unclear") or (len(elements) == 2 and beyond and beyond[0].kind is Kind.TEXT):
            return False
        after = self.tokens[self.at + 3 : self.at + 4]
        if len(elements) == 2 and after and after[0].has("DONE", "NOCHANGE", "NOTSTARTED", "ALL"):
            return False
        self._emit(self.at + 1, Mention(standings[0]))
        token = self.tokens[self.at + 1]
        self.out.append(Token(Kind.SHARE, token.text, token.start, token.end, value=token.value, unit="bare"))
        self.at += 2
        return True

    def _percent_after(self) -> None:
        """Take "14:80" as a percent; ask where the number is an open code too."""
        mark, number, after = self._peek(0), self._peek(1), self._peek(2)
        if mark is None or number is None or mark.kind is not Kind.SEP or mark.text not in ":=":
            return
        if number.kind is not Kind.NUMBER or not number.value.is_integer() or number.value > 100:
            return
        if after is not None and (after.kind is not Kind.SEP or after.strength < 2):
            return
        if self.ctx.open_number(number.value):
            self.ctx.doubts.append(Doubt(DoubtKind.number_or_percent, number.text))
            number.kind = Kind.JUNK
        else:
            number.kind, number.unit = Kind.SHARE, "bare"

    def _bullet_value(self, upto: int, elements: list[tuple[list[int | str], str]]) -> int:
        following = self.tokens[upto] if upto < len(self.tokens) else None
        before = self.out[-1] if self.out else None
        opens = before is None or (before.kind is Kind.SEP and before.strength >= 3)
        if len(elements) != 1 or not opens or following is None or following.kind is not Kind.SEP:
            return 0
        value = elements[0][0][0]
        return value if following.text in ".、)\t" and isinstance(value, int) else 0


def _value(token: Token) -> list[int | str]:
    return [token.unit] if token.kind is Kind.CODE else [int(token.value)]


def _is_element(token: Token, marked: bool) -> bool:
    return token.kind in (Kind.NUMBER, Kind.CODE) or (
        token.kind is Kind.ORDINAL and token.plain and token.unit not in "个件"
    )


def _resolve(number: int | str, ctx: Context) -> tuple[str, Standing]:
    if isinstance(number, str):
        return number, _standing(number, ctx)
    return ctx.ledger.resolve(number, ctx.view)


def _standing(code: str, ctx: Context) -> Standing:
    return "own" if ctx.own(code) else "not_yours" if code in ctx.ledger.tasks else "unknown_task"


def _connects(token: Token) -> bool:
    return (token.kind is Kind.SEP and token.strength <= 2) or token.has("AND")


def _unused(token: Token) -> Token:
    """还剩6个部门: a counted rest that names no tasks is an amount; an English ordinal is text."""
    if token.kind is Kind.ORDINAL and not token.plain and token.unit in "剩余":
        token.kind, token.unit = Kind.AMOUNT, "个" if "个" in token.text else "项"
    elif token.kind is Kind.ORDINAL and token.text[:1].isascii():
        token.kind = Kind.TEXT
    return token


def _picked(token: Token, replied: tuple[str, ...]) -> list[str]:
    """Return the codes that an ordinal picks of the message replied to."""
    count = int(token.value)
    if token.plain:
        return [replied[count - 1]] if 1 <= count <= len(replied) and token.unit != "号" else []
    if token.unit in "前头" and count <= len(replied):
        return list(replied[:count])
    if token.unit in "后最末" and count <= len(replied):
        return list(replied[-count:])
    return []
