"""`python -m benchmarks [NAME ...]`: measure, print, and write RESULTS.md."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    accuracy,
    concurrency,
    daily,
    gate_cost,
    gate_table,
    insights,
    outcomes,
    screens,
    similar,
    team,
    tree_shap,
    value_added,
    what_if,
)
from benchmarks.report import Section, write_section

BENCHMARKS: dict[str, Callable[[Path], Section]] = {
    "accuracy": accuracy.measure,
    "concurrency": concurrency.measure,
    "daily-memory": daily.measure_memory,
    "day-400": daily.measure_days,
    "gate-cost": gate_cost.measure,
    "gate-faults": gate_table.measure,
    "insights": insights.measure,
    "outcomes": outcomes.measure,
    "reads": screens.measure_reads,
    "screens": screens.measure_screens,
    "similar": similar.measure,
    "start": screens.measure_start,
    "team": team.measure,
    "tree-shap": tree_shap.measure,
    "value-added": value_added.measure,
    "what-if": what_if.measure,
}


def main() -> int:
    """Run the named benchmarks, or all."""
    wanted = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in wanted if name not in BENCHMARKS]
    if unknown:
        print(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    missed = 0
    for name in wanted:
        print(f"{name} ...", flush=True)
        with tempfile.TemporaryDirectory(prefix="vouch-bench-") as folder:
            section = BENCHMARKS[name](Path(folder))
        write_section(section)
        for line in section.lines:
            print(
                f"  {line.what}: {line.found}"
                + (f"  [goal: {line.goal}; {'met' if line.met else 'MISSED'}]" if line.goal else ""),
                flush=True,
            )
            missed += line.met is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
