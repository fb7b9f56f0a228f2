"""Make a disputed prediction again with today's champion: did the fix remove the discrepancy?

The inputs are the stored ones, as they were that morning. Where the champion makes its features in another way, or the data
was to be fixed, they are made anew from the sources as of that morning, with the values that were corrected since.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.agenda import Rescored, Unscored
from domain.entity import entity_text
from domain.errors import ContrastError, ModelFileError, SourceError
from domain.links import Link, inverse
from domain.use_case import UseCase
from services.compare_predictions import values_of
from services.dependencies import Dependencies
from services.match_inputs import other_features, same_inputs
from services.open_prediction import OpenedPrediction
from services.open_version import open_version
from services.rebuild_row import Row, rebuild_row

if TYPE_CHECKING:
    from models.at_hand import ModelAtHand


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
    if champion.number == opened.run.version and not data_fixed:
        return Rescored(champion.number, why=Unscored.SAME_VERSION)
    now = replace(opened, run=replace(opened.run, version=champion.number))
    try:
        model = open_version(deps, now.run)
    except ModelFileError:
        return Rescored(champion.number, why=Unscored.MODEL_FILE)
    if not data_fixed and same_inputs(opened.use_case, model.use_case):
        found = _scored(model, opened, values_of(opened.prediction))
        return replace(found, version=champion.number)
    return _made_anew(deps, opened, replace(now, use_case=model.use_case), model)


def _made_anew(deps: Dependencies, opened: OpenedPrediction, now: OpenedPrediction, model: "ModelAtHand") -> Rescored:
    """With the champion's features, from the sources as of the morning of the prediction."""
    version, differing = now.run.version, other_features(opened.use_case, now.use_case)
    if now.use_case.keys != opened.use_case.keys:
        return Rescored(version, why=Unscored.FEATURES, features=differing)
    try:
        row = rebuild_row(deps, now, opened)
    except SourceError:
        return Rescored(version, why=Unscored.SOURCES, features=differing)
    except ContrastError:
        return Rescored(version, why=Unscored.FEATURES, features=differing)
    return replace(_scored(model, opened, row), version=version, features=differing, rebuilt=True)


def _scored(model: "ModelAtHand", opened: OpenedPrediction, values: Row) -> Rescored:
    from models.adjusting import Inputs, adjust
    from models.at_hand import explain_row, row_table

    use_case: UseCase = model.use_case
    row = row_table(model, values)
    predicted = inverse(use_case.link, explain_row(model, row).raw)
    if use_case.link is Link.SOFTMAX:
        chosen = int(predicted.argmax())
        return Rescored(None, float(predicted[chosen]), list(use_case.target.classes)[chosen])
    inputs = Inputs(row, [entity_text(opened.prediction.queue.entity)])
    value = float(adjust(use_case, inputs, predicted, model.manifest.range).value[0])
    return Rescored(None, value, opened.prediction.queue.label)
