"""What a clause does besides reporting: asks, disputes, says that something is on its way, is polite.

Patterns are sequences of word classes, in this order within one clause:

    pending  := WAIT LEADER | LEADER … (NEG …) SIGN | ROUTE | SOON … REPORTV | DATE … REPORTV | ARRANGE [STAFF]
              | GATHER [MATERIAL] | SENT [MATERIAL] | SENTTO
    dispute  := NOTOURS | NOTOURSWEAK with a unit's name
    question := ends in ? | QSTRONG (English ones at the head)
    chat     := nothing but politeness
"""

from __future__ import annotations

import itertools
import re

from bot.replies.asking import about_procedure
from bot.replies.clauses import Clause
from bot.replies.cursor import STATUS
from bot.replies.matters import UNIT_ENDS, asks_another, of_a_matter
from bot.replies.promises import promises_report, sent_when_ready
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
_REFERS = re.compile(
    r"^(?:这[块个项]|此项)?(?:请|麻烦|烦请|还请|建议|您|你们?)+(?:直接去?(?:问|咨询)|(?<!请)去?问)(?:一下|下)?"
    r"(?![我本咱])[^,。;:0-9]{1,8}(?:局|委|办|中心|院|部|公司|大队|街道)(?:那边|他们)?(?:要|了解|核实|催|报|吧|哈|啊)*$"
)
"""请直接问司法局: whom to ask instead of us."""
_BETWEEN = ("具体", "一直", "主要", "统一", "实际", "直接", "那边", "他们", "单独", "全程", "正")
_SENT_ON = re.compile(
    r"(?:已|已经|刚)(?:上?报|报送|送|提交|交)(?:到|至|给|往)?(?:了)?(?:市|省|国家|海关|人大|法制|司法局|县政府|县人大|中央|部里)"
)
_OR = re.compile(r"^(?!还是)[^,。;]{0,8}(?:要|用|按|交|写|填)[^,。;]{1,12}还是[^,。;]{1,10}$")
_EITHER = re.compile(r"是[^,。;]{1,12}还是[^,。;]{1,12}$")
_IN_CHARGE = words(
    "在牵头 在负责 在弄 在做 在搞 在管 在抓 在报 牵头的 负责的 管的 牵头 负责 主管 承办 主办 统一报 报 管"
)
_DOCUMENTS = (
    "方案",
    "文件",
    "细则",
    "办法",
    "制度",
    "清单",
    "规划",
    "规则",
    "名单",
    "预案",
    "公告",
    "通知",
    "公示",
    "通报",
    "通告",
    "倡议书",
    "证书",
)
"""What is written for a task; writing it is a step (在写方案), not a report to come."""
_TOGETHER = re.compile(r"(?:请|麻烦)[^,。;]{2,10}(?:局|委|办|中心|院|部|公司)(?:那边)?(?:统一|一并|一起|汇总)(?:上)?报")
_SMALL = frozenset("的了吧啊呢嘛哈噢哦嗯呀哒滴~^_👌")
_LIGHT = ("POLITE", "ADV", "LINK", "GENERIC", "BE", "QWEAK", "LASTONE", "SOON", "TASKMARK", "AND", "PAST")


def asks(clause: Clause) -> bool:
    """Tell whether the clause asks the office something (asking for more time is no question)."""
    if clause.has("HOW") and (clause.asked or clause.has("EXTEND", "FUTURE")):
        return True
    if about_procedure(clause):
        return True
    if clause.has("EXTEND") and not clause.has("NOEXTEND"):
        if clause.asked and any(
            b.text == "的" for a, b in zip(clause.tokens, clause.tokens[1:], strict=False) if a.has("EXTEND")
        ):
            return True  # 申请延期的红头文件发哪里？
        wants = clause.has("ASKFOR") or clause.kinds(Kind.DATE, Kind.SPAN) or any(t.span for t in clause.tokens)
        return not wants and (clause.asked or clause.has("QSTRONG"))
    if clause.asked:
        return True
    if _refers(clause):
        return False
    for place, token in enumerate(clause.tokens):
        relative = token.text.lower() in ("which", "who") and clause.before == 2
        if asks_another(clause, place):
            continue
        if token.has("QSTRONG") and not relative and (not token.text.isascii() or place == 0):
            return True
    last = clause.tokens[-1] if clause.tokens else None
    if len(clause.tokens) > 2 and last is not None and last.text.endswith("不") and clause.has("REPORTV", "MATERIAL"):
        return True  # 报送材料要盖公章不
    if (
        not clause.has(*STATUS)
        and not clause.kinds(Kind.SHARE, Kind.AMOUNT)
        and _OR.search("".join(t.text for t in clause.tokens))
    ):
        return True  # 材料要盖章扫描件还是直接文字就行
    if clause.has("REPORTV", "SENT", "LATER") and _EITHER.search("".join(t.text for t in clause.tokens)):
        return True  # 是25号前报还是月底报
    if (
        last is not None
        and last.text == "呢"
        and not clause.kinds(Kind.SHARE, Kind.AMOUNT)
        and "还是" in "".join(t.text for t in clause.tokens)
    ):
        return True
    if clause.has("NOCHANGE") or any(
        t.has("NEG") and clause.tokens[i + 1].has("QWEAK") for i, t in enumerate(clause.tokens[:-1])
    ):
        return False
    counted = any(
        a.text == "几" and b.text.startswith(("项", "个", "条", "份")) for a, b in itertools.pairwise(clause.tokens)
    )
    if counted and clause.has("REPORTV"):
        return True  # 一共要报几项
    weak = any(t.has("QWEAK") and t.text in ("几号", "多少", "什么", "如何", "么", "啥") for t in clause.tokens)
    return weak and not clause.kinds(Kind.SHARE, Kind.AMOUNT) and not clause.has("DONE", "PROGRESS", "NOCHANGE")


