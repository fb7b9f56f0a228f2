"""How an amount of the target is written: unit, sign and decimals, the same in every sentence, chart and table.

Whatever is compared or added up on a screen goes through `units` and `level_units`, so that people who check the
numbers that they see find that they agree.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

from domain.prediction import Prediction
from domain.shares import whole_steps
from domain.use_case.definition import Target
from presentation.words.catalogue import marked, text

MINUS = "\u2212"
GROUP = "\u202f"
MISSING = marked("missing")
NOTHING = "–"

WHOLE_EFFECTS_FROM = 20.0
"""Whole-numbered targets from this size on show whole effects; below it, half a loaf is worth a decimal (LOOK)."""

SIGNIFICANT_DIGITS = 3
"""More digits than this suggest an accuracy that no daily forecast has."""

GROUP_FROM = 10_000
"""Numbers of five digits and more are written in groups of three, with a narrow space (ISO 80000-1, 7.3.1)."""

MOST_DECIMALS = 9
TYPED_DECIMALS = 6
"""Nobody types more; the rest is the noise of floating point."""
MOST_PERCENT_DECIMALS = 3


@dataclass(frozen=True)
class Scale:
    """How the numbers of one prediction are written.

    Attributes:
        decimals: of effects and start points (of percentage points where `percent`).
        unit: plural, or "%".
        unit_one: the unit for exactly 1.
        whole: predictions, ranges and usual values are shown as whole numbers whatever `decimals` says.
        percent: values are probabilities.
    """

    decimals: int
    unit: str
    unit_one: str
    whole: bool = False
    percent: bool = False

    @property
    def level_decimals(self) -> int:
        """Decimals of predictions, ranges and usual values."""
        return 0 if self.whole else self.decimals


def significant_decimals(magnitude: float) -> int:
    """Decimals that leave a number of this size three significant digits."""
    if magnitude <= 0:
        return 0
    return min(max(SIGNIFICANT_DIGITS - 1 - math.floor(math.log10(magnitude)), 0), MOST_DECIMALS)


def scale_for(target: Target, *values: float | None) -> Scale:
    """The scale on which these values of a target are written together; missing ones do not count."""
    known = [abs(float(value)) for value in values if value is not None and math.isfinite(value)]
    largest = max(known, default=0.0)
    if target.classes:
        return Scale(_percent_decimals(largest), "%", "%", percent=True)
    if target.integer:
        decimals = 0 if not known or largest >= WHOLE_EFFECTS_FROM else 1
    else:
        decimals = significant_decimals(largest)
    one = target.unit if target.unit_one is None else target.unit_one
    return Scale(decimals, target.unit, one, whole=target.integer)


def scale_of(target: Target, prediction: Prediction) -> Scale:
    """The one scale of a prediction's sentence, waterfall and table."""
    return scale_for(target, prediction.explanation.base, prediction.explanation.prediction)


def _percent_decimals(largest: float) -> int:
    """Enough decimals that a rare class is not shown as 0 % and a near certain one not as 100 %."""
    spare = min(largest, 1.0 - largest)
    if spare <= 0:
        return 0
    return min(max(-math.floor(math.log10(spare * 100)), 0), MOST_PERCENT_DECIMALS)


def units(value: float, scale: Scale) -> int:
    """An effect or start point as a whole number of its last shown digit: 9.04 with one decimal is 90."""
    return whole_steps(value, scale.decimals + (2 if scale.percent else 0))


def level_units(value: float, scale: Scale) -> int:
    """The same for a prediction, a range or a usual value: rounded as these are shown, counted as effects are."""
    places = scale.level_decimals + (2 if scale.percent else 0)
    return int(whole_steps(value, places) * 10 ** (scale.decimals - scale.level_decimals))


def shown(value: float, scale: Scale) -> float:
    """The number that stands on the screen for a prediction, range or usual value (0.62 is 62 where percent)."""
    return float(level_units(value, scale) / 10**scale.decimals)


def digits(steps: int, decimals: int) -> str:
    """A whole number of last digits as text: (90, 1) is "9.0"; grouped, without exponent, with a real minus."""
    whole, rest = divmod(abs(steps), 10**decimals)
    grouped = f"{whole:,}".replace(",", GROUP) if whole >= GROUP_FROM else str(whole)
    fraction = f".{rest:0{decimals}d}" if decimals else ""
    return (MINUS if steps < 0 else "") + grouped + fraction


def signed_digits(steps: int, decimals: int) -> str:
    """As `digits`, with "+", a real minus, or "±" for what is shown as zero."""
    if steps == 0:
        return "±0"
    return ("+" if steps > 0 else "") + digits(steps, decimals)


def exact_number(value: float) -> str:
    """A number as somebody typed it: 45, 12.5; without a unit and never rounded to the decimals of a prediction."""
    return digits(whole_steps(value, TYPED_DECIMALS), TYPED_DECIMALS).rstrip("0").rstrip(".")


def _without_number(value: float | None) -> str | None:
    if value is None or math.isnan(value):
        return NOTHING
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    return None


def number(value: float | None, scale: Scale) -> str:
    """A prediction, range or usual value without its unit; "–" where there is none."""
    other = _without_number(value)
    if other is not None or value is None:
        return other or NOTHING
    return digits(whole_steps(value, scale.level_decimals + (2 if scale.percent else 0)), scale.level_decimals)


def with_unit(written: str, scale: Scale) -> str:
    """A written number with its unit: "1 loaf", "52 loaves", "62 %"."""
    unit = scale.unit_one if written in ("1", MINUS + "1") else scale.unit
    return f"{written} {unit}" if unit else written


def amount(value: float | None, scale: Scale) -> str:
    """A prediction, range or usual value with its unit; "missing" where there is none."""
    if value is None or math.isnan(value):
        return text(MISSING)
    return with_unit(number(value, scale), scale)


def signed(value: float | None, scale: Scale) -> str:
    """An effect with its sign and without its unit: "+9", "−3", "±0"; "–" where there is none."""
    other = _without_number(value)
    if other is not None or value is None:
        return other or NOTHING
    return signed_digits(units(value, scale), scale.decimals)


def change(value: float, usual: float, scale: Scale) -> str:
    """How far a value is from the usual one, from the two numbers as they are shown: "+14"."""
    factor = 10 ** (scale.decimals - scale.level_decimals)
    return signed_digits((level_units(value, scale) - level_units(usual, scale)) // factor, scale.level_decimals)


def range_text(low: float, high: float, scale: Scale) -> str:
    """A range: "between 44 and 61"; "exactly 4" where both ends are shown as the same number."""
    unit = " %" if scale.percent else ""
    first, last = number(low, scale), number(high, scale)
    if first == last:
        return text("exactly {value}", value=first + unit)
    return text("between {low} and {high}", low=first, high=last + unit)


def short_range(low: float, high: float, scale: Scale) -> str:
    """A range where there is little room: "44 to 61", "4"."""
    unit = " %" if scale.percent else ""
    first, last = number(low, scale), number(high, scale)
    return first + unit if first == last else text("{low} to {high}", low=first, high=last + unit)


def odds_text(probability: float) -> str:
    """A range's probability as a count of days: "8 of 10 days", "19 of 20 days"."""
    share = Fraction(probability).limit_denominator(100)
    count, of = share.numerator, share.denominator
    if 10 % of == 0:
        count, of = count * 10 // of, 10
    return text("{count} of {all} days", count=count, all=of)
