"""What the gate costs on a batch of 1,000,000 rows of 30 columns with 40 expectations.

    python -m benchmarks.gate_cost PART USE_CASE

Prints seconds by the clock and by the processor of one part, taken out of a whole preparation, and the peak memory in MB.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.large import CATEGORIES, FEATURES, RUN_DATE, write_large
from benchmarks.processes import PROJECT
from benchmarks.report import Line, Section, spread

ROWS = 1_000_000
REPEATS = 3
MOST_SECONDS, MOST_SNAPSHOT_SECONDS, MOST_MB = 15.0, 5.0, 2048.0

PARTS = {
    "gate": ("intake.prepare", "inspect"),
    "snapshots": ("intake.inspection", "take_snapshots"),
    "expectations": ("intake.inspection", "expectation_results"),
}
"""What is timed: the module in which a function is looked up, and its name."""


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and by the processor (of all threads), and the peak memory of the process."""

    wall: float
    processor: float
    peak_mb: float


def measure(folder: Path) -> Section:
    """Each part in processes of its own."""
    path = write_large(folder, ROWS)
    path.write_text(_with_expectations(path.read_text(encoding="utf-8")), encoding="utf-8")
    costs = {part: [_asked(part, path) for _ in range(REPEATS)] for part in PARTS}
    lines = [
        *_lines("the whole gate: checks, snapshots and 40 expectations", costs["gate"], MOST_SECONDS),
        *_lines("of that, the snapshots of four stages", costs["snapshots"], MOST_SNAPSHOT_SECONDS),
        *_lines("of that, the 40 expectations", costs["expectations"], None),
    ]
    peak = max(cost.peak_mb for of in costs.values() for cost in of)
    lines.append(Line("peak memory of the process", f"{peak:.0f} MB", f"at most {MOST_MB:.0f} MB", peak <= MOST_MB))
    return Section(
        "gate-cost",
        f"The gate on {ROWS:,} rows of {FEATURES} columns",
        f"A Parquet file with {ROWS:,} rows of the morning and 120 days before it, 25 columns of numbers and 5 of texts. Each part is timed "
        "inside a whole preparation, in a process of its own; processor time is that of all threads. The goals are judged by the "
        f"clock, which runs longer as far as the machine is busy with other work (load {os.getloadavg()[1]:.1f} over the last five minutes).",
        tuple(lines),
    )


def _lines(what: str, costs: list[Cost], most: float | None) -> tuple[Line, Line]:
    waited = [cost.wall for cost in costs]
    processor = Line(f"{what}, by the processor", spread([cost.processor for cost in costs], "s"))
    if most is None:
        return Line(f"{what}, by the clock", spread(waited, "s")), processor
    met = statistics.median(waited) <= most
    return Line(f"{what}, by the clock", spread(waited, "s"), f"at most {most:.0f} s", met), processor


def _with_expectations(text: str) -> str:
    definition = yaml.safe_load(text)
    numbers = [f"n{place}" for place in range(FEATURES - CATEGORIES)]
    texts = [f"c{place}" for place in range(CATEGORIES)]
    asked: list[dict[str, Any]] = [
        {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": column}} for column in numbers[:15]
    ]
    asked += [
        {"type": "expect_column_values_to_be_between", "kwargs": {"column": column, "min_value": -9, "max_value": 9}}
        for column in numbers[:20]
    ]
    asked += [
        {
            "type": "expect_column_values_to_be_in_set",
            "kwargs": {"column": column, "value_set": ["red", "green", "blue", "grey"]},
        }
        for column in texts
    ]
    definition["checks"]["expectations"] = [{**one, "source": "requests"} for one in asked]
    return yaml.safe_dump(definition, sort_keys=False)


def _asked(part: str, path: Path) -> Cost:
    command = [sys.executable, "-m", "benchmarks.gate_cost", part, str(path)]
    answer = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return Cost(**json.loads(answer.stdout.splitlines()[-1]))


def _prepare(path: Path) -> int:
    from domain.evidence import Past
    from domain.use_case.file import read_use_case
    from intake.prepare import Origin, Standpoint, prepare_batch
    from intake.staging import open_staging

    with tempfile.TemporaryDirectory() as folder, open_staging(Path(folder)) as staging:
        standpoint = Standpoint(Origin(path.parent, {}), RUN_DATE, Past())
        return prepare_batch(staging, read_use_case(path), standpoint, lambda step: None).row_count


def _timed(function: Callable[..., Any], spent: list[tuple[float, float]]) -> Callable[..., Any]:
    def timed(*arguments: Any) -> Any:
        wall, processor = time.perf_counter(), time.process_time()
        answer = function(*arguments)
        spent.append((time.perf_counter() - wall, time.process_time() - processor))
        return answer

    return timed


def _measure_part(part: str, path: Path) -> Cost:
    import importlib

    where, name = PARTS[part]
    module = importlib.import_module(where)
    spent: list[tuple[float, float]] = []
    setattr(module, name, _timed(getattr(module, name), spent))
    rows = _prepare(path)
    if rows != ROWS:
        raise RuntimeError(f"{rows} of {ROWS} rows were prepared")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Cost(sum(wall for wall, _ in spent), sum(processor for _, processor in spent), peak)


if __name__ == "__main__":
    print(json.dumps(vars(_measure_part(sys.argv[1], Path(sys.argv[2])))))
