"""The decided list as columns and cells, the same for CSV, Excel and print."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.decision import Decision
from domain.use_case import UseCase
from presentation.words.answers import author_text
from presentation.words.catalogue import marked, text
from presentation.words.dates import day_with_year
from presentation.words.entities import key_label, key_value_text
from presentation.words.features import class_text
from presentation.words.quantities import scale_for, shown
from presentation.words.scenarios import scenario_text

Cell = str | float | date

MODEL = marked("model")
SYNTHETIC = marked("synthetic")


@dataclass(frozen=True)
class Column:
    """A column: its header, what it holds, how wide it is in characters, and the cell of a decision."""

    header: str
    kind: Literal["text", "number", "date"]
    width: int
    cell: Callable[[Decision], Cell]


def columns(use_case: UseCase, target_date: date) -> tuple[Column, ...]:
    """The columns of a use case's decided list; the last one says so where the data is made up."""
    keys = [_key(use_case, index) for index in reversed(range(len(use_case.keys)))]
    return (
        Column(text("Day"), "date", 12, lambda row: target_date),
        *keys,
        *(_classes(use_case) if use_case.target.classes else _amounts(use_case)),
        Column(text("Decided by"), "text", 16, _decided_by),
        Column(text("Reason"), "text", 20, lambda row: reason_text(use_case, row.reason)),
        Column(text("Comment"), "text", 50, lambda row: comment_text(use_case, row)),
        *((Column(text("Data"), "text", 10, lambda row: text(SYNTHETIC)),) if use_case.synthetic else ()),
    )


def title(use_case: UseCase, target_date: date) -> str:
    """`Bakery, decided for Sat 21 Nov 2026 (synthetic data)`."""
    day = day_with_year(target_date)
    if use_case.synthetic:
        return text("{use_case}, decided for {day} (synthetic data)", use_case=use_case.title, day=day)
    return text("{use_case}, decided for {day}", use_case=use_case.title, day=day)


def comment_text(use_case: UseCase, row: Decision) -> str:
    """The comment, and the scenario that was attached."""
    parts = [row.comment, "" if row.scenario is None else scenario_text(use_case, row.scenario)]
    return " · ".join(part for part in parts if part)


def reason_text(use_case: UseCase, code: str | None) -> str:
    """The words of a reason code; a code that the use case has dropped since stands for itself."""
    return "" if code is None else use_case.reviews.reasons.get(code, code)


def _key(use_case: UseCase, index: int) -> Column:
    name = use_case.keys[index]
    return Column(key_label(use_case, name), "text", 22, lambda row: key_value_text(use_case, name, row.entity[index]))


def _as_shown(use_case: UseCase, value: float) -> float:
    """What the model says, as it stands on the screen: people order what they saw."""
    return shown(value, scale_for(use_case.target, value))


def _decided_by(row: Decision) -> str:
    return text(MODEL) if row.decided_by is None else author_text(row.decided_by, in_bulk=row.in_bulk)


def _decided(use_case: UseCase, row: Decision) -> float:
    """What a person decided is kept as it was written."""
    return _as_shown(use_case, row.decided) if row.decided_by is None else row.decided


def _amounts(use_case: UseCase) -> tuple[Column, ...]:
    unit = f" ({use_case.target.unit})" if use_case.target.unit else ""
    return (
        Column(text("Predicted") + unit, "number", 18, lambda row: _as_shown(use_case, row.prediction)),
        Column(text("Decided") + unit, "number", 18, lambda row: _decided(use_case, row)),
    )


def _classes(use_case: UseCase) -> tuple[Column, ...]:
    return (
        Column(text("Predicted"), "text", 18, lambda row: class_text(use_case, row.label)),
        Column(text("Probability (%)"), "number", 15, lambda row: _as_shown(use_case, row.prediction)),
        Column(text("Decided"), "text", 18, lambda row: class_text(use_case, row.decided_label)),
    )
