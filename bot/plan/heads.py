"""What a table's column is for, told by its head in any of the usual wordings, Chinese or English."""

from __future__ import annotations

import re
from functools import lru_cache

# Order matters, the first that fits counts: people before units (责任人, 牵头领导), times before tasks (任务完成时限).
_HEADS: tuple[tuple[str, str], ...] = (
    (
        "stage",
        r"(?:20\d{2}年)?(?:第?[一二三四1-4]季度|Q[1-4]|[上下]半年|\d{1,2}月份?|\d{1,2}[-—–~～至]\d{1,2}月份?)(?:.{0,4}(?:目标|任务|进度|计划|节点|工作))?"
        r"|(?:截?[至到])?20\d{2}年(?:度|底|末)?(?:.{0,4}(?:目标|任务|进度|计划))?",
    ),
    (
        "number",
        r"序号|编号|序|号|项次|项目?号|任务编?号|任务序号|条目号?|.{1,4}(?:编号|序号)|No\.?|#|ID|Ref\.?|Item|№|Number",
    ),
    (
        "deadline",
        r".*(?:时限|期限|时间节点|完成时间|完成日期|截[至止](?:时间|日期)|时间要求|时间安排|推进时间|办结时间|完成节点|达成时间|时间进度|进度安排|进度要求|实施时间|起止时间|整改时间|落实时间).*"
        r"|时间|节点|时序|(?:计划)?(?:完成)?年[度限]|(?:工期|时序|进度)(?:安排|要求)?|.*(?:完成|竣工|完工|办结|交付)(?:时间|日期|节点|期)"
        r"|(?:计划|预计|拟|应)(?:完成|竣工|完工|办结)|"
        r".*\b(?:deadline|due|timelines?|time\s*frame|timescale|timing|by when)\b.*|"
        r".*\b(?:target|due|completion|end|finish|milestone|delivery)\s*date\b.*|"
        r"(?:target|planned|expected|estimated|anticipated)\s+(?:completion|delivery|finish)|when|date|completion|finish|end",
    ),
    (
        "person",
        r"(?!.*(?:单位|部门|科室)).*(?:领导|责任人|负责人|联系人|联络员|联系方式|联系电话|电话|分管|包联).*|person.*|contact.*|"
        r"SRO|senior responsible.*|sponsor",
    ),
    ("resp", r".*(?:牵头|责任|主办|主责).*(?:配合|协办|协助|参与).*"),
    (
        "support",
        r".*(?:配合|协办|协助|协同|参与|参加|支持|会办|协作|协管).*|support(?:ing)?.*|partners?.*|"
        r".*\b(?:support(?:ing)?|partners?|contributors?|contributing|assisting|collaborat\w+|cooperating|involved|consulted)\b.*",
    ),
    ("lead", r".*(?:牵头|主办|主责|总负责).*|lead.*|.*\b(?:owners?|leads?|accountable)\b.*"),
    (
        "remark",
        r".*(?:督办|督查|督导|监督|指导|考核|验收|审核|评估|评价|监理|设计|交办|来文)(?:单位|部门|机构)|.*(?:地点|位置|地址)",
    ),
    (
        "resp",
        r".*(?:责任|负责|承办|实施|落实|执行|主管|承担|完成|建设|报送)(?:单位|部门|主体|科室|处室|机构|委办局|股室|站所|方|地区|地|县区|区县|镇街|乡镇).*|(?:责任|任务|工作|部门|职责)?分工|责任|单位|部门|部门和单位|单位（部门）|"
        r".*\bresponsib(?:le|ility|ilities)\b.*|agency|agencies|department|dept|ministry|"
        r"division|unit|team|directorates?|who|assign(?:ed to|ee)|organi[sz]ation|actors?|implement(?:er|ing).*",
    ),
    ("section", r"[一二]级(?:指标|任务|目录|分类|事项)"),
    ("title", r"三级(?:指标|任务|目录|分类|事项)"),
    (
        "target",
        r".*指标(?:值|名称)?|.*目标值|量化(?:目标|指标)|考核指标|预期指标|.*targets?|indicators?|kpi|"
        r"measurement.*|success measures?",
    ),
    (
        "remark",
        r".*(?:开始|开工|启动)(?:时间|日期)?|start(?:ing)?(?: date| time)?|"
        r"RAG(?: status| rating)?|risks?|"
        r"(?:评分|计分|扣分|赋分|打分|考核|考评|评价)(?:标准|办法|细则|规则|方法|依据|说明).*|.*备注.*|说明|进展.*|.*进展情况|完成情况|落实情况|.*分值.*|.*得分.*|权重|资金.*|投资.*|.*来源|依据|"
        r".*依据|状态|是否.*|存在问题|remarks?|notes?|comments?|status|progress|reporting mechanism|"
        r"required or.*|funding.*|cost.*|budget",
    ),
    (
        "section",
        r"(?:任务)?类别|类型|分类|领域|.*领域|板块|方面|.*方面|一级指标|二级指标|项目类别|任务类别|大项|类|所属.*|环节|模块|维度|改革方向|方向|章节|部分|子?专题|category|theme|"
        r"priority|priority area|section|area|pillar|objective|goal|workstream|strategic.*|subsection|[一二]级分类",
    ),
    (
        "description",
        r"(?:具体|主要|重点|详细|工作|任务|考核|考评|评价|评估|测评|建设|改革|整改|推进|落实|目标|年度|阶段|办理|督办|交办|实施|完成)*(?:内容|措施|举措|要求|描述|标准|目标|做法|安排|思路|路径|成果|成效|要点|细则)(?:及.*|和.*|与.*)?|工作目标.*|目标任务.*|年度目标.*|目标|主要内容.*|.*具体措施.*|.*措施|.*举措|.*工作内容.*|预期成效|预期成果|成果形式|details?|description.*|how|steps?|output.*|deliverables?|"
        r"what(?: we| will).*|how (?:we|will).*|what",
    ),
    (
        "title",
        r".*(?:任务|事项|项目|工作|举措|行动|工程|清单|条目|问题|实事|名称|要点)(?:名称|内容|清单|分解|要点|[及和与].{1,4})?|actions?.*|tasks?.*|milestones?.*|activit(?:y|ies).*|recommendations?.*|commitments?.*|measures?|initiatives?.*|project.*|title|name",
    ),
)
_PATTERNS = tuple((role, re.compile(pattern, re.IGNORECASE)) for role, pattern in _HEADS)
_LONG_HEAD = 24
_LABELLED = re.compile(r"[^\s（(][:：]\s*[^\s:：）)]")  # 牵头单位：县财政局 is a statement, not a head


