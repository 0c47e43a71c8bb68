"""What must never be stored, and what only looks like it."""

import pytest

from bot.replies import sensitive

GOOD_ID = "11010519491231002X"  # the example number of the standard, GB 11643


@pytest.mark.parametrize(
    "text",
    [
        "秘密★1年",
        "【机密】关于某事的通知",
        "（秘密）14已完成",
        "密级：机密",
        "密级: 秘密",
        "绝密 14已完成",
        "机密★长期 文件",
        "14已完成，附件是秘密文件",
        "机 密★",
        "秘密\n14已完成",
    ],
)
def test_a_classification_mark_is_refused(text):
    assert sensitive(text) == "mark"


@pytest.mark.parametrize(
    "text",
    [
        "14 开展商业秘密保护宣传3次",
        "33 查处侵犯商业秘密案件2件",
        "开展保守国家秘密培训",
        "保密工作正常",
        "涉密内容未发送",
        "14已完成",
        "保护企业商业秘密",
        "国家秘密文件管理培训1次",
    ],
)
def test_secrets_as_a_topic_are_not(text):
    assert sensitive(text) is None


NUMBERS = (GOOD_ID, f"联系人身份证{GOOD_ID}", GOOD_ID.lower(), "110105 19491231 002X", "身份证：110105491231002")


@pytest.mark.parametrize("text", NUMBERS)
def test_an_identity_number_is_refused(text):
    assert sensitive(text) == "identity"


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # a wrong check digit
        "11010519491331002X",  # a thirteenth month
        "订单号202208240000123456",
        "电话13800001234",
        "110105491231002",  # fifteen digits with nothing that says what they are
        "统一社会信用代码91500236MA5U4XXX0X",
    ],
)
def test_other_long_numbers_are_not(text):
    assert sensitive(text) is None
