"""List what makes a prediction less sure: unusual, unseen and missing inputs, a wide range, little history.

What the head of the prediction shows as chips was decided when the run was published; this list begins with the same
reasons and adds what most of the day shares, so that the two never contradict each other.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import timedelta

from domain.attention import ReasonCode
from domain.certainty import Doubt, DoubtCode, Learned
from domain.explanation import FeatureValue
from domain.use_case import Feature, UseCase
from services.dependencies import Dependencies
from services.open_prediction import OpenedPrediction

_OF_REASONS = {
    ReasonCode.UNUSUAL_INPUT: DoubtCode.OUTSIDE,
    ReasonCode.UNSEEN_CATEGORY: DoubtCode.UNSEEN,
    ReasonCode.MISSING_INPUT: DoubtCode.MISSING,
    ReasonCode.WIDE_RANGE: DoubtCode.WIDE_RANGE,
    ReasonCode.LITTLE_HISTORY: DoubtCode.LITTLE_HISTORY,
}
"""A big change and an earlier dispute are reasons to look, and say nothing of how sure the model is."""


def list_doubts(
    opened: OpenedPrediction, learned: Mapping[str, Learned] | None, delivered: Mapping[str, str]
) -> tuple[Doubt, ...]:
    """The doubts of a prediction: those it has chips for, then those it shares with most of its day, then gaps.

    Args:
        opened: the prediction.
        learned: what training saw; None where the model's file could not be read.
        delivered: as `recall_delivered` gives it.
    """
    values = {item.feature: item.value for item in opened.prediction.explanation.contributions}
    facts = learned or {}
    found: dict[tuple[DoubtCode, str | None], Doubt] = {}
    for reason in opened.prediction.queue.reasons:
        code = _OF_REASONS.get(reason.code)
        if code is not None:
            name = reason.feature
            value, fact = (values.get(name), facts.get(name)) if name is not None else (None, None)
            found[code, name] = Doubt(code, name, value, fact, delivered=delivered.get(name or ""))
    mentioned = {doubt.feature for doubt in found.values()}
    for name, value in values.items():
        code = _noticed(value, facts.get(name))
        if code is not None and name not in mentioned:
            common = code is not DoubtCode.GAP
            found[code, name] = Doubt(code, name, value, facts.get(name), common, delivered.get(name))
    return tuple(found.values())


def _noticed(value: FeatureValue, fact: Learned | None) -> DoubtCode | None:
    """What is out of the ordinary about an input, by the same rules as when the run was published (`models.inputs`)."""
    if _is_missing(value):
        return DoubtCode.MISSING if fact is not None and fact.missing_share < _almost_never() else DoubtCode.GAP
    if fact is None or fact.calendar:
        return None
    if isinstance(value, str):
        return DoubtCode.UNSEEN if value not in fact.categories else None
    if value is None or fact.low is None or fact.high is None:
        return None
    return None if fact.low <= value <= fact.high else DoubtCode.OUTSIDE


def _is_missing(value: FeatureValue) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _almost_never() -> float:
    # Only this tab needs to know about models; starting the dashboard does not.
    from models.inputs import ALMOST_NEVER

    return ALMOST_NEVER


def recall_delivered(deps: Dependencies, opened: OpenedPrediction) -> dict[str, str]:
    """What the sources said where cleaning took a value as missing, by feature.

    Only of sources without keys (a weather, a calendar): they have one row a day, so the list of changes, which knows
    source, column and day, says for certain which inputs it concerns.

    Raises:
        PredictionFileError: the list of changes is broken.
    """
    use_case = opened.use_case
    if not any(_is_missing(item.value) for item in opened.prediction.explanation.contributions):
        return {}
    columns = {name: place for name, feature in use_case.features.items() for place in _place(use_case, feature)}
    sources = sorted({source for source, _, _ in columns.values()})
    if not sources:
        return {}
    changed = deps.predictions.taken_as_missing(opened.run, sources)
    found = {}
    for name, (source, column, lag) in columns.items():
        before = changed.get((source, column, opened.prediction.target_date - timedelta(days=lag)))
        if before is not None:
            found[name] = before
    return found


def _place(use_case: UseCase, feature: Feature) -> Iterator[tuple[str, str, int]]:
    """Source, column and lag of a feature that is read from a dated source without keys."""
    column = feature.column
    if column is None:
        return
    source = use_case.sources[column.source]
    if source.date is not None and not source.keys:
        yield column.source, column.name, column.lag_days
