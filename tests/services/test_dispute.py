from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import Refused
from bot.services import dispute, review_answer
from bot.services import review_post as post
from storage.models import AuditEvent
from tests.services import desk as d


@pytest.fixture
def desk(tmp_path: Path) -> d.Desk:
    return d.desk(tmp_path)


def _forward(desk: d.Desk, text: str = "40不是我们牵头，是财政局的 <b>", kind: str = "dispute") -> int:
    with desk.db.writing() as session:
        case = dispute.forward(desk.context(session, desk.zhang), kind=kind, text=text, codes=["40"])
        assert case.id is not None
        return case.id


def test_words_reach_the_desk_with_sender_unit_codes_and_a_button(desk: d.Desk) -> None:
    _forward(desk)
    with desk.db.writing() as session:
        for staff in (desk.li, desk.wang):
            (row,) = d.rows(session, staff)
            assert row.payload["text"].splitlines() == [
                "<b>【任务归属有异议】</b>",
                "来自：县市场监管局、张三，8月24日10:00",
                "任务：40 清理&lt;不合理&gt;收费",
                "原话：40不是我们牵头，是财政局的 &lt;b&gt;",
            ]
            assert d.buttons(row) == ["回复", "不用答复", "改牵头单位…"]
        assert d.rows(session, desk.zhang) == []


def test_the_next_text_goes_to_the_sender_in_the_office_s_name(desk: d.Desk) -> None:
    number = _forward(desk, "57的清单报哪一版？", "question")
    with desk.db.writing() as session:
        d.sent(session)
        dispute.ask_answer(desk.context(session, desk.li), number)
        d.sent(session)
        ctx = desk.context(session, desk.li, now=d.later(1))
        question = post.asked(ctx)
        assert question is not None
        assert review_answer.take(ctx, question, "报2022版 <最新>") == "已转给张三"
        assert d.texts(session, desk.zhang) == ["县营商办回复：报2022版 &lt;最新&gt;\n您的来信：57的清单报哪一版？"]
        (row,) = d.rows(session, desk.wang)
        assert row.payload["text"].endswith("<b>已回复</b>：李主任，8月24日11:00：报2022版 &lt;最新&gt;")
        assert d.buttons(row) == ["再回复"]


def test_an_empty_answer_and_an_unknown_case_are_refused(desk: d.Desk) -> None:
    number = _forward(desk)
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.li)
        with pytest.raises(Refused):
            dispute.answer(ctx, number, "  ")
        other = AuditEvent(at=ctx.now, action="imported", object="plans")
        session.add(other)
        session.flush()
        for case_id in (other.id or 0, 99999):
            with pytest.raises(Refused):
                dispute.ask_answer(ctx, case_id)
        assert d.rows(session, desk.zhang) == []


def test_a_reply_to_the_letter_names_its_case(desk: d.Desk) -> None:
    number = _forward(desk)
    with desk.db.writing() as session:
        d.sent(session)
        ctx = desk.context(session, desk.li)
        (row,) = d.rows(session, desk.li, new=False)
        assert review_answer.replied_case(ctx, 1, row.message_id) == number
        assert review_answer.replied_case(ctx, 1, 424242) is None
        assert review_answer.replied_case(ctx, 1, None) is None
