"""The numbers of the dependence plot: a summary by ranges of the feature's own value, and every point for a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from domain.points import Floats, Points, Split
from domain.use_case import UseCase
from presentation.charts.places import Places, is_missing
from presentation.words.catalogue import text
from presentation.words.entities import key_labels
from presentation.words.features import feature_label, value_text
from presentation.words.insights import effect_scale, split_words
from presentation.words.quantities import MISSING, Scale, signed

MOST_RANGES = 8
"""Rows of the summary."""

Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Range:
    """A row of the summary: the mean effect where the feature's value lies in a range or is a name."""

    label: str
    count: int
    mean: float
    lowest: float
    highest: float


def dependence_ranges(use_case: UseCase, feature: str, points: Points, places: Places) -> tuple[Range, ...]:
    """The summary, by places; numbers on a scale in ranges with as many points each."""
    effect, column = points.effects[feature], points.values[feature]
    parts: list[tuple[str, Flags]] = []
    if places.on_scale:
        known = np.asarray(column, dtype=np.float64)
        if (places.place == 0).any():
            parts.append((MISSING, places.place == 0))
        parts += _number_ranges(use_case, feature, known)
    else:
        parts = [(label, places.place == place) for place, (_, label) in enumerate(places.ticks)]
    return tuple(
        Range(label, int(hit.sum()), float(effect[hit].mean()), float(effect[hit].min()), float(effect[hit].max()))
        for label, hit in parts
        if hit.any()
    )


def _number_ranges(use_case: UseCase, feature: str, known: Floats) -> list[tuple[str, Flags]]:
    edges = np.unique(np.quantile(known[~np.isnan(known)], np.linspace(0, 1, MOST_RANGES + 1), method="lower"))
    found = []
    for low, high in pairwise(edges):
        inside = (known >= low if low == edges[0] else known > low) & (known <= high)
        found.append((_range_label(*(value_text(use_case, feature, float(end)) for end in (low, high))), inside))
    return found


def _range_label(low: str, high: str) -> str:
    """As in 75 to 240 pieces: the unit once."""
    number, space, unit = low.partition(" ")
    return text("{low} to {high}", low=number if space and high.endswith(f" {unit}") else low, high=high)


def dependence_head() -> tuple[str, ...]:
    """The header of `dependence_rows`."""
    return text("Value"), text("Predictions drawn"), text("Mean effect"), text("Lowest"), text("Highest")


def dependence_rows(use_case: UseCase, ranges: Sequence[Range]) -> tuple[tuple[str, ...], ...]:
    """The summary as text."""
    scale = ranges_scale(use_case, ranges)
    return tuple(
        (item.label, f"{item.count:,}", *(signed(value, scale) for value in (item.mean, item.lowest, item.highest)))
        for item in ranges
    )


def ranges_scale(use_case: UseCase, ranges: Sequence[Range]) -> Scale:
    """How the effects of a summary are written."""
    return effect_scale(use_case, [end for item in ranges for end in (item.lowest, item.highest)])


def dependence_sentence(use_case: UseCase, ranges: Sequence[Range]) -> str:
    """Where the feature adds most and where least, on average, as the summary has it."""
    scale = ranges_scale(use_case, ranges)
    most, least = max(ranges, key=lambda item: item.mean), min(ranges, key=lambda item: item.mean)
    ends = [signed(item.mean, scale) for item in (most, least)]
    if ends[0] == ends[1]:
        return text("On average its effect is {effect} whatever its value.", effect=ends[0])
    return text(
        "On average the effect is {most} for “{most_value}” and {least} for “{least_value}”.",
        most=ends[0],
        most_value=most.label,
        least=ends[1],
        least_value=least.label,
    )


def dependence_alt(use_case: UseCase, feature: str, ranges: Sequence[Range]) -> str:
    """The plot in words."""
    rows = "; ".join(f"{row[0]} {row[2]}" for row in dependence_rows(use_case, ranges))
    return text("Effect of “{feature}” by its value: {rows}.", feature=feature_label(use_case, feature), rows=rows)


def dependence_reading(use_case: UseCase, feature: str, split: Split | None) -> str:
    """How to read it."""
    sentences = [
        text(
            "Each point is one prediction: to the right the value of “{feature}”, upwards what this value added to the prediction, downwards what it took off.",
            feature=feature_label(use_case, feature),
        )
    ]
    if split is not None:
        question = split_words(use_case, split)[0]
        sentences.append(
            text("The two marks answer one question about another feature: {question}.", question=question)
        )
    sentences.append(text("Click points, or frame them with the button at the top right, to list their predictions."))
    return " ".join(sentences)


def points_head(use_case: UseCase, feature: str) -> tuple[str, ...]:
    """The header of `points_rows`."""
    return text("Prediction"), *key_labels(use_case), text("Day"), feature_label(use_case, feature), text("Effect")


def points_rows(points: Points, feature: str) -> tuple[tuple[str, ...], ...]:
    """Every point drawn, with plain numbers, for a file."""
    values = points.values[feature].tolist()
    effects = points.effects[feature].tolist()
    return tuple(
        (
            points.ids[at],
            *points.entities[at],
            points.days[at].isoformat(),
            "" if is_missing(value) else str(value),
            repr(effect),
        )
        for at, (value, effect) in enumerate(zip(values, effects, strict=True))
    )
