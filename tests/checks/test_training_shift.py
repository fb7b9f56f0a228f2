"""The medians of a batch against those of training: in bounded memory, however many rows and features there are."""

from pathlib import Path

from domain.check_result import Outcome
from domain.use_case import UseCase
from intake.checks.training_shift import training_shift
from intake.staging import open_staging

ROWS, FEATURES = 1_000_000, 30
NAMES = [f"n{place}" for place in range(FEATURES)]


def of_numbers() -> UseCase:
    return UseCase.model_validate(
        {
            "name": "large",
            "title": "Large",
            "synthetic": True,
            "keys": ["request"],
            "dates": {"horizon_days": 0},
            "target": {
                "source": "requests",
                "column": "amount",
                "label": "Amount",
                "unit": "units",
                "available_after_days": 1,
            },
            "sources": {
                "requests": {"path": "requests.csv", "date": "day", "keys": ["request"], "available_after_days": 0}
            },
            "batch": {"source": "requests"},
            "features": {name: {"label": name, "column": {"source": "requests", "name": name}} for name in NAMES},
            "reviews": {"reasons": {"other": "Other"}},
        }
    )


def test_a_million_rows_of_thirty_features_fit_into_the_memory_of_staging(tmp_path: Path) -> None:
    columns = ", ".join(f"(i * {place + 1}) % 1000 + {place} AS x_{name}" for place, name in enumerate(NAMES))
    training = {name: (place + 300.0, place + 500.0, place + 700.0) for place, name in enumerate(NAMES)}
    training["n29"] = (5_000.0, 6_000.0)
    with open_staging(tmp_path) as staging:
        staging.run(f"CREATE TABLE prepared AS SELECT i AS _row, {columns} FROM range({ROWS}) AS r(i)")
        found = training_shift(staging, of_numbers(), training)

    assert [result.column for result in found if result.outcome is Outcome.WARNED] == ["n29"]
    assert {result.count for result in found if result.outcome is Outcome.PASSED} == {0}
    assert [result.of for result in found] == [ROWS] * FEATURES
