"""How far each driver moved the predictions of whole runs: sums that DuckDB makes over the stored contributions."""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from domain.driver import Driver, Importance, Segment, Segments
from domain.use_case import UseCase
from prediction_store.scans import Files, Scanner, quoted, strength_sql

KEPT_RUNS = 2_000
"""Importances kept, each some thirty numbers; a published run never changes, so none of them grows old."""

RUNS_AT_ONCE = 32
"""Runs summed in one question."""


class ImportanceReader:
    """Sums by run, each made once."""

    def __init__(self, scanner: Scanner) -> None:
        """Ask this scanner."""
        self._scanner = scanner
        self._kept: OrderedDict[tuple[str, tuple[Driver, ...]], Importance] = OrderedDict()
        self._lock = threading.Lock()

    def of_runs(self, files: Files, use_case: UseCase, drivers: Sequence[Driver]) -> dict[str, Importance]:
        """The importance of each driver in each run.

        Raises:
            PredictionFileError: a file is gone or broken.
        """
        chosen = tuple(drivers)
        with self._lock:
            found = {run: self._kept[run, chosen] for run in files if (run, chosen) in self._kept}
        missing = [run for run in files if run not in found]
        for first in range(0, len(missing), RUNS_AT_ONCE):
            part = {run: files[run] for run in missing[first : first + RUNS_AT_ONCE]}
            found |= self._measured(part, use_case, chosen)
        self._keep(found, chosen)
        return {run: found[run] for run in files}

    def by_segment(
        self, files: Files, use_case: UseCase, drivers: Sequence[Driver], column: str, most: int
    ) -> Segments:
        """The importance of each driver for the most frequent values of a column.

        Raises:
            PredictionFileError: a file is gone or broken.
        """
        segment = f"{quoted(column)} AS segment"
        # A key may have as many values as there are rows: first which of them are asked for, then only their sums.
        frequent = self._scanner.ask(
            files,
            [segment],
            f"SELECT segment, count(*) AS rows, count(*) OVER () AS values FROM stored GROUP BY segment ORDER BY rows DESC, segment LIMIT {most}",
        )
        if not frequent.num_rows:
            return Segments((), 0)
        table = self._scanner.ask(
            files,
            [segment, *_strengths(use_case, drivers)],
            f"SELECT stored.segment, {_sums(drivers)} FROM stored JOIN frequent ON stored.segment IS NOT DISTINCT FROM frequent.segment "
            "GROUP BY stored.segment ORDER BY count(*) DESC, stored.segment",
            {"frequent": frequent.select(["segment"])},
        )
        shown = tuple(
            Segment(None if line["segment"] is None else str(line["segment"]), _importance(line, drivers))
            for line in table.to_pylist()
        )
        return Segments(shown, frequent.column("values")[0].as_py())

    def _measured(self, files: Files, use_case: UseCase, drivers: tuple[Driver, ...]) -> dict[str, Importance]:
        table = self._scanner.ask(
            files, _strengths(use_case, drivers), f"SELECT run, {_sums(drivers)} FROM stored GROUP BY run"
        )
        runs = list(files)
        measured = {runs[line["run"]]: _importance(line, drivers) for line in table.to_pylist()}
        nothing = Importance(0, {driver.code: 0.0 for driver in drivers})
        return {run: measured.get(run, nothing) for run in runs}

    def _keep(self, found: Mapping[str, Importance], drivers: tuple[Driver, ...]) -> None:
        with self._lock:
            for run, importance in found.items():
                self._kept[run, drivers] = importance
                self._kept.move_to_end((run, drivers))
            while len(self._kept) > KEPT_RUNS:
                self._kept.popitem(last=False)


def _strengths(use_case: UseCase, drivers: Sequence[Driver]) -> list[str]:
    return [f"{strength_sql(use_case, driver.features)} AS d{place}" for place, driver in enumerate(drivers)]


def _sums(drivers: Sequence[Driver]) -> str:
    return ", ".join(["count(*) AS rows", *(f"sum(abs(d{place})) AS d{place}" for place, _ in enumerate(drivers))])


def _importance(line: Mapping[str, object], drivers: Sequence[Driver]) -> Importance:
    rows = line["rows"]
    assert isinstance(rows, int)
    return Importance(rows, {driver.code: float(str(line[f"d{place}"])) for place, driver in enumerate(drivers)})
