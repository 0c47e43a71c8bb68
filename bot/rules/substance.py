"""Whether a report says anything: a number, a date, a document, a finished step, or an obstacle; else it is empty.

The first complaint about such systems is reports made of 协调, 积极, 正在. An empty report counts like any other; the
office sees it in a list and may ask once more. An obstacle told honestly is substance: the office has something to do.
"""

import re
from collections.abc import Collection
from difflib import SequenceMatcher
from enum import StrEnum

from storage.kinds import Status

NEAR = 0.9  # from here on two texts are one text, months and task numbers left out


class Empty(StrEnum):
    """Why a report is without substance."""

    no_change = "no_change"  # 同上月, 其余正常
    copied = "copied"  # nearly last month's words
    vague = "vague"  # no number, date, document or finished step


_DIGIT = "0-9０-９〇零一二两三四五六七八九十百千万亿"
_NUMBER = re.compile(
    rf"[0-9０-９]|[{_DIGIT}]{{1,8}}(?:余|多)?[个件项家户人次场份条台套宗笔处期批轮米亩名所平天月日倍成种类本元吨]"
)
_IDIOMS = re.compile(
    r"(?:第?一(?:直|定|些|般|步|致|起|体|并|系列|方面|如既往|次性|下|个|件事|网通办|窗|门式)|进一步|逐一|统一|之一|万一|十分|千方百计)"
)
_DATE = re.compile(
    r"(?:今明后去前]?年(?:底|末|初|中|内)?|[本上下]?(?:月|季度|年|周|旬)(?:底|末|初|中|内)|周[一二三四五六日天]|下周|下月"
    r"|上旬|中旬|下旬|上半年|下半年|年底|月底|国庆|元旦|春节|五一)"
)  # fmt: skip
_PAPER = re.compile(r"《[^》]{2,}》|〔\d{4}〕|\[\d{4}\]|第?\d+号文?|https?://|附件|见附")
_DONE = re.compile(
    r"(?:已经?|均|全部|业已|顺利|正式)(?!在|经常|于近期)[^，。；,;]{0,8}?"
    r"(?:完成|印发|出台|发布|召开|上线|运行|启用|签订|签约|建成|开工|竣工|办结|通过|验收|报送|上报|制定|开通|成立|备案|公示|公布"
    r"|实现|覆盖|落地|拨付|到位|移交|培训|整改|清理|取消|下放|批复|挂牌|投用|开展|修订|纳入|接入|对接|入驻|征求)"
    r"|(?:完成|印发|出台|发布|召开|上线|启用|签订|签约|建成|竣工|开通|成立|挂牌|投用|印制|修订|报送|上报|公示)了"
    r"|办结|完工|销号|验收合格|通过验收"
)
_SAME = re.compile(
    r"(?:情况|进展|工作|内容|进度)?(?:与|和|同|跟)(?:上月|上个月|上期|上次|前期|以前|之前)(?:情况|进展|内容)?(?:相同|一致|一样)?"
    r"|(?:其[余他它]|其它)?(?:任务|工作|事项|项目)?(?:均|都|一切|皆)?(?:正常|无变化|没有变化|没变化|照常)(?:推进|开展|进行|实施)?(?:中|之中)?"
    r"|(?:无|没有|暂无|没)(?:新)?(?:变化|进展|更新|情况)"
    r"|same as (?:last month|before)|no change|as usual|nothing new|on track"
)  # fmt: skip
_MONTH = re.compile(r"(?:\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?|[本上下]月|\d{4}-\d{1,2}")
_STOPS = re.compile(r"[\s，。；、：,.;:!！?？（）()“”\"'·…—-]+")


def empty(
    words: str,
    *,
    codes: Collection[str] = (),
    status: Status | None = None,
    has_number: bool = False,
    has_date: bool = False,
    has_file: bool = False,
    has_problem: bool = False,
    before: str = "",
) -> Empty | None:
    """Return why a report is without substance, or None.

    `words` is the part of the message on the task, `codes` the numbers of tasks in it, which are no figures; `before`
    the same unit's words on the task in the month before. What has been read from it already (a measure, a date, a
    file, an obstacle) counts too.
    """
    text = _without_codes(words, codes)
    if has_file or has_problem:
        return None
    if before and _is_copy(text, _without_codes(before, codes)):
        return Empty.copied
    if has_number or has_date or status is Status.done or _says_something(text):
        return None
    return Empty.no_change if status is Status.no_change or _is_same(text) else Empty.vague


def _says_something(text: str) -> bool:
    plain = _IDIOMS.sub("", text)
    return any(pattern.search(plain) for pattern in (_NUMBER, _DATE, _PAPER, _DONE))


def _is_same(text: str) -> bool:
    left = _STOPS.sub("", _SAME.sub("", text.lower()))
    return bool(_SAME.search(text.lower())) and len(left) <= 4


def _is_copy(text: str, before: str) -> bool:
    """Tell whether two texts are one, months left out; figures that differ make two of them."""
    mine, theirs = _bare(text), _bare(before)
    if not mine or not theirs or len(mine) < 4 or _figures(mine) != _figures(theirs):
        return False
    return mine == theirs or SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= NEAR


def _bare(text: str) -> str:
    return _STOPS.sub("", _MONTH.sub("", text))


def _figures(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text)


def _without_codes(words: str, codes: Collection[str]) -> str:
    """Return the words without the numbers that only name tasks."""
    text = words
    for code in sorted(codes, key=len, reverse=True):
        text = re.sub(
            rf"(?<![\d.〔\[]){re.escape(code)}(?![\d.%〕\]]|[个件项家户人次场份条台套宗笔元万亿月日号年])",
            "",
            text,
            count=1,
        )
    return text
