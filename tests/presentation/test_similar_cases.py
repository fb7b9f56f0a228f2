"""Similar cases in words and as a table: the count agrees with the rows, whatever the numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actual import Actual
from domain.links import Link
from domain.past_case import PastCase, SimilarCases
from domain.review import Answer, NewReview, Review, Seen
from presentation.charts.similar_cases import similar_alt, similar_header, similar_rows, similar_table
from presentation.words.case_differences import differences, differences_text
from presentation.words.similar import alike_text, far_note, search_notes, similar_lead

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SEEN = Seen(52.0, None, 44.0, 61.0, None, 1, "2026-11-20", ())


def case_of(prediction, actual, back=7, entity=None, reviews=(), label=None):
    day = prediction.target_date - timedelta(days=back)
    queue = replace(prediction.queue, entity=entity or prediction.queue.entity, row=back)
    past = replace(prediction, target_date=day, queue=queue, run_id=f"2026-{back}")
    return PastCase(past, tuple(reviews), Actual(queue.entity, day, actual, 1, NOW, label), 1.0)


def valued(prediction, value):
    explanation = replace(prediction.explanation, prediction=value)
    return replace(prediction, queue=replace(prediction.queue, value=value), explanation=explanation)


def cases_of(prediction, differences):
    return tuple(
        case_of(prediction, prediction.queue.value + difference, back=at + 1)
        for at, difference in enumerate(differences)
    )


def text_of(use_case, prediction, cases):
    return " ".join(similar_lead(use_case, prediction, cases)).strip()


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ([-4, -5, 2, -5, -3, -5, -2, -9, 1, -5], "In 8 of these 10 the actual was below the prediction. Typically by 5 loaves."),
        ([3, 4, -1], "In 2 of these 3 the actual was above the prediction. Typically by 4 loaves."),
        ([-3] * 4, "In all of these 4 the actual was below the prediction. Typically by 3 loaves."),
        ([2, 2], "In all of these 2 the actual was above the prediction. Typically by 2 loaves."),
        ([1, -2], "In 1 of these 2 the actual was below the prediction, in 1 above it."),
        ([0, 0, 0, 5], "In 3 of these 4 the actual was what had been predicted."),
        ([0, 0], "In all of these 2 the actual was what had been predicted."),
        ([0, 4, 0, 4, 4], "In 3 of these 5 the actual was above the prediction. Typically by 4 loaves."),
        ([-7], "In the one similar case the actual was below the prediction. The difference was 7 loaves."),
        ([7], "In the one similar case the actual was above the prediction. The difference was 7 loaves."),
        ([0], "In the one similar case the actual was what had been predicted."),
        ([-1, -1, 9], "In 2 of these 3 the actual was below the prediction. Typically by 1 loaf."),
        ([-1, -1, 0, 0], "In 2 of these 4 the actual was below the prediction. Typically by 1 loaf."),
    ],
)  # fmt: skip
def test_the_count_is_the_sentence(bakery, bread, differences, said) -> None:
    assert text_of(bakery, bread, cases_of(bread, differences)) == said


@given(data=st.data())
def test_sentence_and_rows_never_contradict_each_other(bakery, kitchen, bread, data) -> None:
    use_case = data.draw(st.sampled_from([bakery, kitchen]))
    size = st.floats(0, 200) if use_case is kitchen else st.integers(0, 200).map(float)
    numbers = data.draw(st.lists(st.tuples(size, size), min_size=1, max_size=10))
    cases = [case_of(valued(bread, value), actual, at + 1) for at, (value, actual) in enumerate(numbers)]
    rows = similar_rows(use_case, bread, cases, 1)
    words = text_of(use_case, bread, cases)
    below, above = (sum(row.tone == tone for row in rows) for tone in ("less", "more"))
    same = len(rows) - below - above
    for row in rows:
        assert row.difference[0] == {"less": "−", "more": "+", "": "±"}[row.tone]
        assert (row.share > 0) == (row.tone == "more")
        assert -1 <= row.share <= 1
    if same > max(below, above):
        assert "what had been predicted" in words
    elif len(rows) > 1 and below != above:
        count, side = (below, "below") if below > above else (above, "above")
        assert f"{'all' if count == len(rows) else count} of these {len(rows)} the actual was {side}" in words


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (["1", "0", "1"], "2 of these 3 turned out as “late”. The model had given that 67 % on average."),
        (["1", "1"], "All of these 2 turned out as “late”. The model had given that 67 % on average."),
        (["0", "0"], "None of these 2 turned out as “late”. The model had given that 67 % on average."),
        (["0"], "The one similar case turned out as “on time”. The model had given “late” 67 %."),
    ],
)
def test_classes_are_counted_by_how_they_turned_out(lateness, make_prediction, labels, said) -> None:
    late = make_prediction(
        lateness, -0.4, {"weekday": 0.9, "temperature": 0.2}, {"weekday": "5"}, Link.LOGIT, label="1"
    )
    cases = [case_of(late, float(label), at + 1, label=label) for at, label in enumerate(labels)]
    assert text_of(lateness, late, cases) == said
    rows = similar_rows(lateness, late, cases, 1)
    assert [row.happened for row in rows] == [{"0": "on time", "1": "late"}[label] for label in labels]
    assert all(row.predicted == "late 67 %" and not row.difference for row in rows)
    assert all(len(row) == len(similar_header(lateness)) == 6 for row in similar_table(lateness, late, rows))


# --- what differed ------------------------------------------------------------------------------------------------


def with_inputs(prediction, **changes):
    """The prediction with other (value, contribution) of some features."""
    items = tuple(
        replace(
            item, value=changes[item.feature][0], contribution=changes[item.feature][1], effect=changes[item.feature][1]
        )
        if item.feature in changes
        else item
        for item in prediction.explanation.contributions
    )
    return replace(prediction, explanation=replace(prediction.explanation, contributions=items))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "the same inputs"),
        ({"temperature": (23.0, 9.0)}, "Temperature +9 °C"),
        ({"temperature": (3.0, -2.0)}, "Temperature −11 °C"),
        ({"temperature": (None, 1.0)}, "Temperature: missing"),
        ({"promotion": ("1", 4.0)}, "Promotion: running"),
        ({"holiday_tomorrow": (0.0, 0.0)}, "Holiday tomorrow: no"),
        ({"holiday_tomorrow": (0.0, 0.0), "temperature": (13.0, 3.7)}, "Holiday tomorrow: no"),
        ({"holiday_tomorrow": (0.0, 0.0), "temperature": (4.0, -6.0)}, "Temperature −10 °C; Holiday tomorrow: no"),
        ({"last_week": (12.0, 8.0), "mean": (99.0, 7.0)}, "Mean of four weeks +61.8 loaves"),
        ({"product": ("Stollen", 9.0)}, "the same inputs"),
        ({"mean": (37.245, 5.0)}, "the same inputs"),
    ],
)
def test_what_differed_most_is_named(bakery, bread, changes, said) -> None:
    found = differences(bakery, bread, with_inputs(bread, **changes))
    assert differences_text(found) == said
    assert all(item.text.startswith(item.label) for item in found)


def test_what_all_have_in_common_is_named_by_its_effect(bakery, bread) -> None:
    cases = [case_of(with_inputs(bread, temperature=(1.0, 0.0)), 50.0, 3), case_of(bread, 50.0, 4)]
    assert alike_text(bakery, bread, cases) == "All alike in holiday tomorrow, product, promotion."
    assert alike_text(bakery, bread, cases[:1]) == ""


# --- rows ---------------------------------------------------------------------------------------------------------


def said_by(person, answer, **more):
    new = NewReview(
        "t", "bakery", "r", 1, ("North", "Rye bread"), date(2026, 11, 14), len(person), answer, SEEN, **more
    )
    return Review(1, new, person, may_decide=True, created_at=NOW)


def test_a_row_says_who_answered_what_and_names_another_entity(bakery, bread) -> None:
    reviews = (said_by("Ana", Answer.DIFFERENT, own_value=45.0), said_by("Benno", Answer.AGREE))
    other = case_of(bread, 47.0, 400, entity=("South", "Rye bread"))
    rows = similar_rows(bakery, bread, [case_of(bread, 44.0, reviews=reviews), other], viewer_id=5)
    own, there = rows
    assert (own.day, own.when, own.entity) == ("Sat 14 Nov 2026", "Sat 14 Nov", "")
    assert (there.when, there.entity) == ("Fri 17 Oct 2025", "Rye bread, South")
    assert (own.predicted, own.happened, own.difference, own.share) == ("52", "44", "−8", -1.0)
    assert (own.answered, there.answered) == ("Ana decided 45 · you agreed", "–")
    head = similar_header(bakery)
    assert head == ("Day", "Of", "What differed", "Predicted", "Answered", "Sold", "Against the prediction")
    assert similar_table(bakery, bread, rows)[0] == (
        "Sat 14 Nov 2026", "Rye bread, North", "the same inputs", "52", "Ana decided 45 · you agreed", "44", "−8",
    )  # fmt: skip
    assert similar_alt(rows, "sold").startswith("Sat 14 Nov 2026: predicted 52, sold 44; Fri 17 Oct 2025")


# --- what could not be looked at ----------------------------------------------------------------------------------


def notes(**changes):
    return search_notes(replace(SimilarCases((), 10, 0, 0, 0, ()), **changes))


def test_the_nearest_are_not_called_near_where_most_are_far(bread) -> None:
    """The range of the example is 17.6 wide."""
    near, far = (case_of(valued(bread, bread.queue.value + away), 50.0) for away in (8.0, 9.0))
    assert far_note(bread, [near, far]) == ""
    assert "these are the nearest" in far_note(bread, [near, far, far])
    assert far_note(replace(bread, queue=replace(bread.queue, low=None)), [far]) == ""


def test_what_was_left_out_is_said(bakery, bread) -> None:
    assert notes() == ()
    (few,) = notes(cases=cases_of(bread, [1, 2]))
    assert "only 2 earlier predictions" in few
    (many,) = notes(compared=2_000_000, beyond=500_000)
    assert many == "Looked at were the latest 2\u202f000\u202f000 of 2\u202f500\u202f000 earlier predictions."
    (other,) = notes(other_scale=1)
    assert other.startswith("1 earlier day is left out: it was predicted from other features")
    (one,) = notes(unreadable=(date(2026, 5, 1),))
    assert one == "Fri 1 May 2026 is left out: the prediction files of this day are missing or damaged."
    (five,) = notes(unreadable=tuple(date(2026, 5, day) for day in (9, 8, 7, 6, 5)))
    assert five.startswith("Sat 9 May 2026, Fri 8 May 2026, Thu 7 May 2026 and 2 more are left out")
