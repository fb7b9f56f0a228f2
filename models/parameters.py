"""The LightGBM parameters of a use case: Vouch's defaults, the file's own, and what is never negotiable."""

import re
from collections.abc import Mapping

from domain.errors import ModelParameterError
from domain.use_case import UseCase

Parameter = int | float | str | bool

DEFAULTS: Mapping[str, Parameter] = {
    "learning_rate": 0.05,
    "num_leaves": 31,
    "min_data_in_leaf": 20,
}
"""LightGBM's own defaults but for the learning rate, halved because 300 trees are affordable (LightGBM manual,
"Parameters tuning": a small learning rate with more iterations)."""

PASSED_THROUGH = frozenset({
    "alpha", "bagging_fraction", "bagging_freq", "boost_from_average", "cat_l2", "cat_smooth", "cegb_penalty_split",
    "cegb_tradeoff", "data_sample_strategy", "extra_trees", "feature_fraction", "feature_fraction_bynode",
    "interaction_constraints", "is_unbalance", "lambda_l1", "lambda_l2", "learning_rate", "max_bin",
    "max_cat_threshold", "max_cat_to_onehot", "max_delta_step", "max_depth", "min_data_in_bin", "min_data_in_leaf",
    "min_data_per_group", "min_gain_to_split", "min_sum_hessian_in_leaf", "monotone_constraints",
    "monotone_constraints_method", "monotone_penalty", "neg_bagging_fraction", "num_leaves", "other_rate",
    "path_smooth", "poisson_max_delta_step", "pos_bagging_fraction", "scale_pos_weight", "top_rate",
})  # fmt: skip
"""What a use case may set, by LightGBM's own names: what shapes the trees. The rest would change the link, the meaning
of missing values, the determinism or the files."""

OBJECTIVES = {"median": "regression_l1", "squared": "regression", "poisson": "poisson"}


def lightgbm_parameters(use_case: UseCase, threads: int) -> dict[str, Parameter]:
    """All parameters of a training.

    Raises:
        ModelParameterError: a key of `model.parameters` is unknown to LightGBM, or is not the file's to set.
    """
    return {**DEFAULTS, **own_parameters(use_case), **_fixed(use_case, threads)}


def own_parameters(use_case: UseCase) -> dict[str, Parameter]:
    """`model.parameters` under LightGBM's main names, so that an alias replaces the default it stands for.

    Raises:
        ModelParameterError: see `lightgbm_parameters`.
    """
    names = _main_names()
    allowed = tuple(sorted(PASSED_THROUGH))
    found: dict[str, Parameter] = {}
    for name, value in use_case.model.parameters.items():
        main = names.get(name)
        if main is None:
            raise ModelParameterError(name, allowed)
        if main not in PASSED_THROUGH:
            raise ModelParameterError(name, allowed, "reserved")
        found[main] = value
    return found


def refused_parameter(use_case: UseCase, message: str) -> str | None:
    """The key of `model.parameters`, as the file spells it, that a complaint of LightGBM's is about."""
    names = _main_names()
    for name in use_case.model.parameters:
        if re.search(rf"\b({re.escape(name)}|{re.escape(names[name])})\b", message):
            return name
    return None


def _fixed(use_case: UseCase, threads: int) -> dict[str, Parameter]:
    objective = OBJECTIVES[use_case.model.objective] if use_case.task == "regression" else use_case.task
    fixed: dict[str, Parameter] = {
        "objective": objective,
        "seed": use_case.model.seed,
        # Together with a fixed number of threads these make two trainings on the same rows equal to the last byte.
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": threads,
        # Fatal errors still raise.
        "verbosity": -1,
    }
    if use_case.task == "multiclass":
        fixed["num_class"] = len(use_case.target.classes)
    return fixed


def _main_names() -> dict[str, str]:
    """LightGBM's main name of every parameter name and alias it knows."""
    # The list is part of LightGBM's C interface (LGBM_DumpParamAliases), but the only way to it in Python is private.
    from lightgbm.basic import _ConfigAliases

    aliases = _ConfigAliases._get_all_param_aliases()
    return {name: main for main, names in aliases.items() for name in (main, *names)}
