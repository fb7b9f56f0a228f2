"""What the daily job costs: memory and time from 100,000 to 1,000,000 rows, and from day 4 to day 400."""

import statistics
from datetime import timedelta
from pathlib import Path

from benchmarks.large import RUN_DATE, write_large
from benchmarks.processes import vouch, vouch_json
from benchmarks.report import Line, Section, spread
from benchmarks.small import FIRST_RUN, write_small

SMALL, LARGE = 100_000, 1_000_000
REPEATS = 3
MEMORY_GROWTH = 1.3
DAYS = 400


def measure_memory(folder: Path) -> Section:
    """Peak memory and time per row of `vouch daily` for two sizes, alternated."""
    files = {rows: write_large(folder / f"large-{rows}", rows) for rows in (SMALL, LARGE)}
    costs: dict[int, list[tuple[float, float]]] = {SMALL: [], LARGE: []}
    for repeat in range(REPEATS):
        for rows, path in files.items():
            home = folder / f"home-{rows}-{repeat}"
            vouch(home, "train", str(path), "--date", RUN_DATE.isoformat())
            cost = vouch(home, "daily", str(path), "--date", RUN_DATE.isoformat())
            costs[rows].append((cost.peak_mb, cost.seconds))
    peak = {rows: [memory for memory, _ in found] for rows, found in costs.items()}
    per_row = {rows: [1e6 * seconds / rows for _, seconds in found] for rows, found in costs.items()}
    growth = statistics.median(peak[LARGE]) / statistics.median(peak[SMALL])
    time_growth = statistics.median(per_row[LARGE]) / statistics.median(per_row[SMALL])
    return Section(
        "daily-memory",
        "The daily job in constant memory",
        "`vouch daily` of 30 features (5 of them categories), 20 trees of 15 leaves, from Parquet; the process as a whole, imports included.",
        (
            Line("peak memory, 100,000 rows", spread(peak[SMALL], "MB", 0)),
            Line("peak memory, 1,000,000 rows", spread(peak[LARGE], "MB", 0)),
            Line("ratio of the medians", f"{growth:.2f}", f"below {MEMORY_GROWTH}", growth < MEMORY_GROWTH),
            Line("time per row, 100,000 rows", spread(per_row[SMALL], "µs")),
            Line("time per row, 1,000,000 rows", spread(per_row[LARGE], "µs")),
            Line("ratio of the medians", f"{time_growth:.2f}", "does not grow", time_growth <= 1.05),
        ),
    )


def measure_days(folder: Path) -> Section:
    """The cost of day 4 and of day 400 of a use case of 60 rows a day."""
    path = write_small(folder / "small", DAYS)
    home = folder / "home-days"
    vouch(home, "train", str(path), "--date", FIRST_RUN.isoformat())
    last = FIRST_RUN + timedelta(days=DAYS - 1)
    vouch(home, "daily", str(path), "--date", FIRST_RUN.isoformat(), "--through", last.isoformat())
    listed = vouch_json(home, "runs", str(path), "--limit", str(DAYS + 10))["runs"]
    assert isinstance(listed, list)
    seconds = [run["seconds"] for run in reversed(listed)]
    early, late = [1000 * s for s in seconds[3:33]], [1000 * s for s in seconds[-30:]]
    ratio = statistics.median(late) / statistics.median(early)
    return Section(
        "day-400",
        "Day 400 costs what day 4 cost",
        f"{DAYS} mornings of 60 predictions in one back-fill; the job's own time per run. The source file holds all days from the start.",
        (
            Line("days 4 to 33, a run", spread(early, "ms", 0)),
            Line(f"days {DAYS - 29} to {DAYS}, a run", spread(late, "ms", 0)),
            Line("ratio of the medians", f"{ratio:.2f}", "1, as far as noise allows", ratio <= 1.15),
        ),
    )
