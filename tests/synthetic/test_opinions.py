"""What the demo's people say: deterministic, plausible, and right more often than not when they know something."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.own_value import check_own_value
from domain.review import Answer
from domain.use_case.file import read_use_case
from intake.synthetic.answers import Opinion, PastPrediction
from intake.synthetic.demand import expected, sold
from intake.synthetic.hidden_events import hidden_events
from intake.synthetic.opinions import ANSWERS_EARLIER, ANSWERS_LAST_DAYS, LAST_DAYS, plausible_reviews
from intake.synthetic.recipe import BAKERY_RECIPE, Recipe, read_recipe
from intake.synthetic.shops import sold_there

RECIPE = read_recipe()
USE_CASE = read_use_case(BAKERY_RECIPE.with_name("use_case.yaml"))
FIRST = date(2026, 9, 25)
DAYS = [FIRST + timedelta(days=offset) for offset in range(56)]


def _predictions(days: Sequence[date], recipe: Recipe = RECIPE) -> list[PastPrediction]:
    """A model that knows everything but the hidden events."""
    stores, products = list(recipe.stores), list(recipe.products)
    rows = []
    for day in days:
        means = expected(recipe, recipe.seed, day, hidden=False)
        for number, (store, product) in enumerate(sold_there(recipe, FIRST - timedelta(days=700), day)):
            value = float(means[stores.index(store), products.index(product)])
            rows.append(PastPrediction(f"run-{day}", number, day, (store.name, product.name), value))
    return rows


@pytest.fixture(scope="module")
def opinions() -> tuple[Opinion, ...]:
    return plausible_reviews(_predictions(DAYS))


def test_the_same_predictions_get_the_same_answers_in_whatever_order_they_come(opinions):
    rows = _predictions(DAYS)
    shuffled = [rows[index] for index in np.random.default_rng(3).permutation(len(rows))]
    assert plausible_reviews(shuffled) == opinions


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 20))
def test_a_day_keeps_its_answers_when_more_days_pass(count: int):
    before = plausible_reviews(_predictions(DAYS[:count]))
    after = plausible_reviews(_predictions(DAYS[: count + 1]))
    for day in DAYS[:count]:
        kept = [opinion for opinion in after if opinion.about.target_date == day]
        assert kept
        assert kept == [opinion for opinion in before if opinion.about.target_date == day][: len(kept)]


def test_the_newest_days_have_twelve_answers_and_earlier_ones_four(opinions):
    per_day = Counter(opinion.about.target_date for opinion in opinions)
    assert [per_day[day] for day in DAYS] == [ANSWERS_EARLIER] * (len(DAYS) - LAST_DAYS) + [
        ANSWERS_LAST_DAYS
    ] * LAST_DAYS


def test_nobody_answers_the_same_prediction_twice_but_some_get_two_opinions(opinions):
    keys = [(opinion.about.run_id, opinion.about.row, opinion.person) for opinion in opinions]
    assert len(keys) == len(set(keys))
    assert len({key[:2] for key in keys}) < len(keys)


def test_every_answer_is_one_that_vouch_accepts(opinions):
    rights = {person.name: person.may_decide for person in RECIPE.people}
    for opinion in opinions:
        assert opinion.may_decide == rights[opinion.person]
        assert set(opinion.doubted) <= set(USE_CASE.features)
        if opinion.answer is Answer.DIFFERENT:
            assert opinion.own_value is not None
            check_own_value(opinion.own_value, USE_CASE.target)
            assert opinion.own_value != round(opinion.about.prediction)
            assert opinion.reason in USE_CASE.reviews.reasons
        else:
            assert (opinion.own_value, opinion.reason, opinion.doubted) == (None, None, ())


def test_everybody_and_every_kind_of_answer_appears_and_agreeing_is_usual(opinions):
    assert {opinion.person for opinion in opinions} == {"Ana", "Ben", "Chris"}
    assert {opinion.person for opinion in opinions if not opinion.may_decide} == {"Chris"}
    kinds = Counter(opinion.answer for opinion in opinions)
    assert set(kinds) == set(Answer)
    assert kinds.most_common(1)[0][0] is Answer.AGREE


def test_a_remark_fits_the_direction_of_the_own_value(opinions):
    for opinion in opinions:
        if opinion.reason is None or opinion.own_value is None:
            continue
        known = RECIPE.remarks[opinion.reason]
        more = opinion.own_value > opinion.about.prediction
        assert opinion.comment in known.either + (known.more if more else known.less)


def test_a_reason_from_the_neighbourhood_is_given_only_when_it_is_true(opinions):
    true = {(day, event.store, event.kind.reason) for day in DAYS for event in hidden_events(RECIPE, RECIPE.seed, day)}
    given_ = {
        (opinion.about.target_date, opinion.about.entity[0], opinion.reason)
        for opinion in opinions
        if opinion.reason in ("school_closed", "event")
    }
    assert given_
    assert given_ <= true


def test_people_who_know_of_an_event_beat_a_model_that_does_not():
    days = [date(2025, 1, 1) + timedelta(days=offset) for offset in range(900)]
    names = [store.name for store in RECIPE.stores], [product.name for product in RECIPE.products]
    better = worse = 0
    for opinion in plausible_reviews(_predictions(days)):
        if opinion.own_value is None or opinion.reason not in ("school_closed", "event"):
            continue
        row, column = (known.index(value) for known, value in zip(names, opinion.about.entity, strict=True))
        actual = sold(RECIPE, RECIPE.seed, opinion.about.target_date)[row, column]
        person, model = abs(opinion.own_value - actual), abs(opinion.about.prediction - actual)
        better, worse = better + (person < model), worse + (person > model)
    assert better + worse > 60
    assert better > 2 * worse


def test_no_predictions_get_no_answers():
    assert plausible_reviews([]) == ()
