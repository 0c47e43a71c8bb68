"""Words that only came along: a notice addressed to all units, passed on. Nothing in it is the unit's own report.

notice := [转发] 各 (责任单位 | 部门 | …) [:,] … 请 …
"""

from __future__ import annotations

import re

_ADDRESSED = re.compile(
    r"(?:^|[\n)])[^\n]{0,8}各(?:有关|相关|责任|牵头|成员|配合|参与|联络|市级|县级|镇|乡镇|街道|区县|位)*(?:单位|部门|科室|乡镇|街道|责任人|联络员|同志|同事|领导)"
    r"[^\n。;]{0,10}[:,!]"
)
_DEMANDED = re.compile(r"请(?:于|在|各|按|务必|认真|及时|抓紧|高度|贵|将|尽快)|务必于|报送至|报至|报县")


def is_notice(text: str) -> bool:
    """Tell whether a normalised text is a notice to all units that was passed on."""
    addressed = _ADDRESSED.search(text[:120])
    return bool(addressed and _DEMANDED.search(text, addressed.end() - 1))
