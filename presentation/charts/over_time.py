"""Importance over time: the share of each driver run by run, and where the model version changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.driver import Driver, Importance, RunImportance
from domain.use_case import UseCase
from presentation.words.catalogue import text
from presentation.words.dates import day_text
from presentation.words.insights import driver_label, shares_of
from presentation.words.shares import share_text

MOST_LINES = 5
"""Lines whose names can stand beside their ends; the chosen driver is one of them."""

SHIFT_TO_TELL = 3
"""Points of percent between the halves of the period that the sentence calls a shift; less is the usual to and fro."""


@dataclass(frozen=True)
class TimeLine:
    """One driver: its share in whole percent by run; None where a run did not have it."""

    code: str
    label: str
    shares: tuple[int | None, ...]


@dataclass(frozen=True)
class OverTime:
    """The lines, over runs from the oldest to the newest."""

    runs: tuple[str, ...]
    days: tuple[date, ...]
    versions: tuple[int | None, ...]
    lines: tuple[TimeLine, ...]


def over_time(
    use_case: UseCase, drivers: Sequence[Driver], overall: Importance, runs: Sequence[RunImportance], chosen: str | None
) -> OverTime:
    """The most important drivers over all, and the chosen one.

    Args:
        use_case: for labels.
        drivers: of the newest run.
        overall: their importance over all runs.
        runs: oldest first.
        chosen: the code of a driver that must be among them.
    """
    ranked = overall.ranked()
    codes = list(ranked[:MOST_LINES])
    if chosen is not None and chosen in ranked and chosen not in codes:
        codes[-1] = chosen
    by_code = {driver.code: driver for driver in drivers}
    shares = [shares_of(run.importance) for run in runs]
    lines = tuple(
        TimeLine(code, driver_label(use_case, by_code[code]), tuple(found.get(code) for found in shares))
        for code in codes
    )
    return OverTime(
        tuple(run.run_id for run in runs), tuple(run.day for run in runs), tuple(run.version for run in runs), lines
    )


def over_time_head(table: OverTime) -> tuple[str, ...]:
    """The header of `over_time_rows`."""
    return text("Day"), text("Model"), *(line.label for line in table.lines)


def over_time_rows(table: OverTime) -> tuple[tuple[str, ...], ...]:
    """One row for each run."""
    return tuple(
        (
            day_text(day),
            "–" if version is None else str(version),
            *(shown_share(line.shares[at]) for line in table.lines),
        )
        for at, (day, version) in enumerate(zip(table.days, table.versions, strict=True))
    )


def shown_share(share: int | None) -> str:
    """A share, or a dash where the run did not have the driver."""
    return "–" if share is None else share_text(share)


def version_changes(table: OverTime) -> tuple[int, ...]:
    """The places of runs that were made by another model version than the one before."""
    return tuple(at for at in range(1, len(table.runs)) if table.versions[at] != table.versions[at - 1])


def over_time_sentence(table: OverTime) -> str:
    """What shifted most between the first and the second half of the runs: single days differ by their weekday."""
    if len(table.runs) < 2:
        return text("One run shows no change yet; choose more runs at the top right.")
    middle = len(table.runs) // 2
    shifts = [
        (last - first, line.label, first, last)
        for line in table.lines
        if (first := _mean(line.shares[:middle])) is not None and (last := _mean(line.shares[middle:])) is not None
    ]
    shift, label, first, last = max(shifts, key=lambda found: abs(found[0]), default=(0, "", 0, 0))
    if abs(shift) < SHIFT_TO_TELL:
        return text(
            "Between the first and the second half of these runs no share shifted by {points} points or more.",
            points=SHIFT_TO_TELL,
        )
    return text(
        "“{feature}” shifted most: {first} in the first half of these runs, {last} in the second.",
        feature=label,
        first=share_text(first),
        last=share_text(last),
    )


def _mean(shares: tuple[int | None, ...]) -> int | None:
    known = [share for share in shares if share is not None]
    return round(sum(known) / len(known)) if known else None


def over_time_alt(table: OverTime) -> str:
    """The lines in words."""
    listed = "; ".join(
        f"{line.label} {shown_share(line.shares[0])} … {shown_share(line.shares[-1])}" for line in table.lines
    )
    return text("Share of each feature from the first run to the last: {listed}.", listed=listed)


def over_time_reading() -> str:
    """How to read it."""
    return text(
        "Each line is the share of one feature in all effects of a day's predictions; a step that is not a new model (dotted line) comes from the data. "
        "A gap is a run whose model did not have the feature; click a point to list what it moved most that day."
    )
