"""Answers and the sentence of the day."""

from datetime import date, datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.finding import Verdict
from domain.review import Answer, NewReview, Review, Seen
from domain.run import Run, RunState
from presentation.words.answers import answer_text, consequence
from presentation.words.quantities import scale_of, shown
from presentation.words.summary import day_sentence

NOW = datetime(2026, 11, 20, 8, tzinfo=timezone.utc)  # noqa: UP017 (the constructor's own words)
SATURDAY = date(2026, 11, 21)
FRIDAY = date(2026, 11, 20)


def review(answer, person_id=2, may_decide=True, **own):
    seen = Seen(52.0, None, 44.0, 61.0, 38.0, 7, "2026-11-19", ())
    new = NewReview("t", "bakery", "r", 0, ("North", "Rye bread"), SATURDAY, person_id, answer, seen, **own)
    return Review(1, new, "Ben", may_decide, NOW)


@pytest.mark.parametrize(
    ("given_review", "text"),
    [
        (review(Answer.AGREE, person_id=1), "you agreed"),
        (review(Answer.DIFFERENT, own_value=40.0), "Ben decided 40"),
        (review(Answer.DIFFERENT, own_value=40.0, may_decide=False), "Ben would decide 40"),
        (review(Answer.DIFFERENT, person_id=1, own_value=12.5), "you decided 12.5"),
        (review(Answer.CANNOT_TELL), "Ben cannot tell"),
        (review(Answer.CANNOT_TELL, person_id=1), "you cannot tell"),
    ],
)
def test_an_answer_says_who_and_what(bakery, given_review, text):
    assert answer_text(given_review, 1, bakery) == text


def test_a_decided_class_is_told_in_its_words(lateness):
    assert answer_text(review(Answer.DIFFERENT, own_label="0"), 1, lateness) == "Ben decided on time"


@pytest.mark.parametrize(
    ("own", "text"),
    [
        (45.0, "45 is 7 below the prediction, inside its range"),
        (52.0, "52 is the prediction itself, inside its range"),
        (12.5, "12.5 is 39.5 below the prediction, below its range (between 44 and 61)"),
        (70.0, "70 is 18 above the prediction, above its range (between 44 and 61)"),
        (44.0, "44 is 8 below the prediction, inside its range"),
    ],
)
def test_a_consequence_says_where_the_own_value_lies(bakery, bread, own, text):
    assert consequence(bakery, bread, own) == text


@given(data=st.data(), own=st.integers(0, 10**6))
def test_a_consequence_agrees_with_the_numbers_on_the_screen(predictions, data, own):
    use_case, prediction = data.draw(predictions)
    text = consequence(use_case, prediction, float(own))
    level = shown(prediction.queue.value, scale_of(use_case.target, prediction))
    assert ("above the prediction" in text) == (own > level)
    assert ("below the prediction" in text) == (own < level)
    assert ("range" in text) == (prediction.queue.low is not None)


def run(state=RunState.PUBLISHED, rows=60, run_date=FRIDAY):
    return Run("r", "bakery", run_date, SATURDAY, 7, "h", state, Verdict.PASSED, rows, None, "l", None, NOW)


def test_the_sentence_of_a_usual_day():
    sentence = day_sentence(run(), FRIDAY, 8, 12)
    assert sentence.needs_you == "8 deserve a look"
    assert str(sentence) == "60 predictions for Saturday, from this morning's data. 8 deserve a look; 12 are reviewed."


@pytest.mark.parametrize(
    ("rows", "needs_look", "reviewed", "end"),
    [
        (60, 1, 1, "1 deserves a look; 1 is reviewed."),
        (60, 0, 0, "None needs a look; none is reviewed yet."),
        (60, 8, 0, "8 deserve a look; none is reviewed yet."),
        (60, 8, 60, "All are reviewed."),
        (1, 1, 1, "It is reviewed."),
    ],
)
def test_one_none_and_all_have_their_own_words(rows, needs_look, reviewed, end):
    text = str(day_sentence(run(rows=rows), FRIDAY, needs_look, reviewed))
    assert text.endswith(end)
    assert text.startswith("1 prediction for" if rows == 1 else "60 predictions for")


@given(st.integers(0, 9999), st.integers(0, 9999), st.integers(0, 9999), st.sampled_from(list(RunState)))
def test_the_sentence_fits_on_one_line_at_usual_numbers(rows, needs_look, reviewed, state):
    sentence = day_sentence(run(state, max(rows, needs_look, reviewed)), date(2027, 1, 4), needs_look, reviewed)
    assert len(str(sentence)) <= 115


@pytest.mark.parametrize(
    ("state", "rows", "words"),
    [
        (RunState.HELD, 60, "the data was held"),
        (RunState.FAILED, 0, "the run failed"),
        (RunState.PREPARING, 0, "are being prepared"),
        (RunState.PUBLISHED, 0, "All is closed on Saturday"),
        (RunState.SUPERSEDED, 60, "a batch since corrected"),
    ],
)
def test_every_state_of_a_run_is_said(state, rows, words):
    assert words in str(day_sentence(run(state, rows), FRIDAY, 3, 0))


def test_old_data_is_not_called_this_mornings():
    assert "the data of Thu 19 Nov" in str(day_sentence(run(run_date=date(2026, 11, 19)), FRIDAY, 3, 0))
