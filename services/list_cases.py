"""List cases: every dispute, and every decision of a session on what nobody disputed, with all that is known of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from domain.actual import Actual
from domain.case import Case, CaseDecision, CaseFilter, CaseKind
from domain.dispute import SETTLED, Dispute, DisputeState, DisputeStep
from domain.entity import Entity
from domain.errors import NotFoundError, PredictionFileError
from domain.prediction import Prediction, prediction_id
from domain.review import Review
from domain.run import Run
from domain.session import Item, ItemKind, outcome_from_json
from domain.use_case import UseCase
from feedback_db.unit_of_work import UnitOfWork
from services.dependencies import Dependencies
from services.read_session import subject_of

PIECE = 200
"""Cases read at a time: a few megabytes with their inputs, and no statement of a database gets too long."""


_Stored = tuple[UseCase, dict[int, Prediction]] | None


@dataclass(frozen=True)
class _Found:
    """A case before its prediction, its answers and its actual are read."""

    id: str
    kind: CaseKind
    run_id: str
    row: int
    entity: Entity
    day: date
    state: DisputeState
    author_id: int | None
    decision: CaseDecision | None


def count_cases(deps: Dependencies, use_case: str, wanted: CaseFilter) -> int:
    """How many cases there are."""
    with deps.feedback.read() as unit:
        return sum(len(piece) for piece in _found(unit, use_case, wanted))


def list_cases(deps: Dependencies, use_case: str, wanted: CaseFilter) -> Iterator[tuple[Case, ...]]:
    """The cases, some at a time: disputes by target date, then decisions by target date.

    Raises:
        NotFoundError: the use case is not registered.
    """
    with deps.feedback.read() as unit:
        unit.use_cases.definition(use_case)
        for piece in _found(unit, use_case, wanted):
            yield _completed(deps, unit, use_case, piece)


def _found(unit: UnitOfWork, use_case: str, wanted: CaseFilter) -> Iterator[list[_Found]]:
    """What the filter leaves, in pieces."""
    disputed: set[tuple[str, int]] = set()
    first, last = wanted.period.first, wanted.period.last
    for disputes in unit.disputes.in_pieces(use_case, first, last, PIECE):
        disputed |= {(dispute.run_id, dispute.row) for dispute in disputes}
        piece = [_of_dispute(dispute) for dispute in disputes if _is_wanted(wanted, dispute.state)]
        if piece:
            yield piece
    decided = [found for found in _decisions(unit, use_case, wanted) if (found.run_id, found.row) not in disputed]
    decided.sort(key=lambda found: (found.day, found.id))
    for at in range(0, len(decided), PIECE):
        yield decided[at : at + PIECE]


def _is_wanted(wanted: CaseFilter, state: DisputeState) -> bool:
    return not wanted.states or state in wanted.states


def _of_dispute(dispute: Dispute) -> _Found:
    step = dispute.steps[-1]
    decision = _decision_of(step) if step.state in SETTLED else None
    return _Found(
        f"dispute-{dispute.id}",
        CaseKind.DISPUTE,
        dispute.run_id,
        dispute.row,
        dispute.entity,
        dispute.target_date,
        dispute.state,
        dispute.author_id,
        decision,
    )


def _decision_of(step: DisputeStep) -> CaseDecision:
    return CaseDecision(step.state, step.person_id, step.person, step.at, step.words, step.version)


def _decisions(unit: UnitOfWork, use_case: str, wanted: CaseFilter) -> list[_Found]:
    """What sessions decided on predictions, the last decision on each; two versions that wait for a choice are none."""
    points = unit.agenda.about_predictions(use_case, wanted.period.first, wanted.period.last)
    fields = unit.fields.of_sessions(sorted({session_id for session_id, _ in points}))
    last: dict[tuple[str, int], _Found] = {}
    for _, item in points:
        field = fields.get((str(subject_of(item)), "outcome"))
        if field is None or field.in_conflict or item.kind is ItemKind.OPEN_ACTION:
            continue
        head, outcome = field.heads[-1], outcome_from_json(field.heads[-1].value)
        decision = CaseDecision(outcome.state, head.person_id, head.person, head.at, outcome.words, outcome.version)
        found = _of_item(item, decision)
        before = last.get((found.run_id, found.row))
        if before is None or before.decision is None or before.decision.at <= decision.at:
            last[found.run_id, found.row] = found
    return [found for found in last.values() if _is_wanted(wanted, found.state)]


def _of_item(item: Item, decision: CaseDecision) -> _Found:
    assert item.run_id is not None
    assert item.row is not None
    assert item.entity is not None
    assert item.target_date is not None
    name = f"decision-{prediction_id(item.run_id, item.row)}"
    return _Found(
        name, CaseKind.DECISION, item.run_id, item.row, item.entity, item.target_date, decision.state, None, decision
    )


def _completed(deps: Dependencies, unit: UnitOfWork, use_case: str, piece: Sequence[_Found]) -> tuple[Case, ...]:
    reviews: dict[tuple[str, int], list[Review]] = {}
    for review in unit.reviews.for_predictions({(found.run_id, found.row) for found in piece}):
        reviews.setdefault((review.new.run_id, review.new.row), []).append(review)
    actuals = unit.actuals.latest_of(use_case, {(found.day, found.entity) for found in piece})
    runs = {run_id: _run(unit, run_id) for run_id in {found.run_id for found in piece}}
    stored: dict[str, _Stored] = {}
    for run_id, group in groupby(sorted(piece, key=lambda found: found.run_id), key=lambda found: found.run_id):
        stored[run_id] = _stored(deps, runs[run_id], {found.row for found in group})
    return tuple(_case(found, runs[found.run_id], stored[found.run_id], _Known(reviews, actuals)) for found in piece)


def _run(unit: UnitOfWork, run_id: str) -> Run:
    run = unit.runs.by_id(run_id)
    assert run is not None, "a dispute and a point name a run that exists"
    return run


def _stored(deps: Dependencies, run: Run, rows: set[int]) -> _Stored:
    """The predictions with the use case of then; None where the files are gone or damaged, which the case says."""
    try:
        return deps.predictions.use_case(run), deps.predictions.predictions(run, rows)
    except (PredictionFileError, NotFoundError):
        return None


@dataclass(frozen=True)
class _Known:
    """What people said of the predictions of a piece, and what happened."""

    reviews: Mapping[tuple[str, int], Sequence[Review]]
    actuals: Mapping[tuple[date, Entity], Actual]


def _case(found: _Found, run: Run, stored: _Stored, known: _Known) -> Case:
    given = known.reviews.get((found.run_id, found.row), ())
    said = next((review for review in given if review.new.person_id == found.author_id), None)
    return Case(
        found.id,
        found.kind,
        run,
        found.row,
        found.entity,
        found.day,
        found.state,
        None if stored is None else stored[0],
        None if stored is None else stored[1][found.row],
        said,
        tuple(review for review in given if review is not said),
        found.decision,
        known.actuals.get((found.day, found.entity)),
    )