@lru_cache(maxsize=4096)
def role_of(head: str) -> str:
    """Return number, section, title, description, lead, resp, support, deadline, stage, target, person or ""."""
    if _LABELLED.search(head):
        return ""
    text = re.sub(r"[\s　*:：|]+", " " if re.search(r"[A-Za-z]", head) else "", head).strip()
    text = re.sub(r"[（(][^（()）]*[）)]$", "", text).strip() or text
    if not text or len(text) > (40 if text.isascii() else _LONG_HEAD) or re.search(r"[，。；]", text):
        return ""
    for role, pattern in _PATTERNS:
        if pattern.fullmatch(text):
            return role
    return ""


def head_roles(texts: list[str]) -> list[str] | None:
    """Return the roles of a head row's columns, or None where the row is no head.

    A head row has a task or content column and something about who or when, and nothing longer than a head can be.
    """
    if any(len(text) > 60 for text in texts):
        return None
    roles = [role_of(text) for text in texts]
    filled = [text for text in texts if text.strip()]
    known = [role for text, role in zip(texts, roles, strict=True) if role and text.strip()]
    if len(filled) < 2 or len(set(known)) < 2:
        return None
    sure = {"lead", "resp"} & set(known) and "deadline" in known and {"title", "description"} & set(known)
    if len(known) * 2 < len(filled) and not sure:
        return None
    about = {"lead", "resp", "support", "deadline", "stage"} & set(known)
    what = {"title", "description", "number", "section", "target"} & set(known)
    if not what or not (about or {"title", "number"} <= set(known) or {"title", "description"} <= set(known)):
        return None
    return roles
