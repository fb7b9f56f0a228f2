"""What is usual for each entity's value today: its own same weekdays or its own last days, whichever it keeps closer to."""

from dataclasses import dataclass, replace

import numpy as np

from intake.checks.panel import PAST_DAYS, Flags, Floats, Panel, Places

RECENT_DAYS = 14
"""Where a week has no rhythm, the last two weeks are the nearest neighbours (weather, prices)."""

RHYTHM = 1.25
"""A week has a rhythm where its last days vary by a quarter more than the same weekdays do; else the season is nearer."""

RARE = 2.0
"""Of what is nought on most days (rain), a value is outlying only three times as far out as any was: amounts have long tails."""

LEAST_VALUES = 4
"""An entity with fewer earlier values has no level of its own."""

SELDOM = 0.1
"""Where fewer of today's rows than this have a level of their own, the column is about those who pass by."""

LEAST_POOLED = 200
"""Values of those before from which a quantile of a hundredth is known."""

RARELY = 0.001
"""One in a thousand lies further out on either side."""

COUNT_SPREAD = 0.5
"""The standard deviation of the square root of a Poisson count, whatever its mean (Anscombe 1948)."""

FLOOR = 0.05
"""Values are never taken to be surer than so much of their level: prices are rounded, offers are made."""


@dataclass(frozen=True)
class Levels:
    """Of one column, per entity: what today's value is compared with.

    Attributes:
        today: the values of the new day.
        middle: the median of the days compared with; NaN where an entity has too few.
        spread: robust standard deviation on the scale compared on.
        log_spread: the same of the logarithm of positive values; NaN without.
        rooted: whether compared on the square root (nothing is negative), else as it is.
        score: how many spreads today is off, with its sign.
        history: logarithms of earlier values over `middle`, entities by the days compared with; NaN without.
        low, high: the second smallest and second largest of all earlier days, on the scale compared on; where pooled,
            the quantiles `RARELY` from either end.
        whole: whether all earlier values are whole numbers.
        pooled: whether all are compared with everybody before them, because hardly anybody comes twice (customers).
    """

    today: Floats
    middle: Floats
    spread: Floats
    log_spread: Floats
    rooted: bool
    score: Floats
    history: Floats
    low: Floats
    high: Floats
    whole: bool
    pooled: bool = False

    def beyond(self, share: float) -> Flags:
        """Values that lie a share of the entity's own range outside of it."""
        today = signed_root(self.today) if self.rooted else self.today
        margin = np.where(self.middle == 0, RARE, share) * (self.high - self.low)
        return np.asarray((today > self.high + margin) | (today < self.low - margin))

    def filled(self, values: Floats) -> "Levels":
        """The same with values of the new day where there was none."""
        today = np.where(np.isnan(self.today), values, self.today)
        compared, middle = (signed_root(today), np.sqrt(self.middle)) if self.rooted else (today, self.middle)
        return replace(self, today=today, score=(compared - middle) / self.spread)

    @property
    def known(self) -> Flags:
        """Entities with a value today and a level to compare it with."""
        return np.asarray(np.isfinite(self.score))


def levels(panel: Panel, values: Floats) -> Levels:
    """The levels of a column.

    Args:
        panel: the source.
        values: the column as entities by days.
    """
    past = values[:, :-1]
    held = past[np.isfinite(past)]
    rooted = bool(len(held)) and float(held.min()) >= 0
    whole = bool(len(held)) and bool((held == np.round(held)).all())
    scaled = np.sqrt(np.where(values < 0, np.nan, values)) if rooted else values
    recent = np.arange(PAST_DAYS - RECENT_DAYS, PAST_DAYS)
    places = _closer(scaled, panel.same_weekday, recent)
    chosen = scaled[:, places]
    middle, spread = _robust(chosen)
    floor = np.full(len(middle), COUNT_SPREAD if rooted and whole else 0.0)
    typical = _typical(spread)
    if rooted:
        floor = np.maximum(floor, FLOOR * middle)
    # An entity whose days happen to agree is as uncertain as half of what the others are.
    spread = np.maximum.reduce([np.nan_to_num(spread), floor, np.full(len(middle), typical / 2)])
    spread = np.where(spread > 0, spread, np.where(np.abs(middle) > 0, FLOOR * np.abs(middle), FLOOR))
    today = values[:, -1]
    if _are_new(today, middle):
        return _pooled(today, scaled[:, :-1], (rooted, whole))
    # A negative value where nothing ever was is as far below as its size is above.
    compared = signed_root(today) if rooted else today
    with np.errstate(invalid="ignore"):
        positive = np.log(np.where(chosen > 0, chosen, np.nan)) * (2 if rooted else 1)
        usual = np.log(np.where(middle > 0, middle, np.nan)) * (2 if rooted else 1)
    return Levels(
        today,
        middle**2 if rooted else middle,
        spread,
        _log_spread(positive),
        rooted,
        (compared - middle) / spread,
        positive - usual[:, None],
        *_range(scaled[:, :-1]),
        whole,
    )


