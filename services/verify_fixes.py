"""Verify fixes: disputes that were to be fixed, made again by today's champion. Was 52, you said 45, now 46: resolved."""

from dataclasses import asdict
from datetime import date, timedelta

from domain.agenda import Rescored, Unscored
from domain.dispute import FIXES, Dispute, DisputeState
from domain.errors import PredictionFileError
from domain.prediction import prediction_id
from domain.session import ItemKind
from feedback_db.session_agenda import NewItem
from services.dependencies import Dependencies
from services.open_prediction import OpenedPrediction, open_prediction
from services.rescore_dispute import judged, rescore

MOST_VERIFIED = 3
"""Fixes that one session verifies, those settled last; each costs one scoring, and seconds where inputs are made anew."""

VERIFY_WITHIN_DAYS = 90
"""A fix of an older prediction has been verified or forgotten; a quarter is what people still remember."""


def verified_items(deps: Dependencies, use_case: str, last: date) -> list[NewItem]:
    """An item for each fixed dispute that nobody has accepted yet, the last settled first."""
    with deps.feedback.read() as unit:
        found = unit.disputes.for_period(use_case, last - timedelta(days=VERIFY_WITHIN_DAYS), last)
    fixed = sorted((d for d in found if d.state in FIXES), key=lambda dispute: dispute.steps[-1].at, reverse=True)
    once: dict[tuple[str, int], Dispute] = {}
    for dispute in fixed:
        once.setdefault((dispute.run_id, dispute.row), dispute)
    return [_item(deps, dispute) for dispute in list(once.values())[:MOST_VERIFIED]]


def _item(deps: Dependencies, dispute: Dispute) -> NewItem:
    try:
        opened = open_prediction(deps, prediction_id(dispute.run_id, dispute.row))
    except PredictionFileError:
        detail = _detail(dispute, Rescored(None, why=Unscored.PREDICTION_FILE))
        return _new(dispute, detail)
    return _new(dispute, _verified(deps, dispute, opened))


def _new(dispute: Dispute, detail: dict[str, object]) -> NewItem:
    return NewItem(ItemKind.VERIFIED, detail, dispute.run_id, dispute.row, dispute.entity, dispute.target_date)


def _detail(dispute: Dispute, rescored: Rescored) -> dict[str, object]:
    step = dispute.steps[-1]
    made = {**asdict(rescored), "features": list(rescored.features)}
    return {"state": step.state.value, "settled_by": step.person, "author": dispute.author, "rescored": made}


def _verified(deps: Dependencies, dispute: Dispute, opened: OpenedPrediction) -> dict[str, object]:
    queue = opened.prediction.queue
    shown = {"value": queue.value, "label": queue.label, "low": queue.low, "high": queue.high, "usual": queue.usual}
    mine = [review for review in opened.reviews if review.new.person_id == dispute.author_id]
    if not mine or (mine[-1].new.own_value is None and mine[-1].new.own_label is None):
        return {**shown, **_detail(dispute, Rescored(None, why=Unscored.NO_VALUE))}
    rescored = rescore(deps, opened, data_fixed=dispute.state is DisputeState.DATA_FIX)
    own = mine[-1].new
    detail = {**shown, **_detail(dispute, rescored), "own": own.own_value, "own_label": own.own_label}
    found = judged(opened, mine[-1], rescored)
    return detail if found is None else {**detail, "verdict": found[0].value, "by": found[1]}
