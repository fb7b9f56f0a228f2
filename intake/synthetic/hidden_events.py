"""What happens in the neighbourhood and stands in no source. People know it, the model cannot."""

from dataclasses import dataclass
from datetime import date

from intake.synthetic.german_calendar import is_holiday, is_school_holiday
from intake.synthetic.noise import Stream, generator, monday
from intake.synthetic.recipe import HiddenKind, Product, Recipe, Store


@dataclass(frozen=True)
class HiddenEvent:
    """Something that one store's neighbourhood knows about one day."""

    day: date
    store: str
    kind: HiddenKind

    def factor(self, store: Store, product: Product) -> float:
        """By what it multiplies the sales of a product in this store."""
        pupils = product.pupils * store.school if self.kind.pupils_gone else 0.0
        return self.kind.factor * (1 - pupils)


def hidden_events(recipe: Recipe, seed: int, day: date) -> tuple[HiddenEvent, ...]:
    """The events of a day, at most one of a kind per store and week."""
    return tuple(
        HiddenEvent(day, store, kind)
        for index, kind in enumerate(recipe.hidden)
        if not (kind.pupils_gone and (is_holiday(day) or is_school_holiday(day)))
        for store in _stores(kind, index, seed, day)
    )


def _stores(kind: HiddenKind, index: int, seed: int, day: date) -> tuple[str, ...]:
    chance = generator(seed, Stream.HIDDEN + index, monday(day))
    happens = chance.random(len(kind.stores)) < kind.chance_per_week
    weekdays = chance.choice(kind.weekdays, size=len(kind.stores))
    return tuple(
        store
        for store, yes, weekday in zip(kind.stores, happens, weekdays, strict=True)
        if yes and weekday == day.weekday()
    )
