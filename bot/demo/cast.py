"""The people of the demonstration: an office, supervision, and the liaisons of some units of the plan."""

from __future__ import annotations

from dataclasses import dataclass

from storage.kinds import Role


@dataclass(frozen=True)
class Player:
    """Somebody in the demonstration. `unit` is theirs as the plan names it."""

    telegram_id: int
    name: str
    role: Role
    unit: str = ""

    @property
    def section(self) -> str:
        """Return the heading under which the page lists them."""
        return {Role.liaison: "联络员", Role.supervision: "督查"}.get(self.role, "营商办")

    @property
    def label(self) -> str:
        """Return what stands under the name."""
        return self.unit or {Role.supervision: "县政府督查办"}.get(self.role, "县营商办")


OFFICE = Player(9001, "王敏", Role.admin)
SUPERVISION = Player(9002, "周正", Role.supervision)
MARKET = Player(9101, "李芳", Role.liaison, "县市场监管局")
LAND = Player(9102, "张伟", Role.liaison, "县规划自然资源局")
REFORM = Player(9103, "陈静", Role.liaison, "县发展改革委")
COUNTY = Player(9104, "刘洋", Role.liaison, "县政府办公室")
TRADE = Player(9105, "赵磊", Role.liaison, "县商务委")

CAST = (OFFICE, SUPERVISION, MARKET, LAND, REFORM, COUNTY, TRADE)
INVITED = CAST[1:]
