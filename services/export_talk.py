"""What people said, as tables: every answer; every dispute with its steps, and the threads of predictions."""

from collections.abc import Iterator
from datetime import date

from domain.dispute import Dispute
from domain.exported import Cell, Table
from domain.outcome import Period
from domain.review import Review
from domain.use_case import UseCase
from presentation.words.catalogue import text
from presentation.words.export_columns import SHEETS, columns, key_columns
from presentation.words.scenarios import scenario_text
from services.dependencies import Dependencies
from services.review_cells import by_name, review_cells

PIECE = 2_000
"""Rows read from the database at a time: some megabytes."""

DISPUTES_PIECE = 400
"""Disputes read at a time; they are named one by one, and databases limit how many values a statement may have."""

_REVIEW = ("review_id", "run", "row", "target_date")
_SAID = ("person", "answer", "own_value", "own_class", "own_low", "own_high", "reason", "reason_words", "doubted", "comment", "in_bulk", "answered_at")  # fmt: skip
_SEEN = ("may_decide", "superseded", "undone", "scenario", "predicted", "class", "low", "high", "usual", "version", "data_through", "seen_hash")  # fmt: skip
_DISPUTE = ("dispute_id", "run", "row", "target_date")
_STANDS = ("person", "opened_at", "state", "decided_by", "decided_at", "decision_words", "answered_by_version")
_STEP = ("dispute_id", "step", "state", "person", "words", "answered_by_version", "written_at")
_WRITTEN = ("person", "words", "written_at")
_COMMENT = ("comment_id", "run", "row", "target_date")


def review_tables(deps: Dependencies, use_case: UseCase, period: Period) -> tuple[Table, ...]:
    """Every answer on target dates of a period, also those superseded or undone, each with what was on the screen."""
    first, last = period.first, period.last
    with deps.feedback.read() as unit:
        count = unit.reviews.count(use_case.name, first, last)

    def rows() -> Iterator[tuple[Cell, ...]]:
        with deps.feedback.read() as unit:
            for piece in unit.reviews.in_pieces(use_case.name, first, last, PIECE):
                yield from (_review(review, use_case) for review in piece)

    head = (*columns(_REVIEW), *key_columns(use_case), *columns((*_SAID, *_SEEN)))
    return (Table("reviews", text(SHEETS["reviews"]), head, count, rows),)


def _review(review: Review, use_case: UseCase) -> tuple[Cell, ...]:
    new, seen = review.new, review.new.seen
    return (
        review.id,
        new.run_id,
        new.row,
        new.target_date,
        *new.entity,
        *review_cells(review, use_case, by_name),
        review.may_decide,
        review.superseded,
        review.withdrawn,
        "" if new.scenario is None else scenario_text(use_case, new.scenario),
        seen.prediction,
        seen.label,
        seen.low,
        seen.high,
        seen.usual,
        seen.version,
        seen.data_through,
        new.seen.content_hash(),
    )


def dispute_tables(deps: Dependencies, use_case: UseCase, period: Period) -> tuple[Table, ...]:
    """Disputes as they stand, every step of them, and the threads of the predictions of a period."""
    ends = (use_case.name, period.first, period.last)
    with deps.feedback.read() as unit:
        disputes, steps = unit.disputes.count(*ends)
        comments = unit.comments.count(*ends)
    keys = key_columns(use_case)
    stands, threads = (*columns(_DISPUTE), *keys, *columns(_STANDS)), (*columns(_COMMENT), *keys, *columns(_WRITTEN))
    return (
        Table("disputes", text(SHEETS["disputes"]), stands, disputes, lambda: map(_dispute, _disputes(deps, ends))),
        Table("steps", text(SHEETS["steps"]), columns(_STEP), steps, lambda: _steps(_disputes(deps, ends))),
        Table("comments", text(SHEETS["comments"]), threads, comments, lambda: _comments(deps, ends)),
    )


_Ends = tuple[str, date, date]


def _disputes(deps: Dependencies, ends: _Ends) -> Iterator[Dispute]:
    with deps.feedback.read() as unit:
        for piece in unit.disputes.in_pieces(*ends, DISPUTES_PIECE):
            yield from piece


def _comments(deps: Dependencies, ends: _Ends) -> Iterator[tuple[Cell, ...]]:
    with deps.feedback.read() as unit:
        for piece in unit.comments.in_pieces(*ends, PIECE):
            for placed in piece:
                said = placed.comment
                about: tuple[Cell, ...] = (said.id, said.run_id, said.row, placed.target_date, *placed.entity)
                yield (*about, said.person, said.words, said.at)


def _dispute(dispute: Dispute) -> tuple[Cell, ...]:
    first, last = dispute.steps[0], dispute.steps[-1]
    about: tuple[Cell, ...] = (dispute.id, dispute.run_id, dispute.row, dispute.target_date, *dispute.entity)
    stands: tuple[Cell, ...] = (None, None, None, None)
    if last is not first:
        stands = (last.person, last.at, last.words, last.version)
    return (*about, dispute.author, first.at, dispute.state.value, *stands)


def _steps(disputes: Iterator[Dispute]) -> Iterator[tuple[Cell, ...]]:
    for dispute in disputes:
        for number, step in enumerate(dispute.steps, start=1):
            yield dispute.id, number, step.state.value, step.person, step.words, step.version, step.at