def disputes(clause: Clause, ctx_text: str) -> bool:
    """Tell whether the clause says that a task is another unit's."""
    if clause.has("NOTOURS") or (clause.has("UNRELATED") and clause.has("WE")):
        return True
    if _refers(clause) and not clause.has("LACK", "DONE"):
        return True
    if clause.has("REPORTV") and clause.tokens[0].text.startswith(("由", "应由")) and not clause.has("PAST"):
        return True  # 由县府办统一报送
    if (
        clause.tokens
        and clause.tokens[0].text in ("请", "麻烦", "烦请")
        and _TOGETHER.search(ctx_text[clause.start : clause.end])
    ):
        return True  # 请县政府办统一报
    if clause.mention is not None and all(standing == "not_yours" for _, standing in clause.mention.codes):
        first = clause.tokens[0] if clause.tokens else None
        if first is not None and (first.has("BE") or first.text in ("归", "由")) and clause.has("OUTSIDE"):
            return True  # 69是司法局的
    if clause.has("DUTY") and clause.has("NOTBE", "NEG") and not clause.has("STOPPED", "CANTDO"):
        return True
    if _anothers(clause) or any(
        form.search(ctx_text[clause.start : clause.end]) for form in (_ANOTHERS, _LEADS, _NOT_US)
    ):
        return True
    if not clause.has("NOTOURSWEAK") or clause.has("DONE", "PROGRESS", "LACK", "STOPPED"):
        return False
    if clause.has("WE") and any(t.text in ("负责", "牵头", "承担") for t in clause.tokens):
        return False  # 我局负责的…已并入…
    if of_a_matter(clause):
        return False
    words = ctx_text[clause.start : clause.end]
    return any(end in words for end in UNIT_ENDS) or len(words) <= 6


def _refers(clause: Clause) -> bool:
    return _REFERS.search("".join(t.text for t in clause.tokens)) is not None


def _anothers(clause: Clause) -> bool:
    """60不是水利局的任务: not our office's, by whatever name it calls itself."""
    if clause.kinds(Kind.SHARE) or clause.has("WE", "DONE", "PAST"):
        return False
    lead = next(
        (i for i, t in enumerate(clause.tokens) if t.has("BE", "SHOULDBE") or t.text in ("归", "由", "该")), None
    )
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
    at = next((i for i, t in enumerate(clause.tokens) if t.has("NOTBE")), None)
    if at is None or clause.kinds(Kind.SHARE, Kind.DATE):
        return False
    behind = "".join(t.text for t in clause.tokens[at + 1 :]).rstrip("吧啊哈呢哦的")
    whose = behind.partition("的")[0]
    return behind.endswith(("的任务", "的事", "的工作", "的活", "的事情", "管的", "的职责")) and 0 < len(whose) <= 10


