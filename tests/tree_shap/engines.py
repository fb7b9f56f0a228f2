"""The engine on a forest that a test has drawn."""

import lightgbm

from models.tree_shap import TreeShap
from tests.tree_shap.oracles.forest import Forest
from tests.tree_shap.oracles.model_texts import model_text


def engine_of(forest: Forest, *, table_bits: int = 12) -> TreeShap:
    """The engine reads what LightGBM has read and written again, not the text of the test."""
    return TreeShap(lightgbm.Booster(model_str=model_text(forest, averaged=forest.scale != 1)), table_bits=table_bits)
