"""What a unit's name tells by itself: collective or not, to be consulted rather than chased, one unit under two names.

These only mark and propose; the office decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_COLLECTIVE = re.compile(
    r"^(?:全[国省市区县州旗盟]|[省市区县州旗盟]级?)?(?:直属?)?各"  # 各相关部门, 市直各部门
    r"|各(?:成员|相关|有关|责任|牵头|参与|单位|部门|地区|乡|镇|街道|县|市|区|州|旗|盟|专班|工作组|级)"
    r"|^\d+(?:个)?[县区市乡镇]"  # 12县区
    r"|(?:相关|有关|其他|其它|所属|辖区|涉及|责任|成员|牵头|直属|市直|省直|县直|区直|县级|市级|省级)"
    r"[一-鿿]{0,12}?(?:部门|单位|企业|机构|委办局|地区|地方|政府|乡镇|街道|镇街|院校|高校|县市区|区县|县区|人民政府)(?:[（(].*)?$"
    r"|^(?:相关|有关)(?:区|县|市|方|各方|乡镇|街道|科室|处室)"
    r"|(?:成员单位|责任单位|相关部门|有关部门|有关单位|相关单位|等部门|等单位)$"
    r"|^(?:全体|所有|各级|两级|三级)"
    r"|^(?:县级市|县市区|市县区|区县|镇街|乡镇|街镇|乡镇街道|乡镇（街道）|县（市、区）)(?:人民)?(?:政府)?$"
    r"|^(?:all|each|every|other|relevant|various|any)\b|\bagencies$|\bbodies$|\bdepartments$",
    re.IGNORECASE,
)

_LEVEL = r"(?:中共|中国共产党)?(?:[一-鿿]{0,8}?[省市区县州旗盟镇乡街道])?"
_PARTY_ORGAN = re.compile(
    rf"^{_LEVEL}委(?:员会)?(?:办公室|办|组织部|宣传部|统战部|政法委(?:员会)?|编办|网信办|督查办|督查室|党校|老干部局|巡察办|"
    r"机构编制委员会办公室|全面.*办公室|财经.*|深改.*|外事.*|军民.*|国安.*|保密.*|机要.*|.*部|.*办)"
    r"|纪委|监委|纪检|监察|^(?:中共|中央)|党委|党工委|组织部$|宣传部$|统战部$|政法委"
)
_OTHER_POWERS = re.compile(
    r"法院$|检察院$|人大(?:常委会|常委会办公室|办|办公室|[一-鿿]*委)?$|人民代表大会|政协|人武部$|武警|军分区|消防救援"
)
_VERTICAL = re.compile(
    r"税务|人民银行|^人行|央行|外汇管理|海关(?!.*局负责)|银保监|(?<!地方)金融监管(?:总局|局|分局|支局)$|国家金融监督|证监|"
    r"国网|电网|供电|南方电网|烟草专卖|烟草公司|邮政(?:管理|分?公司)|邮政局$|气象局|地震局|统计局调查队|调查队|海事|边检|"
    r"通信管理|铁塔|中国电信|中国移动|中国联通|电信(?:公司|分公司)|移动(?:公司|分公司)|联通(?:公司|分公司)|铁路局|"
    r"国家安全局|安全局$(?<!网络安全局)|^国家[一-鿿]+(?:分局|总局|分中心)|盐务|黄河|长江(?:海事|航道)"
)


@lru_cache(maxsize=4096)
def is_collective(name: str) -> bool:
    """Tell whether a name stands for several units that the document does not list (各相关部门, 有关单位)."""
    return bool(_COLLECTIVE.search(name.strip()[:60]))


def looks_consulted(name: str) -> bool:
    """Tell whether a unit looks like one to consult (商请) rather than to chase; used to propose, never to decide."""
    plain = name.strip()[:60]
    if is_collective(plain):
        return False
    return bool(_PARTY_ORGAN.search(plain) or _OTHER_POWERS.search(plain) or _VERTICAL.search(plain))


def propose_aliases(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return pairs of names that look like one unit, each pair in the order of first mention."""
    alike: dict[str, list[tuple[str, list[str]]]] = {}
    pairs: list[tuple[str, str]] = []
    for name in dict.fromkeys(n.strip() for n in names if n.strip()):
        if is_collective(name) or len(name) > 60:
            continue
        short = _shorten(name)
        levels, bare = _LEVEL_WORD.findall(short), _LEVEL_WORD.sub("", short)
        others = alike.setdefault(bare if len(bare) >= 3 else short, [])
        # 市财政局 and 县财政局 are two units; 审批服务局 and 市审批服务局 may be one.
        pairs.extend((other, name) for other, its in others[:20] if not levels or not its or levels == its)
        others.append((name, levels))
    return pairs


# Full names and their everyday short forms, longest first; both sides are brought to the short one before comparing.
_SHORT = (
    ("国家药品监督管理局", "药监局"),
    ("国家药监局", "药监局"),
    ("药品监督管理局", "药监局"),
    ("市场监督管理局", "市场监管局"),
    ("市场监管总局", "市场监管局"),
    ("发展和改革委员会", "发改委"),
    ("发展改革委", "发改委"),
    ("发展和改革局", "发改局"),
    ("人力资源和社会保障", "人社"),
    ("人力社保", "人社"),
    ("住房和城乡建设", "住建"),
    ("住房城乡建设", "住建"),
    ("住房城乡建", "住建"),
    ("工业和信息化", "工信"),
    ("经济和信息化", "经信"),
    ("经济信息", "经信"),
    ("规划和自然资源", "规资"),
    ("规划自然资源", "规资"),
    ("农业农村", "农业农村"),
    ("卫生健康", "卫健"),
    ("文化和旅游", "文旅"),
    ("文化旅游", "文旅"),
    ("文旅广电", "文旅"),
    ("交通运输", "交通"),
    ("应急管理", "应急"),
    ("医疗保障", "医保"),
    ("行政审批服务", "审批服务"),
    ("金融监督管理", "金融监管"),
    ("地方金融监管", "金融监管"),
    ("城市管理", "城管"),
    ("商务委员会", "商务委"),
    ("人民政府", "政府"),
    ("人民法院", "法院"),
    ("人民检察院", "检察院"),
    ("政府办公室", "政府办"),
    ("委办公室", "委办"),
    ("委员会", "委"),
    ("管理委", "管委"),
    ("总工会", "工会"),
    ("工商业联合会", "工商联"),
    ("妇女联合会", "妇联"),
    ("残疾人联合会", "残联"),
    ("中国人民银行", "人民银行"),
    ("人行", "人民银行"),
    ("中心支行", "支行"),
    ("有限责任公司", "公司"),
    ("有限公司", "公司"),
)
_LEVEL_WORD = re.compile(r"[省市县区州旗盟]")


def _shorten(name: str) -> str:
    short = re.sub(r"[\s　]|[（(].*?[）)]", "", name)
    for full, brief in _SHORT:
        short = short.replace(full, brief)
    return short
