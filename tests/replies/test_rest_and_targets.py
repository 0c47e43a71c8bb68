"""What 其余 may stand for; reported numbers against the plan's targets."""

from bot.replies import Measure, TargetView, doubtful_value, expand_rest, match_measure

PATENTS = TargetView("全县有效发明专利拥有量", 300, "件")
PER_HEAD = TargetView("万人有效发明专利拥有量", 4, "件")
MARKS = TargetView("有效注册商标总量", 8200, "件")
ONLINE = TargetView("全程网办率", 90, "%")
TARGETS = (PATENTS, PER_HEAD, MARKS, ONLINE)


def test_the_rest_never_covers_overdue_tasks_nor_those_due_this_month():
    covered, asked = expand_rest(["2", "11", "15", "58"], named=["15"], overdue=["58"], due=["11"])
    assert covered == ("2",)
    assert asked == ("11", "58")


def test_the_rest_of_nothing_is_nothing():
    assert expand_rest([], overdue=["1"]) == ((), ())
    assert expand_rest(["1"], named=["1"]) == ((), ())


def test_a_number_is_matched_to_its_target_by_words_and_unit():
    assert match_measure(Measure("有效发明专利", 268, "件"), TARGETS[:1] + TARGETS[2:]) is PATENTS
    assert match_measure(Measure("万人发明专利", 3.6, "件"), TARGETS) is PER_HEAD
    assert match_measure(Measure("注册商标", 8012, "件"), TARGETS) is MARKS
    assert match_measure(Measure("网办率", 93.6, "%"), TARGETS) is ONLINE


def test_a_number_of_another_unit_or_without_telling_words_matches_none():
    assert match_measure(Measure("有效发明专利", 268, "家"), TARGETS) is None
    assert match_measure(Measure(None, 268, "件"), TARGETS) is None
    assert match_measure(Measure("座谈会", 3, "件"), TARGETS) is None


def test_a_number_without_a_name_matches_the_only_target_of_its_unit():
    assert match_measure(Measure(None, 93.6, "%"), TARGETS) is ONLINE


def test_a_value_that_falls_jumps_or_contradicts_is_queried():
    assert doubtful_value(250, before=268) == "falls"
    assert doubtful_value(2680, before=268) == "jumps"
    assert doubtful_value(100, before=None, target=PATENTS, percent=100) == "contradicts"
    assert doubtful_value(300, before=None, target=PATENTS, percent=40) == "contradicts"


def test_a_value_that_grows_within_reason_is_not():
    assert doubtful_value(270, before=268) is None
    assert doubtful_value(268, before=None) is None
    assert doubtful_value(5, before=0) is None
    assert doubtful_value(270, before=268, target=PATENTS, percent=90) is None
