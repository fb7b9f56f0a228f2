"""The offset: a feature that the prediction starts from, so that the model learns and explains the difference from it.

prediction = offset(row) + trees(row), on the identity link (McCullagh and Nelder 1989, section 6.3, "offset"). The SHAP
values are those of the trees; the base value of a row is its offset plus the trees' base. A forecaster starts from the
usual value in the same way and asks what is different today.
"""

import numpy as np

from domain.use_case import UseCase
from models.encoding import encode
from models.feature_facts import FeatureFacts
from models.table import FeatureTable, Floats


def offset_of(use_case: UseCase, table: FeatureTable, facts: tuple[FeatureFacts, ...]) -> Floats:
    """Where the prediction of each row starts, shape (n,), unit of the target; 0 where the feature is missing or not finite."""
    name = use_case.model.offset
    if name is None:
        return np.zeros(table.row_count)
    column = encode(table, [fact for fact in facts if fact.name == name])[:, 0]
    return np.where(np.isfinite(column), column, 0.0)
