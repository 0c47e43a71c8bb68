"""What names tell: collective, to consult, alike."""

import pytest

from bot.plan import is_collective, looks_consulted, propose_aliases


@pytest.mark.parametrize(
    "name",
    [
        "各相关部门",
        "有关单位",
        "各银行机构",
        "各乡镇（街道）",
        "相关部门",
        "各要素保障部门",
        "县安委会各成员单位",
        "各执法单位",
        "国务院相关部门",
        "各地区",
        "县级相关部门和单位",
        "县政府各部门",
        "市直各部门",
        "12县区",
        "全区经济运行各专班",
        "省有关部门",
        "相关区政府",
        "各县、市、区政府",
        "相关市人民政府",
    ],
)
def test_names_that_stand_for_several_units_are_collective(name: str) -> None:
    assert is_collective(name)


@pytest.mark.parametrize(
    "name", ["县财政局", "县行政服务中心", "浦东新区", "县安委会办公室", "市直机关工委", "人民银行奉节支行", "县教委"]
)
def test_real_units_are_not_collective(name: str) -> None:
    assert not is_collective(name)


@pytest.mark.parametrize(
    "name",
    [
        "县委组织部",
        "县纪委监委",
        "县法院",
        "县检察院",
        "县税务局",
        "人民银行奉节支行",
        "国网重庆奉节供电公司",
        "滁州海关",
        "市委网信办",
        "县人大常委会办公室",
        "县政协办公室",
        "省通信管理局",
        "市气象局",
        "安徽银保监局",
    ],
)
def test_party_organs_courts_and_vertical_bodies_are_proposed_for_consulting(name: str) -> None:
    assert looks_consulted(name)


@pytest.mark.parametrize(
    "name", ["县财政局", "县发展改革委", "县住房城乡建委", "县政府办公室", "市卫健委", "市地方金融监管局", "各相关部门"]
)
def test_government_departments_are_not_proposed_for_consulting(name: str) -> None:
    assert not looks_consulted(name)


def test_two_spellings_of_one_unit_are_proposed_as_aliases() -> None:
    names = [
        "人民银行奉节支行",
        "县财政局",
        "人民银行奉节县支行",
        "市发改委",
        "市发展和改革委员会",
        "审批服务局",
        "市审批服务局",
    ]
    assert propose_aliases(names) == [
        ("人民银行奉节支行", "人民银行奉节县支行"),
        ("市发改委", "市发展和改革委员会"),
        ("审批服务局", "市审批服务局"),
    ]


def test_units_of_two_levels_and_collective_names_are_no_aliases() -> None:
    assert propose_aliases(["县财政局", "市财政局", "各相关部门", "相关部门", "县水利局", "县税务局"]) == []
