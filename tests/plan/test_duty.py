"""Who is responsible, in the wordings of real plans."""

import pytest

from bot.plan.duty import Manner, read_duty
from bot.plan.units import split_units

CASES = [
    ("县财政局牵头，县教委配合", ["县财政局"], ["县教委"], ""),
    ("10月底完成，牵头单位：市财政局", ["市财政局"], [], "10月底完成"),
    ("责任单位：县财政局、县教委；完成时限：2022年10月", ["县财政局", "县教委"], [], "2022年10月"),
    ("税务总局、财政部负责，排在第一位的部门为牵头部门，下同", ["税务总局"], ["财政部"], ""),
    ("海关总署、商务部等有关部门负责", ["海关总署", "商务部", "有关部门"], [], ""),
    ("A局牵头，B局等国务院相关部门及各地区按职责分工负责", ["A局"], ["B局", "国务院相关部门", "各地区"], ""),
    ("省科技厅、工业和信息化厅按职责分工负责，各市人民政府结合实际落实", ["省科技厅", "工业和信息化厅"], ["各市人民政府"], ""),  # noqa: E501
    ("教育部会同有关部门负责", ["教育部"], ["有关部门"], ""),
    ("由县财政局牵头，会同县教委、县科技局", ["县财政局"], ["县教委", "县科技局"], ""),
    ("牵头单位：市发展改革委，配合单位：市委组织部，各区、县级市", ["市发展改革委"], ["市委组织部", "各区", "县级市"], ""),  # noqa: E501
    ("牵头单位：甲局；责任单位：乙局、丙局", ["甲局"], ["乙局", "丙局"], ""),
    ("牵头领导：金力；牵头单位：市财政局", ["市财政局"], [], ""),
    ("责任单位：区政府责任单位：商务局", ["区政府", "商务局"], [], ""),
    ("持续推进，牵头考核单位：市住建局、审批服务局", ["市住建局", "审批服务局"], [], "持续推进"),
    ("县财政局（牵头）、县教委", ["县财政局"], ["县教委"], ""),
    ("县财政局牵头，2022年12月底前完成", ["县财政局"], [], "2022年12月底前完成"),
    ("县政府办公室、县林业局等按职责分工负责", ["县政府办公室", "县林业局"], [], ""),
    ("省工业和信息化厅、广电局牵头", ["省工业和信息化厅", "广电局"], [], ""),
    ("Lead: Data Office. Support: IT Department, Legal Office. Deadline: 30 June 2024", ["Data Office"],
     ["IT Department", "Legal Office"], "30 June 2024"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lead", "support", "time"), CASES)
def test_a_statement_gives_leads_supports_and_time(text: str, lead: list[str], support: list[str], time: str) -> None:
    duty = read_duty(text, Manner())
    assert (duty.lead, duty.support, duty.deadline_text) == (lead, support, time)


def test_the_first_leads_from_the_place_on_where_the_document_says_so() -> None:
    manner = Manner()
    assert read_duty("财政部、税务总局负责", manner).support == []
    read_duty("海关总署、财政部负责，排在第一位的部门为牵头部门，下同", manner)
    assert read_duty("商务部、海关总署负责", manner).lead == ["商务部"]


NAMES = [
    ("县经济信息委、\n县规划自然资源局\n、县住房城乡建委", ["县经济信息委", "县规划自然资源局", "县住房城乡建委"]),
    ("县规划自然资\n源局、县财\n政局", ["县规划自然资源局", "县财政局"]),
    ("县委\n宣传部", ["县委宣传部"]),
    ("县财政局\n县教委", ["县财政局", "县教委"]),
    ("市财政局 市教育局　市民政局", ["市财政局", "市教育局", "市民政局"]),
    ("县教委、县文化旅游委等。", ["县教委", "县文化旅游委"]),
    ("人民银行奉节支行，各商业银行", ["人民银行奉节支行", "各商业银行"]),
    ("各乡镇（街道）、相关部门", ["各乡镇（街道）", "相关部门"]),
    ("市交通委（市道运局、市港航局）、市公安局", ["市交通委（市道运局、市港航局）", "市公安局"]),
    ("各县、市、区政府，市直有关部门", ["各县、市、区政府", "市直有关部门"]),
    ("浦东新区等相关区政府", ["浦东新区", "相关区政府"]),
    ("工业和信息化部、人力资源和社会保障部", ["工业和信息化部", "人力资源和社会保障部"]),
    ("税务总局和海关总署", ["税务总局", "海关总署"]),
    ("各有关部门和单位", ["各有关部门和单位"]),
    ("市级各有关部门及各县市区政府", ["市级各有关部门", "各县市区政府"]),
    ("CIO and Chief Data Officer Councils, as well as other interagency bodies",
     ["CIO Council", "Chief Data Officer Council", "other interagency bodies"]),
    ("Required for all agencies", []),
    ("无", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_lists_are_split_into_names_as_written(text: str, names: list[str]) -> None:
    assert split_units(text) == names


@pytest.mark.parametrize(
    ("text", "lead", "support"),
    [
        (
            "Ministry of Education in consultation with Department of Health",
            ["Ministry of Education"],
            ["Department of Health"],
        ),
        ("Treasury, supported by the Port Authority; Police", ["Treasury"], ["Port Authority", "Police"]),
        ("Planning Office together with Housing Agency", ["Planning Office"], ["Housing Agency"]),
        ("Bureau of Statistics and Housing Corporation", ["Bureau of Statistics", "Housing Corporation"], []),
        ("Department of Planning and Environment", ["Department of Planning and Environment"], []),
        ("n/a", [], []),
    ],
)
def test_english_names_with_those_who_help(text: str, lead: list[str], support: list[str]) -> None:
    duty = read_duty(text)
    assert (duty.lead, duty.support) == (lead, support)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("县财政局 张建军", ["县财政局"]),
        ("县水利局 李伟、县气象局 王芳", ["县水利局", "县气象局"]),
        ("各乡镇 乡镇长", ["各乡镇"]),
        ("县财政局 金融办 林业站", ["县财政局", "金融办", "林业站"]),
        ("县财政局（张建军）", ["县财政局（张建军）"]),
        ("县规划和自然 资源局", ["县规划和自然资源局"]),
    ],
)
def test_a_person_behind_a_unit_is_no_unit(text: str, names: list[str]) -> None:
    assert split_units(text) == names
