"""Whether a clause says that a task is another unit's.

dispute := NOTOURS | NOTOURSWEAK with a unit's name | 由 … 统一报 | 是司法局具体在搞 | 请直接问司法局
"""

from __future__ import annotations

import re

from bot.replies.clauses import Clause
from bot.replies.matters import UNIT_ENDS, of_a_matter
from bot.replies.tokens import Kind
from bot.replies.wordlist import words

_ANOTHERS = re.compile(
    r"(?:归|由|属于|是)[^,。;:0-9]{0,12}(?:局|委|办|中心|院|会|公司|街道|镇|乡|部门|住建|规资|发改|财政|税务|司法|市监|城管|交通|水利)"
    r"(?:在)?(?:管|负责|牵头|主管|承办|主办)(?:的)?(?:吧|啊|哈|呢|了)*$"
)
_LEADS = re.compile(
    r"(?:主责|责任单位|责任|牵头单位|牵头|职责|职能|主管)(?:应该|应当|应|都|其实|现在|主要)?(?:在|是|归|属|属于|转到|划到|划给)"
    r"[^,。;:0-9]{1,10}(?:局|委|办|中心|院|会|部|公司|大队|住建|规资|发改|财政|税务|司法|市监|城管|民政|统战部)(?:那边|那里)?(?:吧|啊|哈|呢|了)*$"
)
_NOT_US = re.compile(
    r"(?:别|莫|不要|不用|请勿|勿)(?:再|老)?(?:算到|算|找|派给|派|发给|发|催|安排给|安排|分给|推给|扯到)(?:到|在)?(?:我们|我局|我委|我办|我单位|我院|我队|我们局)"
    r"|(?:别|不要|莫)让[^,。;]{1,6}(?:报|填)$"
    r"|(?:里面?|里头|当中|名单|清单|分工|任务)(?:中|里|上)?(?:没有|没得|没|不含|不包括|不包含)(?:我们(?!的|部)|我局|我委|我办|我院)"
    r"|把我们(?:去掉|删掉|删了|拿掉|移出|划掉)|八竿子打不着|不搭界|不沾边|不认领|认领不了"
)
_TOLD = frozenset("归由属是责牵职主我让竿搭沾认")
"""One of these letters stands in all that is found by the three above."""
_REFERS = re.compile(
    r"^(?:这[块个项]|此项)?(?:请|麻烦|烦请|还请|建议|您|你们?)+(?:直接去?(?:问|咨询)|(?<!请)去?问)(?:一下|下)?"
    r"(?![我本咱])[^,。;:0-9]{1,8}(?:局|委|办|中心|院|部|公司|大队|街道)(?:那边|他们)?(?:要|了解|核实|催|报|吧|哈|啊)*$"
)
"""请直接问司法局: whom to ask instead of us."""
_OWNING = frozenset(words("NOTOURS NOTOURSWEAK UNRELATED DUTY BE SHOULDBE NOTBE"))
_ASKED = frozenset("问咨请麻烦归由该")
"""Other disputes have a word of these classes, or one of these letters."""
_WHOSE = frozenset("归由该")
_BETWEEN = ("具体", "一直", "主要", "统一", "实际", "直接", "那边", "他们", "单独", "全程", "正")
_IN_CHARGE = words(
    "在牵头 在负责 在弄 在做 在搞 在管 在抓 在报 牵头的 负责的 管的 牵头 负责 主管 承办 主办 统一报 报 管"
)
_TOGETHER = re.compile(r"(?:请|麻烦)[^,。;]{2,10}(?:局|委|办|中心|院|部|公司)(?:那边)?(?:统一|一并|一起|汇总)(?:上)?报")


def disputes(clause: Clause, ctx_text: str) -> bool:
    """Tell whether the clause says that a task is another unit's."""
    words = ctx_text[clause.start : clause.end]
    if not _TOLD.isdisjoint(words) and (_ANOTHERS.search(words) or _LEADS.search(words) or _NOT_US.search(words)):
        return True
    if not clause.any_of(_OWNING) and _ASKED.isdisjoint(clause.said):
        return False
    if clause.has("NOTOURS") or (clause.has("UNRELATED") and clause.has("WE")):
        return True
    if refers(clause) and not clause.has("LACK", "DONE"):
        return True
    if clause.has("REPORTV") and clause.tokens[0].text.startswith(("由", "应由")) and not clause.has("PAST"):
        return True  # 由县府办统一报送
    if clause.tokens and clause.tokens[0].text in ("请", "麻烦", "烦请") and _TOGETHER.search(words):
        return True  # 请县政府办统一报
    if clause.mention is not None and clause.has("OUTSIDE"):
        first = clause.tokens[0]
        others = all(standing == "not_yours" for _, standing in clause.mention.codes)
        if others and (first.has("BE") or first.text in ("归", "由")):
            return True  # 69是司法局的
    if clause.has("DUTY") and clause.has("NOTBE", "NEG") and not clause.has("STOPPED", "CANTDO"):
        return True
    if _anothers(clause):
        return True
    if not clause.has("NOTOURSWEAK") or clause.has("DONE", "PROGRESS", "LACK", "STOPPED"):
        return False
    if clause.has("WE") and any(t.text in ("负责", "牵头", "承担") for t in clause.tokens):
        return False  # 我局负责的…已并入…
    if of_a_matter(clause):
        return False
    return any(end in words for end in UNIT_ENDS) or len(words) <= 6


def refers(clause: Clause) -> bool:
    """Tell whether the clause names whom to ask instead of us: 请直接问司法局."""
    said = clause.said
    return ("问" in said or "咨询" in said) and _REFERS.search(said) is not None


def _anothers(clause: Clause) -> bool:
    """60不是水利局的任务: not our office's, by whatever name it calls itself."""
    if clause.kinds(Kind.SHARE) or clause.has("WE", "DONE", "PAST"):
        return False
    lead = None
    if clause.has("BE", "SHOULDBE") or not _WHOSE.isdisjoint(clause.said):
        lead = next((i for i, t in enumerate(clause.tokens) if t.has("BE", "SHOULDBE") or t.text in _WHOSE), None)
    if lead is not None:
        whose = "".join(t.text for t in clause.tokens[lead + 1 :]).rstrip("吧啊哈呢哦的了")
        led = next(
            (whose.removesuffix(end) for end in _IN_CHARGE if whose.endswith(end)),
            "",
        )
        while led.endswith(_BETWEEN):
            led = led[:-2] if led[-2:] in _BETWEEN else led[:-1]  # 是司法局具体在搞
        if 2 <= len(led) <= 14 and led.endswith(UNIT_ENDS):
            return True
    if not clause.has("NOTBE") or clause.kinds(Kind.DATE):
        return False
    at = next(i for i, t in enumerate(clause.tokens) if t.has("NOTBE"))
    behind = "".join(t.text for t in clause.tokens[at + 1 :]).rstrip("吧啊哈呢哦的")
    whose = behind.partition("的")[0]
    return behind.endswith(("的任务", "的事", "的工作", "的活", "的事情", "管的", "的职责")) and 0 < len(whose) <= 10
