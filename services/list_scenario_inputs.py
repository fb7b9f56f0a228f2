"""What can be changed in What if: the features that the use case calls actionable, with what training has seen of them."""

from typing import TYPE_CHECKING

from domain.explanation import FeatureValue
from domain.scenario import ScenarioInput
from domain.use_case import Feature
from domain.use_case.linked import linked_features
from services.compare_predictions import values_of
from services.dependencies import Dependencies
from services.open_prediction import OpenedPrediction
from services.open_version import open_version

if TYPE_CHECKING:
    from models.feature_facts import FeatureFacts
    from models.manifest import Manifest


def list_scenario_inputs(deps: Dependencies, opened: OpenedPrediction) -> tuple[ScenarioInput, ...]:
    """The inputs, in the order of the use case file. Keys are what the prediction is about and do not change.

    Raises:
        NotFoundError, ModelFileError: the version of the prediction cannot be opened.
    """
    manifest = open_version(deps, opened.run).manifest
    facts = {fact.name: fact for fact in manifest.features}
    return tuple(
        _input(opened, manifest, facts, names)
        for names in linked_features(opened.use_case)
        if any(opened.use_case.features[name].actionable for name in names)
    )


def _input(
    opened: OpenedPrediction, manifest: "Manifest", facts: "dict[str, FeatureFacts]", names: tuple[str, ...]
) -> ScenarioInput:
    name = next(name for name in names if opened.use_case.features[name].actionable)
    feature, fact = opened.use_case.features[name], facts[name]
    if feature.calendar is not None:
        seen = manifest.data_from, manifest.data_through
        return ScenarioInput(name, names, "date", opened.prediction.target_date, seen=seen)
    value = values_of(opened.prediction)[name]
    choices = _choices(feature, fact, value)
    if choices:
        return ScenarioInput(name, names, "choice", value, (*choices, None))
    known = fact.minimum is not None and fact.maximum is not None
    limits = (fact.minimum, fact.maximum) if known else None
    return ScenarioInput(name, names, "number", value, (), limits, feature.range)  # type: ignore[arg-type]


def _choices(feature: Feature, fact: "FeatureFacts", value: FeatureValue) -> tuple[FeatureValue, ...]:
    """The values to choose from: categories known to the model, or numbers that have words; empty for other numbers."""
    known: list[FeatureValue] = list(fact.categories)
    if fact.kind == "number":
        known = [*sorted(number for number in map(_number, feature.values) if number is not None)]
    if known and value is not None and value not in known:
        known.append(value)
    return tuple(known)


def _number(written: str) -> float | None:
    try:
        return float(written)
    except ValueError:
        return None
