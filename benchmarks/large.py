"""A made-up use case with thirty features, as large as wanted: one batch of n rows, and a past to learn from."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

FEATURES = 30
CATEGORIES = 5
PAST_DAYS = 120
PAST_ENTITIES = 150
RUN_DATE = date(2026, 11, 21)
BLOCK = 100_000


def write_large(folder: Path, rows: int, trees: int = 20) -> Path:
    """Write the use case file and its Parquet file; returns the path of the use case file."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_rows(folder / "requests.parquet", rows)
    path = folder / "use_case.yaml"
    path.write_text(_definition(folder, trees), encoding="utf-8")
    return path


def _write_rows(path: Path, rows: int) -> None:
    rng = np.random.default_rng(1)
    past = [
        _block(rng, RUN_DATE - timedelta(days=back), 0, PAST_ENTITIES, known=True) for back in range(PAST_DAYS, 0, -1)
    ]
    with pq.ParquetWriter(path, past[0].schema) as writer:
        writer.write_table(pa.concat_tables(past))
        for start in range(0, rows, BLOCK):
            writer.write_table(_block(rng, RUN_DATE, start, min(BLOCK, rows - start), known=False))


def _block(rng: np.random.Generator, day: date, start: int, count: int, *, known: bool) -> pa.Table:
    numbers = rng.normal(size=(count, FEATURES - CATEGORIES)).round(3)
    columns: dict[str, object] = {
        "day": pa.array([day] * count, pa.date32()),
        "request": pa.array([f"request {number:07d}" for number in range(start, start + count)]),
    }
    columns |= {f"n{place}": numbers[:, place] for place in range(FEATURES - CATEGORIES)}
    columns |= {
        f"c{place}": np.array(["red", "green", "blue", "grey"])[rng.integers(0, 4, count)]
        for place in range(CATEGORIES)
    }
    amount = 50 + 10 * numbers[:, 0] + 5 * numbers[:, 1] * numbers[:, 2] + rng.normal(size=count)
    columns["amount"] = pa.array(amount if known else [None] * count, pa.float64())
    return pa.table(columns)


def _definition(folder: Path, trees: int) -> str:
    features = [
        f'  n{place}: {{label: "Number {place}", column: {{source: requests, name: n{place}}}}}'
        for place in range(FEATURES - CATEGORIES)
    ]
    features += [
        f'  c{place}: {{label: "Colour {place}", type: category, column: {{source: requests, name: c{place}}}}}'
        for place in range(CATEGORIES)
    ]
    return f"""name: large
title: Large (benchmark)
synthetic: true
keys: [request]
dates: {{horizon_days: 0}}
target: {{source: requests, column: amount, label: Amount, unit: units, available_after_days: 1}}
sources:
  requests: {{path: {folder}/requests.parquet, format: parquet, date: day, keys: [request], available_after_days: 0}}
batch: {{source: requests}}
features:
{chr(10).join(features)}
checks: {{history_days_at_least: 30}}
model: {{objective: squared, trees: {trees}, parameters: {{num_leaves: 15}}}}
range: {{folds: 2, fold_days: 14}}
"""
