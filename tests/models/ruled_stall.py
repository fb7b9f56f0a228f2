"""Rows and rules of a market stall, from the production constructors."""

import json
from typing import Any

import numpy as np
import pyarrow as pa

from domain.use_case import UseCase
from models.adjusting import Adjusted, Inputs, adjust
from models.ranges import RangeModel
from models.rule_columns import RuleColumns
from models.table import FeatureTable

STORES = ("North", "South")
PRODUCTS = ("bun", "pie", "rye")
SKIES = (None, "clear", "rain")
RANGE = RangeModel(0.8, 1.0, -1.0, 1.5, (), (), (), None, 3, 100, 0.5)


def use_case(rules: Any, **target: Any) -> UseCase:
    """Keys of which one is a feature, and features of every kind."""
    return UseCase.model_validate(
        {
            "name": "stall",
            "title": "Market stall",
            "keys": ["store", "product"],
            "target": {"source": "rows", "column": "sold", "label": "Sold", **target},
            "sources": {"rows": {"path": "rows.csv", "date": "date", "keys": ["store", "product"]}},
            "batch": {"seen_within_days": 30},
            "features": {
                "product": {"label": "Product", "key": "product"},
                "weekday": {"label": "Weekday", "calendar": "weekday"},
                "sky": {
                    "label": "Sky",
                    "type": "category",
                    "column": {"source": "rows", "name": "sky", "lag_days": 1},
                },
                "warmth": {"label": "Warmth", "column": {"source": "rows", "name": "warmth", "lag_days": 1}},
                "size": {"label": "Tray", "column": {"source": "rows", "name": "size", "lag_days": 1}},
            },
            "rules": rules,
        }
    )


Row = dict[str, Any]


def row(value: float = 10.0, **parts: Any) -> Row:
    return {
        "store": "North",
        "product": "rye",
        "weekday": "5",
        "sky": "rain",
        "warmth": 20.0,
        "size": 4.0,
        "value": value,
        **parts,
    }


def columns_of(case: UseCase, rows: list[Row]) -> RuleColumns:
    kinds = {
        "product": pa.string(),
        "weekday": pa.string(),
        "sky": pa.string(),
        "warmth": pa.float64(),
        "size": pa.float64(),
    }
    table = pa.table({name: pa.array([r[name] for r in rows], kind) for name, kind in kinds.items()})
    return RuleColumns(case, FeatureTable(tuple(kinds), table), [json.dumps([r["store"], r["product"]]) for r in rows])


def adjusted(case: UseCase, rows: list[Row]) -> Adjusted:
    columns = columns_of(case, rows)
    values = np.array([r["value"] for r in rows], dtype=np.float64)
    return adjust(case, Inputs(columns.features, columns.entities), values, RANGE)
