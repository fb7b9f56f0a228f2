"""What stands beside a model's text: everything needed to use it, and to know where it comes from. Plain JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from domain.links import Link
from models.day_profile import DayMedians
from models.feature_facts import FeatureFacts
from models.ingredient_ranges import IngredientRanges, SpreadRange
from models.ranges import RangeModel

FORMAT = 1
"""Raised when an older Vouch could misread a manifest."""


@dataclass(frozen=True)
class Manifest:
    """The description of a version.

    Attributes:
        version: 1, 2, 3 ... within the use case.
        classes: the values of the target in the order of the scores; empty for a regression.
        features: in the order of the model.
        parameters: all that were given to LightGBM.
        lightgbm: its version.
        rows: training rows; data_from and data_through their first and last target day.
        metrics: see `models.metrics`, of a rolling origin.
        range: None for classes.
        model_hash: SHA-256 of the model text, tagged with its algorithm.
        definition: the use case as it was at training.
        ingredient_ranges: None without recipes, and in manifests that were written before there were any.
        day_medians: where the days of training lay; None in manifests that were written before it was kept.
    """

    format: int
    use_case: str
    version: int
    task: str
    link: Link
    classes: tuple[str, ...]
    features: tuple[FeatureFacts, ...]
    parameters: Mapping[str, int | float | str | bool]
    trees: int
    seed: int
    lightgbm: str
    rows: int
    data_from: date
    data_through: date
    metrics: Mapping[str, object]
    range: RangeModel | None
    model_hash: str
    definition: Mapping[str, object]
    ingredient_ranges: IngredientRanges | None = None
    day_medians: DayMedians | None = None


def manifest_text(manifest: Manifest) -> str:
    """The JSON of a manifest; the same manifest always gives the same text, numbers come back to the last bit."""
    content = {
        **asdict(manifest),
        "data_from": manifest.data_from.isoformat(),
        "data_through": manifest.data_through.isoformat(),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def manifest_from_text(text: str) -> Manifest:
    """Undo `manifest_text`.

    Raises:
        ValueError: it is not a manifest of this format; the message names what was found.
    """
    content = json.loads(text)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(f"format {content.get('format') if isinstance(content, dict) else None}")
    try:
        return Manifest(
            **{
                **content,
                "link": Link(content["link"]),
                "classes": tuple(content["classes"]),
                "features": tuple(_facts(item) for item in content["features"]),
                "data_from": date.fromisoformat(content["data_from"]),
                "data_through": date.fromisoformat(content["data_through"]),
                "range": None if content["range"] is None else _range(content["range"]),
                "ingredient_ranges": _ingredient_ranges(content.get("ingredient_ranges")),
                "day_medians": _day_medians(content.get("day_medians")),
            }
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _facts(content: Mapping[str, object]) -> FeatureFacts:
    return FeatureFacts(**{**content, "categories": tuple(content["categories"])})  # type: ignore[arg-type]


def _range(content: Mapping[str, object]) -> RangeModel:
    lists: dict[str, list[object]] = {name: content[name] for name in _RANGE_LISTS}  # type: ignore[misc]
    return RangeModel(**{**content, **{name: tuple(values) for name, values in lists.items()}})  # type: ignore[arg-type]


def _day_medians(content: Mapping[str, Any] | None) -> DayMedians | None:
    return None if content is None else {name: tuple(quantiles) for name, quantiles in content.items()}


def _ingredient_ranges(content: Mapping[str, Any] | None) -> IngredientRanges | None:
    if content is None:
        return None
    own = {name: _spread_range(item) for name, item in content["ingredients"].items()}
    return IngredientRanges(content["probability"], content["least"], _spread_range(content["overall"]), own)


def _spread_range(content: Mapping[str, Any]) -> SpreadRange:
    return SpreadRange(**{**content, **{name: tuple(content[name]) for name in _SPREAD_LISTS}})


_SPREAD_LISTS = ("groups", "group_low", "group_high")
_RANGE_LISTS = ("entities", "entity_low", "entity_high")
