"""What if: what the version would say with some inputs changed. Nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from domain.comparison import Comparison
from domain.entity import entity_text
from domain.explanation import Adjustment, Contribution, Explanation, FeatureValue
from domain.links import Floats, Link, effects, inverse, softmax_effects
from domain.prediction import Prediction
from domain.scenario import Scenario, ScenarioInput, Tried
from domain.use_case import UseCase
from domain.use_case.linked import as_kind_of, calendar_value
from services.compare_predictions import adjustment_changes, values_of
from services.dependencies import Dependencies
from services.explain_difference import Difference, Scores, Values, difference_of
from services.open_prediction import OpenedPrediction
from services.open_version import open_version

if TYPE_CHECKING:
    from models.at_hand import ExplainedRow, ModelAtHand
    from models.table import FeatureTable


@dataclass(frozen=True)
class Trial:
    """What came out.

    Attributes:
        prediction: as the version would have made it, with its whole explanation.
        changes: every feature that differs, linked ones included, with the value tried.
        day: the day tried, where it is another one.
        comparison: from the prediction as it is to the scenario; None where the engine cannot explain this model.
        refused: why not, then.
    """

    prediction: Prediction
    changes: Mapping[str, FeatureValue]
    day: date | None
    comparison: Comparison | None
    refused: str = ""

    def named(self, name: str, version: int) -> Scenario:
        """The scenario as it is kept with a review."""
        row = self.prediction.queue
        changes = tuple(self.changes.items())
        return Scenario(name, changes, self.day, row.value, row.label, row.low, row.high, version)


def try_scenario(
    deps: Dependencies, opened: OpenedPrediction, inputs: Sequence[ScenarioInput], tried: Mapping[str, Tried]
) -> Trial:
    """Predict and explain a prediction's row with other inputs. Without a change it is the prediction, to the last bit.

    Args:
        deps: stores and open versions.
        opened: the prediction to start from.
        inputs: of `list_scenario_inputs`.
        tried: by the name of the input; what is not named stays as it is.

    Raises:
        NotFoundError, ModelFileError: the version of the prediction cannot be opened.
    """
    model = open_version(deps, opened.run)
    before = values_of(opened.prediction)
    changes, day = _expanded(model, inputs, tried)
    now = {**before, **changes}
    asked = _ask(deps, model, opened, now)
    prediction = _predicted(model, opened, now, asked)
    if day is not None:
        # What is usual for the other day is not known here; the sentence then starts from the model's start point.
        prediction = replace(prediction, target_date=day, queue=replace(prediction.queue, usual=None), past=())
    differing = {name: value for name, value in changes.items() if value != before.get(name)}
    if asked.parts is None:
        return Trial(prediction, differing, day, None, model.refused)
    found = difference_of(model, prediction.queue.label, (now, before), Scores(asked.raw, asked.parts))
    return Trial(prediction, differing, day, _compared(opened, prediction, found))


@dataclass(frozen=True)
class _Asked:
    """What the version says of the row, link scale; `parts` lead from the stored row to it, None without a contrast."""

    row: "FeatureTable"
    explained: "ExplainedRow"
    raw: Floats
    parts: Floats | None


def _ask(deps: Dependencies, model: "ModelAtHand", opened: OpenedPrediction, now: Values) -> _Asked:
    """Ask the version.

    A single score is counted from the stored one on, so that an unchanged row gives the stored prediction to the last
    bit: at a half, the noise of adding up in another order would round to another whole.
    """
    from models.at_hand import contrast_rows, explain_row, row_table

    row, before = row_table(model, now), row_table(model, values_of(opened.prediction))
    explained = explain_row(model, row)
    parts = None if model.engine is None else contrast_rows(model, row, before)
    if model.use_case.link is Link.SOFTMAX:
        return _Asked(row, explained, explained.raw, parts)
    moved = explained.raw - explain_row(model, before).raw if parts is None else parts.sum(axis=1)
    return _Asked(row, explained, deps.predictions.raw(opened.run, opened.prediction.queue.row) + moved, parts)


def _compared(opened: OpenedPrediction, prediction: Prediction, found: Difference) -> Comparison:
    row = opened.prediction.queue
    start = row.value if row.label == prediction.queue.label else found.start
    adjustments = adjustment_changes(opened.use_case, opened.prediction, prediction)
    return Comparison(opened.use_case.link, opened.prediction, prediction, start, found.changes, adjustments)


def _expanded(
    model: "ModelAtHand", inputs: Sequence[ScenarioInput], tried: Mapping[str, Tried]
) -> tuple[dict[str, FeatureValue], date | None]:
    """The features that follow the inputs, and the day where it is another one."""
    known = {fact.name: fact.categories for fact in model.manifest.features}
    changes: dict[str, FeatureValue] = {}
    day = None
    for item in inputs:
        if item.name not in tried or tried[item.name] == item.value:
            continue
        value = tried[item.name]
        for name in item.features:
            feature = model.use_case.features[name]
            if isinstance(value, date):
                assert feature.calendar is not None
                day, changes[name] = value, calendar_value(feature.calendar, value)
            else:
                changes[name] = as_kind_of(feature, value, known[name])
    return changes, day


def _predicted(model: "ModelAtHand", opened: OpenedPrediction, now: Values, asked: _Asked) -> Prediction:
    from models.adjusting import Inputs, adjust

    stored, use_case = opened.prediction, opened.use_case
    if use_case.link is Link.SOFTMAX:
        outcome = _classes(use_case, asked.explained)
    else:
        outcome = _single(use_case, asked, stored.queue.label)
    inputs = Inputs(asked.row, [entity_text(stored.queue.entity)])
    adjusted = adjust(use_case, inputs, np.array([outcome.value]), model.manifest.range)
    low, high = (_bound(bound[0]) for bound in (adjusted.low, adjusted.high))
    value = float(adjusted.value[0])
    amounts = ((code, float(amount[0])) for code, amount in adjusted.amounts.items())
    explanation = Explanation(
        use_case.link,
        outcome.base,
        _contributions(asked.row, now, outcome),
        tuple(Adjustment(code, amount) for code, amount in amounts if amount),
        value,
    )
    queue = replace(stored.queue, value=value, low=low, high=high, label=outcome.label)
    return replace(stored, queue=queue, explanation=explanation)


@dataclass(frozen=True)
class _Outcome:
    """The model's answer to one row, unit of the target; contributions on the link scale."""

    value: float
    base: float
    label: str | None
    contributions: list[float]
    effects: list[float]


def _single(use_case: UseCase, asked: _Asked, label: str | None) -> _Outcome:
    link, base, values = use_case.link, asked.explained.base, asked.explained.values
    parts = effects(link, base, asked.raw, values)[0]
    value, start = (float(inverse(link, score)[0]) for score in (asked.raw, base))
    return _Outcome(value, start, label, values[0].tolist(), parts.tolist())


def _classes(use_case: UseCase, explained: "ExplainedRow") -> _Outcome:
    probabilities = inverse(Link.SOFTMAX, explained.raw)
    chosen = int(probabilities.argmax())
    parts = softmax_effects(explained.base, explained.values[None], np.array([chosen]))[0]
    start = float(inverse(Link.SOFTMAX, explained.base)[chosen])
    label = list(use_case.target.classes)[chosen]
    return _Outcome(float(probabilities[chosen]), start, label, explained.values[chosen].tolist(), parts.tolist())


def _contributions(row: "FeatureTable", now: Values, outcome: _Outcome) -> tuple[Contribution, ...]:
    parts = zip(row.names, outcome.contributions, outcome.effects, strict=True)
    return tuple(Contribution(name, now.get(name), part, effect) for name, part, effect in parts)


def _bound(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