def pends(clause: Clause) -> bool:
    """Tell whether the clause says that something is on its way."""
    if _SENT_ON.search("".join(t.text for t in clause.tokens)) and not clause.has("LEADER"):
        return False  # 创建材料已报市信用办: it went to somebody else
    if any(asks_another(clause, place) for place in range(1, len(clause.tokens))):
        return True  # 我问一下工程科再说
    theirs = any(a.has("OUTSIDE") and b.has("REPORTV") for a, b in itertools.pairwise(clause.tokens))
    if theirs and _in_order(clause, "WAIT", "OUTSIDE") and not clause.has("LEADER", "SIGN"):
        return False  # 要等教委报: another's to report; 等市里通知再报 is one's own
    if clause.has("LEADER") and (clause.has("WAIT") or (clause.has("SIGN") and not clause.has("PAST", "DONE"))):
        return True
    said = "".join(t.text for t in clause.tokens)
    if clause.has("LEADER") and said.endswith(
        ("处", "案头", "案头了", "手上", "手里", "桌上", "那里", "那儿", "那边", "处了")
    ):
        return True  # 请示件在分管副县长处
    if clause.has("LEADER") and clause.has("AWAY"):
        return True
    if clause.has("SOON") and clause.only("SOON", "ADV", "POLITE", "PROGRESS") and not clause.has("DONE"):
        return True  # 马上
    if _in_order(clause, "WAIT", "SIGN") and not clause.has("OUTSIDE") and len(_plain_text(clause)) <= 4:
        return True
    if clause.has("MATERIAL") and clause.has("LEADER"):
        return True
    if _in_order(clause, "SOON", "SIGN") and not clause.kinds(Kind.SHARE, Kind.AMOUNT):
        return True
    if clause.has("ROUTE") and not clause.has("OUTSIDE"):
        return True
    if clause.has("SENTTO"):
        return not clause.kinds(Kind.AMOUNT) or clause.has("MATERIAL")  # 名单报了12家: a figure
    figures = clause.kinds(Kind.AMOUNT)
    if not figures and (_in_order(clause, "SOON", "REPORTV") or _date_then_report(clause)):
        return True
    if any(t.text.lower() in ("send", "submit", "report", "report back") for t in clause.tokens) and clause.has(
        "FUTURE"
    ):
        return True
    said = "".join(t.text for t in clause.tokens)
    weighty = clause.kinds(Kind.SHARE, Kind.AMOUNT) or clause.has("EXTEND", "CORRECT", "NEG")
    weighty = weighty or any(t.has("DONE") and t.text != "完" for t in clause.tokens)
    if (not weighty and promises_report(said)) or (sent_when_ready(said) and not clause.kinds(Kind.SHARE, Kind.AMOUNT)):
        return True
    plain = _plain_text(clause)
    if _in_order(clause, "PAST", "REPORTV") and not plain and not clause.kinds(Kind.AMOUNT, Kind.DATE):
        return True  # 均已上报
    if clause.has("MATERIAL") and clause.has("SIGN") and not clause.kinds(Kind.SHARE, Kind.AMOUNT):
        return True  # 报告送局办盖章去了
    if (
        clause.has("SENT")
        and not clause.has("PROGRESS")
        and not plain.endswith(_DOCUMENTS)
        and (
            len(plain) <= 2
            or (clause.has("MATERIAL") and clause.has("PAST") | any(t.text.startswith("已") for t in clause.tokens))
        )
    ):
        return True
    if clause.kinds(Kind.AMOUNT):
        return False  # 交办9条: a figure, not a promise
    if clause.has("GATHER") and len(plain) <= 2 and not clause.has("ASKFOR") and not plain.endswith(_DOCUMENTS):
        return True
    if (
        clause.tokens
        and clause.tokens[-1].has("REPORTV")
        and clause.tokens[-1].text in ("报", "上报", "报送")
        and not clause.has("PAST", "NEG")
    ):
        return True  # 70司法局统一报, 95民营中心在报
    return (
        clause.has("ARRANGE")
        and not clause.has("NEG")
        and (clause.has("STAFF") or len(plain) <= 2 or any(end in plain for end in "科股室处队站所厅部窗"))
    )


def polite(clause: Clause) -> bool:
    """Tell whether the clause is politeness and nothing else."""
    for token in clause.tokens:
        if token.kind is Kind.TEXT and set(token.text) <= _SMALL:
            continue
        if token.kind is not Kind.WORD or not token.has(*_LIGHT) or token.has("PROGRESS"):
            return False
    return True


def _in_order(clause: Clause, *classes: str) -> bool:
    wanted = list(classes)
    for token in clause.tokens:
        if wanted and token.has(wanted[0]):
            wanted.pop(0)
    return not wanted


def _date_then_report(clause: Clause) -> bool:
    seen = False
    for at, token in enumerate(clause.tokens):
        seen = seen or token.kind in (Kind.DATE, Kind.SPAN)
        if token.has("REPORTV") and any(t.text in ("了", "过") for t in clause.tokens[at + 1 : at + 2]):
            return False  # 清单8月11日发了
        if seen and token.has("REPORTV") and len(_plain_text(clause)) <= 2:
            return True
    return clause.has("LATER")


def _plain_text(clause: Clause) -> str:
    """Return the words of the clause that no class explains; material (材料, 数据) is explained."""
    words = (t.text for t in clause.tokens if t.kind is Kind.TEXT or (t.kind is Kind.WORD and t.classes <= {"HOLD"}))
    text = "".join(words)
    for known in (
        "你们",
        "材料",
        "资料",
        "数据",
        "情况",
        "进展",
        "报告",
        "我们",
        "已经",
        "的",
        "了",
        "一下",
        "再",
        "给",
        "到",
        "在",
        "让",
        "各部门",
        "各单位",
        "各科室",
        "各乡镇",
        "统一",
    ):
        text = text.replace(known, "")
    return text
