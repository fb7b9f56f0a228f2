"""Prepare a batch, or the past to learn from, in named stages: received, cleaned, joined, features.

Each stage looks only at what was known on the morning, and is inspected by the gate when it is done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

from domain.evidence import NO_EVIDENCE, Evidence, Past
from domain.stage import Stage
from domain.use_case import UseCase
from intake.checks import batch_findings
from intake.checks.once import without_repeats
from intake.cleaning.changes import change_findings, make_list
from intake.cleaning.clean import clean_source
from intake.cleaning.small_series import reach_days
from intake.columns import used_sources
from intake.expectations.ask import leave_out
from intake.expectations.looked_at import Standing, days_of
from intake.failing_rows import make_failing_rows
from intake.features.build import build_features, build_training, join_sources, lookback_days
from intake.features.comparable import make_comparable
from intake.features.history import make_closed_days, make_history
from intake.features.impute import imputed_findings
from intake.features.wanted import want_batch, want_past
from intake.inspection import Morning, inspect, together
from intake.members import make_members
from intake.prepared import PreparedBatch, content_hash
from intake.quoting import literal, name
from intake.sources import load_source
from intake.staging import Staging

Tell = Callable[[str], None]
"""Called with the name of each step as it begins."""


@dataclass(frozen=True)
class Origin:
    """Where a use case's sources are: the folder of its file, and the values of `${NAME}`."""

    base: Path
    variables: Mapping[str, str]


@dataclass(frozen=True)
class Standpoint:
    """Where a run stands.

    Attributes:
        origin: where the sources are.
        run_date: the morning.
        past: what earlier mornings left, for the gate to compare with; None: the stages are not inspected.
    """

    origin: Origin
    run_date: date
    past: Past | None = None


@dataclass(frozen=True)
class Window:
    """The morning on which one stands, and the first day that is looked back to (None: all there is)."""

    as_of: date
    earliest: date | None


def prepare_batch(staging: Staging, use_case: UseCase, standpoint: Standpoint, tell: Tell) -> PreparedBatch:
    """Prepare the batch of a morning.

    Args:
        staging: an empty staging database.
        use_case: says how.
        standpoint: the morning, where the sources are, and what earlier mornings left.
        tell: called with the name of each step.

    Raises:
        SourceError: a source cannot be read at all.
    """
    run_date = standpoint.run_date
    target_date = run_date + timedelta(days=use_case.dates.horizon_days)
    window = Window(run_date, target_date - timedelta(days=lookback_days(use_case)))
    past = standpoint.past
    morning = None if past is None else Morning(staging, use_case, run_date, past)
    gate = _Gate(staging, Standing(use_case, window.as_of, window.earliest), morning)
    _receive(staging, use_case, standpoint.origin, tell)
    evidence = [gate.passed(Stage.RECEIVED)]
    _clean(staging, use_case, window, tell)
    evidence.append(gate.passed(Stage.CLEANED))
    make_closed_days(staging, use_case)
    tell("looking at what is known")
    make_history(staging, use_case, run_date)
    closed = want_batch(staging, use_case, run_date)
    join_sources(staging, use_case, run_date)
    evidence.append(gate.passed(Stage.JOINED))
    tell("building features")
    make_comparable(staging, use_case)
    build_features(staging, use_case, run_date)
    tell("checking the batch")
    evidence.append(gate.passed(Stage.FEATURES))
    make_members(staging, use_case)
    found = together(evidence)
    findings = without_repeats(
        (
            *batch_findings(staging, use_case, run_date, closed),
            *imputed_findings(staging, use_case),
            *change_findings(staging, run_date),
            *(result.finding for result in found.results if result.finding is not None),
        )
    )
    rows = staging.count("SELECT count(*) FROM prepared")
    through = staging.rows("SELECT max(day) FROM history")[0][0]
    assert through is None or isinstance(through, date)
    return PreparedBatch(staging, use_case, run_date, rows, through, findings, content_hash(staging, use_case), found)


@dataclass(frozen=True)
class _Gate:
    """What a stage passes when it is done: all checks where a batch is inspected, else only those that leave rows out."""

    staging: Staging
    standing: Standing
    morning: Morning | None = None

    def passed(self, stage: Stage) -> Evidence:
        if self.morning is not None:
            return inspect(stage, self.morning)
        leave_out(self.staging, self.standing, stage)
        return NO_EVIDENCE


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
    join_sources(staging, use_case, as_of)
    tell("building features")
    build_training(staging, use_case, as_of)
    _Gate(staging, Standing(use_case, as_of, earliest)).passed(Stage.FEATURES)
    return staging.table("SELECT * FROM prepared")


def known_actuals(staging: Staging, use_case: UseCase, origin: Origin, window: Window, tell: Tell) -> pa.Table:
    """The actuals of open days in a window.

    Returns:
        Columns day, keys and target, in the order of day and keys.

    Raises:
        SourceError: a source cannot be read at all.
    """
    first = window.earliest
    # Whether a series is small on a day is seen from the days before it.
    earliest = first - timedelta(days=reach_days(use_case)) if first is not None else None
    _load(staging, use_case, origin, Window(window.as_of, earliest), tell)
    make_history(staging, use_case, window.as_of)
    order = ", ".join(["day", *map(name, use_case.keys)])
    since = f" WHERE day >= DATE {literal(first.isoformat())}" if first is not None else ""
    return staging.table(f"SELECT * FROM history{since} ORDER BY {order}")


def _load(staging: Staging, use_case: UseCase, origin: Origin, window: Window, tell: Tell) -> None:
    gate = _Gate(staging, Standing(use_case, window.as_of, window.earliest))
    _receive(staging, use_case, origin, tell)
    gate.passed(Stage.RECEIVED)
    _clean(staging, use_case, window, tell)
    gate.passed(Stage.CLEANED)
    make_closed_days(staging, use_case)


def _receive(staging: Staging, use_case: UseCase, origin: Origin, tell: Tell) -> None:
    make_list(staging)
    make_failing_rows(staging)
    for source in used_sources(use_case):
        tell(f"reading {source}")
        load_source(staging, use_case, source, origin.base, origin.variables)


def _clean(staging: Staging, use_case: UseCase, window: Window, tell: Tell) -> None:
    for source in used_sources(use_case):
        tell(f"cleaning {source}")
        clean_source(staging, use_case, source, days_of(Standing(use_case, window.as_of, window.earliest), source))
    make_closed_days(staging, use_case)
