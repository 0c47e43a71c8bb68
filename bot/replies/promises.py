"""Words that promise a report, and bring none: 凑齐了就报, 明早给, 改好秒发, 下班前可报.

promise := (time ahead | 马上 | V了就 | 秒) … (报 | 发 | 填 | 交 | 给 | 回话) [给您] [了|吧]      at the end of a clause
"""

from __future__ import annotations

import re

_AHEAD = (
    "马上|立刻|立马|立即|秒|就|即|再|尽快|晚点|稍后|回头|等下|待会|一会儿?|今晚|今天|明早|明天|明日|后天|下午|晚上|中午|上午|晚些|下班前"
    "|下班|周[一二三四五六日]|下周|\\d{1,2}[号日点]前?|[一二三四五六七八九十]+[号日点]前?|月底前?|才能|才"
)
_VERB = (
    "(?<![上汇申填呈情通播])报|汇总给|扫过来|扫给|拍给|拿给|送过来|交过来|交材料|(?<![印下颁签核批开研激引分转])发|(?<!供|补|予)给|填|补上|上报|报送|提供|提交"
    "|回话|给回话|回复|反馈|汇报|传"
)
_THEN = re.compile(
    r"[一-鿿](?:好|完|齐|出来|定)了?(?:以?后|之后)?"
    r"(?:(?:就|再|马上|立刻|即|便)?(?:发|报|给|传|交|填|扫|送)给?(?:您|你|你们|过来|过去|上来|上去|来)|(?:就|再|马上|立刻|即|便)(?:发|报|传|填|上报))$"
    r"|(?:开|上|过)完?[^,。;\d]{0,6}会(?:后|以后|了)?(?:再|就)(?:发|报|给|上报|回复)(?:您|你|你们)?$"
    r"|(?:反馈|汇总|核实|统计|整理|确认|审核|盖章|签字)(?:完|好)?(?:以?后|了)?再?就?(?:发|报|给|传)(?:给)?(?:您|你|你们|过来)$"
)
"""弄好发您: what will be sent once it is there."""
_PROMISE = re.compile(
    rf"(?:{_AHEAD})[^,。;:!?\n\d]{{0,6}}?(?:可以|能|会|给)?(?:{_VERB})(?:一下)?(?:给?(?:你们|您们|你|您|领导|贵办|办公室|县里|营商办))?"
    r"(?:了|吧|哈|呢|哦|噢|来|过来|过去|上|上来|~)*$"
)
VERBS = frozenset("报给扫送交发填补供回馈传")  # one of them stands in every promise
_LONGEST = 80  # letters at a clause's end in which it promises


def promises_report(words: str) -> bool:
    """Tell whether the words of a clause promise a report to come."""
    if VERBS.isdisjoint(words):
        return False
    said = words.strip(" ,。;!\n")
    if said.endswith(("了", "了哈", "了哦")) and not re.search("马上|就|立刻|快", said):
        return False  # 文件8号发了: it has happened
    return _PROMISE.search(said[-_LONGEST:]) is not None


def sent_when_ready(words: str) -> bool:
    """Tell whether the words of a clause say that something is sent once it is there: 弄好发您."""
    return not VERBS.isdisjoint(words) and _THEN.search(words.strip(" ,。;!\n")) is not None
