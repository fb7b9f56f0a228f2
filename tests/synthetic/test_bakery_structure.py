"""The made-up sales have structure that a model can learn, and chance that it cannot."""

from collections import defaultdict
from datetime import date, timedelta
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.synthetic.demand import expected, sold
from intake.synthetic.german_calendar import is_holiday, is_school_holiday
from intake.synthetic.hidden_events import hidden_events
from intake.synthetic.noise import drift
from intake.synthetic.recipe import Recipe, read_recipe
from intake.synthetic.shops import promoted
from intake.synthetic.weather import weather_on

RECIPE = read_recipe()
FIRST = date(2024, 11, 20)
DAYS = [FIRST + timedelta(days=offset) for offset in range(730)]


def _series(written) -> dict[tuple[str, str], dict[date, float]]:
    clean: dict[tuple[str, str], dict[date, float]] = defaultdict(dict)
    for row in written.sales:
        if row["sold"].isdigit() and int(row["sold"]) <= 500:
            clean[(row["store"], row["product"])][date.fromisoformat(row["date"])] = float(row["sold"])
    return clean


def _wape(pairs: list[tuple[float, float]]) -> float:
    guess, actual = np.array(pairs).T
    return float(np.abs(guess - actual).sum() / actual.sum())


@pytest.fixture(scope="module")
def errors(written, recipe: Recipe) -> dict[str, float]:
    products = {product.name: place for place, product in enumerate(recipe.products)}
    stores = {store.name: place for place, store in enumerate(recipe.stores)}
    means = {day: expected(recipe, recipe.seed, day, hidden=False) for day in DAYS}
    four: list[tuple[float, float]] = []
    week: list[tuple[float, float]] = []
    best: list[tuple[float, float]] = []
    for (store, product), series in _series(written).items():
        if product not in products:
            continue
        for day, actual in series.items():
            past = [series.get(day - timedelta(days=days)) for days in (7, 14, 21, 28)]
            known = [value for value in past if value is not None]
            if past[0] is None or len(known) < 4:
                continue
            four.append((sum(known) / 4, actual))
            week.append((past[0], actual))
            best.append((float(means[day][stores[store], products[product]]), actual))
    return {"four": _wape(four), "week": _wape(week), "best": _wape(best)}


def test_the_usual_of_a_weekday_is_a_useful_but_beatable_guess(errors):
    assert 0.15 <= errors["four"] <= 0.5
    assert errors["week"] > 1.05 * errors["four"]
    # Who knew all but the hidden events and the chance would make a quarter less error.
    assert errors["best"] < 0.8 * errors["four"]


def test_most_products_sell_between_5_and_120_pieces(written):
    usual = [median(series.values()) for (_, product), series in _series(written).items() if len(series) > 10]
    assert min(usual) >= 5
    assert max(usual) <= 130


def _mean_ratio(recipe: Recipe, product: str, picked: list[date], others: list[date]) -> float:
    place = [item.name for item in recipe.products].index(product)
    of = [
        [expected(recipe, recipe.seed, day, hidden=False)[:, place].mean() for day in days] for days in (picked, others)
    ]
    return float(np.mean(of[0]) / np.mean(of[1]))


def test_a_promotion_sells_more(recipe: Recipe):
    weekdays = [day for day in DAYS if day.weekday() < 6]
    running = [day for day in weekdays if "Pretzel" in promoted(recipe, recipe.seed, day)]
    assert 1.15 < _mean_ratio(recipe, "Pretzel", running, [day for day in weekdays if day not in running]) < 1.45


def test_weather_moves_soup_and_ice_in_opposite_directions(recipe: Recipe):
    temperature = {day: weather_on(recipe.weather, recipe.seed, day).temperature for day in DAYS}
    warm = [day for day in DAYS if temperature[day] > 22]
    cold = [day for day in DAYS if temperature[day] < 5]
    assert len(warm) > 20
    assert len(cold) > 20
    assert _mean_ratio(recipe, "Ice cream cake", warm, cold) > 1.3
    assert _mean_ratio(recipe, "Vegetable soup", warm, cold) < 0.7


def test_people_stock_up_before_a_holiday_and_pupils_stay_away_in_the_holidays(recipe: Recipe):
    ordinary = [day for day in DAYS if not is_holiday(day) and day.weekday() < 5]
    eves = [day for day in ordinary if is_holiday(day + timedelta(days=1))]
    assert _mean_ratio(recipe, "Rye bread", eves, ordinary) > 1.2
    away = [day for day in ordinary if is_school_holiday(day)]
    assert _mean_ratio(recipe, "Pretzel", away, [day for day in ordinary if day not in away]) < 0.97


def test_old_weather_still_tells_something(recipe: Recipe):
    temperature = np.array([weather_on(recipe.weather, recipe.seed, day).temperature for day in DAYS])
    season = recipe.weather.swing * np.cos(
        2 * np.pi * (np.array([day.timetuple().tm_yday for day in DAYS]) - recipe.weather.warmest) / 365.25
    )
    spell = temperature - recipe.weather.mean - season
    assert np.corrcoef(spell[4:], spell[:-4])[0, 1] > 0.4


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**63), st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_a_slow_level_moves_slowly(seed: int, day: date):
    levels = np.array([drift(seed, 1, day + timedelta(days=offset), 7, 30) for offset in range(15)])
    # A straight line between anchors: within a week no jump is larger than a seventh of the way between them.
    assert np.abs(np.diff(levels, axis=0)).max() < 0.6
    assert np.isfinite(levels).all()


def test_slow_levels_have_the_stated_spread(recipe: Recipe):
    levels = np.array([drift(recipe.seed, 1, day, 7, 60) for day in DAYS])
    # Between two anchors the line is flatter than the anchors themselves.
    assert 0.7 < levels.std() < 1.1


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**63), st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_sales_are_whole_and_never_negative_whatever_seed_and_day(seed: int, day: date):
    pieces = sold(RECIPE, seed, day)
    assert pieces.shape == (4, 15)
    assert pieces.dtype.kind == "i"
    assert pieces.min() >= 0


def test_hidden_events_happen_in_some_weeks_only_and_move_sales_as_they_say(recipe: Recipe):
    events = [event for day in DAYS for event in hidden_events(recipe, recipe.seed, day)]
    by_reason = {
        reason: [event for event in events if event.kind.reason == reason] for reason in ("school_closed", "event")
    }
    assert 20 <= len(by_reason["school_closed"]) <= 70
    assert 15 <= len(by_reason["event"]) <= 50
    assert all(event.day.weekday() < 5 and not is_school_holiday(event.day) for event in by_reason["school_closed"])
    for event in events[:20]:
        store = next(store for store in recipe.stores if store.name == event.store)
        row = recipe.stores.index(store)
        ratio = (
            expected(recipe, recipe.seed, event.day)[row] / expected(recipe, recipe.seed, event.day, hidden=False)[row]
        )
        assert ratio == pytest.approx([event.factor(store, product) for product in recipe.products])


def test_no_file_tells_of_the_hidden_events(written):
    assert set(written.sales[0]) == {"date", "store", "product", "sold"}
    assert set(written.plan[0]) == {"date", "store", "product", "promotion", "price"}
    assert set(written.calendar[0]) == {"date", "store", "closed", "holiday", "school_holiday"}
    assert set(written.weather[0]) == {"date", "temperature", "rain_mm"}
