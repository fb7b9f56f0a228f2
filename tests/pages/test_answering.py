"""Answering: what is stored, what is refused, and that nothing a person typed is lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from domain.review import COMMENT_LIMIT, Answer
from services.page_queue import QueueFilter, page_queue


def _press(at: AppTest, *keys: str) -> AppTest:
    for key in keys:
        at.button(key=key).click().run()
    return at


def _field(run, row: int, name: str) -> str:
    return f"draft_{name}_{run.id}-{row}"


def test_agreeing_stores_what_was_seen_and_opens_the_next(visit, world, run, says) -> None:
    at = _press(visit("today"), "choose_agree", "save")

    (review,) = world.reviews(run)
    assert (review.person, review.new.answer, review.new.entity) == ("Ana", Answer.AGREE, ("Harbour", "Bagel"))
    assert (review.new.seen.prediction, review.new.seen.version, review.new.seen.data_through) == (
        52.0,
        7,
        "2026-11-19",
    )
    assert "Saved: you agreed for Bagel, Harbour." in at.toast[0].value
    assert "Croissant, North" in says(at)
    assert "reviewed 1 of 12" in says(at)
    assert "you agreed" in says(visit("today", show="all"))


def test_an_own_value_is_stored_with_its_reason_doubts_and_comment(visit, world, run) -> None:
    at = visit("today")
    at.text_input(key=_field(run, 0, "value")).set_value("45").run()
    at.selectbox(key=_field(run, 0, "reason")).select("school_closed").run()
    at.multiselect(key=_field(run, 0, "doubted")).select("holiday_tomorrow").run()
    at.text_input(key=_field(run, 0, "comment")).set_value("The school is closed").run()
    _press(at, "save")

    new = world.reviews(run)[0].new
    assert (new.answer, new.own_value, new.reason, new.doubted, new.comment) == (
        Answer.DIFFERENT, 45.0, "school_closed", ("holiday_tomorrow",), "The school is closed")  # fmt: skip


def test_writing_a_value_chooses_to_decide_differently_and_says_what_it_means(visit, run, says) -> None:
    at = visit("today")
    at.text_input(key=_field(run, 0, "value")).set_value("45").run()

    assert "45 is 7 below the prediction, inside its range" in says(at)


def test_a_decimal_comma_is_echoed_as_it_is_understood_before_saving(visit, bare_world, says) -> None:
    fractions = bare_world.changed(target={**bare_world.use_case.target.model_dump(), "integer": False})
    fractions.sign_in()
    run = fractions.publish()

    at = visit("today")
    at.text_input(key=_field(run, 0, "value")).set_value("12,5").run()
    assert "12.5 is 39.5 below the prediction" in says(at)

    _press(at, "save")
    assert fractions.reviews(run)[0].new.own_value == 12.5


@pytest.mark.parametrize(("typed", "words"), [("abc", "not a number"), ("-3", "too small"), ("12,5", "whole numbers"), ("1.234,5", "not a number"),
                                              ("9" * 30, "too large"), ("nan", "not a number"), ("", "missing")])  # fmt: skip
def test_a_value_that_cannot_be_meant_is_refused_in_words_and_the_form_stays(
    visit, world, run, says, typed, words
) -> None:
    at = _press(visit("today"), "choose_different")
    at.text_input(key=_field(run, 0, "value")).set_value(typed).run()
    at.text_input(key=_field(run, 0, "comment")).set_value("still here").run()
    _press(at, "save")

    assert "Not saved" in says(at)
    assert words in says(at)
    assert world.reviews(run) == ()
    assert at.text_input(key=_field(run, 0, "value")).value == typed
    assert at.text_input(key=_field(run, 0, "comment")).value == "still here"


def test_saving_without_an_answer_asks_for_one(visit, world, run, says) -> None:
    at = _press(visit("today"), "save")

    assert "no answer chosen" in says(at)
    assert world.reviews(run) == ()


@pytest.mark.parametrize(
    "comment",
    ['it\'s "quoted"; --', "🥐🥖", "هذا كثير جدا", "<img src=x onerror=alert(1)>", "a\u202eb", "x" * COMMENT_LIMIT],
)
def test_a_comment_is_stored_as_it_was_written_and_shown_as_text(visit, world, run, comment) -> None:
    at = _press(visit("today"), "choose_cannot_tell")
    at.text_input(key=_field(run, 0, "comment")).set_value(comment).run()
    _press(at, "save")
    assert world.reviews(run)[0].new.comment == comment

    world.sign_in("Ben")
    later = visit("today", prediction=f"{run.id}-0")
    assert not later.exception
    assert not any("<img" in element.body for element in later.get("html"))


def test_a_comment_that_is_too_long_is_refused_and_kept(visit, world, run, says) -> None:
    long = "x" * (COMMENT_LIMIT + 1)
    at = _press(visit("today"), "choose_agree")
    at.text_input(key=_field(run, 0, "comment")).set_value(long).run()
    _press(at, "save")

    assert "The comment is too long" in says(at)
    assert at.text_input(key=_field(run, 0, "comment")).value == long
    assert world.reviews(run) == ()


def test_ones_own_earlier_answer_is_filled_in_and_a_new_one_supersedes_it(visit, world, run, says) -> None:
    world.answer(
        run,
        0,
        world.sign_in("Ana"),
        Answer.DIFFERENT,
        own_value="45,0",
        reason="other",
        doubted=("weekday",),
        comment="first",
    )

    at = visit("today", prediction=f"{run.id}-0")
    assert at.text_input(key=_field(run, 0, "value")).value == "45"
    assert at.selectbox(key=_field(run, 0, "reason")).value == "other"
    assert at.multiselect(key=_field(run, 0, "doubted")).value == ["weekday"]

    _press(at, "choose_agree", "save")
    assert [review.new.answer for review in world.reviews(run)] == [Answer.AGREE]
    assert [review.superseded for review in world.history(run, 0)] == [True, False]


def test_what_was_typed_survives_looking_at_other_predictions(visit, run) -> None:
    at = _press(visit("today"), "choose_different")
    at.text_input(key=_field(run, 0, "comment")).set_value("half a thought").run()

    _press(at, "next", "previous")

    assert at.text_input(key=_field(run, 0, "comment")).value == "half a thought"


def test_agreeing_after_writing_a_value_stores_no_value(visit, world, run) -> None:
    at = visit("today")
    at.text_input(key=_field(run, 0, "value")).set_value("45").run()
    _press(at, "choose_agree", "save")

    assert world.reviews(run)[0].new.own_value is None


def test_the_last_answer_of_a_list_says_that_it_was_the_last(visit, world, run) -> None:
    last = page_queue(world.deps, run, QueueFilter("all"), 99).rows[-1].row
    at = _press(visit("today", prediction=f"{run.id}-{last}", show="all"), "choose_agree", "save")

    assert "last one in this list" in at.toast[0].value
    assert len(world.reviews(run)) == 1


def test_in_the_to_do_list_an_answered_row_makes_room_for_the_next(visit, world, run, says) -> None:
    at = _press(visit("today", show="todo"), "choose_agree", "save")

    assert [button.label for button in at.button if button.key == "open0"] == ["Open Croissant, North: 55"]
    assert "Croissant, North" in says(at)


@contextmanager
def _locked(database: Path) -> Iterator[None]:
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def test_a_locked_database_loses_nothing_and_the_same_answer_can_be_saved_later(
    visit, world, run, says, vouch_home
) -> None:
    at = _press(visit("today"), "choose_agree")
    at.text_input(key=_field(run, 0, "comment")).set_value("important").run()

    with _locked(vouch_home / "feedback.sqlite"):
        _press(at, "save")
    assert "Not saved" in says(at)
    assert at.text_input(key=_field(run, 0, "comment")).value == "important"
    assert world.reviews(run) == ()

    _press(at, "save")
    assert [review.new.comment for review in world.reviews(run)] == ["important"]


def test_an_answer_carries_the_token_of_its_form_and_the_next_one_gets_another(visit, world, run) -> None:
    at = _press(visit("today"), "choose_agree")
    token = at.session_state[_field(run, 0, "token")]
    _press(at, "save")

    assert world.reviews(run)[0].new.token == token
    assert at.session_state[_field(run, 0, "token")] != token
