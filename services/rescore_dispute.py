"""Make a disputed prediction again with today's champion: did the fix remove the discrepancy?

The inputs are the stored ones, as they were that morning. Where the champion makes its features in another way, or the data
was to be fixed, they are made anew from the sources as of that morning, with the values that were corrected since.
"""

from dataclasses import dataclass, replace

from domain.agenda import MeasuredBy, Rescored, Stated, Unscored, Verdict, measure_fix
from domain.errors import ContrastError, ModelFileError, SourceError
from domain.review import Review
from services.compare_predictions import values_of
from services.dependencies import Dependencies
from services.match_inputs import other_features, same_inputs
from services.open_prediction import OpenedPrediction
from services.open_version import open_version
from services.rebuild_row import Row, rebuild_row


@dataclass(frozen=True)
class FoundInputs:
    """What another version is to predict from: the values, or (in `rescored.why`) why there are none."""

    values: Row | None
    rescored: Rescored


def rescore(deps: Dependencies, opened: OpenedPrediction, *, data_fixed: bool) -> Rescored:
    """The prediction as the champion of now would make it, or why it cannot.

    Args:
        deps: stores and open versions.
        opened: the disputed prediction.
        data_fixed: whether its inputs were to be corrected; the stored ones would then say nothing.
    """
    with deps.feedback.read() as unit:
        champion = unit.versions.champion(opened.run.use_case)
    if champion is None:
        return Rescored(None, why=Unscored.NO_CHAMPION)
    now = replace(opened, run=replace(opened.run, version=champion.number))
    if champion.number == opened.run.version and not data_fixed:
        return Rescored(champion.number, why=Unscored.SAME_VERSION)
    try:
        model = open_version(deps, now.run)
    except ModelFileError:
        return Rescored(champion.number, why=Unscored.MODEL_FILE)
    found = inputs_of(deps, opened, replace(now, use_case=model.use_case), data_fixed=data_fixed)
    if found.values is None:
        return found.rescored
    from models.at_hand import explain_row, row_table
    from models.predicting import predictions_of

    row = row_table(model, found.values)
    raw = explain_row(model, row).raw
    scores = raw if len(raw) == 1 else raw[None, :]
    entities = [opened.prediction.queue.entity]
    (stated,) = predictions_of(model.use_case, model.manifest.range, row, entities, scores)
    return replace(found.rescored, value=stated.value, label=stated.label)


def inputs_of(deps: Dependencies, opened: OpenedPrediction, now: OpenedPrediction, *, data_fixed: bool) -> FoundInputs:
    """The inputs from which another version predicts what was predicted before.

    Args:
        deps: stores.
        opened: the prediction as it was made, with the use case of then.
        now: the same with the number and the use case of the other version.
        data_fixed: as `rescore`.
    """
    version = now.run.version
    if opened.run.version == version and not data_fixed:
        return FoundInputs(None, Rescored(version, why=Unscored.SAME_VERSION))
    # An imported prediction has no inputs of its own.
    if opened.run.version is not None and not data_fixed and same_inputs(opened.use_case, now.use_case):
        return FoundInputs(values_of(opened.prediction), Rescored(version))
    features = other_features(opened.use_case, now.use_case)
    if now.use_case.keys != opened.use_case.keys:
        return FoundInputs(None, Rescored(version, why=Unscored.FEATURES, features=features))
    try:
        row = rebuild_row(deps, now, opened)
    except SourceError:
        return FoundInputs(None, Rescored(version, why=Unscored.SOURCES, features=features))
    except ContrastError:
        return FoundInputs(None, Rescored(version, why=Unscored.FEATURES, features=features))
    return FoundInputs(row, Rescored(version, features=features, rebuilt=True))


def judged(opened: OpenedPrediction, own: Review | None, rescored: Rescored) -> tuple[Verdict, MeasuredBy] | None:
    """What became of the discrepancy (`domain.agenda.measure_fix`); None where it was not made again or nothing is known."""
    if rescored.value is None:
        return None
    queue, actual = opened.prediction.queue, opened.actual
    said = None if own is None else Stated(own.new.own_value, own.new.own_label)
    return measure_fix(
        tuple(opened.use_case.target.classes),
        Stated(queue.value, queue.label),
        Stated(rescored.value, rescored.label),
        said,
        None if actual is None else Stated(actual.value, actual.label),
    )
