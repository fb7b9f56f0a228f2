"""The similar cases as a table: when, what differed, what was predicted, answered, and what really happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain.past_case import PastCase
from domain.prediction import Prediction
from domain.use_case import UseCase
from presentation.words.answers import answer_text
from presentation.words.case_differences import Difference, differences, differences_text
from presentation.words.catalogue import text
from presentation.words.dates import day_text, day_with_year
from presentation.words.entities import entity_title
from presentation.words.features import class_text
from presentation.words.quantities import NOTHING, Scale, amount, number, signed_digits
from presentation.words.similar import cases_scale, distance_of


@dataclass(frozen=True)
class CaseRow:
    """One case, every value as it is written.

    Attributes:
        prediction: its id.
        when: the day as it stands in the row, with the year only where that is another one.
        entity: empty where it is the entity of the opened prediction.
        differed: `differences` in one line.
        difference: what really happened against what was predicted; empty for classes.
        share: the difference against the largest one of the table, -1 to 1.
        tone: whether it was more or less than predicted.
    """

    prediction: str
    day: str
    when: str
    entity: str
    differed: str
    differences: tuple[Difference, ...]
    predicted: str
    answered: str
    happened: str
    difference: str
    share: float
    tone: Literal["more", "less", ""]


def similar_rows(
    use_case: UseCase, opened: Prediction, cases: Sequence[PastCase], viewer_id: int
) -> tuple[CaseRow, ...]:
    """The rows, in the order of the cases; all numbers on one scale."""
    scale = cases_scale(use_case, opened, cases)
    classes = bool(use_case.target.classes)
    distances = [0 if classes else distance_of(case, scale) for case in cases]
    largest = max((abs(distance) for distance in distances), default=0) or 1
    return tuple(
        _row(use_case, opened, case, (scale, viewer_id, distance, distance / largest))
        for case, distance in zip(cases, distances, strict=True)
    )


def _row(use_case: UseCase, opened: Prediction, case: PastCase, how: tuple[Scale, int, int, float]) -> CaseRow:
    scale, viewer_id, distance, share = how
    queue, day = case.prediction.queue, case.prediction.target_date
    differed = differences(use_case, opened, case.prediction)
    classes = bool(use_case.target.classes)
    predicted = f"{class_text(use_case, queue.label)} {amount(queue.value, scale)}" if classes else ""
    steps = distance // 10 ** (scale.decimals - scale.level_decimals)
    return CaseRow(
        prediction=case.prediction.id,
        day=day_with_year(day),
        when=day_text(day) if day.year == opened.target_date.year else day_with_year(day),
        entity="" if queue.entity == opened.queue.entity else str(entity_title(use_case, queue.entity)),
        differed=differences_text(differed),
        differences=differed,
        predicted=predicted or number(queue.value, scale),
        answered=" · ".join(answer_text(review, viewer_id, use_case) for review in case.reviews) or NOTHING,
        happened=class_text(use_case, case.actual.label) if classes else number(case.actual.value, scale),
        difference="" if classes else signed_digits(steps, scale.level_decimals),
        share=share,
        tone="more" if distance > 0 else "less" if distance < 0 else "",
    )


def similar_header(use_case: UseCase) -> tuple[str, ...]:
    """The columns of `similar_table`; numbers stand in the columns 3, 5 and 6."""
    head = (text("Day"), text("Of"), text("What differed"), text("Predicted"), text("Answered"))
    happened = use_case.target.happened.capitalize()
    return (*head, happened) if use_case.target.classes else (*head, happened, text("Against the prediction"))


def similar_table(use_case: UseCase, opened: Prediction, rows: Sequence[CaseRow]) -> tuple[tuple[str, ...], ...]:
    """The rows as text, under `similar_header`."""
    own = str(entity_title(use_case, opened.queue.entity))
    cells = [(row.day, row.entity or own, row.differed, row.predicted, row.answered, row.happened) for row in rows]
    if use_case.target.classes:
        return tuple(cells)
    return tuple((*cell, row.difference) for cell, row in zip(cells, rows, strict=True))


def similar_reading() -> str:
    """How to read the table."""
    return text(
        "Each row is an earlier prediction for which the model had nearly the same reasons with nearly the same effects, the most similar first; choose one to open it. "
        "Bars to the left mean that less happened than was predicted, bars to the right that more did."
    )


def similar_alt(rows: Sequence[CaseRow], happened: str) -> str:
    """The table in words."""
    told = [
        text(
            "{day}: predicted {predicted}, {happened} {amount}",
            day=row.day,
            predicted=row.predicted,
            happened=happened,
            amount=row.happened,
        )
        for row in rows
    ]
    return "; ".join(told)
