"""The groups by which changes are looked at, in words: reasons, sizes, directions, months, keys, people."""

from collections.abc import Mapping

from domain.use_case import UseCase
from domain.value_added import ALL, DIRECTION, KEY_PREFIX, MONTH, MORE, NO_REASON, PERSON, REASON, SIZE, SIZE_EDGES
from presentation.words.catalogue import marked, text
from presentation.words.dates import MONTHS
from presentation.words.entities import key_label, key_value_text

_DIMENSIONS: Mapping[str, str] = {
    ALL: marked("All changes"),
    REASON: marked("By reason"),
    SIZE: marked("By size of the change"),
    DIRECTION: marked("By direction"),
    MONTH: marked("Over time"),
    PERSON: marked("By person"),
}


def dimension_label(use_case: UseCase, dimension: str) -> str:
    """What changes are grouped by."""
    if dimension.startswith(KEY_PREFIX):
        return text("By {key}", key=key_label(use_case, dimension.removeprefix(KEY_PREFIX)))
    return text(_DIMENSIONS[dimension])


def is_reason(dimension: str, name: str) -> bool:
    """Whether a group is a reason code that somebody gave."""
    return dimension == REASON and name != NO_REASON


def group_label(use_case: UseCase, dimension: str, name: str, people: Mapping[int, str] | None = None) -> str:
    """The name of a group."""
    if dimension.startswith(KEY_PREFIX):
        return key_value_text(use_case, dimension.removeprefix(KEY_PREFIX), name)
    if dimension == PERSON:
        return (people or {}).get(int(name), name)
    if dimension == REASON and name != NO_REASON:
        return use_case.reviews.reasons.get(name, name)
    return _own_label(dimension, name)


def _own_label(dimension: str, name: str) -> str:
    """The name of a group that is the same in every use case."""
    if dimension == REASON:
        return text("No reason given")
    if dimension == SIZE:
        return _size(int(name))
    if dimension == DIRECTION:
        return text("More than the model") if name == MORE else text("Less than the model")
    if dimension == MONTH:
        year, month = name.split("-")
        return text("{month} {year}", month=text(MONTHS[int(month) - 1]), year=year)
    return text(_DIMENSIONS[dimension])


def _size(place: int) -> str:
    edges = [round(100 * edge) for edge in SIZE_EDGES]
    if place == 0:
        return text("Up to {high} %", high=edges[0])
    if place == len(edges):
        return text("More than {low} %", low=edges[-1])
    return text("{low} to {high} %", low=edges[place - 1], high=edges[place])
