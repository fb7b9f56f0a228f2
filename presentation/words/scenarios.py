"""What if, in words: what was changed, what training has seen of an input, and what a scenario says."""

from datetime import date

from domain.errors import AnswerError
from domain.explanation import FeatureValue
from domain.prediction import QueueRow
from domain.scenario import Scenario, ScenarioInput, Tried
from domain.use_case import UseCase
from presentation.words.catalogue import text
from presentation.words.dates import day_text, day_with_year
from presentation.words.features import class_text, feature_label, value_text
from presentation.words.problems import explain
from presentation.words.quantities import Scale, amount, range_text, scale_for

MOST_NAMED = 3
"""Changes that a scenario's own name lists."""


def input_label(use_case: UseCase, item: ScenarioInput) -> str:
    """What an input is called."""
    return text("Day") if item.kind == "date" else feature_label(use_case, item.name)


def tried_text(use_case: UseCase, item: ScenarioInput, value: Tried) -> str:
    """A value as it is shown beside the input."""
    return day_text(value) if isinstance(value, date) else value_text(use_case, item.name, value)


def seen_words(use_case: UseCase, item: ScenarioInput) -> str:
    """What training has seen of an input; empty for a choice, whose list says it."""
    if item.seen is None or item.kind == "choice":
        return "" if item.kind == "choice" else text("never seen in training")
    low, high = item.seen
    if isinstance(low, date) and isinstance(high, date):
        return text("learned from {first} to {last}", first=day_with_year(low), last=day_with_year(high))
    ends = (value_text(use_case, item.name, end) for end in (low, high) if isinstance(end, float))
    return text("seen in training: {low} to {high}", **dict(zip(("low", "high"), ends, strict=True)))


def warning_words(use_case: UseCase, item: ScenarioInput, value: Tried) -> str:
    """What is doubtful about a value; empty where nothing is."""
    if item.is_forbidden(value) and item.allowed is not None:
        low, high = (value_text(use_case, item.name, end) for end in item.allowed)
        return text("outside of what is allowed here: {low} to {high}", low=low, high=high)
    if item.is_outside(value):
        return text("outside of what the model has learned from; it answers as at the nearest edge")
    return ""


def refused_words(error: AnswerError) -> str:
    """Why what was typed is not used."""
    return explain(error).title


def still_words(use_case: UseCase, *, other_day: bool) -> str:
    """What stays as it is although it would change too."""
    if other_day:
        return text("All other inputs stay those of the day predicted, also past values, weather and holidays.")
    return text("All other inputs stay as they are, also those that would change along with these.")


def change_words(use_case: UseCase, scenario: Scenario) -> str:
    """What was changed: "Sun 22 Nov, Promotion running, Price 3.2 €"."""
    parts = [] if scenario.day is None else [day_text(scenario.day)]
    for name, value in scenario.changes:
        feature = use_case.features.get(name)
        if scenario.day is None or feature is None or feature.calendar is None:
            parts.append(change_text(use_case, name, value))
    return ", ".join(parts)


def change_text(use_case: UseCase, name: str, value: FeatureValue) -> str:
    """One changed input: "Promotion: running"."""
    return text("{feature}: {value}", feature=feature_label(use_case, name), value=value_text(use_case, name, value))


def result_text(use_case: UseCase, row: QueueRow | Scenario, scale: Scale | None = None) -> str:
    """What a scenario says: "45 pieces", "Busy 62 %"."""
    written = amount(row.value, scale or scale_for(use_case.target, row.value))
    if row.label is None:
        return written
    return text("{answer} {chance}", answer=class_text(use_case, row.label), chance=written)


def bounds_text(row: QueueRow | Scenario, scale: Scale) -> str:
    """Its range; empty where there is none."""
    return "" if row.low is None or row.high is None else range_text(row.low, row.high, scale)


def scenario_text(use_case: UseCase, scenario: Scenario) -> str:
    """A scenario beside a review: "What if “Rain”: 45 pieces, between 38 and 52 (Rain: 20 mm)"."""
    scale = scale_for(use_case.target, scenario.value)
    words = {
        "name": scenario.name,
        "result": result_text(use_case, scenario, scale),
        "changes": change_words(use_case, scenario),
    }
    bounds = bounds_text(scenario, scale)
    if bounds:
        return text("What if “{name}”: {result}, {range} ({changes})", range=bounds, **words)
    return text("What if “{name}”: {result} ({changes})", **words)
