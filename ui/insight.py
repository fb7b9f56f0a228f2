"""What all parts of Insights share: the period, what is looked at, and what was measured."""

from dataclasses import dataclass

from domain.doubt import Doubt
from domain.driver import Driver, Importance
from domain.use_case import UseCase
from services.choose_runs import Period
from ui.guard import Visit
from ui.insights_place import View


@dataclass(frozen=True)
class Insight:
    """What all parts of the screen share.

    Attributes:
        drivers: features or groups, as chosen.
        feature: the one that is looked at.
        driver: the driver that it belongs to.
    """

    visit: Visit
    period: Period
    view: View
    drivers: tuple[Driver, ...]
    importance: Importance
    doubts: tuple[Doubt, ...]
    feature: str
    driver: Driver

    @property
    def use_case(self) -> UseCase:
        """As it was in the newest run of the period."""
        return self.period.use_case
