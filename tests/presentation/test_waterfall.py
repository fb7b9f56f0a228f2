import re
from dataclasses import replace
from decimal import Decimal

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.links import Link
from presentation.charts.figure import shortened
from presentation.charts.palette import DARK, LIGHT
from presentation.charts.step import OTHERS, group_name, step_alt, step_table, table_header
from presentation.charts.waterfall import waterfall_reading, waterfall_steps
from presentation.charts.waterfall_figure import ROW_HEIGHT, waterfall_figure
from presentation.words.quantities import amount, scale_of, shown, units

OPENED = st.frozensets(st.sampled_from([OTHERS, *map(group_name, ("sales", "weather", "calendar"))]))


def written(text):
    digits = text.split(" ")[0].replace("−", "-").replace("±", "").replace("\u202f", "")
    return Decimal(digits)


@given(data=st.data(), limit=st.integers(0, 8))
def test_the_numbers_that_are_written_add_up_exactly(predictions, data, limit):
    use_case, prediction = data.draw(predictions)
    steps = waterfall_steps(use_case, prediction, data.draw(OPENED), limit)
    assert sum(written(step.text) for step in steps[:-1] if step.kind != "head") == written(steps[-1].text)


@given(data=st.data(), limit=st.integers(0, 8))
def test_ends_are_the_start_point_and_the_prediction_as_shown_elsewhere(predictions, data, limit):
    use_case, prediction = data.draw(predictions)
    steps = waterfall_steps(use_case, prediction, data.draw(OPENED), limit)
    scale = scale_of(use_case.target, prediction)
    assert [steps[0].kind, steps[-1].kind] == ["base", "total"]
    assert steps[-1].text == amount(prediction.queue.value, scale)
    assert steps[0].amount == pytest.approx(units(prediction.explanation.base, scale) / 10**scale.decimals)


@given(data=st.data(), limit=st.integers(0, 8))
def test_every_feature_with_an_effect_stands_in_exactly_one_row(predictions, data, limit):
    use_case, prediction = data.draw(predictions)
    steps = waterfall_steps(use_case, prediction, data.draw(OPENED), limit)
    named = [name for step in steps if step.kind != "head" for name in step.features]
    assert sorted(named) == sorted(item.feature for item in prediction.explanation.contributions if item.effect)
    outer = [step for step in steps if step.level == 0 and step.opens != OTHERS]
    assert sum(step.kind in ("effect", "head") for step in outer) <= limit


@given(data=st.data())
def test_effects_stand_largest_first_and_others_before_rules(predictions, data):
    use_case, prediction = data.draw(predictions)
    steps = waterfall_steps(use_case, prediction)
    sizes = [abs(step.amount) for step in steps if step.kind == "effect"]
    assert sizes == sorted(sizes, reverse=True)
    order = [("base", "effect", "other", "rule", "total").index(step.kind) for step in steps]
    assert order == sorted(order)


@given(data=st.data())
def test_no_row_of_an_effect_or_a_rule_shows_zero(predictions, data):
    use_case, prediction = data.draw(predictions)
    steps = waterfall_steps(use_case, prediction)
    # A group of reasons that cancel each other is the exception: it opens.
    assert all(step.amount or step.opens for step in steps if step.kind in ("effect", "rule"))


@given(data=st.data())
def test_table_and_figure_show_the_same_numbers(predictions, data):
    use_case, prediction = data.draw(predictions)
    steps = waterfall_steps(use_case, prediction, data.draw(OPENED))
    scale = scale_of(use_case.target, prediction)
    low, high = prediction.queue.low, prediction.queue.high
    drawn = waterfall_figure(steps, LIGHT, None if low is None else (low, high), scale)
    bars, start, total = drawn.data
    levels = [start.x[0], *bars.x, total.x[0]]
    assert levels == [step.amount for step in steps if step.kind != "head"]
    assert [row[2] for row in step_table(steps)] == [step.text for step in steps]
    values = [re.sub("<.*?>", "", note.text) for note in drawn.layout.annotations[len(steps) :]]
    assert values == [step.text for step in steps]


@given(data=st.data())
def test_bars_hang_together_from_start_to_total(predictions, data):
    use_case, prediction = data.draw(predictions)
    steps = waterfall_steps(use_case, prediction, data.draw(OPENED))
    scale = scale_of(use_case.target, prediction)
    bars, start, total = waterfall_figure(steps, DARK, None, scale).data
    level = start.x[0]
    for base, length in zip(bars.base, bars.x, strict=True):
        assert base == pytest.approx(level, abs=1e-9)
        level += length
    assert level == pytest.approx(total.x[0], rel=1e-9, abs=1e-9)


def test_the_reading_help_is_two_sentences():
    assert waterfall_reading().count(". ") == 1


def test_the_waterfall_of_the_design(bakery, bread):
    steps = waterfall_steps(bakery, bread)
    assert step_table(steps) == (
        ("Start point", "before any reason", "37 loaves"),
        ("Holiday tomorrow", "yes", "+9"),
        ("Product", "Rye bread", "+6"),
        ("Temperature", "14 °C", "+4"),
        ("Promotion", "no", "−3"),
        ("1 other reason", "Mean of four weeks, and rounding", "−1"),
        ("Prediction", "44 to 61", "52 loaves"),
    )
    assert len(table_header()) == 3
    assert step_alt(steps).startswith("Waterfall: start 37 loaves, Holiday tomorrow +9, ")
    assert step_alt(steps).endswith("1 other reason −1, prediction 52 loaves.")


