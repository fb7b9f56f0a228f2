"""A shop whose people disagree about a published run, whose actuals are known, and who meet over it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.bulk import BulkAction, BulkChange, BulkKind
from domain.opened_session import OpenedSession, Point
from domain.person import Person
from domain.prediction import QueueRow, prediction_id
from domain.review import Answer
from domain.run import Run
from domain.session import ItemKind, Session
from services.answer_in_bulk import BulkOrder, answer_in_bulk
from services.dependencies import Dependencies
from services.open_session import Meeting, open_session
from services.page_queue import QueueFilter
from services.plan_bulk import BulkScope
from services.read_session import read_session
from services.record_review import GivenAnswer, record_review
from services.sign_in import sign_in_locally
from tests.services.shop import Shop


class Room:
    """Ana, who may hold sessions, and Ben, who may not, before a published run of six predictions."""

    def __init__(self, shop: Shop, run: Run) -> None:
        self.shop, self.deps, self.run = shop, shop.deps, run
        self.ana, self.ben = sign_in_locally(shop.deps, "Ana"), sign_in_locally(shop.deps, "Ben")
        self.rows: tuple[QueueRow, ...] = shop.deps.predictions.page_in_order(run, 0, run.row_count)
        self._tokens = 0

    def token(self) -> str:
        self._tokens += 1
        return f"t{self._tokens}"

    def disagree(self, row: int, value: float, person: Person | None = None) -> None:
        given = GivenAnswer(
            self.token(),
            prediction_id(self.run.id, row),
            (person or self.ben).id,
            Answer.DIFFERENT,
            f"{value:g}",
            reason="event",
            comment="a fair",
        )
        record_review(self.deps, given)

    def disagree_in_bulk(self, percent: float, *rows: int) -> BulkAction:
        """Ben increases these predictions from the list."""
        change = BulkChange(BulkKind.PERCENT, percent, reason="event", comment="a fair")
        order = BulkOrder(self.token(), self.run.id, self.ben.id, BulkScope(QueueFilter(), rows), change, rows)
        return answer_in_bulk(self.deps, order).action

    def happened(self, **values: float) -> None:
        """Actuals by row: `happened(row3=12)`; every other row came as predicted."""
        wanted = {int(name.removeprefix("row")): value for name, value in values.items()}
        items = [(row.entity, self.run.target_date, wanted.get(row.row, row.value), None) for row in self.rows]
        with self.deps.feedback.write() as unit:
            unit.actuals.record("shop", items, self.deps.now())

    def meet(self, deps: Dependencies | None = None, *, title: str = "Friday", minutes: int = 30) -> Session:
        day = self.run.target_date
        meeting = Meeting(self.token(), "shop", title, day - timedelta(days=6), day, minutes, (self.ben.id,))
        return open_session(deps or self.deps, self.ana.id, meeting)

    def read(self, session: Session) -> OpenedSession:
        return read_session(self.deps, session.id)

    def kinds(self, session: Session) -> list[tuple[ItemKind, int | None]]:
        return [(point.item.kind, point.item.row) for point in self.read(session).points]

    def point(self, session: Session, at: int = 0) -> Point:
        return self.read(session).points[at]

    def later(self, days: int) -> Dependencies:
        moment = self.deps.now() + timedelta(days=days)
        return replace(self.deps, now=lambda: moment)


@pytest.fixture
def room(published_shop: Shop, run: Run) -> Room:
    return Room(published_shop, run)
