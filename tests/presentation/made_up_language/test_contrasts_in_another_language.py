"""No text of What changed and What if escapes the catalogue."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.actual import Actual
from domain.comparison import AdjustmentChange, Change, Comparison, ModelChange
from domain.errors import AnswerError
from domain.scenario import Scenario, ScenarioInput
from presentation.charts.contrast import Ends, contrast_reading, contrast_steps
from presentation.charts.contrast_words import rebuilt_note, reference_label, reference_note
from presentation.charts.step import OTHERS, group_name, step_table
from presentation.words.comparisons import comparison_scale, itself_words, reference_words, typical_words
from presentation.words.contrast_sentence import contrast_sentence, unchanged_words
from presentation.words.scenarios import (
    change_words,
    input_label,
    refused_words,
    result_text,
    scenario_text,
    seen_words,
    still_words,
    warning_words,
)
from tests.presentation.pseudo_locale import assert_from_the_catalogue, greek

DAYS = (0, 1, 7, 9)


def comparisons(use_case, prediction):
    """Every kind of change, up and down and not at all, from every kind of reference."""
    effects = [item.effect for item in prediction.explanation.contributions]
    changes = [
        Change(
            item.feature,
            None if at == 1 else 3.25 if isinstance(item.value, float) else greek("Soup"),
            item.value,
            effect,
        )
        for at, (item, effect) in enumerate(zip(prediction.explanation.contributions, effects, strict=True))
    ]
    rules = (AdjustmentChange("whole", 0.2, -0.1),)
    if use_case.target.min is not None:
        rules = (AdjustmentChange("minimum", 0.0, 0.3), *rules)
    for days in DAYS:
        for sign in (1.0, -1.0, 0.0):
            moved = tuple(replace(change, effect=change.effect * sign) for change in changes)
            queue = replace(
                prediction.queue, entity=prediction.queue.entity if days else (greek("South"), greek("Soup"))
            )
            start = prediction.queue.value - sign * 0.1
            then = replace(prediction, queue=queue, target_date=prediction.target_date - timedelta(days=days))
            model = ModelChange(1, 2, sign * 0.4, rebuilt=True) if days > 1 else None
            yield Comparison(prediction.explanation.link, then, prediction, start, moved, rules, model)


def test_comparisons_in_words_and_rows(examples) -> None:
    for use_case, prediction in examples:
        everything = frozenset({OTHERS, *map(group_name, use_case.groups)})
        for comparison in comparisons(use_case, prediction):
            scale = comparison_scale(use_case, comparison)
            happened = Actual(("Ξ",), date(2026, 11, 14), 41.0, 1, datetime(2026, 11, 15, tzinfo=UTC))
            ends = Ends(
                (reference_label(use_case, comparison), reference_note(use_case, happened, scale)),
                (greek("now"), reference_note(use_case, None, scale)),
            )
            steps = contrast_steps(use_case, comparison, ends, everything)
            reference = reference_words(use_case, comparison)
            assert_from_the_catalogue(
                str(contrast_sentence(use_case, comparison, reference)),
                str(contrast_sentence(use_case, comparison, typical_words(comparison))),
                str(contrast_sentence(use_case, comparison, itself_words())),
                *(cell for row in step_table(steps) for cell in row),
                *(step.hover for step in steps),
                *(step.hover for step in contrast_steps(use_case, comparison, ends)),
            )


def test_what_is_said_besides() -> None:
    assert_from_the_catalogue(
        contrast_reading(), rebuilt_note(), unchanged_words(0, 3), unchanged_words(1, 3), unchanged_words(3, 3)
    )


@pytest.mark.parametrize("value", [None, 3.0, 900.0, -5.0])
def test_scenarios(greek_cases, value: float | None) -> None:
    use_case, kitchen, lateness, _ = greek_cases
    number = ScenarioInput("temperature", ("temperature",), "number", 5.0, (), (4.0, 20.0), (-3.0, 45.0))
    unknown = replace(number, seen=None)
    day = ScenarioInput("weekday", ("weekday",), "date", date(2026, 11, 21), seen=(date(2025, 1, 1), date(2026, 1, 1)))
    changes = (("temperature", value), ("weekday", "3"))
    scenario = Scenario(greek("Rain"), changes, date(2026, 11, 22), 0.4, None, 0.3, 0.6, 1)
    classes = Scenario(greek("Rain"), changes, None, 0.4, "1", None, None, 1)
    assert_from_the_catalogue(
        *(seen_words(use_case, item) for item in (number, unknown, day)),
        *(input_label(use_case, item) for item in (number, day)),
        warning_words(use_case, number, value),
        change_words(use_case, scenario),
        scenario_text(use_case, scenario),
        scenario_text(kitchen, scenario),
        scenario_text(lateness, classes),
        result_text(lateness, classes),
        still_words(use_case, other_day=True),
        still_words(use_case, other_day=False),
        refused_words(AnswerError("value not a number")),
    )
