"""An answer is stored as it was given, with what its author saw; a new one supersedes only its author's own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import AnswerError
from domain.prediction import prediction_id
from domain.review import Answer
from domain.scenario import Scenario
from services.list_decisions import list_decisions
from services.open_prediction import open_prediction
from services.record_review import SEEN_TOP, seen_of
from tests.services.desk import Desk
from tests.services.made_up_shop import MORNING


def test_agreeing_keeps_neither_value_nor_reason(desk: Desk) -> None:
    review = desk.give(Answer.AGREE, reason="event", comment="Looks right.")
    assert (review.new.answer, review.new.own_value, review.new.own_label, review.new.reason) == (
        Answer.AGREE,
        None,
        None,
        None,
    )
    assert review.new.comment == "Looks right."
    assert desk.stored() == (review,)


def test_cannot_tell_needs_no_value(desk: Desk) -> None:
    review = desk.give(Answer.CANNOT_TELL, own_value="", doubted=("price",))
    assert (review.new.answer, review.new.own_value, review.new.doubted) == (Answer.CANNOT_TELL, None, ("price",))


def test_deciding_differently_keeps_value_reason_doubts_and_author(desk: Desk) -> None:
    review = desk.give(own_value="45", reason="event", doubted=("price", "last_week"), comment="Street festival")
    new = review.new
    assert (new.answer, new.own_value, new.reason, new.doubted) == (
        Answer.DIFFERENT,
        45.0,
        "event",
        ("price", "last_week"),
    )
    assert (review.person, review.may_decide) == ("Ana", True)
    assert review.created_at == desk.shop.deps.now()
    opened = open_prediction(desk.shop.deps, prediction_id(desk.run.id, 0))
    assert opened.reviews == (review,)
    assert (new.entity, new.target_date) == (opened.prediction.queue.entity, desk.run.target_date)


def test_the_same_token_twice_is_one_answer(desk: Desk) -> None:
    first = desk.give(own_value="45", token="same")
    assert desk.give(own_value="45", token="same") == first
    assert desk.stored() == (first,)


def test_a_new_answer_supersedes_only_its_authors_earlier_one(desk: Desk) -> None:
    of_ana = desk.give(own_value="45")
    of_ben = desk.give(own_value="46", person_id=desk.ben.id)
    elsewhere = desk.give(own_value="47", row=1)
    again = desk.give(Answer.AGREE)
    known = {review.id: review.superseded for review in (*desk.stored(), *desk.stored(1))}
    assert known == {of_ana.id: True, of_ben.id: False, elsewhere.id: False, again.id: False}
    opened = open_prediction(desk.shop.deps, prediction_id(desk.run.id, 0))
    assert {review.id for review in opened.reviews} == {of_ben.id, again.id}
    assert not next(review for review in opened.reviews if review.id == of_ben.id).may_decide


def test_a_run_that_was_replaced_takes_no_more_answers(desk: Desk) -> None:
    desk.shop.correct("price", "9.99", date=desk.run.target_date.isoformat(), store="North", product="Brot")
    desk.shop.at(1).published()
    with pytest.raises(AnswerError) as caught:
        desk.give()
    assert caught.value.fault == "run not published"
    assert desk.stored() == ()


def test_what_the_author_saw_is_kept_with_its_hash(desk: Desk) -> None:
    review = desk.give()
    opened = open_prediction(desk.shop.deps, prediction_id(desk.run.id, 0))
    seen, queue = review.new.seen, opened.prediction.queue
    assert seen == seen_of(opened)
    assert (seen.prediction, seen.low, seen.high, seen.usual, seen.label) == (
        queue.value,
        queue.low,
        queue.high,
        queue.usual,
        None,
    )
    assert (seen.version, seen.data_through) == (1, (MORNING - timedelta(days=1)).isoformat())
    assert desk.stored()[0].new.seen.content_hash() == seen.content_hash()


def test_the_largest_effects_are_kept_with_the_values_they_came_from(desk: Desk) -> None:
    top = desk.give().new.seen.top
    explanation = open_prediction(desk.shop.deps, prediction_id(desk.run.id, 0)).prediction.explanation
    effects = {c.feature: c for c in explanation.contributions}
    sizes = [abs(effect) for _, _, effect in top]
    assert len(top) == SEEN_TOP
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] >= max(
        abs(c.effect) for name, c in effects.items() if name not in {feature for feature, _, _ in top}
    )
    for feature, shown, effect in top:
        known = effects[feature]
        assert effect == known.effect
        assert shown == ("missing" if known.value is None else str(known.value))


SCENARIO = Scenario("Dear", (("price", 9.5),), None, 20.0, None, 15.0, 25.0, 1)


def test_a_scenario_is_kept_with_the_answer_and_told_in_the_decided_list(desk: Desk) -> None:
    desk.give(Answer.DIFFERENT, scenario=SCENARIO)

    (review,) = desk.stored()
    assert review.new.scenario == SCENARIO
    assert list_decisions(desk.shop.deps, desk.run)[0].scenario == SCENARIO


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "two\nlines", "zero\0byte"])
def test_a_scenario_needs_a_name_that_can_be_shown(desk: Desk, name: str) -> None:
    with pytest.raises(AnswerError) as told:
        desk.give(scenario=replace(SCENARIO, name=name))

    assert told.value.fault == "scenario name"
    assert desk.stored() == ()


def test_a_scenario_with_an_input_that_nobody_knows_is_refused(desk: Desk) -> None:
    with pytest.raises(AnswerError) as told:
        desk.give(scenario=replace(SCENARIO, changes=(("moon", 1.0),)))

    assert (told.value.fault, told.value.found) == ("feature unknown", "moon")
