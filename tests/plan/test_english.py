"""Plans of English-speaking offices: action plans, schedules, trackers."""

from __future__ import annotations

from datetime import date

from bot.plan import read
from tests.plan.drafts import TODAY, ledger
from tests.plan.making import LEFT, UP, xlsx


def test_an_action_plan_in_markdown_with_bullets_of_labels() -> None:
    text = (
        "# Digital Services Action Plan, FY2025\nIssued by the Office of the Chief Digital Officer, October 1, 2024.\n"
        "## Priority A. Make services simple\n### Action 1: Redesign the permit portal\n- **Owner:** Licensing Bureau\n"
        "- **Partners:** Office of Technology, Small Business Commission\n- **Due:** Q3 FY2025\n"
        "### Action 2: Offer every form in plain language\n- **Owner:** Office of Communications\n"
        "- **Partners:** All departments\n- **Due:** Ongoing\n"
    )
    draft = read(text.encode(), "plan.md", today=TODAY)
    assert [(t.code, t.title, t.lead, t.support, t.deadline) for t in draft.tasks] == [
        (
            "1",
            "Redesign the permit portal",
            ("Licensing Bureau",),
            ("Office of Technology", "Small Business Commission"),
            date(2025, 6, 30),
        ),
        ("2", "Offer every form in plain language", ("Office of Communications",), ("All departments",), "ongoing"),
    ]
    assert draft.issued == date(2024, 10, 1)
    assert ("deadline_vague", "1") in {(a.kind, a.code) for a in draft.anomalies}


def test_a_schedule_of_labelled_lines_below_each_action() -> None:
    text = (
        "NORTHERN REGION HOUSING STRATEGY 2025-2028\n\nTheme 1 - Supply\n\n1.1 Release surplus land for 1,200 homes\n"
        "Responsible: Land Development Agency\nSupport: Department of Finance; Regional Councils\n"
        "Timeframe: December 2026\n\n2.2 Publish a quarterly rent index\n"
        "Responsible: Bureau of Statistics and Housing Corporation\nSupport: None\n"
        "Timeframe: Quarterly, from March 2025\n"
    )
    draft = read(text.encode(), "plan.txt", today=TODAY)
    assert [(t.code, t.title, t.lead, t.support, t.deadline) for t in draft.tasks] == [
        (
            "1.1",
            "Release surplus land for 1,200 homes",
            ("Land Development Agency",),
            ("Department of Finance", "Regional Councils"),
            date(2026, 12, 31),
        ),
        ("2.2", "Publish a quarterly rent index", ("Bureau of Statistics", "Housing Corporation"), (), "ongoing"),
    ]


def test_a_tracker_with_owners_start_and_end() -> None:
    text = (
        "Project Tracker - Clean Air Plan,,,,,,\n"
        "ID,Workstream,Deliverable,Task Owner,Supporting Dept,Start Date,End Date\n"
        "CA-01,Transport,Signage installed,Roads Directorate,Police,01-Feb-2025,31-May-2025\n"
        "CA-02,Transport,120 electric buses,Transit Authority,Treasury; Energy Office,2025-03-01,2026-09-30\n"
        "CA-03,Enforcement,Idling patrols,Police,,,Ongoing\n"
    )
    assert ledger(read(text.encode(), "plan.csv", today=TODAY)) == [
        ("CA-01", "Signage installed", "Roads Directorate", "Police", date(2025, 5, 31)),
        ("CA-02", "120 electric buses", "Transit Authority", "Treasury Energy Office", date(2026, 9, 30)),
        ("CA-03", "Idling patrols", "Police", "", "ongoing"),
    ]


def test_a_head_with_columns_that_nobody_knows_is_one_where_who_when_and_what_are_known() -> None:
    head = ["Priority", "#", "Commitment", "What we will do", "SRO", "Lead directorate", "Others involved", "By when"]
    data = xlsx(
        (
            "a",
            [
                ["Delivery Plan 2025/26", *[LEFT] * 10],
                [*head, "RAG", "Ward", "Ledger"],
                ["Access", "1", "Shorter waits", "Cut the backlog", "J. Moss", "Planning", "Legal", "31 March 2026"],
                [UP, "2", "Online payments", "All fees online", "A. Shah", "Digital", "Finance", "Sep-25"],
            ],
        )
    )
    draft = read(data, "a.xlsx", today=TODAY)
    assert ledger(draft) == [
        ("1", "Shorter waits", "Planning", "Legal", date(2026, 3, 31)),
        ("2", "Online payments", "Digital", "Finance", date(2025, 9, 30)),
    ]


def test_actions_below_strategies_with_bars_between_labels() -> None:
    text = """CLIMATE ACTION PLAN (2025)
Strategy 1: Buildings
Action 1.1 Adopt a standard
Lead: Department of Buildings | Partners: Housing Authority | Timeline: 2025-2027
Strategy 2: Mobility
Action 2.1 Maintain free transit
Lead: Transit Agency | Partners: n/a | Timeline: Ongoing
"""
    draft = read(text.encode(), "plan.txt", today=TODAY)
    assert [(t.code, t.section, t.title, t.lead, t.support, t.deadline) for t in draft.tasks] == [
        (
            "1.1",
            "Strategy 1: Buildings",
            "Adopt a standard",
            ("Department of Buildings",),
            ("Housing Authority",),
            date(2027, 12, 31),
        ),
        ("2.1", "Strategy 2: Mobility", "Maintain free transit", ("Transit Agency",), (), "ongoing"),
    ]
