"""What a file of actuals would do, in words."""

from datetime import date

from domain.entity import Entity
from domain.unit_suspicion import Suspicion
from domain.unusable import RowFault
from domain.use_case import UseCase
from presentation.words.catalogue import plural, text
from presentation.words.dates import day_text
from presentation.words.features import plain_number
from presentation.words.unusable import fault_text


def suspicion_sentence(suspicion: Suspicion) -> str:
    """That the values look as if they were in another unit; nothing is changed because of it."""
    if suspicion.factor >= 1:
        return text(
            "Another unit? The values are about {factor} times what was predicted ({count} compared). Nothing is converted.",
            factor=plain_number(suspicion.factor),
            count=suspicion.values,
        )
    return text(
        "Another unit? The values are about one {factor}th of what was predicted ({count} compared). Nothing is converted.",
        factor=plain_number(round(1 / suspicion.factor, 2)),
        count=suspicion.values,
    )


def left_out_sentence(count: int) -> str:
    """How many values were not recorded."""
    return plural(
        "{number} value was not recorded. Correct it in the source and run the command again.",
        "{number} values were not recorded. Correct them in the source and run the command again.",
        count,
        number=f"{count:,}",
    )


def left_out_line(entity: Entity, day: date, value: float, fault: RowFault) -> str:
    """One value that was not recorded, and why: "Wed 25 Nov, North, Rye bread: “187.96”: only whole numbers ..."."""
    return text(
        "{day}, {entity}: “{found}”: {reason}.",
        day=day_text(day),
        entity=", ".join(entity),
        found=f"{value:g}",
        reason=fault_text(fault),
    )


def file_columns(use_case: UseCase) -> tuple[str, ...]:
    """The columns that a file of actuals needs, by the names that they have in the source of the target."""
    source = use_case.sources[use_case.target.source]
    old = {new: name for name, new in source.rename.items()}
    return tuple(old.get(column, column) for column in (str(source.date), *use_case.keys, use_case.target.column))


def comparison_sentence(new: int, corrected: int, unchanged: int, predicted: int) -> str:
    """What storing would do."""
    if not new + corrected + unchanged:
        return text("There is no row in it that could be stored.")
    first = text(
        "New: {new}. Corrections: {corrected}. Known already: {unchanged}.",
        new=f"{new:,}",
        corrected=f"{corrected:,}",
        unchanged=f"{unchanged:,}",
    )
    second = plural(
        "One belongs to a prediction.", "{number} belong to a prediction.", predicted, number=f"{predicted:,}"
    )
    return f"{first} {second}"


def repeated_sentence(repeated: int) -> str:
    """That rows said the same as others."""
    return plural(
        "One row says again what another one says; it counts once.",
        "{number} rows say again what others say; they count once.",
        repeated,
        number=f"{repeated:,}",
    )


def stored_sentence(new: int, corrected: int, unchanged: int) -> str:
    """What was stored."""
    return text(
        "Stored: {new} new, {corrected} corrected, {unchanged} known before. Earlier values are kept.",
        new=f"{new:,}",
        corrected=f"{corrected:,}",
        unchanged=f"{unchanged:,}",
    )
