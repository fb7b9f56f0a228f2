"""Outcomes as a table: every published prediction with an actual, beside what was decided and what the simple rule said.

No name stands in it: how much a person's own changes helped is that person's to share.
"""

from collections.abc import Iterator, Mapping

from domain.exported import Cell, Table
from domain.outcome import Period, costs_of
from domain.use_case import UseCase
from presentation.words.catalogue import text
from presentation.words.export_columns import SHEETS, columns, key_columns
from services.dependencies import Dependencies
from services.pair_outcomes import batches_beside

_ABOUT = ("run", "row", "target_date")
_VALUES = (
    "predicted",
    "class",
    "low",
    "high",
    "usual",
    "decided",
    "decided_class",
    "actual",
    "actual_class",
    "in_range",
)
_ERRORS = ("error_model", "error_decided", "error_simple", "closest")
_COSTS = ("cost_model", "cost_decided", "cost_simple", "cost_unit")
_STORED = ("model", "label", "low", "high", "usual", "decided", "decided_label", "actual", "actual_label", "is_inside")
_WAYS = ("model", "decided", "simple")


def outcome_tables(deps: Dependencies, use_case: UseCase, period: Period) -> tuple[Table, ...]:
    """Every prediction of a period that has an actual."""
    count = sum(
        deps.predictions.whole.count_paired(use_case, runs, beside)
        for runs, beside in batches_beside(deps, use_case, period)
    )
    costs = costs_of(use_case)
    unit = None if costs is None else costs.unit

    def rows() -> Iterator[tuple[Cell, ...]]:
        for runs, beside in batches_beside(deps, use_case, period):
            for batch in deps.predictions.whole.paired_batches(use_case, runs, beside):
                yield from (_row(row, use_case, unit) for row in batch.to_pylist())

    head = (*columns(_ABOUT), *key_columns(use_case), *columns((*_VALUES, *_ERRORS, *_COSTS)))
    return (Table("outcomes", text(SHEETS["outcomes"]), head, count, rows),)


def _row(row: Mapping[str, Cell], use_case: UseCase, unit: str | None) -> tuple[Cell, ...]:
    return (
        row["run_id"],
        row["row"],
        row["day"],
        *(row[f"key_{key}"] for key in use_case.keys),
        *(row[name] for name in _STORED),
        *(row[f"e_{way}"] for way in _WAYS),
        closest({way: row[f"e_{way}"] for way in _WAYS}),
        *(row[f"c_{way}"] for way in _WAYS),
        unit,
    )


def closest(errors: Mapping[str, Cell]) -> str:
    """Which of them came closest; several where they were equally close, with a plus between them."""
    known = {way: error for way, error in errors.items() if isinstance(error, float)}
    least = min(known.values(), default=None)
    return "+".join(way for way, error in known.items() if error == least)
