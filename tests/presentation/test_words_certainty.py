"""How sure, in words: the promise, what came of it, and the doubts."""

from dataclasses import replace

import pytest

from domain.certainty import Doubt, DoubtCode, HeldOut, Learned, Lived, Measured, Record
from domain.links import Link
from presentation.charts.range_record import record_header, record_rows, record_table
from presentation.words.catalogue import English, speaking
from presentation.words.certainty import doubt_sentence, held_sentence, range_sentence, record_text, verdict_word

LEARNED = Learned(-5.0, 12.5, frozenset(), 0.12, calendar=False)


def test_the_range_is_a_promise_in_the_numbers_of_the_head(bakery, bread) -> None:
    assert (
        range_sentence(bakery, bread) == "On 8 of 10 days like this one the actual should be between 44 and 61 loaves."
    )
    without = replace(bread, queue=replace(bread.queue, low=None, high=None))
    assert range_sentence(bakery, without) == "This prediction was made without a range."


def test_a_class_has_no_range_and_it_is_said_why(lateness, make_prediction) -> None:
    late = make_prediction(lateness, -0.4, {"weekday": 1.1}, {"weekday": "5"}, Link.LOGIT, label="1")
    assert range_sentence(lateness, late) == (
        "There is no range: the prediction is itself a probability, 67 % for “late”."
    )


@pytest.mark.parametrize(
    ("record", "text"),
    [((9, 10), "9 of 10"), ((20, 20), "20 of 20"), ((92, 112), "82 % of 112"), ((0, 0), "–"), ((9_999, 10_000), "more than 99 % of 10\u202f000")],
)  # fmt: skip
def test_people_count_to_twenty_and_take_percentages_beyond(record, text) -> None:
    assert record_text(Record(*record)) == text


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ((0, 0), "For Rye bread no earlier prediction has a known actual yet."),
        ((1, 1), "For Rye bread there is only 1 earlier day, too few to judge by."),
        ((5, 9), "For Rye bread there are only 9 earlier days, too few to judge by."),
        ((21, 27), "For Rye bread it held on 21 of its last 27 days."),
    ],
)
def test_how_often_it_held_is_said_with_its_count(record, text) -> None:
    assert held_sentence(Record(*record), "Rye bread") == text


DOUBTS = {
    Doubt(DoubtCode.OUTSIDE, "temperature", 41.0, LEARNED): "“Temperature” is 41 °C; the model has learned from −5 °C to 12.5 °C.",
    Doubt(DoubtCode.OUTSIDE, "temperature", 41.0): "“Temperature” is 41 °C, outside what the model has learned from.",
    Doubt(DoubtCode.OUTSIDE, "temperature", 41.0, LEARNED, common=True): "“Temperature” is 41 °C; the model has learned from −5 °C to 12.5 °C. So it is for most predictions of this day.",
    Doubt(DoubtCode.UNSEEN, "product", "<Stollen>"): "“Product” is “<Stollen>”, which the model has never learned from.",
    Doubt(DoubtCode.MISSING, "temperature", None, LEARNED): "“Temperature” is missing, which it hardly ever was in what the model has learned from.",
    Doubt(DoubtCode.MISSING, "temperature", None, LEARNED, common=True): "“Temperature” is missing, as for most predictions of this day; it hardly ever was before.",
    Doubt(DoubtCode.GAP, "temperature", None, LEARNED): "“Temperature” is missing, as in 12 % of what the model has learned from.",
    Doubt(DoubtCode.GAP, "temperature", None): "“Temperature” is missing.",
    Doubt(DoubtCode.MISSING, "temperature", None, LEARNED, delivered="n.v."): "“Temperature” is missing: “n.v.” was delivered and taken as missing, because it cannot be.",
    Doubt(DoubtCode.WIDE_RANGE): "The range is wide for the size of the prediction: the model is less sure than it mostly is.",
    Doubt(DoubtCode.LITTLE_HISTORY): "There are only 8 earlier comparable days to learn from and to compare with.",
}  # fmt: skip


@pytest.mark.parametrize(("doubt", "text"), DOUBTS.items())
def test_every_doubt_is_a_sentence(bakery, bread, doubt, text) -> None:
    assert doubt_sentence(bakery, bread, doubt) == text


def test_no_history_at_all_is_not_counted_as_zero_days(bakery, bread) -> None:
    words = doubt_sentence(bakery, replace(bread, past=()), Doubt(DoubtCode.LITTLE_HISTORY))
    assert words == "There is no earlier comparable day to learn from and to compare with."


def test_the_record_goes_from_the_nearest_to_the_widest_and_leaves_out_what_was_not_counted(bakery, bread) -> None:
    own = '["North","Rye bread"]'
    lived = Lived(Record(6, 9), 28, Record(50, 100), 2, 0)
    measured = Measured(HeldOut(0.8, 5_000), {own: HeldOut(0.95, 200), "other": HeldOut(0.1, 10)})
    rows = record_rows(bakery, bread.queue.entity, ((), lived, measured))
    assert record_table(rows) == (
        ("Rye bread, North, last 28 days", "6 of 9", "too few to judge"),
        ("All predictions of the last 2 days", "50 % of 100", "less often than stated"),
        ("Rye bread, North, on days held out at training", "95 % of 200", "more often than stated"),
        ("All, on days held out at training", "80 % of 5000", "as often as stated"),
    )
    assert len(record_header()) == 3
    assert [row.share for row in rows] == [6 / 9, 0.5, 0.95, 0.8]


def test_a_verdict_is_spoken_in_the_language_of_the_reader() -> None:
    class Shouting(English):
        def gettext(self, message: str) -> str:
            return message.upper()

    with speaking(Shouting()):
        assert verdict_word(Record(5, 5), 0.8) == "TOO FEW TO JUDGE"
