"""How many pieces are sold: an expectation with structure that a model can learn, and chance around it."""

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from intake.synthetic.german_calendar import is_holiday, is_school_holiday, tomorrow
from intake.synthetic.hidden_events import hidden_events
from intake.synthetic.noise import Floats, Stream, drift, generator
from intake.synthetic.recipe import Product, Recipe, Season, Store
from intake.synthetic.shops import is_closed, promoted, regular_price
from intake.synthetic.weather import YEAR, WeatherDay, weather_on

DRIFT_DAYS = 7
"""Levels that nobody has a column for move from week to week."""

MOST_DEGREES = 12.0
"""Beyond so many degrees people do not buy still more soup or ice."""


@dataclass(frozen=True)
class _Day:
    day: date
    weather: WeatherDay
    promoted: frozenset[str]
    school_holiday: bool


def expected(recipe: Recipe, seed: int, day: date, hidden: bool = True) -> Floats:
    """The expected pieces, shape (stores, products), as if everything were offered everywhere.

    Args:
        recipe: the bakery.
        seed: of the slowly moving levels, the weather, the promotions and the hidden events.
        day: the day.
        hidden: whether the events that stand in no source count.
    """
    today = _Day(
        day,
        weather_on(recipe.weather, seed, day),
        promoted(recipe, seed, day),
        is_school_holiday(day) and day.weekday() < 6,
    )
    shared = np.array([_product_level(recipe, product, today) for product in recipe.products])
    stores = np.array([_store_level(recipe, store, day) for store in recipe.stores])
    local = np.array(
        [[_local(recipe, store, product, today) for product in recipe.products] for store in recipe.stores]
    )
    means = stores[:, None] * shared[None, :] * local * _levels(recipe, seed, day)
    return np.asarray(means * _hidden_factors(recipe, seed, day) if hidden else means)


def sold(recipe: Recipe, seed: int, day: date) -> npt.NDArray[np.int64]:
    """The pieces sold, shape (stores, products): negative binomial around the expectation."""
    means = expected(recipe, seed, day)
    chance = generator(seed, Stream.SOLD, day.toordinal())
    size = recipe.demand.dispersion
    return chance.poisson(means * chance.gamma(size, 1 / size, means.shape))


def _product_level(recipe: Recipe, product: Product, today: _Day) -> float:
    demand = recipe.demand
    level = product.level * recipe.profiles[product.profile][today.day.weekday()] * _season(product.season, today.day)
    level *= math.pow(1 + demand.trend_per_year, (today.day - demand.trend_from).days / YEAR)
    level *= math.pow(regular_price(recipe, product, today.day) / product.price, demand.price_elasticity)
    level *= demand.promotion if product.name in today.promoted else 1.0
    level *= product.eve if is_holiday(tomorrow(today.day)) else 1.0
    return level * _weather_factor(recipe, product, today.weather)


def _season(season: Season, day: date) -> float:
    return 1 + season.amplitude * math.cos(2 * math.pi * (day.timetuple().tm_yday - season.peak) / YEAR)


def _weather_factor(recipe: Recipe, product: Product, weather: WeatherDay) -> float:
    warm = min(max(weather.temperature - recipe.demand.warm_from, 0.0), MOST_DEGREES)
    cold = min(max(recipe.demand.cold_below - weather.temperature, 0.0), MOST_DEGREES)
    wet = product.rain if weather.rain_mm > 0 else 0.0
    return (1 + product.warm * warm) * (1 + product.cold * cold) * (1 + wet)


def _store_level(recipe: Recipe, store: Store, day: date) -> float:
    holiday = recipe.demand.holiday if is_holiday(day) else 1.0
    stock_up = recipe.demand.closed_tomorrow if is_closed(recipe, store, tomorrow(day)) else 1.0
    return store.level * holiday * stock_up


def _local(recipe: Recipe, store: Store, product: Product, today: _Day) -> float:
    away = recipe.demand.school_holiday if today.school_holiday else 0.0
    return 1 - product.pupils * store.school * away


def _levels(recipe: Recipe, seed: int, day: date) -> Floats:
    stores, products = len(recipe.stores), len(recipe.products)
    of_store = recipe.demand.store_drift * drift(seed, Stream.STORE_DRIFT, day, DRIFT_DAYS, stores)[:, None]
    own = drift(seed, Stream.PRODUCT_DRIFT, day, DRIFT_DAYS, stores * products).reshape(stores, products)
    return np.asarray(np.exp(of_store + recipe.demand.product_drift * own))


def _hidden_factors(recipe: Recipe, seed: int, day: date) -> Floats:
    factors = np.ones((len(recipe.stores), len(recipe.products)))
    for event in hidden_events(recipe, seed, day):
        for row, store in enumerate(recipe.stores):
            if store.name == event.store:
                factors[row] *= [event.factor(store, product) for product in recipe.products]
    return factors
