"""Shapes that the lexer knows by pattern: separators and their strength, junk, bullets, ordinals, English fractions."""

from __future__ import annotations

import re

STRENGTH = {" ": 1, "\t": 2, "。": 3, ";": 3, "!": 3, "?": 3, "\n": 4}
STRENGTH.update(dict.fromkeys(",、():/|~-_=><[]{}·《》.", 2))
ALONE = re.compile(r"\d{1,4}(?![,:]\d| ?\. ?\d| ?[\d /%~\-A-Za-z一二三四五六七八九十两〇零○年月日号季点时至到分成])")
"""A number that nothing behind it can make a date, a time, a share or part of a longer one."""
SIMPLE = re.compile(r"\d{1,4}[%月年日]")
"""A percent, or what only a date may begin with: no label, time or fraction."""
PAPER = re.compile(r"\(20\d\d\)\s?第?\d+号|第\d+号(?:文|令|公告)")
LONG = re.compile(r"(?:\d{3,4}-)\d{7,8}|1\d{2}[- ]\d{4}[- ]\d{4}|\d{5,}")
CLOCK = re.compile(r"\d{1,2}(?:点半|点钟|点\d{1,2}分?|时\d{1,2}分|[:]\d{2}(?=前|左右|分|之前))|(?<=[午晚])\d{1,2}点")
OF = re.compile(r"(\d{1,3}) (?:of|out of) (?:the |our |all )?\d{1,3}(?!\d)", re.I)
"""3 of 5 steps: neither is a task."""
FRACTION = re.compile(r"([1-9])/([2-9]|10)(?![\d/.月日号])")
PARTS = re.compile(r"([1-9])/([2-9]|10)(?!\d)")
FIGURES = re.compile(r"[0-9.]+%?")
STEPS = frozenset(("steps", "stages", "phases", "points", "parts", "milestones", "modules"))
DOTTED = re.compile(r"\d{1,3}(?:\.\d{1,3}){2,}")
ENGLISH_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.I)
POINT_DAY = re.compile(r"(1[0-2]|0?[1-9])\.(3[01]|[12]\d|0?[1-9])(?=以?前|之前|日|号|左右|完|办|弄|做|搞|上线|交付)")
BULLET = re.compile(
    r"([一二三四五六七八九十]{1,3})(?:[、.,:]|是(?!否|不是)|\s)|\(([一二三四五六七八九十]{1,3}|\d{1,2})\)|(?:首先|其次|再次|最后)(?=[,、是])"
)
ORDINAL_NOUN = ("号任务", "项任务", "项工作", "条任务", "个任务", "项", "条", "号", "个", "件事", "件")
ROW_OF_PARTS = re.compile(
    r"第(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:[、和及与至到-]第?(?:\d{1,2}|[一二三四五六七八九十]{1,2})){1,12}"
    r"(?:季度|个?季|批|期|阶段|个月|次|轮|类|组|标段|周|年|步|期|场|部分|章|节|方面|产业)"
)
"""第一、二季度: parts of one thing, no tasks."""
GROUP = re.compile(
    r"(前[面头]?|头|最后[面头]?|后[面头]?|末[尾头]?|另外?|剩下的?|剩余的?|剩的?|其余的?|其他的?|余下的?)那?(\d{1,2}|[一二两三四五六七八九十]{1,2})"
    r"(?:个|项|条)(?!月(?![底初中末前]|[上下]旬)|多月|工作日|小时|季度|星期)(?:任务|工作)?"
)
PLACE = re.compile(
    r"(?:(前项|前[面头]那[个项]|前[面头]一[个项]|前者|头一[个项]|打头的|上面那[个项])|后项|后[面头]那[个项]|后[面头]一[个项]|后者|另外?一[个项]|末尾的|末尾那[个项]|下面那[个项]|末一[个项]|最后那[个项]|最后一[个项])(?:任务|工作)?"
)
"""前面那个, 后者: of two tasks replied to the first, the last."""
MIDDLE = re.compile(r"中间(?:(?:那|一|这)[个项]|的(?=\d|[一二三四五六七八九]成|完成|正常|没|还|已|在))")
FRACTIONS = {
    "three quarters": 75.0,
    "three-quarters": 75.0,
    "two thirds": 67.0,
    "two-thirds": 67.0,
    "one third": 33.0,
    "a third": 33.0,
    "a quarter": 25.0,
    "one quarter": 25.0,
    "halfway there": 50.0,
    "halfway through": 50.0,
    "halfway": 50.0,
    "half way": 50.0,
    "half": 50.0,
}
FRACTIONAL = frozenset(words[0] for words in FRACTIONS)
ENGLISH_ORDERS = ("first", "second", "third", "fourth", "fifth", "sixth")
ENGLISH_ORDER = re.compile(
    r"(?:(first|second|third|fourth|fifth|sixth)(?: (?:one|item|task))?|([1-6])(?:st|nd|rd|th) (?:one|item|task))"
    r"(?![a-z]| (?:half|phase|quarter|draft|batch|stage|round))"
)
ENGLISH_PLACES = re.compile(
    r"(?:the )?(first|last)(?: (two|three|four|one))(?: (?:tasks|items|ones|task|item))?(?![a-z])"
)
RUN_OF_NUMERALS = re.compile(r"[零〇○一二两三四五六七八九十百千万亿点]{16,}")
LETTERS = re.compile(r"[A-Za-z][A-Za-z'-]*")
ALL_NONE = re.compile(r"[都均皆]无(?=[,。;!\n]|$)")
UNWILLING = re.compile(
    r"(?:老是?|总是?|一直|就是)不(?=[给配移交肯愿批签回来办动接放通让提到])|不想(?!再?(?:延|拖|耽|误|让|给))"
)
"""老不移交, 不想上市; but 一直不错, 不想延期."""
SHORT_OF = re.compile(
    r"(?:人手|人员|力量|资金|经费|预算|时间|工期|场地|编制|设备|技术力量|钱)(?:方面|这块)?(?:上|还是|也|确实|现在|目前)?"
    r"(?:(?:有点儿?|有些|有一点|有一些|略|稍|稍微|比较|很|太|偏|挺)(?:显)?(?:紧张|紧缺|紧|赶|缺|少|不够|不足|吃紧|短缺|薄弱)"
    r"|不(?:太|大|怎么|是很)(?:够|足|充足|充裕)|捉襟见肘|压力(?:还是)?(?:有点|比较|很|较|太|不小|偏)大?)"
)
"""人手有点紧: what one cannot go on without is short."""
NO_TROUBLE = re.compile(
    r"(?:没有?|没得|莫得|无|未遇到?|不存在|暂无|未出现)(?:啥子?|什么|任何|其他|明显|特别|新增加?|新出现|新|大|太大)?的?(?:困难|问题|障碍|悬念|难度|压力)(?!的)"
    r"|(?:困难|问题|障碍)(?:暂?无|没有|没得|莫得)(?=[,。;!\n]|$)"
)
"""没得啥子困难, 困难无."""
OF_NO_TROUBLE = frozenset("没莫无未不暂困问障")
"""What it begins with."""
TO_ENTER = re.compile(
    r"(?:(?:pls|plz|please|kindly|can you|can u|could you|would you|will you|and|also)[ ,]+)*"
    r"(?:mark|set|put|log|record|flag|tick|enter|register|note)(?: off| down)?"
    r"(?: (?:it|this|that|ours|them|these|mine|the task)"
    r"(?= (?:(?:down |off )?as [a-z]|done|complete|finished|closed)))?"
    r"(?= (?:(?:our |the )?(?:tasks?|items?|no\.?|number) ?)?#?\d"
    r"| (?:down |off )?as [a-z]| (?:done|complete|finished|closed))",
    re.I,
)
"""Please mark 39 as done: what is asked of the office's books, before the task's number."""
ENGLISH_TIME = re.compile(r" ?((?:working |business |calendar )?(?:days?|hours?|minutes?))(?![A-Za-z0-9_])", re.I)
"""What a broken number is a length of, told and not promised: 0.5 working day."""
_WORKING = (
    r"(?:在|正在|去|来|尽快|抓紧|马上|先|再)?"
    r"(?:统计|汇总|整理|核实|核对|核|收集|填|写|报|提供|办理|处理|对接|跟进|负责|牵头|准备|落实|研究|那边)"
)
DEPARTMENT = re.compile(
    r"(?<=[排让请由知交转催找问给叫喊])(?:[一二三四五六七八九](?:[部处科组庭室股队所]|中队)[、和]?)+(?<![、和])"
    rf"(?={_WORKING}|在[办做弄搞]|了?[,。;! \n]|了?$)"
    rf"|(?<![一-鿿])[一二三四五六七八九][部科庭股](?={_WORKING}|在[办做弄搞])"
)
"""已安排二部统计, 三科在汇总: who is at it, and no count; but 发现五处, 出台三部法规."""
NOT_SO_WELL = re.compile(
    r"不(?:太|大|够|怎么|是很|是太|算太|那么|咋个?|是特别)"
    r"(?:积极|主动|配合|重视|理解|规范|完善|平衡|均衡|充分|熟悉|兼容|健全|顺畅|畅通|愿意|上心|热心|热情|支持|给力|到位|稳定|齐全|清楚|买账|认可|具备|够|足)"
    r"(?!(?:政策|业务|情况|流程)?的(?:企业|群众|单位|人|户|乡镇|老人|干部))"
)
"""配合不太积极: what is put mildly is an obstacle all the same."""
_LACKING = ((UNWILLING, "老总一就不"), (SHORT_OF, "人力资经预时工场编设技钱"), (NOT_SO_WELL, "不"))
LACKING = {
    first: tuple(pattern for pattern, firsts in _LACKING if first in firsts)
    for first in "".join(firsts for _, firsts in _LACKING)
}
"""The forms of what is short or unwilling, by the letter that they begin with."""
