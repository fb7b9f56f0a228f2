"""Prepare a batch, or the past to learn from: load, clean, look only at what was known, build features, check."""

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv

from domain.finding import Finding, Verdict, verdict_of
from domain.use_case import UseCase
from intake.checks import batch_findings
from intake.cleaning.changes import change_findings, make_list
from intake.cleaning.clean import Days, clean_source
from intake.columns import used_sources
from intake.features.build import build_features, build_training, lookback_days
from intake.features.comparable import make_comparable
from intake.features.history import make_closed_days, make_history
from intake.features.wanted import want_batch, want_past
from intake.quoting import literal, name
from intake.sources import load_source
from intake.staging import Staging

HASH_CHUNK_ROWS = 20_000

Tell = Callable[[str], None]
"""Called with the name of each step as it begins."""


@dataclass(frozen=True)
class Origin:
    """Where a use case's sources are: the folder of its file, and the values of `${NAME}`."""

    base: Path
    variables: Mapping[str, str]


@dataclass(frozen=True)
class Window:
    """The morning on which one stands, and the first day that is looked back to (None: all there is)."""

    as_of: date
    earliest: date | None


@dataclass(frozen=True)
class PreparedBatch:
    """A batch that is ready to be scored, still in staging.

    Attributes:
        data_through: last day whose actuals were known.
        content_hash: of keys, features and comparable days, tagged with its algorithm; the same whatever the order
            of the rows in the sources.
    """

    staging: Staging
    use_case: UseCase
    run_date: date
    row_count: int
    data_through: date | None
    findings: tuple[Finding, ...]
    content_hash: str

    @property
    def verdict(self) -> Verdict:
        """What the gate says."""
        return verdict_of(self.findings)

    def chunks(self, rows: int) -> Iterator[pa.RecordBatch]:
        """The rows in order, as record batches: _row, day, keys, x_<feature>, usual, past_days, past_values."""
        return self.staging.chunks("SELECT * FROM prepared", rows)

    def key_counts(self, key: str) -> Mapping[str, int]:
        """How many rows each value of a key has."""
        column = name(key)
        counted = self.staging.rows(f"SELECT {column}, count(*) FROM prepared GROUP BY 1 ORDER BY 1")
        return {str(value): int(str(rows)) for value, rows in counted}

    def write_changes(self, path: Path) -> int:
        """Write the list of every row changed, dropped or left out to a Parquet file; returns its length."""
        self.staging.run(
            f"COPY (SELECT * FROM changes ORDER BY source, code, line) TO {literal(str(path))} (FORMAT parquet)"
        )
        return self.staging.count("SELECT count(*) FROM changes")


def prepare_batch(staging: Staging, use_case: UseCase, origin: Origin, run_date: date, tell: Tell) -> PreparedBatch:
    """Prepare the batch of a morning.

    Raises:
        SourceError: a source cannot be read at all.
    """
    target_date = run_date + timedelta(days=use_case.dates.horizon_days)
    _load(staging, use_case, origin, Window(run_date, target_date - timedelta(days=lookback_days(use_case))), tell)
    tell("looking at what is known")
    make_history(staging, use_case, run_date)
    closed = want_batch(staging, use_case, run_date)
    tell("building features")
    make_comparable(staging, use_case)
    build_features(staging, use_case, run_date)
    tell("checking the batch")
    findings = (*batch_findings(staging, use_case, run_date, closed), *change_findings(staging, run_date))
    rows = staging.count("SELECT count(*) FROM prepared")
    through = staging.rows("SELECT max(day) FROM history")[0][0]
    assert through is None or isinstance(through, date)
    return PreparedBatch(staging, use_case, run_date, rows, through, findings, _content_hash(staging))


def prepare_past(staging: Staging, use_case: UseCase, origin: Origin, as_of: date, tell: Tell) -> pa.Table:
    """Everything that could be learned from on the morning of `as_of`, in the order of day and keys.

    Returns:
        Columns day, keys, x_<feature> and _target.

    Raises:
        SourceError: a source cannot be read at all.
    """
    window = use_case.model.training_window_days
    first = as_of - timedelta(days=window) if window is not None else None
    earliest = first - timedelta(days=lookback_days(use_case)) if first is not None else None
    _load(staging, use_case, origin, Window(as_of, earliest), tell)
    tell("looking at what is known")
    make_history(staging, use_case, as_of)
    want_past(staging, use_case, first)
    tell("building features")
    build_training(staging, use_case, as_of)
    return staging.table("SELECT * FROM prepared")


def known_actuals(staging: Staging, use_case: UseCase, origin: Origin, window: Window, tell: Tell) -> pa.Table:
    """The actuals of open days in a window.

    Returns:
        Columns day, keys and target, in the order of day and keys.

    Raises:
        SourceError: a source cannot be read at all.
    """
    _load(staging, use_case, origin, window, tell)
    make_history(staging, use_case, window.as_of)
    order = ", ".join(["day", *map(name, use_case.keys)])
    return staging.table(f"SELECT * FROM history ORDER BY {order}")


def _load(staging: Staging, use_case: UseCase, origin: Origin, window: Window, tell: Tell) -> None:
    make_list(staging)
    for source in used_sources(use_case):
        tell(f"reading {source}")
        load_source(staging, use_case, source, origin.base, origin.variables)
        tell(f"cleaning {source}")
        clean_source(staging, use_case, source, _days(use_case, source, window))
    make_closed_days(staging, use_case)


def _days(use_case: UseCase, source: str, window: Window) -> Days:
    latest = window.as_of - timedelta(days=use_case.sources[source].available_after_days)
    if source != use_case.target.source:
        return Days(window.earliest, latest)
    return Days(window.earliest, latest, window.as_of - timedelta(days=use_case.target.available_after_days))


def _content_hash(staging: Staging) -> str:
    digest = hashlib.sha256()
    for chunk in staging.chunks(
        "SELECT * EXCLUDE (_row, past_days, past_values), past_days::VARCHAR AS past_days, "
        "past_values::VARCHAR AS past_values FROM prepared",
        HASH_CHUNK_ROWS,
    ):
        text = io.BytesIO()
        pacsv.write_csv(chunk, text)
        digest.update(text.getvalue())
    return "sha256:" + digest.hexdigest()
