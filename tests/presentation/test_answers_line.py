"""All answers on one line: every one of them is there, in order, and a projector sees the same figure larger."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.prediction import QueueRow
from domain.review import Answer, NewReview, Review, Seen
from presentation.charts.answers_line import (
    answers_alt,
    answers_figure,
    answers_marks,
    answers_table,
    answers_title,
)
from presentation.charts.enlarge import enlarge
from presentation.charts.palette import LIGHT
from presentation.charts.waterfall import waterfall_steps
from presentation.charts.waterfall_figure import waterfall_figure
from presentation.words.quantities import scale_of

ROW = QueueRow(0, 1, ("North", "Rye bread"), 52.0, 43.6, 61.2, 40.0, None, needs_look=True, reasons=())
SEEN = Seen(52.0, None, 43.6, 61.2, 40.0, 1, "", ())


def review(person: str, value: float | None, answer: Answer = Answer.DIFFERENT) -> Review:
    new = NewReview("t", "bakery", "r", 0, ROW.entity, datetime(2026, 11, 21).date(), 1, answer, SEEN, own_value=value)  # noqa: DTZ001
    return Review(1, new, person, may_decide=True, created_at=datetime(2026, 11, 21, tzinfo=UTC))


REVIEWS = (review("Ana", 45.0), review("Ben", 48.0), review("Cleo", 45.0), review("Dan", None, Answer.AGREE))


def test_every_value_is_a_mark_and_equal_ones_share_it(bakery) -> None:
    marks = answers_marks(bakery, ROW, REVIEWS, 46.0)
    assert [(mark.kind, mark.who, mark.written) for mark in marks] == [
        ("usual", "Usual", "40"),
        ("person", "Ana, Cleo", "45"),
        ("actual", "Sold", "46"),
        ("person", "Ben", "48"),
        ("model", "Model", "52"),
    ]
    assert answers_table(marks)[1] == ("Ana, Cleo", "45")
    assert answers_alt(marks) == "All answers: Usual 40, Ana, Cleo 45, Sold 46, Ben 48, Model 52."
    assert answers_title(bakery, ROW) == "All answers and what was sold; range between 44 and 61"


def test_the_figure_draws_each_mark_where_it_is_and_labels_it(bakery) -> None:
    marks = answers_marks(bakery, ROW, REVIEWS, 46.0)
    figure = answers_figure(bakery, ROW, marks, LIGHT)
    assert [trace.x[0] for trace in figure.data] == [mark.value for mark in marks]
    assert len(figure.layout.annotations) == len(marks)
    low, high = figure.layout.xaxis.range
    assert low < min(mark.value for mark in marks)
    assert high > 61.2


def test_labels_that_would_cover_each_other_take_different_sides(bakery) -> None:
    crowd = tuple(review(f"Person {number}", 52.0 + number / 2) for number in range(4))
    figure = answers_figure(bakery, ROW, answers_marks(bakery, ROW, crowd, None), LIGHT)
    places = [(note.x, note.y) for note in figure.layout.annotations if note.x >= 52]
    assert len({y for _, y in places}) == 4


def test_a_name_is_not_taken_for_markup_and_classes_have_no_line(bakery, lateness) -> None:
    marks = answers_marks(bakery, ROW, (review("<b>Ana</b>", 45.0),), None)
    figure = answers_figure(bakery, replace(ROW, low=None, high=None, usual=None), marks, LIGHT)
    assert "&lt;b&gt;Ana" in figure.to_json()
    assert answers_marks(lateness, ROW, REVIEWS, None) == ()


def test_one_value_alone_has_a_line_too(bakery) -> None:
    row = replace(ROW, low=None, high=None, usual=None)
    figure = answers_figure(bakery, row, answers_marks(bakery, row, (), None), LIGHT)
    assert figure.layout.xaxis.range[0] < 52 < figure.layout.xaxis.range[1]


@pytest.mark.parametrize("factor", [1.0, 1.3, 2.0])
def test_an_enlarged_figure_is_the_same_figure_larger(bakery, bread, factor) -> None:
    drawing = waterfall_figure(waterfall_steps(bakery, bread), LIGHT, (43.6, 61.2), scale_of(bakery.target, bread))
    large = enlarge(drawing, factor)
    assert large.layout.height == round(drawing.layout.height * factor)
    assert [note.font.size for note in large.layout.annotations] == [
        pytest.approx(note.font.size * factor) for note in drawing.layout.annotations
    ]
    assert [tuple(trace.x) for trace in large.data] == [tuple(trace.x) for trace in drawing.data]
    assert (
        drawing.layout.height
        == waterfall_figure(
            waterfall_steps(bakery, bread), LIGHT, (43.6, 61.2), scale_of(bakery.target, bread)
        ).layout.height
    )
