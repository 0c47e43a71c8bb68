"""Every number of the rules with its default. A plan that differs gets its own copy by `dataclasses.replace`."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from bot.errors import ConfigError

WhoReports = Literal["first-lead", "every-lead"]
Preview = Literal["send", "wait"]


@dataclass(frozen=True)
class Rules:
    """The numbers by which the bot decides. Days are working days where not said otherwise."""

    who_reports: WhoReports = "first-lead"
    due_day: int | None = None  # day of the month; None is the month's last day
    nudge_days: tuple[int, ...] = (5, 2, 0)  # working days left to the due day
    nudge_time: time = time(9, 30)
    late_working_days: int = 5  # after the due day; then the round is frozen
    ongoing_every_months: int = 1  # 3 asks ongoing tasks in March, June, September and December
    warning_days: tuple[int, ...] = (30, 7, 0)  # calendar days ahead of a deadline
    milestone_days: tuple[int, ...] = (7, 0)  # calendar days ahead of a milestone
    monthly_cap: int = 8  # messages to one unit in a calendar month
    cap_warning_days: int = 7  # beyond the cap, deadlines this near (calendar days) still go out
    quiet_before: time = time(8, 0)
    quiet_from: time = time(20, 0)
    preview_days: int = 1  # the office's preview, before the first nudge
    verify_days: int = 1  # for a unit to verify its sentences, after the freeze
    review_reminder_days: int = 3  # a claim of completion that waits longer is put before the office again
    answer_days: int = 5  # for a unit to answer an observation (督查意见)
    deputy_after_days: int = 1  # without a reaction, the deputy is written to as well
    preview: Preview = "send"  # a round's nudges go out by themselves after the preview, or wait for a press
    unit_signoff: bool = False  # a reply counts when the liaison confirms that the unit has approved it

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be kept, with ConfigError naming the setting."""
        if self.who_reports not in ("first-lead", "every-lead"):
            raise ConfigError(f"rules.who_reports: 'first-lead' or 'every-lead' is expected, not {self.who_reports!r}")
        if self.preview not in ("send", "wait"):
            raise ConfigError(f"rules.preview: 'send' or 'wait' is expected, not {self.preview!r}")
        if self.due_day is not None and not 1 <= self.due_day <= 31:
            raise ConfigError(f"rules.due_day: a day from 1 to 31 is expected, not {self.due_day}")
        for name, most in (("nudge_days", 15), ("warning_days", 366), ("milestone_days", 366)):
            days = getattr(self, name)
            if len(set(days)) != len(days) or not all(0 <= each <= most for each in days):
                raise ConfigError(f"rules.{name}: different whole numbers from 0 to {most} are expected, not {days}")
        for name, least in (
            ("late_working_days", 0),
            ("ongoing_every_months", 1),
            ("monthly_cap", 1),
            ("answer_days", 1),
        ):
            if getattr(self, name) < least:
                raise ConfigError(f"rules.{name}: at least {least} is expected, not {getattr(self, name)}")
        for name in ("cap_warning_days", "preview_days", "verify_days", "review_reminder_days", "deputy_after_days"):
            if getattr(self, name) < 0:
                raise ConfigError(f"rules.{name}: a number of days is expected, not {getattr(self, name)}")
        if not self.quiet_before <= self.nudge_time < self.quiet_from:
            raise ConfigError(
                f"rules.nudge_time: a time from {self.quiet_before:%H:%M} to before {self.quiet_from:%H:%M}"
                f" is expected, not {self.nudge_time:%H:%M}"
            )

    def asked_in(self, month: date, *, ongoing: bool) -> bool:
        """Tell whether a task of this kind is asked about in the month."""
        return not ongoing or (month.year * 12 + month.month) % self.ongoing_every_months == 0
