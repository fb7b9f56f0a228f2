"""Importance within segments, side by side: the share of each driver in each of the most frequent values."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.driver import Driver, Importance, Segments
from domain.use_case import UseCase
from presentation.words.catalogue import text
from presentation.words.entities import key_value_text
from presentation.words.features import value_text
from presentation.words.insights import driver_label, segment_label, shares_of
from presentation.words.shares import share_text

MOST_ROWS = 9
SPREAD_TO_TELL = 3
"""Points of percent that two segments must differ for the sentence to name them; less is rounding."""


@dataclass(frozen=True)
class SegmentTable:
    """Shares by row (driver) and column (segment), in whole percent; each column of all drivers adds up to 100.

    Attributes:
        values: what each column stands for, as stored; None is missing.
        left_out: segments that are not shown.
    """

    name: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    values: tuple[str | None, ...]
    heads: tuple[str, ...]
    counts: tuple[int, ...]
    shares: tuple[tuple[int, ...], ...]
    left_out: int


def segment_table(
    use_case: UseCase, name: str, drivers: Sequence[Driver], overall: Importance, segments: Segments
) -> SegmentTable:
    """The most important drivers over all, in each segment."""
    by_code = {driver.code: driver for driver in drivers}
    codes = overall.ranked()[:MOST_ROWS]
    within = [shares_of(segment.importance) for segment in segments.shown]
    return SegmentTable(
        name=name,
        codes=codes,
        labels=tuple(driver_label(use_case, by_code[code]) for code in codes),
        values=tuple(segment.value for segment in segments.shown),
        heads=tuple(_head(use_case, name, segment.value) for segment in segments.shown),
        counts=tuple(segment.importance.rows for segment in segments.shown),
        shares=tuple(tuple(shares[code] for shares in within) for code in codes),
        left_out=segments.values - len(segments.shown),
    )


def _head(use_case: UseCase, name: str, value: str | None) -> str:
    if name in use_case.keys and value is not None:
        return key_value_text(use_case, name, value)
    return value_text(use_case, name, value)


def segment_head(table: SegmentTable) -> tuple[str, ...]:
    """The header of `segment_rows`."""
    return (text("Feature"), *table.heads)


def segment_rows(table: SegmentTable) -> tuple[tuple[str, ...], ...]:
    """The shares as text, and the number of predictions below."""
    rows = [
        (label, *(share_text(share) for share in shares))
        for label, shares in zip(table.labels, table.shares, strict=True)
    ]
    return (*rows, (text("Predictions"), *(f"{count:,}" for count in table.counts)))


def segment_sentence(use_case: UseCase, table: SegmentTable) -> str:
    """Which driver differs most between segments."""
    name = segment_label(use_case, table.name)
    if len(table.heads) < 2:
        return text("There is only one value of “{segment}” in this period.", segment=name)
    spread, label, shares = max(
        ((max(row) - min(row), label, row) for label, row in zip(table.labels, table.shares, strict=True)),
        key=lambda found: found[0],
    )
    if spread < SPREAD_TO_TELL:
        return text("The model uses its features much alike whatever “{segment}” is.", segment=name)
    return text(
        "“{feature}” differs most: {high} of what moves predictions at {high_segment}, {low} at {low_segment}.",
        feature=label,
        high=share_text(max(shares)),
        high_segment=table.heads[shares.index(max(shares))],
        low=share_text(min(shares)),
        low_segment=table.heads[shares.index(min(shares))],
    )


def segment_note(use_case: UseCase, table: SegmentTable) -> str:
    """Which segments are shown, where not all are."""
    if not table.left_out:
        return ""
    return text(
        "The {shown} most frequent of {total} values of “{segment}”.",
        shown=len(table.heads),
        total=f"{len(table.heads) + table.left_out:,}",
        segment=segment_label(use_case, table.name),
    )


def segment_alt(table: SegmentTable) -> str:
    """The table in words."""
    listed = "; ".join(
        f"{head}: "
        + ", ".join(f"{label} {share_text(row[at])}" for label, row in zip(table.labels, table.shares, strict=True))
        for at, head in enumerate(table.heads)
    )
    return text("Share of each feature by segment. {listed}.", listed=listed)


def segment_reading() -> str:
    """How to read it."""
    return text(
        "Each column is one part of the predictions, and its shares add up to 100 % over all features; the darker, the larger the share. "
        "Rows with uneven shades are features that matter to some and not to others; click a cell to list the predictions behind it."
    )
