from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.prediction import PastDay
from presentation.charts.palette import LIGHT
from presentation.charts.past_days import HEIGHT, NO_DAYS, past_days_alt, past_days_figure, past_days_table
from presentation.words.quantities import amount, scale_of


def with_past(prediction, values):
    first = prediction.target_date - timedelta(weeks=len(values))
    return replace(prediction, past=tuple(PastDay(first + timedelta(weeks=i), v) for i, v in enumerate(values)))


@given(data=st.data(), count=st.integers(0, 8))
def test_table_figure_and_words_agree_for_any_number_of_days(predictions, data, count):
    use_case, prediction = data.draw(predictions)
    size = 1 if use_case.task == "binary" else 100
    values = st.integers(0, size).map(float)
    prediction = with_past(prediction, data.draw(st.lists(values, min_size=count, max_size=count)))
    table = past_days_table(use_case, prediction)
    figure = past_days_figure(use_case, prediction, LIGHT)
    drawn = list(figure.data[0].y) if count else []
    assert drawn == [point.value for point in table]
    assert len(figure.data) == (2 if count else 1)
    assert figure.layout.height == HEIGHT
    low, high = figure.layout.yaxis.range
    assert all(low <= value <= high for value in (*drawn, *figure.data[-1].y))
    words = past_days_alt(use_case, prediction)
    assert all(f"{point.label} {point.text}" in words for point in table)
    assert (NO_DAYS in words.lower()) == (count == 0)


def test_the_prediction_stands_at_the_end_with_its_range(bakery, bread):
    figure = past_days_figure(bakery, bread, LIGHT)
    last = figure.data[-1]
    assert (list(last.x), list(last.y)) == ([8], [52.0])
    assert (list(last.error_y.array), list(last.error_y.arrayminus)) == ([9.0], [8.0])
    assert list(figure.layout.xaxis.ticktext) == ["26 Sep", "24 Oct", "21 Nov"]
    assert figure.layout.annotations[0].text == "usual<br>38"
    assert amount(bread.queue.value, scale_of(bakery.target, bread)) in last.hovertext[0]


def test_without_a_range_there_is_no_whisker(bakery, bread):
    bare = replace(bread, queue=replace(bread.queue, low=None, high=None, usual=None))
    figure = past_days_figure(bakery, bare, LIGHT)
    assert figure.data[-1].error_y.array is None
    assert not figure.layout.shapes
    assert not figure.layout.annotations


def test_without_a_past_the_figure_says_so(bakery, bread):
    figure = past_days_figure(bakery, replace(bread, past=()), LIGHT)
    assert NO_DAYS in [note.text for note in figure.layout.annotations]


@pytest.mark.parametrize(("label", "expected"), [("1", [100.0, 0.0]), ("0", [0.0, 100.0])])
def test_classes_are_told_by_their_words_and_drawn_as_happened_or_not(lateness, make_prediction, label, expected):
    made = with_past(make_prediction(lateness, 0.1, {"temperature": 0.4}, label=label), [1.0, 0.0])
    table = past_days_table(lateness, made)
    assert [point.text for point in table] == ["late", "on time"]
    assert [point.value for point in table] == expected