def test_other_reasons_say_how_large_each_of_them_is(bakery, make_prediction):
    effects = {"temperature": 9.0, "mean": 4.0, "last_week": -3.0, "promotion": 0.2}
    steps = waterfall_steps(bakery, make_prediction(bakery, 30.0, effects), limit=1)
    assert [(s.label, s.note, s.text) for s in steps[2:-1]] == [("3 other reasons", "each up to 4 loaves", "+1")]
    small = waterfall_steps(bakery, make_prediction(bakery, 30.0, {"mean": 0.1, "last_week": -0.1}))
    assert [(s.label, s.note, s.text) for s in small[1:-1]] == [("2 other reasons", "each too small to show", "±0")]


def test_changes_of_a_percentage_are_points(lateness, make_prediction):
    made = make_prediction(lateness, -0.4, {"temperature": 0.9}, link=Link.LOGIT, label="1")
    drawn = waterfall_figure(waterfall_steps(lateness, made), LIGHT, None, scale_of(lateness.target, made))
    assert drawn.data[0].hovertext[0] == "Temperature: 1 °C. This adds 22 points."


def test_a_least_value_is_a_rule_of_its_own(bakery, make_prediction):
    steps = waterfall_steps(bakery, make_prediction(bakery, 22.0, {"temperature": -30.0}))
    assert [(s.kind, s.label, s.text) for s in steps[2:]] == [
        ("rule", "Not below 0", "+8"),
        ("total", "Prediction", "0 loaves"),
    ]
    bars = waterfall_figure(
        steps, LIGHT, None, scale_of(bakery.target, make_prediction(bakery, 22.0, {"temperature": -30.0}))
    ).data[0]
    assert list(bars.marker.pattern.shape) == ["", "/"]


def test_rounding_to_whole_units_is_a_rule_when_nothing_else_is_left(bakery, make_prediction):
    steps = waterfall_steps(bakery, make_prediction(bakery, 3.0, {"temperature": 1.3}))
    assert [(s.kind, s.label, s.text) for s in steps] == [
        ("base", "Start point", "3.0 loaves"),
        ("effect", "Temperature", "+1.3"),
        ("rule", "Rounded to whole loaves", "−0.3"),
        ("total", "Prediction", "4 loaves"),
    ]


def test_a_difference_made_by_rounding_alone_is_called_rounding(kitchen, make_prediction):
    made = make_prediction(kitchen, 10.04, {"temperature": 1.04, "mean": 1.04})
    assert step_table(waterfall_steps(kitchen, made))[3] == ("Other", "rounding", "+0.1")


def test_an_explanation_without_features_is_start_and_prediction(kitchen, make_prediction):
    steps = waterfall_steps(kitchen, make_prediction(kitchen, 10.0, {}))
    assert [step.text for step in steps] == ["10.0 kg", "10.0 kg"]
    assert isinstance(
        waterfall_figure(steps, LIGHT, None, scale_of(kitchen.target, make_prediction(kitchen, 10.0, {}))), go.Figure
    )


@given(st.text(max_size=80))
def test_nothing_in_a_label_or_value_becomes_markup(bakery, bread, text):
    steps = waterfall_steps(bakery, bread)
    bad = f'<a href="x">{text}'
    hostile = (steps[0], replace(steps[1], label=f"<b>{text}</b>", note=bad, hover=bad), *steps[2:])
    drawn = waterfall_figure(hostile, LIGHT, (44.0, 61.0), scale_of(bakery.target, bread))
    texts = [drawn.layout.annotations[1].text, drawn.data[0].hovertext[0]]
    for written_text in texts:
        left = re.sub(r"</?b>|<br>|<span style=\"[^\"]*\">|</span>", "", written_text)
        assert "<" not in left
        assert ">" not in left


def test_long_labels_are_cut_on_the_axis_and_whole_in_the_hover_box(bakery, bread):
    steps = waterfall_steps(bakery, bread)
    name = "The mean of what was sold on the last four Saturdays before"
    long = (steps[0], replace(steps[1], label=name, hover=f"{name}: 38. This adds 4 loaves."), *steps[2:])
    drawn = waterfall_figure(long, LIGHT, None, scale_of(bakery.target, bread))
    assert "…" in drawn.layout.annotations[1].text
    assert name in drawn.data[0].hovertext[0]


@given(st.text(max_size=60), st.integers(2, 40))
def test_a_shortened_text_is_never_longer_than_allowed(text, most):
    assert len(shortened(text, most)) <= most


def test_the_range_is_drawn_where_it_is_written(bakery, bread):
    steps = waterfall_steps(bakery, bread)
    scale = scale_of(bakery.target, bread)
    drawn = waterfall_figure(steps, LIGHT, (43.6, 61.2), scale)
    whisker = [shape for shape in drawn.layout.shapes if shape.line.color == LIGHT.you]
    assert {(shape.x0, shape.x1) for shape in whisker} == {(44.0, 61.0), (44.0, 44.0), (61.0, 61.0)}
    assert shown(43.6, scale) >= drawn.layout.xaxis.range[0]
    assert drawn.layout.height == ROW_HEIGHT * len(steps) + 4
