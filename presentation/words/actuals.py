"""What a file of actuals would do, in words."""

from domain.unit_suspicion import Suspicion
from presentation.words.catalogue import text
from presentation.words.features import plain_number


def suspicion_sentence(suspicion: Suspicion) -> str:
    """That the values look as if they were in another unit; nothing is changed because of it."""
    if suspicion.factor >= 1:
        return text(
            "Another unit? The values are about {factor} times what was predicted ({count} compared). They are taken as they are.",
            factor=plain_number(suspicion.factor),
            count=suspicion.values,
        )
    return text(
        "Another unit? The values are about one {factor}th of what was predicted ({count} compared). They are taken as they are.",
        factor=plain_number(round(1 / suspicion.factor, 2)),
        count=suspicion.values,
    )
