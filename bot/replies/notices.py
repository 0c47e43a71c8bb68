"""Words that report nothing: a notice addressed to all units, passed on, and good wishes for a holiday.

notice   := [转发] 各 (责任单位 | 部门 | …) [:,] … 请 …
greeting := [祝…] holiday (快乐 | 好 | …) wish*              新年快乐！2023一切顺利
"""

from __future__ import annotations

import re

_ADDRESSED = re.compile(
    r"(?:^|[\n)])[^\n]{0,8}各(?:有关|相关|责任|牵头|成员|配合|参与|联络|市级|县级|镇|乡镇|街道|区县|位)*(?:单位|部门|科室|乡镇|街道|责任人|联络员|同志|同事|领导)"
    r"[^\n。;]{0,10}[:,!]"
)
_DEMANDED = re.compile(r"请(?:于|在|各|按|务必|认真|及时|抓紧|高度|贵|将|尽快)|务必于|报送至|报至|报县")
_GREETING = re.compile(
    r"(?:预?祝|恭祝)?[^,。!\d\n]{0,6}?(?:新年|元旦|春节|元宵|端午|中秋|国庆|五一|节日|双节|周末|假期)(?:快乐|好|愉快|吉祥|安康)"
    r"(?:[ ,。!~]|20\d{2}年?|一切顺利|万事如意|诸事顺利|工作顺利|事事顺心|心想事成"
    r"|身体健康|阖家幸福|平安|大家|各位|领导|同志们|同事们)*"
)


def is_greeting(text: str) -> bool:
    """Tell whether a normalised text is good wishes and nothing else."""
    return _GREETING.fullmatch(text.strip()) is not None


def is_notice(text: str) -> bool:
    """Tell whether a normalised text is a notice to all units that was passed on."""
    addressed = _ADDRESSED.search(text[:120])
    return bool(addressed and _DEMANDED.search(text, addressed.end() - 1))
