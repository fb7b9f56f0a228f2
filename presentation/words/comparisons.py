"""The words that a comparison's sentence and chart share: how its numbers are written, and what the reference is called."""

from datetime import timedelta

from domain.comparison import Change, Comparison
from domain.use_case import UseCase
from presentation.words.catalogue import text
from presentation.words.dates import day_text, weekday_name
from presentation.words.entities import entity_title
from presentation.words.features import value_text
from presentation.words.quantities import Scale, scale_for

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


def comparison_scale(use_case: UseCase, comparison: Comparison) -> Scale:
    """The one scale of a comparison's sentence, waterfall and table."""
    return scale_for(use_case.target, comparison.start, comparison.value)


def reference_words(use_case: UseCase, comparison: Comparison) -> str:
    """The reference inside a sentence: "the prediction for last Saturday", "the prediction for Soup, South on Fri 20 Nov"."""
    then, now = comparison.reference, comparison.prediction
    entity = str(entity_title(use_case, then.queue.entity))
    same_entity, same_day = then.queue.entity == now.queue.entity, then.target_date == now.target_date
    if same_day:
        if same_entity:
            return text("the earlier prediction for this day")
        return text("the prediction for {entity}", entity=entity)
    if not same_entity:
        return text("the prediction for {entity} on {day}", entity=entity, day=day_text(then.target_date))
    distance = now.target_date - then.target_date
    if distance == WEEK:
        return text("the prediction for last {weekday}", weekday=weekday_name(then.target_date))
    if distance == DAY:
        return text("the prediction for the day before")
    return text("the prediction for {day}", day=day_text(then.target_date))


def typical_words(comparison: Comparison) -> str:
    """The same, of a typical day."""
    return text("the prediction for a typical day ({day})", day=day_text(comparison.reference.target_date))


def itself_words() -> str:
    """The same, of the prediction that a scenario starts from."""
    return text("the prediction as it is")


def values_then_and_now(use_case: UseCase, change: Change) -> tuple[str, str]:
    """Both values of a feature as text; a unit that both numbers have is said once: ("5", "14 °C"), ("no", "yes")."""
    then, now = (value_text(use_case, change.feature, value) for value in (change.then, change.now))
    if isinstance(change.then, float) and isinstance(change.now, float):
        _, space, unit = now.partition(" ")
        then = then.removesuffix(space + unit)
    return then, now
