"""An assessment read back from the answer of `vouch assess --json`: the page Data has it made by a process of its own."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.assessment import Assessment, Fitness, Point, PointCode, Skill
from domain.value_added import Interval


def recall_assessment(answer: Mapping[str, Any]) -> Assessment:
    """The assessment that an answer holds.

    Raises:
        KeyError, TypeError, ValueError: it is no answer of `vouch assess`.
    """
    return Assessment(
        answer["use_case"],
        answer["rows"],
        answer["days"],
        answer["entities"],
        _day(answer["first"]),
        _day(answer["last"]),
        tuple(_point(point) for point in answer["points"]),
        None if answer["skill"] is None else _skill(answer["skill"]),
        answer["sampled_of"],
    )


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _point(held: Mapping[str, Any]) -> Point:
    return Point(PointCode(held["code"]), Fitness(held["fitness"]), held["kind"], held["values"], held["work"])


def _skill(held: Mapping[str, Any]) -> Skill:
    ratio = None if held["ratio"] is None else Interval(**held["ratio"])
    folds = tuple((date.fromisoformat(day), error, naive) for day, error, naive in held["folds"])
    return Skill(held["error"], held["naive_error"], held["naive"], ratio, held["rows"], held["days"], folds)
