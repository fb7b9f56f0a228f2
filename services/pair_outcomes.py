"""Pair every published prediction of a period with what happened and with what people said, in batches of runs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pyarrow as pa

from domain.outcome import AnswerGiven, Costs, DayErrors, ErrorSum, Holding, Miss, Period, costs_of
from domain.prediction import prediction_id
from domain.review import Answer
from domain.run import Run
from domain.use_case import UseCase
from prediction_store.outcomes import ACTUALS, Beside, actuals_table, answered_table, decided_table
from services.dependencies import Dependencies

BATCH_ROWS = 500_000
"""Predictions joined at a time: 400 runs of 60 rows are one batch, a run of a million rows is one by itself."""

DAYS_BEFORE = 28
"""The days before a period in which the most frequent class is looked for: every weekday four times, as the usual value does it."""

MISSES = 10
"""As many as people look at in a meeting."""


@dataclass(frozen=True)
class AnsweredRow:
    """A prediction with an actual and at least one answer.

    Attributes:
        model: the value; for classes the probability, and `label` is the class said.
        error, cost: of the model; cost is None without costs.
    """

    prediction: tuple[str, int]
    day: date
    entity: tuple[str, ...]
    model: float
    label: str | None
    usual: float | None
    actual: float
    actual_label: str | None
    error: float
    cost: float | None


@dataclass(frozen=True)
class Paired:
    """What a period came to, and the answers with the rows they are about (where these have an actual)."""

    days: tuple[DayErrors, ...]
    misses: tuple[Miss, ...]
    answers: tuple[tuple[AnswerGiven, AnsweredRow], ...]
    most_frequent: str | None = None


def most_frequent_before(deps: Dependencies, use_case: UseCase, period: Period) -> str | None:
    """The class that the simple rule always says: the one that happened most often in the weeks before a period.

    Returns:
        None for amounts, and where no actual of those weeks is known.
    """
    if not use_case.target.classes:
        return None
    before = Period(period.first - timedelta(days=DAYS_BEFORE), period.first - timedelta(days=1))
    with deps.feedback.read() as unit:
        return unit.outcomes.most_frequent(use_case.name, before)


def pair_outcomes(deps: Dependencies, use_case: UseCase, period: Period) -> Paired:
    """Everything that is measured of a period; four SQL statements and one more per further batch of runs.

    Raises:
        PredictionFileError: files of a run are gone or broken.
    """
    with deps.feedback.read() as unit:
        runs = unit.outcomes.published(use_case.name, period)
        answers = unit.outcomes.answers(use_case.name, period)
    by_row, simple = _by_row(answers), most_frequent_before(deps, use_case, period)
    days: list[DayErrors] = []
    misses: list[dict[str, object]] = []
    rows: dict[tuple[str, int], AnsweredRow] = {}
    for batch in _batches(runs):
        measured = deps.predictions.whole.measure(
            use_case, batch, replace(_beside(deps, use_case, batch, by_row), most_frequent=simple), MISSES
        )
        days += _days(use_case, measured.days)
        misses += measured.misses.to_pylist()
        rows |= {row.prediction: row for row in _answered(use_case, measured.answered)}
    misses.sort(key=lambda miss: (-_number(miss["e_model"]), -_number(miss["sureness"])))
    return Paired(
        _by_day(days),
        tuple(_miss(use_case, miss, by_row) for miss in misses[:MISSES]),
        tuple((answer, rows[key]) for answer in answers if (key := (answer.run_id, answer.row)) in rows),
        simple,
    )


def batches_beside(deps: Dependencies, use_case: UseCase, period: Period) -> Iterator[tuple[Sequence[Run], Beside]]:
    """The published runs of a period in batches, each with what happened and what was decided."""
    with deps.feedback.read() as unit:
        runs = unit.outcomes.published(use_case.name, period)
        by_row = _by_row(unit.outcomes.answers(use_case.name, period))
    simple = most_frequent_before(deps, use_case, period)
    for batch in _batches(runs):
        yield batch, replace(_beside(deps, use_case, batch, by_row), most_frequent=simple)


def _by_row(answers: Sequence[AnswerGiven]) -> dict[tuple[str, int], list[AnswerGiven]]:
    by_row: dict[tuple[str, int], list[AnswerGiven]] = {}
    for answer in answers:
        by_row.setdefault((answer.run_id, answer.row), []).append(answer)
    return by_row


def _batches(runs: Sequence[Run]) -> Iterator[list[Run]]:
    batch: list[Run] = []
    for run in runs:
        if batch and sum(item.row_count for item in batch) + run.row_count > BATCH_ROWS:
            yield batch
            batch = []
        batch.append(run)
    if batch:
        yield batch


def _beside(
    deps: Dependencies, use_case: UseCase, batch: Sequence[Run], by_row: Mapping[tuple[str, int], list[AnswerGiven]]
) -> Beside:
    period = Period(batch[0].target_date, batch[-1].target_date)
    with deps.feedback.read() as unit:
        parts = [
            actuals_table(part.days, part.entities, part.revisions, part.values, part.labels)
            for part in unit.outcomes.actuals(use_case.name, period)
        ]
    actuals = pa.concat_tables([ACTUALS.empty_table(), *parts])
    here = {run.id for run in batch}
    answered = [key for key in by_row if key[0] in here]
    decided = [
        (*key, override.own_value, override.own_label)
        for key in answered
        if (override := _override(by_row[key])) is not None
    ]
    return Beside(actuals, answered_table(answered), decided_table(decided))


def _override(answers: Sequence[AnswerGiven]) -> AnswerGiven | None:
    """The latest override of somebody who may decide; answers come oldest first."""
    return next((a for a in reversed(answers) if a.may_decide and a.answer is Answer.DIFFERENT), None)


def _by_day(days: Sequence[DayErrors]) -> tuple[DayErrors, ...]:
    """One entry per day: two runs may speak of the same one after the horizon of a use case was changed."""
    found: dict[date, DayErrors] = {}
    for day in days:
        found[day.day] = found[day.day].plus(day) if day.day in found else day
    return tuple(found[day] for day in sorted(found))


def _days(use_case: UseCase, table: pa.Table) -> Iterator[DayErrors]:
    costs = costs_of(use_case)
    for row in table.to_pylist():
        yield DayErrors(
            row["day"],
            row["predictions"],
            _sum(row, "n", "e_model", "weight", ("c_model", costs)),
            _sum(row, "n", "e_decided", "weight", ("c_decided", costs)),
            _sum(row, "n_simple", "e_simple", "weight_there", ("c_simple", costs)),
            _sum(row, "n_simple", "e_there", "weight_there", ("c_there", costs)),
            Holding(row["inside"], row["bounded"]),
        )


def _sum(row: Mapping[str, object], count: str, error: str, weight: str, cost: tuple[str, Costs | None]) -> ErrorSum:
    # A sum of nothing is NULL in SQL; nothing costs nothing.
    amount = None if cost[1] is None else _number(row[cost[0]] or 0.0)
    return ErrorSum(int(_number(row[count])), _number(row[error] or 0.0), _number(row[weight] or 0.0), amount)


def _answered(use_case: UseCase, table: pa.Table) -> Iterator[AnsweredRow]:
    for row in table.to_pylist():
        yield AnsweredRow(
            (row["run_id"], row["row"]),
            row["day"],
            tuple(row[f"key_{key}"] for key in use_case.keys),
            row["model"],
            row["label"],
            row["usual"],
            row["actual"],
            row["actual_label"],
            row["e_model"],
            row["c_model"],
        )


def _miss(use_case: UseCase, row: Mapping[str, object], by_row: Mapping[tuple[str, int], list[AnswerGiven]]) -> Miss:
    run_id, number = str(row["run_id"]), int(_number(row["row"]))
    day, label, actual_label = row["day"], row["label"], row["actual_label"]
    assert isinstance(day, date)
    return Miss(
        prediction_id(run_id, number),
        day,
        tuple(str(row[f"key_{key}"]) for key in use_case.keys),
        _number(row["model"]),
        None if label is None else str(label),
        _number(row["actual"]),
        None if actual_label is None else str(actual_label),
        tuple(by_row.get((run_id, number), ())),
    )


def _number(value: object) -> float:
    assert isinstance(value, int | float)
    return float(value)
