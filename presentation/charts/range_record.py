"""How often ranges held, as a table: in the similar cases, in daily use, and on the days held out at training."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.certainty import HeldOut, Judgement, Lived, Measured, Record, record_of
from domain.entity import Entity, entity_text
from domain.past_case import PastCase
from domain.use_case import UseCase
from presentation.words.catalogue import plural, text
from presentation.words.certainty import record_text, verdict_word
from presentation.words.entities import entity_title


@dataclass(frozen=True)
class RecordRow:
    """One way of counting.

    Attributes:
        share: inside the range, 0 to 1; None where nothing could be counted.
        judged: against what the range states.
        verdict: the same in words.
    """

    counted: str
    inside: str
    share: float | None
    judged: Judgement
    verdict: str


def record_rows(
    use_case: UseCase, entity: Entity, found: tuple[Sequence[PastCase], Lived, Measured]
) -> tuple[RecordRow, ...]:
    """The rows, the nearest to the prediction first; what was not counted at all is left out.

    Args:
        use_case: of the prediction.
        entity: of the prediction.
        found: the similar cases, daily use, and the held-out days.
    """
    cases, lived, measured = found
    probability = use_case.range.probability
    name = str(entity_title(use_case, entity))
    own = measured.own.get(entity_text(entity))
    rows = [
        (text("The similar cases"), similar_record(use_case, cases)),
        (_last_days(name, lived.own_days), lived.own),
        (_all_last_days(lived.all_days), lived.all),
        (text("{entity}, on days held out at training", entity=name), _count(own)),
        (text("All, on days held out at training"), _count(measured.all)),
    ]
    return tuple(
        RecordRow(
            counted,
            record_text(record),
            record.inside / record.of if record.of else None,
            record.judged(probability),
            verdict_word(record, probability),
        )
        for counted, record in rows
        if record.of
    )


def similar_record(use_case: UseCase, cases: Sequence[PastCase]) -> Record:
    """How often the actual of similar cases was inside the range that they were published with."""
    ranges = [(case.prediction.queue.low, case.prediction.queue.high, case.actual.value) for case in cases]
    return record_of(ranges, whole=use_case.target.integer)


def _count(found: HeldOut | None) -> Record:
    return Record(0, 0) if found is None else found.record


def _last_days(entity: str, days: int) -> str:
    return plural("{entity}, last day", "{entity}, last {count} days", days, entity=entity)


def _all_last_days(days: int) -> str:
    return plural("All predictions of the last day", "All predictions of the last {count} days", days)


def record_header() -> tuple[str, ...]:
    """The columns of `record_table`."""
    return text("Counted over"), text("Inside the range"), text("Against what is stated")


def record_table(rows: Sequence[RecordRow]) -> tuple[tuple[str, ...], ...]:
    """The rows as text, under `record_header`."""
    return tuple((row.counted, row.inside, row.verdict) for row in rows)


def record_reading() -> str:
    """How to read the table."""
    return text(
        "Each bar shows how often the actual was inside its range, and the mark in it how often that should be. "
        "What differs by no more than chance counts as stated; with fewer than ten cases nothing is judged."
    )
