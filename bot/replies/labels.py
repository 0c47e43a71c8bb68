"""Numbers that are names of things and never tasks: 34号窗口, 文件34号, 3楼, 分机34, 119平台, 双11, 7×24."""

from __future__ import annotations

import re

from bot.replies.units import read_unit
from bot.replies.wordlist import words

_THINGS = words(
    "文件 文书 文(?![旅化明体物]) 令 公告 通告 通报 通知 函 批复 台账 台帐 档案 卷宗 合同 协议 证(?![照明]) 议题 议案 "
    "提案 建议(?![销结予按延调继]) 工单 会议 纪要 简报 专报 楼 栋 幢 单元 院(?!校) 店 线(?![上下索]) 路(?![演径网]) "
    "街 巷 机(?![制构关遇]) "
    "门(?![槛户]) 房 室 病房 床 厅 馆 库 仓 柜 窗 车(?!间) 车间 站 出口 通道 电梯 桥 墩 隧道 井 矿 炉 泵 塔 桩 船 泊位 "
    "码头 地块 宗地 标段 岗 点位 摄像 信箱 展位 摊位 变电 国道 省道 县道 高速"
)
_HOLDERS = words(
    "文件 台账 台帐 房间 会议室 包间 楼 栋 幢 单元 窗口 柜台 公交 专线 地铁 公告 通告 通报 通知 令 标段 地块 宗地 信箱 "
    "纪要 简报 专报 (?<![上道通铁公网线])路 (?<!上)街 巷 门牌 大道 国道 省道 县道"
)
"""Things that carry a number with 号: 文件34号."""
_NUMBERED = words(
    "文号 台账号 台帐号 档号 案号 "
    "门牌号 房间号 房号 窗口号 分机号 分机 内线 短号 电话 传真 电话转 总机转 请转 拨打 工号 附件 附表 附图 附录 "
    "证号 证书号 合同号 工单号 单号 流水号 批号 邮编 车牌 车牌号 航班 版本号 国道 省道 县道 双"
)
"""What a number stands right behind as its name, with 号 or without: 分机34."""
_AFTER = re.compile(
    r"(?=\d{1,5}[ #号室房路楼国省层标字×xX*SACDGP.·平热电接指联报工转投举出求派诉来系-])(?:"  # what may stand behind it
    rf"\d{{1,4}} ?号(?={'|'.join(_THINGS)})|\d{{1,3}}(?:-\d{{1,4}})?"
    r"(?=室|房间|路公交|路车|号楼|[#]楼|[#]栋|国道|省道|层|标段|字方针)"
    r"|\d{1,2} ?[×xX*] ?\d{1,2}(?: ?小时)?(?!\d)|[1-9]S(?=店|管理)|[1-6][ACDGPS](?![A-Za-z0-9])"
    r"|\d\.\d(?=版|系统|平台|升级)"
    r"|3·15|\d{1,2}·\d{1,2}(?=活动|宣传|晚会|行动|专项|主题|期间)"
    r"|(?:12315|12345|12328|12333|12348|12366|12369|12388|12389|110|119|120|122|114)"
    r"(?=平台|热线|电话|接警|指挥|联动|报警|工单|转办|投诉|举报|出警|接处警|求助|派单|诉求|来电|系统))"
)
_BEHIND = re.compile(rf"(?:{'|'.join(sorted(_NUMBERED, key=len, reverse=True))})[为是:]?第?$|附件 $")
_CODED = re.compile(r"(?<!任务)(?<!事项)编号[为是:]?第?$")
_HOLDING = re.compile(rf"(?:{'|'.join(_HOLDERS)})第?$")
_HELD = re.compile(r"\d{1,4}(?:-\d{1,4})?(?![\d.]*[\d%万年月日点时/.]) ?(?:号(?!任务|工作|事项))?")
_DAY_AHEAD = ("前", "之前", "以前", "左右", "召", "开", "上", "下", "完", "交", "到", "起", "至")
_ARTICLE = re.compile(
    r"(?<=[法例定则》])第(?:\d{1,3}|[一二三四五六七八九十百]+)[条款章节项]"
    r"|第(?:\d{1,3}|[一二三四五六七八九十百]+)条(?=规定|要求|第)"
)
_LAST = frozenset(word[-1] for word in (*_NUMBERED, *_HOLDERS)) | frozenset("为是:第号 ")
"""What the words before such a number end in."""
_REACH = 10  # characters looked at before a number


def read_label(text: str, at: int, shield: frozenset[str]) -> int | None:
    """Return the end of the number that begins at a place and names a thing, None where it may be a task's; `shield`:
    the four-letter pieces of the unit's own titles, since a title behind a number speaks of the task."""
    if found := _AFTER.match(text, at):
        return None if text[found.end() : found.end() + 4].lower() in shield else found.end()
    ahead = text[max(0, at - _REACH) : at]
    if ahead.removesuffix("\n")[-1:] not in _LAST:
        return None
    held = _HELD.match(text, at)
    if held is None or (read_unit(text, held.end()) and not held.group().endswith("号")):
        return None
    if _BEHIND.search(ahead):
        return held.end()
    if coded := _CODED.search(ahead):
        opens = not text[: at - len(coded.group())].rpartition("\n")[2].strip()
        return None if opens else held.end()  # 编号34已完成 at the head of a line is the task's own
    if not _HOLDING.search(ahead) or not held.group().endswith("号"):
        return None
    number = re.match(r"\d+", held.group())
    dated = number is not None and int(number[0]) <= 31 and text.startswith(_DAY_AHEAD, held.end())
    return None if dated else held.end()  # 文件30号前印发 tells a day


def read_article(text: str, at: int) -> int | None:
    """Return the end of an article of a law or paper: 《条例》第34条, 第34条规定."""
    found = _ARTICLE.match(text, at)
    return found.end() if found else None
