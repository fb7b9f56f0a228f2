"""Which store is open, what it offers, at which price, and what is promoted: everything that is known ahead."""

from datetime import date

from intake.synthetic.german_calendar import is_holiday
from intake.synthetic.noise import Stream, generator, monday
from intake.synthetic.recipe import Offered, Product, Recipe, Store

PRICE_STEP = 0.05
"""Prices end in 0 or 5 cents."""

PROMOTION_WEEKDAYS = range(6)
"""A promotion runs from Monday to Saturday."""

Assortment = tuple[tuple[Store, Product], ...]


def is_closed(recipe: Recipe, store: Store, day: date) -> bool:
    """Whether a store is closed on a day."""
    return (
        regularly_closed(store, day)
        or f"{day:%m-%d}" in recipe.closed_everywhere
        or (is_holiday(day) and not store.open_on_holidays)
        or (store.closing_week is not None and day.isocalendar().week == store.closing_week)
    )


def regularly_closed(store: Store, day: date) -> bool:
    """Whether the weekly scheme has the store closed, so that nobody plans anything for it."""
    return day.weekday() in store.closed_weekdays or (day.weekday() == 6 and day.month in store.closed_sundays_in)


def planned(recipe: Recipe, first_day: date, day: date) -> Assortment:
    """Store and product of every row of the plan: drawn up by the week, it does not look at holidays."""
    return tuple(
        (store, product)
        for store in recipe.stores
        if not regularly_closed(store, day)
        for product in recipe.products
        if _offered(product.offered, store, first_day, day)
    )


def sold_there(recipe: Recipe, first_day: date, day: date) -> Assortment:
    """Store and product of everything that is really sold: planned, and the store is open."""
    closed = {store.name for store in recipe.stores if is_closed(recipe, store, day)}
    return tuple(pair for pair in planned(recipe, first_day, day) if pair[0].name not in closed)


def _offered(offered: Offered, store: Store, first_day: date, day: date) -> bool:
    return (
        (offered.stores is None or store.name in offered.stores)
        and (offered.weekdays is None or day.weekday() in offered.weekdays)
        and (day - first_day).days >= offered.from_day
        and _in_season(offered, f"{day:%m-%d}")
    )


def _in_season(offered: Offered, day: str) -> bool:
    first, last = offered.start or "01-01", offered.until or "12-31"
    return first <= day <= last if first <= last else day >= first or day <= last


def promoted(recipe: Recipe, seed: int, day: date) -> frozenset[str]:
    """The products on promotion, the same in all stores, decided week by week."""
    if day.weekday() not in PROMOTION_WEEKDAYS:
        return frozenset()
    names = [product.name for product in recipe.products if product.promoted]
    chosen = generator(seed, Stream.PROMOTIONS, monday(day)).permutation(len(names))
    return frozenset(names[index] for index in chosen[: recipe.plan.promotions_per_week])


def regular_price(recipe: Recipe, product: Product, day: date) -> float:
    """The price without a promotion; it rises with the new year."""
    rise = (1 + recipe.plan.price_rise_per_year) ** (day.year - recipe.plan.prices_of_year)
    return _rounded(product.price * rise)


def price(recipe: Recipe, product: Product, day: date, on_promotion: bool) -> float:
    """The price on the label."""
    full = regular_price(recipe, product, day)
    return _rounded(full * (1 - recipe.plan.discount)) if on_promotion else full


def _rounded(amount: float) -> float:
    return round(max(round(amount / PRICE_STEP), 1) * PRICE_STEP, 2)
