"""Files that are broken, hostile or no plan: one clear error each, quickly, and never another exception."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import PlanError
from bot.plan import read
from tests.plan.making import docx, pdf, rtf, xlsx

TODAY = date(2024, 3, 1)
ITEM = "1.推进改革。（市发改委牵头，6月底前）"
TABLE = [["序号", "任务", "责任单位", "完成时限"], ["1", "编制预算", "县财政局", "5月"]]


def package(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return out.getvalue()


def deep() -> bytes:
    body = b"<w:sdt><w:sdtContent>" * 20_000 + b"</w:sdtContent></w:sdt>" * 20_000
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return package(word__document_xml=b"<w:document " + space + b"><w:body>" + body + b"</w:body></w:document>")


PDF_HEAD = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R>>endobj\n"
    b"4 0 obj<</Filter/FlateDecode/Length 1000000>>stream\n"
)
PDF_END = b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
PDF_TREE = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[%s]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>endobj\ntrailer<</Root 1 0 R>>\n"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
BAD = {
    "empty": (b"", "a.txt", "空"),
    "blank": (b" \r\n\t", "a.txt", "空"),
    "too_big": (b"a" * (21 * 1024 * 1024), "a.txt", "MB"),
    "no_task": ("今天天气很好。".encode() * 50, "a.txt", "没有读到任务"),
    "no_task_docx": (docx("通知", "请各单位认真落实。"), "a.docx", "没有读到任务"),
    "other_encoding": (bytes(range(128, 256)) * 20, "a.txt", "编码"),
    "binary": (bytes(range(256)) * 40, "a.txt", "编码"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "a.png", "图片"),
    "archive": (package(a=b"x"), "a.zip", "Word"),
    "rar": (b"Rar!\x1a\x07" + bytes(100), "a.rar", "解压"),
    "cut_docx": (docx(ITEM)[:3000], "a.docx", "损坏"),
    "cut_pdf": (pdf(ITEM)[:600], "a.pdf", "PDF"),
    "rubbish_docx": (bytes(range(256)) * 40, "a.docx", "损坏"),
    "password_pdf": (pdf(ITEM, password="x"), "a.pdf", "密码"),
    "password_office": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "密码"),
    "macros": (package(word__document_xml=b"<a/>", word__vbaProject_bin=b"x"), "a.docm", "宏"),
    "bomb_docx": (package(word__document_xml=b" " * 80_000_000), "a.docx", "过大"),
    "bomb_xlsx": (
        package(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=b" " * 80_000_000),
        "a.xlsx",
        "过大",
    ),
    "entities": (package(word__document_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "a.docx", "异常"),
    "deep": (deep(), "a.docx", "复杂"),
    "scan_pdf": (pdf(" "), "a.pdf", "没有文字"),
    "strings": (
        package(xl__workbook_xml=b"<workbook/>", xl__sharedStrings_xml=b"<si><t>x</t></si>" * 200_000),
        "a.xlsx",
        "过大",
    ),
    "merges": (
        package(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=b'<mergeCell ref="A1:XFD1048576"/>'),
        "a.xlsx",
        "单元格",
    ),
    "pdf_bomb": (PDF_HEAD + zlib.compress(b"0 0 m 1 1 l S\n" * 3_000_000) + PDF_END, "a.pdf", "过大"),
    "pdf_drawing": (PDF_HEAD + zlib.compress(b"0 0 m 1 1 l S\n" * 100_000) + PDF_END, "a.pdf", "图形"),
    "pdf_tree": (PDF_TREE % (b"3 0 R " * 100_000), "a.pdf", "异常"),
    "pdf_nodes": (PDF_TREE % b"" + b"4 0 obj<</Type/Pages/Kids[]>>endobj\n" * 2_000, "a.pdf", "异常"),
    "pdf_packed_nodes": (
        PDF_TREE % b""
        + b"4 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n"
        + zlib.compress(b"<</Type/Pages/Kids[]>>" * 2_000)
        + PDF_END,
        "a.pdf",
        "异常",
    ),
    "pdf_nested": (PDF_TREE % (b"[" * 1_000_000), "a.pdf", "异常"),
    "rtf_nested": (b"{\\rtf1" + b"{" * 100_000, "a.rtf", "复杂"),
    "rtf_rows": (b"{\\rtf1" + b"\\trowd\\cellx1 a\\cell\\row" * 10_000, "a.rtf", "行"),
    "lines": ("推进工作\n".encode() * 30_000, "a.txt", "太长"),
    "rows_csv": (
        "\n".join(["序号,任务,责任单位,完成时限"] + [f"{i},任务{i},县财政局,5月" for i in range(10_000)]).encode(),
        "a.csv",
        "行",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_one_message_that_says_why(case: str) -> None:
    data, name, word = BAD[case]
    with pytest.raises(PlanError) as caught:
        read(data, name, today=TODAY)
    message = str(caught.value)
    assert word in message
    assert "\n" not in message


def test_a_sheet_of_ten_thousand_rows_is_refused_before_it_is_built() -> None:
    rows = [["序号", "任务", "责任单位", "完成时限"]] + [[str(i), f"任务{i}", "县财政局", "5月"] for i in range(10_000)]
    with pytest.raises(PlanError, match="行"):
        read(xlsx(("表", rows)), "a.xlsx", today=TODAY)


def test_an_old_word_file_is_refused_or_converted_but_never_an_exception() -> None:
    with pytest.raises(PlanError, match="docx"):
        read(OLE, "a.doc", today=TODAY)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_the_encodings_that_offices_use_are_read(encoding: str) -> None:
    text = "2024年工作分工\r\n1.推进改革。（市发改委牵头，6月底前）\r\n2.优化服务。（市政务局牵头，长期坚持）\r\n"
    draft = read(text.encode(encoding), "a.txt", today=TODAY)
    assert [(t.lead, t.deadline) for t in draft.tasks] == [
        (("市发改委",), date(2024, 6, 30)),
        (("市政务局",), "ongoing"),
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "（",
        "（县",
        "、",
        "1.",
        "1.1",
        "责任单位：",
        "2022年",
        "12月",
        "2022年3月-",
        "|",
        "和局",
        "“",
        "各县、",
        "会同",
        "等有关",
        "9",
        "（一）",
        "-",
        "从",
        "每年",
        "5%",
        "县财政局",
        "牵头",
        "\t",
        "\n1.",
        " ",
        "- 牵头：县财政局\n",
        "任务名称\n目标要求\n牵头单位\n完成期限\n",
        "Lead: A and B Office | Timeline: Q1 FY2025; ",
        "Action 1 A ",
        "2025-26 ",
        "Jan 2025 to ",
    ],
)
def test_long_repetitions_are_read_or_refused_in_good_time(piece: str) -> None:
    for text in (piece * (40_000 // len(piece)), f"1.{piece * (9_000 // len(piece))}（县财政局牵头，6月底前）"):
        read_or_refuse(text.encode(), "a.txt")
    cell = piece.replace("\n", " ") * (9_000 // len(piece))
    read_or_refuse(f"序号,任务,责任单位,完成时限\n1,{cell},{cell},{cell}\n".encode(), "a.csv")


def read_or_refuse(data: bytes, name: str) -> None:
    """Only a draft or our own error may come of it."""
    try:
        draft = read(data, name, today=TODAY)
    except PlanError:
        return
    assert draft.tasks
    assert len({t.code for t in draft.tasks}) == len(draft.tasks)


WORDS = st.sampled_from(
    [
        "1.",
        "2.",
        "（一）",
        "一、",
        "（",
        "）",
        "、",
        "，",
        "。",
        "；",
        "\n",
        "\t",
        "|",
        "序号",
        "任务",
        "牵头单位",
        "责任单位",
        "配合单位",
        "完成时限",
        "县财政局",
        "县教委",
        "各相关部门",
        "2022年8月",
        "6月底",
        "13月",
        "长期坚持",
        "牵头",
        "配合",
        "负责",
        "会同",
        "等",
        "责任单位：",
        "完成时限：",
        "每年",
        "不少于4次",
        "300件",
        "90%以上",
        "推进改革",
        "Lead:",
        "OMB",
        "|---|",
        "-",
        "《",
        "》",
        "注：",
        "合计",
        "2023-11-31",
        "\n",
        "\t",
        "\n\n",
    ]
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(st.lists(WORDS, max_size=60).map("".join), st.sampled_from(["a.txt", "a.md", "a.csv", "a.tsv"]))
def test_any_mixture_of_a_plan_s_words_is_read_or_refused(text: str, name: str) -> None:
    read_or_refuse(text.encode(), name)


@QUICK
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.csv", "a.docx", "a.xlsx", "a.pdf", "a.doc", "a"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    read_or_refuse(data, name)


CONTROLS = r"trowd cellx clvmrg clmrg cell row pard intbl par u-1 u55296? uc9 'c4 'ff * pict ansicpg65001 ansicpg0"
RICH = st.sampled_from(
    [*"{}", *(f"\\{word}" for word in CONTROLS.split()), "1.", "（县财政局牵头）", "序号", "任务", "责任单位", "6月"]
)


@QUICK
@given(st.lists(RICH, max_size=80).map(" ".join))
def test_any_mixture_of_rich_text_is_read_or_refused(text: str) -> None:
    read_or_refuse(b"{\\rtf1 " + text.encode("gb18030"), "a.rtf")


SEEDS = {
    "a.docx": docx(ITEM, TABLE),
    "a.xlsx": xlsx(("表", TABLE)),
    "a.pdf": pdf(ITEM, TABLE),
    "b.pdf": pdf(ITEM, TABLE, rules=""),
    "a.rtf": rtf(ITEM, TABLE),
}


@QUICK
@given(
    st.sampled_from(sorted(SEEDS)), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8)
)
def test_a_file_with_changed_bytes_is_read_or_refused(name: str, changes: list[tuple[float, int]]) -> None:
    data = bytearray(SEEDS[name])
    for where, value in changes:
        data[int(where * (len(data) - 1))] = value
    read_or_refuse(bytes(data), name)


@QUICK
@given(st.sampled_from(["a.docx", "a.xlsx"]), st.data())
def test_a_package_with_changed_xml_is_read_or_refused(name: str, data: st.DataObject) -> None:
    source = zipfile.ZipFile(io.BytesIO(SEEDS[name]))
    target = data.draw(
        st.sampled_from(["word/document.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for item in source.namelist():
            content = bytearray(source.read(item))
            if item == target:
                for where in data.draw(st.lists(st.floats(0, 1), min_size=1, max_size=4)):
                    content[int(where * (len(content) - 1))] = data.draw(st.sampled_from(b'<>"&019 a/'))
            made.writestr(item, bytes(content))
    read_or_refuse(out.getvalue(), name)


@pytest.mark.parametrize("number", ["①", "²", "9" * 5000, "一" * 5000, "１"])
def test_odd_and_endless_numbers_are_read_or_refused(number: str) -> None:
    read_or_refuse(f"{number},推进改革事项落地,县财政局,6月\n{number},优化服务事项流程,县教委,7月\n".encode(), "a.csv")
    read_or_refuse(f"{number}.推进改革事项。（县财政局牵头，{number}月底前）".encode(), "a.txt")
