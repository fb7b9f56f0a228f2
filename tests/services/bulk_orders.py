"""Ana and Ben answer many predictions at once, as the screen would hand it in."""

from domain.bulk import BulkChange, BulkKind
from domain.review import Review
from services.answer_in_bulk import BulkOrder, BulkOutcome, answer_in_bulk
from services.page_queue import QueueFilter
from services.plan_bulk import BulkScope, plan_bulk
from services.undo_bulk import bulk_token
from tests.services.desk import Desk

ALL = BulkScope(QueueFilter())
ACCEPT = BulkChange(BulkKind.ACCEPT)
MORE = BulkChange(BulkKind.PERCENT, 50.0, reason="event", comment="Street festival")


def order(desk: Desk, change: BulkChange = ACCEPT, scope: BulkScope = ALL, person_id: int | None = None) -> BulkOrder:
    """What the screen would hand in now."""
    who = desk.ana.id if person_id is None else person_id
    plan = plan_bulk(desk.shop.deps, desk.run, who, scope, change)
    rows = tuple(row.queue.row for row in plan.rows)
    token = bulk_token(desk.shop.deps, desk.run, who, change, rows)
    return BulkOrder(token, desk.run.id, who, scope, change, rows)


def do(desk: Desk, *given: object, **more: object) -> BulkOutcome:
    return answer_in_bulk(desk.shop.deps, order(desk, *given, **more))  # type: ignore[arg-type]


def needing_look(desk: Desk) -> set[int]:
    rows = desk.shop.deps.predictions.page_in_order(desk.run, 0, 100)
    return {row.row for row in rows if row.needs_look}


def reviews(desk: Desk) -> tuple[Review, ...]:
    with desk.shop.deps.feedback.read() as unit:
        return unit.reviews.for_run(desk.run.id)
