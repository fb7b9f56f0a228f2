"""What changed: the sentence and the waterfall say the same, and the written numbers add up."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.actual import Actual
from domain.comparison import AdjustmentChange, Change, Comparison, ModelChange
from presentation.charts.contrast import MOST_ROWS, Ends, contrast_reading, contrast_steps
from presentation.charts.contrast_words import reference_label, reference_note
from presentation.charts.palette import LIGHT
from presentation.charts.step import OTHERS, group_name
from presentation.charts.waterfall_figure import waterfall_figure
from presentation.words.comparisons import (
    comparison_scale,
    itself_words,
    reference_words,
    typical_words,
    values_then_and_now,
)
from presentation.words.contrast_sentence import contrast_sentence, unchanged_words
from presentation.words.quantities import amount, units
from tests.presentation.comparisons import comparisons_of

few = settings(max_examples=25)
"""Every test draws predictions anew; together they see several hundred."""

ENDS = Ends(("Sat 14 Nov", "predicted then"), ("Sat 21 Nov", "predicted now"))
OPENED = st.frozensets(st.sampled_from([OTHERS, *map(group_name, ("sales", "weather", "calendar"))]))


def written(text):
    return Decimal(text.split(" ")[0].replace("−", "-").replace("±", "").replace("\u202f", ""))


@few
@given(data=st.data())
def test_the_numbers_that_are_written_add_up_exactly(predictions, data):
    use_case, comparison = data.draw(comparisons_of(predictions))
    steps = contrast_steps(use_case, comparison, ENDS, data.draw(OPENED))
    assert sum(written(step.text) for step in steps[:-1] if step.kind != "head") == written(steps[-1].text)


@few
@given(data=st.data())
def test_the_ends_are_the_two_predictions_as_shown_elsewhere(predictions, data):
    use_case, comparison = data.draw(comparisons_of(predictions))
    first, *_, last = contrast_steps(use_case, comparison, ENDS, data.draw(OPENED))
    scale = comparison_scale(use_case, comparison)
    assert (first.kind, first.label, first.text) == ("base", ENDS.start[0], amount(comparison.start, scale))
    assert (last.kind, last.label, last.text) == ("total", ENDS.end[0], amount(comparison.value, scale))


@few
@given(data=st.data())
def test_only_what_changed_has_a_row_and_has_exactly_one(predictions, data):
    use_case, comparison = data.draw(comparisons_of(predictions))
    steps = contrast_steps(use_case, comparison, ENDS, data.draw(OPENED))
    named = [name for step in steps if step.kind != "head" for name in step.features]
    assert sorted(named) == sorted(change.feature for change in comparison.changes if change.effect)
    assert {change.feature for change in comparison.unchanged}.isdisjoint(named)


@few
@given(data=st.data())
def test_closed_it_fits_the_tab(predictions, data):
    use_case, comparison = data.draw(comparisons_of(predictions))
    rules = sum(part.code != "whole" for part in comparison.adjustments)
    assert len(contrast_steps(use_case, comparison, ENDS)) <= MOST_ROWS + rules


@few
@given(data=st.data())
def test_every_number_of_the_sentence_stands_in_the_waterfall(predictions, data):
    use_case, comparison = data.draw(comparisons_of(predictions))
    sentence = contrast_sentence(use_case, comparison, "it")
    everything = contrast_steps(use_case, comparison, ENDS, frozenset({OTHERS, *map(group_name, use_case.groups)}))
    shown = {step.text.split(" ")[0] for step in everything}
    effects = re.findall(r"\(([+−±][\d.\u202f]+)(?: points)?\)", sentence.rest)
    assert set(effects) <= shown


@few
@given(data=st.data())
def test_the_sentence_never_contradicts_the_difference(predictions, data):
    use_case, comparison = data.draw(comparisons_of(predictions))
    lead = contrast_sentence(use_case, comparison, "it").lead
    scale = comparison_scale(use_case, comparison)
    then, now = (written(amount(value, scale)) for value in (comparison.start, comparison.value))
    assert (" more " in lead) is (now > then)
    assert (" less " in lead) is (now < then)
    if now != then:
        assert str(abs(now - then)) in lead.replace("\u202f", "")


@few
@given(data=st.data())
def test_the_model_has_a_row_where_the_version_differs_and_the_difference_shows(predictions, data):
    use_case, comparison = data.draw(comparisons_of(predictions))
    scale = comparison_scale(use_case, comparison)
    rows = [s for s in contrast_steps(use_case, comparison, ENDS) if s.label == "The model itself"]
    model = comparison.model
    assert bool(rows) is (model is not None and units(model.effect, scale) != 0)
    if rows:
        assert rows[0].note == "version 1 → version 2"
        assert ("built again" in rows[0].hover) is model.rebuilt


@few
@given(data=st.data())
def test_figure_and_rows_show_the_same_numbers(predictions, data):
    use_case, comparison = data.draw(comparisons_of(predictions))
    steps = contrast_steps(use_case, comparison, ENDS, data.draw(OPENED))
    drawn = waterfall_figure(steps, LIGHT, None, comparison_scale(use_case, comparison))
    bars, start, total = drawn.data
    assert [start.x[0], *bars.x, total.x[0]] == [step.amount for step in steps if step.kind != "head"]


@pytest.fixture
def last_saturday(bakery, bread, make_prediction):
    """The example of the design: a holiday is new, the promotion is gone."""
    values = {"holiday_tomorrow": 0.0, "temperature": 5.0, "promotion": "1", "product": "Rye bread", "mean": 37.25}
    then = make_prediction(bakery, 36.9, dict.fromkeys(values, 0.5), values)
    effects = {"holiday_tomorrow": 9.2, "temperature": 3.1, "promotion": -4.8, "product": 0.0, "mean": 0.0}
    now = {item.feature: item.value for item in bread.explanation.contributions}
    changes = tuple(Change(name, values[name], now[name], effect) for name, effect in effects.items())
    start = bread.explanation.prediction - sum(effects.values()) - 0.5
    start = float(round(start))
    gap = bread.explanation.prediction - start - sum(effects.values())
    whole = (AdjustmentChange("whole", 0.0, gap),)
    return Comparison(bread.explanation.link, _at(then, start), bread, start, changes, whole)


def _at(prediction, value):
    return replace(
        prediction,
        target_date=date(2026, 11, 14),
        queue=replace(prediction.queue, value=value),
        explanation=replace(prediction.explanation, prediction=value),
    )


def test_the_example_of_the_design_is_said_as_people_say_it(bakery, last_saturday):
    sentence = contrast_sentence(bakery, last_saturday, reference_words(bakery, last_saturday))
    assert str(sentence) == (
        "8 loaves more than the prediction for last Saturday. The holiday tomorrow is new (+9); "
        "the temperature went from 5 to 14 °C (+3); the promotion is gone (−5)."
    )


def test_rows_say_what_was_then_and_what_is_now(bakery, last_saturday):
    notes = {step.label: step.note for step in contrast_steps(bakery, last_saturday, ENDS)}
    assert notes["Holiday tomorrow"] == "no → yes"
    assert notes["Temperature"] == "5 → 14 °C"
    assert notes["Promotion"] == "running → no"


@pytest.mark.parametrize(
    ("then", "now", "clause"),
    [
        (None, 14.0, "The temperature was missing then"),
        (5.0, None, "The temperature is missing now"),
        (-5.0, 0.5, "The temperature went from −5 to 0.5 °C"),
    ],
)
def test_a_missing_value_is_a_value_that_can_come_and_go(bakery, last_saturday, then, now, clause):
    changed = replace(last_saturday, changes=(Change("temperature", then, now, 7.0),))
    assert clause in contrast_sentence(bakery, changed, "it").rest


def test_names_are_told_instead_of_each_other(bakery, last_saturday):
    changes = (Change("product", "Soup", "Rye bread", 6.0), Change("weekday", "4", "5", -4.0))
    sentence = contrast_sentence(bakery, replace(last_saturday, changes=changes), "it")
    assert "The product is Rye bread instead of Soup (+6)" in sentence.rest
    assert "the weekday is Saturday instead of Friday (−4)" in sentence.rest


def test_where_nothing_changed_it_is_said(bakery, last_saturday):
    same = replace(last_saturday, changes=(Change("mean", 1.0, 1.0, 0.0),))
    assert contrast_sentence(bakery, same, "it").rest == "No input changed."
    small = replace(last_saturday, changes=(Change("mean", 1.0, 2.0, 0.01),))
    assert contrast_sentence(bakery, small, "it").rest == "No single change is large enough to show."


def test_a_new_version_and_a_rule_are_reasons_too(bakery, last_saturday):
    changed = replace(
        last_saturday,
        changes=(),
        adjustments=(AdjustmentChange("minimum", 0.0, 3.0),),
        model=ModelChange(1, 2, 5.0, rebuilt=False),
    )
    rest = contrast_sentence(bakery, changed, "it").rest
    assert rest == "The model itself is another one (+5); the rule “Not below 0” (+3)."
    rule = next(s for s in contrast_steps(bakery, changed, ENDS) if s.kind == "rule")
    assert (rule.label, rule.note, rule.text) == ("Not below 0", "±0 then, +3 now", "+3")


def test_the_reference_is_called_by_its_day_and_its_entity(bakery, last_saturday):
    then = last_saturday.reference

    def words(**changes):
        queue = replace(then.queue, entity=changes.pop("entity", then.queue.entity))
        return reference_words(bakery, replace(last_saturday, reference=replace(then, queue=queue, **changes)))

    saturday = last_saturday.prediction.target_date
    assert words() == "the prediction for last Saturday"
    assert words(target_date=date(2026, 11, 20)) == "the prediction for the day before"
    assert words(target_date=date(2026, 10, 1)) == "the prediction for Thu 1 Oct"
    assert words(target_date=saturday, entity=("South", "Soup")) == "the prediction for Soup, South"
    assert words(entity=("South", "Soup")) == "the prediction for Soup, South on Sat 14 Nov"
    assert words(target_date=saturday) == "the earlier prediction for this day"
    assert typical_words(last_saturday) == "the prediction for a typical day (Sat 14 Nov)"
    assert itself_words() == "the prediction as it is"


def test_what_happened_then_stands_at_the_start(bakery, last_saturday):
    scale = comparison_scale(bakery, last_saturday)
    sold = Actual(("North", "Rye bread"), date(2026, 11, 14), 41.0, 1, datetime(2026, 11, 15, tzinfo=UTC))
    assert reference_note(bakery, None, scale) == "predicted then"
    assert reference_note(bakery, sold, scale) == "predicted then; sold 41 loaves"
    assert reference_label(bakery, last_saturday) == "Sat 14 Nov"


def test_a_unit_is_said_once_only_where_both_have_it(bakery):
    assert values_then_and_now(bakery, Change("temperature", 1.0, 2.0, 0.0)) == ("1", "2 °C")
    assert values_then_and_now(bakery, Change("temperature", None, 2.0, 0.0)) == ("missing", "2 °C")
    assert values_then_and_now(bakery, Change("last_week", 1.0, 2.0, 0.0)) == ("1 loaf", "2 loaves")


def test_unchanged_inputs_are_counted():
    assert unchanged_words(14, 19) == "14 of 19 inputs are the same and have no bar."
    assert unchanged_words(19, 19) == "All 19 inputs are the same."
    assert unchanged_words(0, 19) == "All 19 inputs differ."
    assert "exactly no part" in contrast_reading()
