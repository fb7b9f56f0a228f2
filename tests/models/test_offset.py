"""The offset: where a prediction starts, and what is left for the model to learn."""

import numpy as np
import pyarrow as pa
import pytest

from domain.use_case import UseCase
from models.encoding import encode
from models.feature_facts import describe_features
from models.offset import offset_of
from models.scoring import Scorer, booster_from_text
from models.table import FeatureTable, TrainingData
from models.training import train


def use_case(offset: str | None) -> UseCase:
    return UseCase.model_validate(
        {
            "name": "shop",
            "title": "Shop",
            "keys": ["product"],
            "target": {"source": "sales", "column": "sold", "label": "Sold"},
            "sources": {"sales": {"path": "sales.csv", "date": "day", "keys": ["product"]}},
            "batch": {"seen_within_days": 28},
            "features": {
                "product": {"label": "Product", "key": "product"},
                "usual": {"label": "Usual", "rolling": {"window_days": 28, "lag_days": 7, "same_weekday": True}},
                "yesterday": {"label": "Yesterday", "lag": {"days": 1}},
            },
            "model": {"objective": "squared", "trees": 20, "offset": offset},
            "range": {"folds": 2, "fold_days": 14},
        }
    )


def rows(days: int = 90) -> TrainingData:
    rng = np.random.default_rng(3)
    usual = np.tile([10.0, 100.0, 1000.0], days)
    day = np.repeat(np.datetime64("2026-01-01") + np.arange(days), 3)
    extra = rng.normal(size=len(usual))
    table = pa.table({"product": np.tile(["a", "b", "c"], days), "usual": usual, "yesterday": usual + extra})
    return TrainingData(
        FeatureTable(("product", "usual", "yesterday"), table),
        usual + 3 * extra,
        day,
        np.tile(["a", "b", "c"], days).astype(object),
    )


def test_the_prediction_starts_from_the_usual_value_and_the_reasons_explain_only_the_difference() -> None:
    data = rows()
    trained = train(use_case("usual"), data)
    scorer = Scorer(booster_from_text(trained.text), use_case("usual").link)
    matrix = encode(data.features, trained.facts)
    explained = scorer.explain(matrix)
    assert np.abs(explained.values).sum(axis=(1, 2)).max() < 50, "the level of 1,000 is in the start, not in a reason"
    predicted = offset_of(use_case("usual"), data.features, trained.facts) + scorer.predict_raw(matrix)
    assert np.abs(predicted - data.target).mean() < 2


def test_without_an_offset_every_row_starts_from_zero() -> None:
    data = rows(30)
    facts = describe_features(use_case(None), data.features)
    assert not offset_of(use_case(None), data.features, facts).any()


def test_a_missing_or_infinite_usual_value_starts_from_zero() -> None:
    table = FeatureTable(
        ("product", "usual", "yesterday"),
        pa.table(
            {"product": ["a", "a", "a"], "usual": pa.array([5.0, None, float("inf")]), "yesterday": [1.0, 1.0, 1.0]}
        ),
    )
    facts = describe_features(use_case("usual"), rows(30).features)
    assert offset_of(use_case("usual"), table, facts).tolist() == [5.0, 0.0, 0.0]


@pytest.mark.parametrize(("offset", "change"), [("product", {}), ("nothing", {}), ("usual", {"objective": "poisson"})])
def test_an_offset_that_cannot_be_is_refused(offset: str, change: dict[str, str]) -> None:
    definition = use_case(None).model_dump(mode="json")
    definition["model"] |= {"offset": offset, **change}
    with pytest.raises(ValueError, match=r"model\.offset"):
        UseCase.model_validate(definition)
