"""Which answers count, defined once: an answer counts unless its bulk action was taken back, and the latest one that counts stands.

Whoever reads reviews or the steps of disputes uses these conditions (a test sees to it), so that what was taken back is seen nowhere.
"""

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from feedback_db.bulk_tables import BulkUndoRow
from feedback_db.tables import ReviewRow
from feedback_db.talk_tables import DisputeStepRow

_Later = aliased(ReviewRow)


def _not_taken_back(bulk_id: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    return or_(bulk_id.is_(None), bulk_id.not_in(select(BulkUndoRow.bulk_id)))


COUNTS = _not_taken_back(ReviewRow.bulk_id)
"""An answer that was not taken back."""

SUPERSEDED = exists().where(
    and_(
        _Later.run_id == ReviewRow.run_id,
        _Later.row == ReviewRow.row,
        _Later.person_id == ReviewRow.person_id,
        _Later.id > ReviewRow.id,
        _not_taken_back(_Later.bulk_id),
    )
)
"""The same person answered the same prediction again, and that counts."""

STANDING = and_(COUNTS, ~SUPERSEDED)
"""The latest answer of a person on a prediction."""

LATER_ON_SAME_DAY = exists().where(
    and_(
        _Later.use_case == ReviewRow.use_case,
        _Later.target_date == ReviewRow.target_date,
        _Later.person_id == ReviewRow.person_id,
        _Later.entity == ReviewRow.entity,
        _Later.id > ReviewRow.id,
        _not_taken_back(_Later.bulk_id),
    )
)
"""The same person answered again of the same entity and day, perhaps in another run, and that counts."""

STEP_COUNTS = _not_taken_back(DisputeStepRow.bulk_id)
"""A step of a dispute that was not taken back."""
