"""Find the stage and the day at which a jump of a column began, by comparing snapshots along stages and days."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from domain.jump import Jump, Measure, StageLine, Trace, TracedMorning
from domain.stage import STAGES, StageSnapshot
from domain.use_case import UseCase
from services.dependencies import Dependencies
from services.lineage import traced_columns
from services.recall_past import PAST_DAYS
from services.stage_lines import stage_lines


def trace_morning(deps: Dependencies, use_case: UseCase, run_date: date) -> TracedMorning:
    """Every traced column on a morning, the one that is furthest out first; the others in the order of the file."""
    snapshots = recall_snapshots(deps, use_case.name, run_date)
    traces = [trace(snapshots, use_case, name, run_date) for name in traced_columns(use_case)]
    ordered = tuple(sorted(traces, key=lambda found: -(found.jump.strength if found.jump else 0.0)))
    return TracedMorning(snapshots, ordered, first_stage(traces))


def recall_snapshots(deps: Dependencies, use_case: str, run_date: date) -> tuple[StageSnapshot, ...]:
    """The snapshots of a morning and of the `PAST_DAYS` before it."""
    with deps.feedback.read() as unit:
        return unit.gate.snapshots(use_case, run_date - timedelta(days=PAST_DAYS), run_date + timedelta(days=1))


def first_stage(traces: Iterable[Trace]) -> Jump | None:
    """Of several jumps the one at the earliest stage; of these the one that is furthest out."""
    jumps = [found.jump for found in traces if found.jump is not None]
    return min(jumps, key=lambda jump: (STAGES.index(jump.first.stage), -jump.strength), default=None)


def trace(snapshots: Sequence[StageSnapshot], use_case: UseCase, name: str, run_date: date) -> Trace:
    """Follow one feature, or the target, through the stages.

    Args:
        snapshots: of the morning and of those before it.
        use_case: says where the feature comes from.
        name: of the feature, or `domain.jump.TARGET`.
        run_date: the morning.
    """
    lines = stage_lines(snapshots, use_case, name, run_date)
    return Trace(name, lines, _strongest(name, lines, run_date))


def _strongest(name: str, lines: Mapping[Measure, tuple[StageLine, ...]], run_date: date) -> Jump | None:
    """The measure that is furthest out; the typical value only where the mean, which everybody knows, does not say the same."""
    found = {measure: jump for measure, along in lines.items() if (jump := _jump(name, measure, along, run_date))}
    mean, typical = found.get("mean"), found.get("typical")
    if mean is not None and typical is not None and mean.first.stage is typical.first.stage:
        del found["typical"]
    return max(found.values(), key=lambda jump: jump.strength, default=None)


def _jump(name: str, measure: Measure, along: Sequence[StageLine], run_date: date) -> Jump | None:
    """The jump of one measure: the first stage that is out on this morning, and since when."""
    for line in along:
        now = line.readings[-1] if line.readings else None
        if now is None or now.run_date != run_date or not now.moved or now.normal is None or now.value is None:
            continue
        since = now
        for reading in reversed(line.readings):
            if not reading.moved:
                break
            since = reading
        return Jump(name, measure, line, since, now, now.normal.distance(now.value))
    return None
