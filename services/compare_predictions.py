"""What changed: why a prediction differs from another one, feature by feature, exactly."""

from domain.comparison import AdjustmentChange, Comparison, ModelChange
from domain.errors import ContrastError, NotFoundError
from domain.links import Link, inverse
from domain.prediction import Prediction
from domain.use_case import UseCase
from services.dependencies import Dependencies
from services.explain_difference import Difference, Values, class_place, explain_difference
from services.match_inputs import same_inputs
from services.open_prediction import OpenedPrediction
from services.open_version import open_version
from services.rebuild_row import rebuild_row

SUM_TOLERANCE = 1e-6
"""Of |score| + sum |contribution|: the tolerance of every view (docs/glossary.md, *additivity*). A larger gap means that the
stored values are not those of the version's files."""


def compare_predictions(deps: Dependencies, opened: OpenedPrediction, reference: OpenedPrediction) -> Comparison:
    """Shapley values of the difference with the reference as the only background row (interventional).

    The version of the prediction explains the difference between the two rows. Where the reference was made by another
    version, the difference between the two versions on the row of the reference is a part of its own; if features are
    made in another way now, that row is built anew from the sources as of its morning.

    Raises:
        NotFoundError: the reference is of another use case.
        ModelFileError: files of a version are gone or were changed.
        ContrastError: the two cannot be compared reason by reason.
        SourceError: the reference has to be rebuilt, and a source cannot be read.
    """
    if reference.run.use_case != opened.run.use_case:
        raise NotFoundError("prediction", reference.prediction.id)
    model = open_version(deps, opened.run)
    now = values_of(opened.prediction)
    same_version = opened.run.version == reference.run.version
    rebuilt = not same_version and not same_inputs(reference.use_case, opened.use_case)
    then = rebuild_row(deps, opened, reference) if rebuilt else values_of(reference.prediction)
    found = explain_difference(model, opened.prediction.queue.label, now, then)
    start = _start(deps, opened, reference, found)
    change = None
    if not same_version:
        assert opened.run.version is not None
        assert reference.run.version is not None
        before = start - sum(part.amount for part in reference.prediction.explanation.adjustments)
        change = ModelChange(reference.run.version, opened.run.version, found.start - before, rebuilt)
    comparison = Comparison(
        opened.use_case.link,
        reference.prediction,
        opened.prediction,
        start,
        found.changes,
        adjustment_changes(opened.use_case, reference.prediction, opened.prediction),
        change,
    )
    _check_sum(comparison, model.manifest.version)
    return comparison


def values_of(prediction: Prediction) -> Values:
    """The inputs of a prediction by feature."""
    return {item.feature: item.value for item in prediction.explanation.contributions}


def adjustment_changes(use_case: UseCase, then: Prediction, now: Prediction) -> tuple[AdjustmentChange, ...]:
    """What each adjustment of either prediction did to both, in the order in which they are applied now."""
    before = {part.code: part.amount for part in then.explanation.adjustments}
    after = {part.code: part.amount for part in now.explanation.adjustments}
    # A rule that the use case no longer has stands before those that it has.
    gone = [code for code in before if code not in use_case.adjustment_codes]
    codes = [*gone, *(code for code in use_case.adjustment_codes if code in before or code in after)]
    return tuple(AdjustmentChange(code, before.get(code, 0.0), after.get(code, 0.0)) for code in codes)


def _start(deps: Dependencies, opened: OpenedPrediction, reference: OpenedPrediction, found: Difference) -> float:
    """What the reference said of what is predicted now: its value; of another class the probability that it gave to it."""
    then, label = reference.prediction.queue, opened.prediction.queue.label
    if then.label == label:
        return then.value
    if reference.run.version == opened.run.version:
        return found.start
    from models.at_hand import explain_row, row_table

    old = open_version(deps, reference.run)
    scores = explain_row(old, row_table(old, values_of(reference.prediction))).raw
    return float(inverse(Link.SOFTMAX, scores)[class_place(old, label)])


def _check_sum(comparison: Comparison, version: int) -> None:
    size = abs(comparison.start) + sum(abs(change.effect) for change in comparison.changes) + abs(comparison.value)
    if not comparison.gap() <= SUM_TOLERANCE * size:
        raise ContrastError("sum", version, f"{comparison.gap():g}")
