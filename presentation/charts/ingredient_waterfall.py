"""An ingredient put as a prediction of its own, so that the same waterfall, line and numbers explain it.

Its effects are the recipe-weighted sums of its products' effects. A feature has no single value then, so its row says over
how many products it was summed.
"""

from dataclasses import dataclass

from domain.explanation import Adjustment, Contribution, Explanation
from domain.ingredient import IngredientPrediction
from domain.prediction import Prediction, QueueRow
from domain.use_case import UseCase
from presentation.words.catalogue import text
from presentation.words.ingredients import ingredient_target, over_products, pack_text, products_rounded

_WHOLE = "whole"


@dataclass(frozen=True)
class AsPrediction:
    """The use case in the ingredient's unit, and the ingredient as a prediction of it."""

    use_case: UseCase
    prediction: Prediction


def as_prediction(
    use_case: UseCase, ingredient: IngredientPrediction, products: int, pack: float | None
) -> AsPrediction:
    """The ingredient as the charts take it.

    Args:
        use_case: of the ingredient's run.
        ingredient: with its explanation.
        products: how many products need it.
        pack: the size of its pack, in its unit; None where any amount can be ordered.
    """
    row = ingredient.row
    value = over_products(products)
    contributions = tuple(Contribution(name, value, effect, effect) for name, effect in ingredient.effects)
    queue = QueueRow(
        row=row.row,
        rank=None,
        entity=row.entity,
        value=row.value,
        low=row.low,
        high=row.high,
        usual=row.usual,
        label=None,
        needs_look=False,
        reasons=(),
    )
    explanation = Explanation(
        use_case.link, ingredient.base, contributions, _adjustments(use_case, ingredient, pack), row.value
    )
    own = use_case.model_copy(update={"target": ingredient_target(use_case, row.name)})
    return AsPrediction(own, Prediction(ingredient.run_id, ingredient.target_date, queue, explanation, ingredient.past))


def _adjustments(use_case: UseCase, ingredient: IngredientPrediction, pack: float | None) -> tuple[Adjustment, ...]:
    """Those of the products, then the pack; one that is no rule of the use case goes by its words."""
    own = tuple(
        Adjustment(products_rounded(use_case), item.amount) if item.code == _WHOLE else item
        for item in ingredient.adjustments
    )
    if pack is None or not ingredient.pack:
        return own
    return (*own, Adjustment(pack_text(use_case, ingredient.row.name, pack), ingredient.pack))


def ingredient_reading() -> str:
    """How to read the waterfall of an ingredient."""
    return text(
        "Read from top to bottom: each bar is what one reason adds to or takes off all products together, in the amounts that their recipes need. "
        "The bars add up exactly to the amount at the bottom; the line shows the range of what will be needed, before it is rounded to whole packs."
    )
