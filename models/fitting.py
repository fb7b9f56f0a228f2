"""One LightGBM training: rows in, model text out."""

from typing import Literal

import numpy as np

from domain.errors import ModelParameterError, TrainingDataError
from domain.use_case import UseCase
from models.encoding import encode
from models.feature_facts import FeatureFacts, feature_names
from models.offset import offset_of
from models.parameters import lightgbm_parameters, refused_parameter
from models.table import Floats, TrainingData


def fit(use_case: UseCase, data: TrainingData, facts: tuple[FeatureFacts, ...], threads: int) -> str:
    """The text of a model trained on the rows given. Same rows, same seed, same threads: the same bytes.

    Raises:
        ModelParameterError: LightGBM refuses a parameter or its value.
        TrainingDataError: the objective cannot learn from this target.
    """
    import lightgbm

    check_target(use_case, data.target)
    parameters = lightgbm_parameters(use_case, threads)
    matrix = encode(data.features, facts)
    try:
        rows = lightgbm.Dataset(
            matrix,
            label=data.target - offset_of(use_case, data.features, facts),
            feature_name=list(feature_names(facts)),
            categorical_feature=[place for place, fact in enumerate(facts) if fact.kind == "category"],
            params=parameters,
        )
        booster = lightgbm.train(parameters, rows, num_boost_round=use_case.model.trees)
    except lightgbm.basic.LightGBMError as error:
        name = refused_parameter(use_case, str(error))
        if name is None:
            raise
        raise ModelParameterError(name, (), "value", str(error)) from error
    return str(booster.model_to_string(num_iteration=-1))


def check_target(use_case: UseCase, target: Floats) -> None:
    """Refuse a target that LightGBM would refuse without saying why, or would learn nonsense from.

    Raises:
        TrainingDataError: counts below zero or all zero (Poisson), a single class.
    """
    fault = _target_fault(use_case, target)
    if fault is not None:
        found = f"{target.min():g}" if use_case.task == "regression" else list(use_case.target.classes)[int(target[0])]
        raise TrainingDataError(use_case.name, fault, found)


def can_learn_from(use_case: UseCase, target: Floats) -> bool:
    """Whether `check_target` would let a target pass."""
    return _target_fault(use_case, target) is None


def _target_fault(use_case: UseCase, target: Floats) -> Literal["negative", "all zero", "one class"] | None:
    if use_case.task != "regression":
        return "one class" if np.unique(target).size < 2 else None
    if use_case.model.objective != "poisson":
        return None
    if target.min() < 0:
        return "negative"
    return "all zero" if target.max() == 0 else None
