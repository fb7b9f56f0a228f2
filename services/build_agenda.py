"""Build the agenda of a session: what is still open, whether fixes helped, and what deserves to be talked about."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.action import ActionState, action_of
from domain.agenda import outside, relative_error
from domain.dispute import Dispute, DisputeState
from domain.errors import PredictionFileError
from domain.outcome import Costs, costs_of
from domain.prediction import QueueRow
from domain.review import Answer, Review
from domain.session import ItemKind
from domain.use_case import UseCase
from feedback_db.session_agenda import NewItem
from feedback_db.unit_of_work import UnitOfWork
from services.dependencies import Dependencies
from services.verify_fixes import verified_items

MOST_ACTIONS = 5
MOST_CARRIED = 3
MOST_DISPUTES = 5
MOST_HEARD = 5
MOST_ERRORS = 3
MOST_MISSED = 1
MOST_FAR_APART = 1
"""Items of each kind; `MOST_HEARD`: of so many people who have none among the largest disputes, the largest of theirs. In a timebox of
30 minutes a dispute takes some three and an error or an action one or two, so that a dozen items are a full meeting."""

MOST_LOOKED_THROUGH = 100_000
"""Predictions looked through for errors, the newest days first: about a second. Days beyond are left out, and the page says so."""

_Known = dict[str, NewItem]
_Miss = tuple[QueueRow, str, date, float]
"""A prediction, its run and day, and what really happened."""


@dataclass(frozen=True)
class Agenda:
    """What was found.

    Attributes:
        left_out: days whose runs are too large to be looked through.
        unreadable: days whose prediction files are gone or damaged.
    """

    items: tuple[NewItem, ...]
    left_out: tuple[date, ...] = ()
    unreadable: tuple[date, ...] = ()


def build_agenda(deps: Dependencies, use_case: str, first: date, last: date) -> Agenda:
    """The agenda of a session about the target dates from `first` through `last`.

    In this order: open actions and fixes to verify, then disputes by cost (of everybody at least one), the largest errors,
    ranges that missed, and people and model far apart. A prediction is there once, for the first of these reasons.
    """
    with deps.feedback.read() as unit:
        costs = costs_of(UseCase.model_validate_json(json.dumps(unit.use_cases.definition(use_case))))
        actions = _open_actions(unit, use_case)
        disputes, reviews = _disputes(unit, use_case, first, last)
    fixes = verified_items(deps, use_case, last)
    known: _Known = {item.about: item for item in (*actions, *fixes)}
    misses, left_out, unreadable = _misses(deps, use_case, first, last)
    by_cost = sorted(disputes, key=lambda found: -_size(found, reviews, costs))
    _add_disputes(known, [(dispute, _dispute_item(dispute, reviews)) for dispute in by_cost])
    _add(known, _large_errors(misses), MOST_ERRORS)
    _add(known, _missed_ranges(misses), MOST_MISSED)
    _add(known, _far_apart(disputes, reviews), MOST_FAR_APART)
    return Agenda(tuple(known.values()), left_out, unreadable)


def _add(known: _Known, items: Iterable[NewItem], most: int) -> None:
    """The first of these that are not there yet."""
    fresh = [item for item in {item.about: item for item in items}.values() if item.about not in known]
    known.update((item.about, item) for item in fresh[:most])


def _add_disputes(known: _Known, by_cost: Sequence[tuple[Dispute, NewItem]]) -> None:
    """The largest, and of everybody who has none among these the largest of theirs: who disagrees is heard."""
    fresh = [(dispute.author_id, item) for dispute, item in by_cost if item.about not in known]
    chosen = list(dict.fromkeys(item.about for _, item in fresh))[:MOST_DISPUTES]
    heard = {author for author, item in fresh if item.about in chosen}
    for author, item in fresh:
        if author not in heard and len(chosen) < MOST_DISPUTES + MOST_HEARD:
            heard |= {one for one, other in fresh if other.about == item.about}
            chosen.append(item.about)
    _add(known, [item for _, item in fresh if item.about in chosen], len(chosen))


# --- what earlier sessions left ---------------------------------------------------------------------------------------


def _open_actions(unit: UnitOfWork, use_case: str) -> list[NewItem]:
    """Those that are due first."""
    fields = unit.fields.of_actions(use_case)
    actions = [
        action_of(stored.id, stored.session_id, stored.about, fields)
        for stored in unit.agenda.actions_of_use_case(use_case)
    ]
    still_open = sorted((a for a in actions if a.state is ActionState.OPEN), key=lambda action: (action.due, action.id))
    return [NewItem(ItemKind.OPEN_ACTION, {}, action_id=action.id) for action in still_open[:MOST_ACTIONS]]


def _disputes(
    unit: UnitOfWork, use_case: str, first: date, last: date
) -> tuple[list[Dispute], dict[tuple[str, int, int], Review]]:
    """The open disputes of the period and those that the last session left open; and the answers of their authors."""
    found = [d for d in unit.disputes.for_period(use_case, first, last) if d.state is DisputeState.OPEN]
    found += _carried([dispute for dispute in _left_open(unit, use_case) if dispute not in found])
    reviews = unit.reviews.for_predictions({(dispute.run_id, dispute.row) for dispute in found})
    different = [review for review in reviews if review.new.answer is Answer.DIFFERENT]
    return found, {(r.new.run_id, r.new.row, r.new.person_id): r for r in different}


def _carried(disputes: Sequence[Dispute]) -> list[Dispute]:
    """Those of the first predictions, with everybody who disputes them."""
    kept = list(dict.fromkeys((dispute.run_id, dispute.row) for dispute in disputes))[:MOST_CARRIED]
    return [dispute for dispute in disputes if (dispute.run_id, dispute.row) in kept]


def _left_open(unit: UnitOfWork, use_case: str) -> list[Dispute]:
    earlier = unit.sessions.of_use_case(use_case, 1)
    if not earlier:
        return []
    items = [item for item in unit.agenda.items(earlier[0].id) if item.run_id is not None and item.row is not None]
    disputes = [d for item in items for d in unit.disputes.for_prediction(item.run_id or "", item.row or 0)]
    return [dispute for dispute in disputes if dispute.state is DisputeState.OPEN]


# --- disputes ---------------------------------------------------------------------------------------------------------


def _review_of(dispute: Dispute, reviews: dict[tuple[str, int, int], Review]) -> Review | None:
    return reviews.get((dispute.run_id, dispute.row, dispute.author_id))


def _size(dispute: Dispute, reviews: dict[tuple[str, int, int], Review], costs: Costs | None) -> float:
    """What it is about: |own value - prediction| in the unit of the target, or what that costs where the use case says.

    For classes it is how sure the model was of its own.
    """
    review = _review_of(dispute, reviews)
    if review is None:
        return 0.0
    own, seen = review.new.own_value, review.new.seen
    if own is None:
        return seen.prediction
    per_unit = 1.0 if costs is None else costs.too_little if own > seen.prediction else costs.too_much
    return per_unit * abs(own - seen.prediction)


def _dispute_item(
    dispute: Dispute, reviews: dict[tuple[str, int, int], Review], kind: ItemKind = ItemKind.DISPUTE
) -> NewItem:
    review = _review_of(dispute, reviews)
    seen = {} if review is None else _as_shown(review)
    return NewItem(kind, seen, dispute.run_id, dispute.row, dispute.entity, dispute.target_date)


def _as_shown(review: Review) -> dict[str, object]:
    seen = review.new.seen
    return {"value": seen.prediction, "label": seen.label, "low": seen.low, "high": seen.high, "usual": seen.usual}


def _far_apart(disputes: Sequence[Dispute], reviews: dict[tuple[str, int, int], Review]) -> list[NewItem]:
    """Own values outside the range, the farthest first: small products are here, whose cost is never large."""
    apart = []
    for dispute in disputes:
        review = _review_of(dispute, reviews)
        if review is None or review.new.own_value is None:
            continue
        seen = review.new.seen
        width = 0.0 if seen.low is None or seen.high is None else seen.high - seen.low
        row = QueueRow(0, None, (), seen.prediction, seen.low, seen.high, None, None, needs_look=False, reasons=())
        distance = outside(row, review.new.own_value)
        if width and distance > 0:
            apart.append((-distance, dispute.id, _dispute_item(dispute, reviews, ItemKind.FAR_APART)))
    return [item for _, _, item in sorted(apart, key=lambda found: found[:2])]


# --- errors -----------------------------------------------------------------------------------------------------------


def _misses(
    deps: Dependencies, use_case: str, first: date, last: date
) -> tuple[list[_Miss], tuple[date, ...], tuple[date, ...]]:
    """Every prediction of the period with what really happened, for the days that are small enough to look through."""
    with deps.feedback.read() as unit:
        runs = unit.runs.with_actuals_before(use_case, last + timedelta(days=1))
    found: list[_Miss] = []
    left_out, unreadable, looked = [], [], 0
    for run in (run for run in runs if run.target_date >= first):
        looked += run.row_count
        if looked > MOST_LOOKED_THROUGH:
            left_out.append(run.target_date)
            continue
        with deps.feedback.read() as unit:
            actuals = unit.actuals.latest(use_case, run.target_date)
        try:
            rows = deps.predictions.page_in_order(run, 0, run.row_count)
        except PredictionFileError:
            unreadable.append(run.target_date)
            continue
        for row in rows:
            actual = actuals.get(row.entity)
            if actual is not None and (row.label is None or row.label != actual.label):
                found.append((row, run.id, run.target_date, actual.value))
    return found, tuple(left_out), tuple(unreadable)


def _large_errors(misses: Sequence[_Miss]) -> list[NewItem]:
    """The largest first, against the width of the range; of classes the surest."""
    sized = [
        (row.value if row.label is not None else relative_error(row, actual), at)
        for at, (row, _, _, actual) in enumerate(misses)
    ]
    ordered = sorted((item for item in sized if item[0] > 0), key=lambda item: (-item[0], item[1]))
    return [_miss_item(misses[at], ItemKind.LARGE_ERROR) for _, at in ordered[: 2 * MOST_ERRORS + MOST_DISPUTES]]


def _missed_ranges(misses: Sequence[_Miss]) -> list[NewItem]:
    sized = [(outside(row, actual), at) for at, (row, _, _, actual) in enumerate(misses) if row.label is None]
    ordered = sorted((item for item in sized if item[0] > 0), key=lambda item: (-item[0], item[1]))
    most = 2 * (MOST_ERRORS + MOST_MISSED) + MOST_DISPUTES
    return [_miss_item(misses[at], ItemKind.MISSED_RANGE) for _, at in ordered[:most]]


def _miss_item(miss: _Miss, kind: ItemKind) -> NewItem:
    row, run_id, day, _ = miss
    return NewItem(kind, shown_of(row), run_id, row.row, row.entity, day)


def shown_of(row: QueueRow) -> dict[str, object]:
    """What the agenda shows of a prediction, kept with the item so that a list costs no reads of files."""
    return {"value": row.value, "label": row.label, "low": row.low, "high": row.high, "usual": row.usual}
