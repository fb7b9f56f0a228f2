"""The recipe of a made-up bakery, read from a YAML file: what is sold where, what moves it, and which faults are planted."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from ruamel.yaml import YAML

BAKERY_RECIPE = Path(__file__).parents[2] / "use_cases" / "bakery" / "recipe.yaml"

Weekday = Annotated[int, Field(ge=0, le=6)]
"""Monday is 0."""

MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
"""A day of every year, "11-01"; two of them compare like the days."""


class Part(BaseModel):
    """A part of a recipe: refuses unknown keys, is not changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Store(Part):
    """A store; `level` multiplies everything, `school` is the share of the pupils nearby."""

    name: str
    level: float = Field(gt=0)
    school: float = Field(ge=0, le=1)
    closed_weekdays: tuple[Weekday, ...] = ()
    closed_sundays_in: tuple[int, ...] = ()
    closing_week: int | None = Field(None, ge=1, le=52)
    open_on_holidays: bool = False


class Season(Part):
    """A wave over the year: 1 + amplitude on the day `peak`, 1 - amplitude half a year later."""

    amplitude: float = Field(0.0, ge=0, lt=1)
    peak: int = Field(1, ge=1, le=366)


class Offered(Part):
    """Where and when a product is offered; left out means always. `until` before `from` runs over the new year."""

    stores: tuple[str, ...] | None = None
    weekdays: tuple[Weekday, ...] | None = None
    start: MonthDay | None = Field(None, alias="from")
    until: MonthDay | None = None
    from_day: int = Field(0, ge=0)


class Product(Part):
    """A product: level in pieces, price in euros, and by how much things move it (shares per degree or per event)."""

    name: str
    level: float = Field(gt=0)
    profile: str
    price: float = Field(gt=0)
    season: Season = Season.model_validate({})
    pupils: float = Field(0.0, ge=0, le=1)
    warm: float = 0.0
    cold: float = 0.0
    rain: float = 0.0
    eve: float = Field(1.1, gt=0)
    promoted: bool = True
    offered: Offered = Offered.model_validate({})


class Weather(Part):
    """The climate: degrees Celsius and millimetres."""

    mean: float
    swing: float
    warmest: int
    spell: float
    daily: float
    wet_share: float = Field(gt=0, lt=1)
    rain_mm: float = Field(gt=0)


class Demand(Part):
    """What moves every product in the same way, as factors."""

    trend_per_year: float
    trend_from: date
    warm_from: float
    cold_below: float
    holiday: float
    closed_tomorrow: float
    school_holiday: float
    promotion: float
    price_elasticity: float
    store_drift: float
    product_drift: float
    dispersion: float = Field(gt=0)


class Plan(Part):
    """Promotions and prices."""

    promotions_per_week: int = Field(ge=0)
    discount: float = Field(ge=0, lt=1)
    price_rise_per_year: float
    prices_of_year: int


class HiddenKind(Part):
    """A kind of event that stands in no source; `reason` is the code that reviewers give for it."""

    reason: str
    stores: tuple[str, ...]
    weekdays: tuple[Weekday, ...]
    chance_per_week: float = Field(ge=0, le=1)
    factor: float = 1.0
    pupils_gone: bool = False


class Fault(Part):
    """A planted fault; `day` counts from the first day of the history, `text` is what is written instead."""

    kind: Literal["negative", "outlier", "empty", "text", "spelling", "twice", "no_weather"]
    day: int = Field(ge=0)
    weekday: Weekday | None = None
    store: str = ""
    product: str = ""
    text: str = ""


class Colleague(Part):
    """Somebody who answers in the demo."""

    name: str
    may_decide: bool


class Remarks(Part):
    """What people write with an answer: with any, with a value above the prediction, with one below it."""

    either: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


class Recipe(Part):
    """The whole recipe."""

    seed: int = Field(ge=0)
    days: int = Field(ge=60)
    stores: tuple[Store, ...] = Field(min_length=1)
    closed_everywhere: tuple[MonthDay, ...]
    profiles: dict[str, tuple[float, float, float, float, float, float, float]]
    products: tuple[Product, ...] = Field(min_length=1)
    weather: Weather
    demand: Demand
    plan: Plan
    hidden: tuple[HiddenKind, ...]
    faults: tuple[Fault, ...]
    people: tuple[Colleague, ...]
    remarks: dict[str, Remarks]

    @model_validator(mode="after")
    def _names_exist(self) -> "Recipe":
        stores = {store.name for store in self.stores} | {""}
        products = {product.name for product in self.products} | {""}
        used = [name for kind in self.hidden for name in kind.stores]
        used += [name for product in self.products for name in product.offered.stores or ()]
        unknown = {*used, *(fault.store for fault in self.faults)} - stores
        unknown |= {fault.product for fault in self.faults} - products
        unknown |= {product.profile for product in self.products} - set(self.profiles)
        unknown |= {kind.reason for kind in self.hidden} - set(self.remarks)
        if unknown:
            raise ValueError(f"names that the recipe does not define: {sorted(unknown)}")
        return self


def read_recipe(path: Path = BAKERY_RECIPE) -> Recipe:
    """The validated recipe of a YAML file.

    Raises:
        pydantic.ValidationError: with every fault found.
    """
    return Recipe.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
