"""Which changes helped: a dot with its interval for every group, and the table of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain.value_added import GroupValue, Interval, Outcomes
from presentation.words.catalogue import plural, text
from presentation.words.outcome_groups import group_label
from presentation.words.outcomes import fine_scale, not_enough
from presentation.words.quantities import NOTHING, Scale, signed, with_unit

Measure = Literal["units", "cost"]


@dataclass(frozen=True)
class ValueRow:
    """A group: its label, how many changes, and the value added per change; None while there are not enough cases."""

    label: str
    counted: str
    cases: int
    days: int
    better: int
    interval: Interval | None
    written: str


def value_rows(outcomes: Outcomes, dimension: str, measure: Measure) -> tuple[ValueRow, ...]:
    """The groups of a dimension, those with numbers first, then by the number of cases; all changes on top."""
    groups = [*outcomes.groups.get(dimension, ())]
    groups.sort(key=lambda group: (not group.is_enough, -group.cases, group.name))
    scale = value_scale(outcomes, measure, [outcomes.changes, *groups])
    whole = _row(outcomes.changes, text("All changes"), measure, scale)
    named = [
        _row(group, group_label(outcomes.use_case, dimension, group.name, outcomes.people), measure, scale)
        for group in groups
    ]
    return (whole, *named)


def value_scale(outcomes: Outcomes, measure: Measure, groups: Sequence[GroupValue]) -> Scale:
    """One scale for all rows."""
    means = [found.mean for group in groups if (found := interval_of(group, measure)) is not None]
    if measure == "cost":
        unit = outcomes.costs.unit if outcomes.costs is not None else ""
        return Scale(2, unit, unit)
    return fine_scale(outcomes.use_case.target, *means)


def interval_of(group: GroupValue, measure: Measure) -> Interval | None:
    """The value added in units or in money."""
    return group.units if measure == "units" else group.cost


def _row(group: GroupValue, label: str, measure: Measure, scale: Scale) -> ValueRow:
    counted = plural("{count} change", "{count} changes", group.cases, count=f"{group.cases:,}")
    interval = interval_of(group, measure)
    return ValueRow(label, counted, group.cases, group.days, group.better, interval, value_text(interval, scale))


def value_text(interval: Interval | None, scale: Scale) -> str:
    """The mean with its interval: "+3.1 loaves (+1.2 to +5.0)"."""
    if interval is None:
        return NOTHING
    ends = {"low": signed(interval.low, scale), "high": signed(interval.high, scale)}
    return text("{mean} ({low} to {high})", mean=with_unit(signed(interval.mean, scale), scale), **ends)


def value_header() -> tuple[str, ...]:
    """The columns of `value_table`."""
    return (
        text("Changes"),
        text("Cases"),
        text("Days"),
        text("Came closer"),
        text("Closer per change, with 95 % interval"),
    )


def value_table(rows: Sequence[ValueRow]) -> tuple[tuple[str, ...], ...]:
    """The rows as text, under `value_header`."""
    return tuple(
        (
            row.label,
            f"{row.cases:,}",
            f"{row.days:,}",
            f"{row.better:,}",
            row.written if row.interval is not None else not_enough(),
        )
        for row in rows
    )


def value_alt(rows: Sequence[ValueRow]) -> str:
    """The chart in words."""
    return "; ".join(f"{row.label}: {row.written if row.interval is not None else not_enough()}" for row in rows)


def value_reading(least_cases: int, least_days: int) -> str:
    """How to read the chart, and what it rests on."""
    return text(
        "Right of the line: changes came closer to what happened than the model, per change and on average (forecast value added). "
        "The bar is the 95 % interval, from days drawn anew 2,000 times; a filled dot is clear of chance, a hollow one is not. "
        "Fewer than {cases} changes, or changes on fewer than {days} days, give no number.",
        cases=least_cases,
        days=least_days,
    )
