"""The labels that plans write before units, times and people: 牵头单位：, 完成时限：, Owner:."""

from __future__ import annotations

import re

LABEL = re.compile(
    r"(?P<lead>(?:总)?(?:牵头|主责|主办|主管|首要责任|第一责任)(?:考核|责任|负责|实施|落实|组织)?(?:单位|部门|处室|科室|机构|主体|方|委办局)?(?:和人员|及责任人)?)"
    r"\s*(?:[（(][^（()）]{0,12}[）)])?\s*[:：]"
    r"|(?P<support>(?:配合|协办|协助|参与|参加|协同|支持|会办|协作|联动|共同责任)(?:考核|责任|落实|实施)?(?:单位|部门|处室|科室|机构|主体|方)?)\s*[:：]"
    r"|(?P<resp>(?:责任|负责|承办|实施|落实|执行|具体责任|完成|承担|组织)(?:单位|部门|主体|处室|科室|机构|委办局)(?:及责任人)?|责任分工|任务分工|分工|责任)\s*[:：]"
    r"|(?P<deadline>(?:拟)?(?:计划)?(?:完成|办理|整改|推进|实施|时间|工作|落实|办结)?(?:时限(?:要求)?|期限|时间(?:节点|要求|安排|进度)?|日期|进度安排|节点)|截[至止](?:时间|日期))\s*[:：]"
    r"|(?P<person>(?:[一-鿿]{0,6}?)(?:领导|责任人|负责人|联系人|联络员|市领导|县领导|区领导|负责领导|责任领导|联系电话|电话|分管同志))\s*[:：]"
    r"|(?P<other>(?:备注|资金来源|投资额?|总投资|考核指标|目标|责任科室|监督单位|督办单位|督查单位|督导单位|指导单位|考核单位|验收单位|数据来源))\s*[:：]"
    r"|\b(?P<en_lead>(?:(?:action|task|lead|policy|business|project)\s+)?(?:owners?|leads?)|leading|accountable|"
    r"(?:lead(?:ing)?|responsib(?:le|ility)|accountable|implementing)(?:\s+(?:party|parties|agency|agencies|departments?|"
    r"units?|bod(?:y|ies)|ministry|office|team|organi[sz]ations?|entity))?)\s*:"
    r"|\b(?P<en_support>(?:key\s+|delivery\s+)?(?:support(?:ing|ed by)?|partners?|contributors?|contributing|"
    r"collaborat\w+|assist(?:ing|ed by)?|in (?:partnership|collaboration) with)(?:\s+(?:agency|agencies|units?|"
    r"departments?|bod(?:y|ies)|partners?|organi[sz]ations?|teams?))?)\s*:"
    r"|\b(?P<en_deadline>(?:target |completion |end |due |delivery )*date|deadline|due|by when|when|tim(?:eline|ing)|"
    r"time\s*(?:frame|scale)|completion|target completion|milestone date)\s*:",
    re.IGNORECASE,
)


def has_label(text: str) -> bool:
    """Tell whether the text holds a label of responsibility (牵头单位：, 责任单位：…)."""
    return any(m.lastgroup in _DUTY_GROUPS for m in LABEL.finditer(text))


def starts_with_label(text: str) -> bool:
    """Tell whether the text begins with a label of responsibility, time or person."""
    return bool(LABEL.match(text.lstrip(" 　*#-•●·【[（(")))


_DUTY_GROUPS = {"lead", "support", "resp", "en_lead", "en_support"}


def label_spans(text: str) -> list[tuple[int, int]]:
    """Return where labelled responsibility stands in running text, neighbours joined: 牵头单位：A。配合单位：B。"""
    spans: list[tuple[int, int]] = []
    for match in LABEL.finditer(text):
        before = text[: match.start()].rstrip(" 　*【[-•●▪◆·")
        if before and before[-1] not in "。；;\n，,！!）)】]：:|.":
            continue
        stop = re.compile(r"[。\n]").search(text, match.end())
        end = stop.end() if stop else len(text)
        while stop and stop.group() == "\n" and re.search(r"[、，,]\s*$", text[: stop.start()]):
            stop = re.compile(r"[。\n]").search(text, end)
            end = stop.end() if stop else len(text)
        if spans and not text[spans[-1][1] : match.start()].strip(" 　\n*【[，,；;"):
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        elif not spans or match.start() >= spans[-1][1]:
            spans.append((len(before), end))
    return [span for span in spans if any(m.lastgroup != "other" for m in LABEL.finditer(text[span[0] : span[1]]))]