def _are_new(today: Floats, middle: Floats) -> bool:
    """Whether hardly any of today's rows has a level of its own."""
    held = np.isfinite(today)
    return bool(held.any()) and float(np.isfinite(middle[held]).mean()) < SELDOM


def _pooled(today: Floats, scaled: Floats, kind: tuple[bool, bool]) -> Levels:
    """What everybody before had, as the level of each; `kind` is whether rooted, and whether whole."""
    rooted, whole = kind
    past = scaled[np.isfinite(scaled)]
    nothing = np.full((len(today), 1), np.nan)
    if len(past) < LEAST_POOLED:
        empty = nothing[:, 0]
        return Levels(today, empty, empty, empty, rooted, empty, nothing, empty, empty, whole, pooled=True)
    low, middle, high = np.quantile(past, [RARELY, 0.5, 1 - RARELY])
    spread = 1.4826 * float(np.median(np.abs(past - middle))) or FLOOR * max(abs(float(middle)), 1.0)
    positive = np.log(past[past > 0]) * (2 if rooted else 1)
    log_spread = 1.4826 * float(np.median(np.abs(positive - np.median(positive)))) if len(positive) else np.nan
    all_, score = np.ones(len(today)), ((signed_root(today) if rooted else today) - middle) / spread
    usual = middle**2 if rooted else middle
    return Levels(
        today,
        all_ * usual,
        all_ * spread,
        all_ * log_spread,
        rooted,
        score,
        nothing,
        all_ * low,
        all_ * high,
        whole,
        pooled=True,
    )


def signed_root(values: Floats) -> Floats:
    """The square root; of a negative value that of its size, negative."""
    return np.asarray(np.sign(values) * np.sqrt(np.abs(values)))


def _range(past: Floats) -> tuple[Floats, Floats]:
    """The second smallest and the second largest value of each row."""
    rising = np.sort(past, axis=1)  # what is missing comes last
    held = np.isfinite(past).sum(axis=1)
    rows = np.arange(len(past))
    low, high = rising[rows, np.minimum(1, np.maximum(held - 1, 0))], rising[rows, np.maximum(held - 2, 0)]
    return low, high


def _log_spread(logs: Floats) -> Floats:
    """Of each row, at least what is typical: the spread of a dozen days is too small by half now and then."""
    own = _robust(logs)[1]
    return np.where(np.isfinite(own), np.maximum(own, _typical(own)), np.nan)


def _typical(spread: Floats) -> float:
    held = spread[np.isfinite(spread)]
    return float(np.median(held)) if len(held) else 0.0


def _closer(values: Floats, weekdays: Places, recent: Places) -> Places:
    """Same weekdays, or the last days: those between which entities vary less."""
    weekly, lately = _robust(values[:, weekdays])[1], _robust(values[:, recent])[1]
    both = np.isfinite(weekly) & np.isfinite(lately)
    if not both.any():
        return weekdays if np.isfinite(weekly).sum() >= np.isfinite(lately).sum() else recent
    return recent if float(np.mean(lately[both])) < RHYTHM * float(np.mean(weekly[both])) else weekdays


def _robust(values: Floats) -> tuple[Floats, Floats]:
    """Median and scaled MAD of each row; NaN where it has too few values."""
    middle = _medians(values)
    return middle, 1.4826 * _medians(np.abs(values - middle[:, None]))


def _medians(values: Floats) -> Floats:
    """The median of each row's values; NaN where it has too few."""
    rising = np.sort(values, axis=1)  # what is missing comes last
    held = np.isfinite(values).sum(axis=1)
    rows = np.arange(len(values))
    low, high = np.maximum((held - 1) // 2, 0), np.maximum(held // 2, 0)
    middle = (rising[rows, low] + rising[rows, np.minimum(high, values.shape[1] - 1)]) / 2
    return np.where(held >= LEAST_VALUES, middle, np.nan)
