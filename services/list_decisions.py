"""The decided list: what counts for ordering, and who decided it."""

from domain.decision import Decision
from domain.errors import PredictionFileError
from domain.prediction import QueueRow
from domain.review import Answer, Review
from domain.run import Run
from services.dependencies import Dependencies

PAGE_ROWS = 20_000
"""Predictions read at a time."""


def list_decisions(deps: Dependencies, run: Run, limit: int | None = None) -> tuple[Decision, ...]:
    """For every prediction of a run, in batch order, the latest override of somebody entitled to decide, else the model's value.

    Args:
        deps: stores.
        run: a published run.
        limit: at most so many rows, for a screen.

    Raises:
        PredictionFileError: the files are gone, broken or hold fewer rows than were published.
    """
    with deps.feedback.read() as unit:
        overrides = deciding_overrides(unit.reviews.for_run(run.id))
    wanted = run.row_count if limit is None else min(limit, run.row_count)
    decisions: list[Decision] = []
    while len(decisions) < wanted:
        rows = deps.predictions.page_in_order(run, len(decisions), min(PAGE_ROWS, wanted - len(decisions)))
        if not rows:
            raise PredictionFileError(deps.predictions.folder / run.location, "tampered")
        decisions += [_decision(row, overrides.get(row.row)) for row in rows]
    return tuple(decisions)


def deciding_overrides(reviews: tuple[Review, ...]) -> dict[int, Review]:
    """The latest override that counts, per row. Somebody who agrees later does not undo somebody else's override."""
    counting = sorted(
        (r for r in reviews if r.may_decide and r.new.answer is Answer.DIFFERENT), key=lambda r: (r.created_at, r.id)
    )
    return {review.new.row: review for review in counting}


def _decision(row: QueueRow, override: Review | None) -> Decision:
    if override is None:
        return Decision(row.entity, row.value, row.label, row.value, row.label, None, None, "")
    value = row.value if override.new.own_value is None else override.new.own_value
    return Decision(
        row.entity,
        row.value,
        row.label,
        value,
        override.new.own_label or row.label,
        override.person,
        override.new.reason,
        override.new.comment,
        override.new.scenario,
        override.bulk_id is not None,
    )
