"""Columns with more missing values than is normal for them, in all and per segment."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from domain.check_result import CheckResult, Outcome
from domain.stage import Stage
from domain.use_case import UseCase
from intake.checks.normal_volume import USED_DAYS, WIDTH
from intake.checks.panel import Flags, Floats, Panel, Places, excused, segment_keys
from intake.checks.volume import LEAST_DAYS, MOST_SEGMENTS

CODE: Final = "missing_values"

SLACK = 0.02
"""Two in a hundred more than usual is a form that somebody did not fill in, not a fault of the delivery."""

SAID_BY_CLEANING = ("not_a_number", "impossible_value")
"""What cleaning took as missing, and told, is not told again."""

EXAMPLES = 20


def missing_values(use_case: UseCase, panel: Panel, column: str, values: Floats) -> CheckResult | None:
    """Whether a column of numbers lacks more values than on the same weekdays before; None where it cannot be asked.

    Its detail holds found and expected (shares), and the segments that lack more than usual. The target's own column
    is left to `target_missing`.
    """
    if column == use_case.target.column and panel.source == use_case.target.source:
        return None
    same = panel.same_weekday[panel.rows[panel.same_weekday] > 0][-USED_DAYS:]
    if len(same) < LEAST_DAYS or not panel.today.any():
        return None
    said = excused(panel.staging, panel.source, panel.day, SAID_BY_CLEANING).get(column, frozenset())
    lacking = panel.today & np.isnan(values[:, -1]) & ~np.isin(panel.lines, sorted(said))
    before = panel.present[:, same] & np.isnan(values[:, same])
    own = np.zeros(len(panel.entities), dtype=np.int64)
    whole = _beyond(panel, (lacking, before), same, (own, 1))[0]
    segments: list[dict[str, object]] = []
    for keys in segment_keys(use_case, panel.keys):
        named, index = panel.groups(keys)
        if 1 < len(named) <= MOST_SEGMENTS:
            beyond = _beyond(panel, (lacking, before), same, (index, len(named)))
            segments += [
                {"segment": segment, "found": round(share, 4), "expected": round(usual, 4)}
                for segment, (share, usual, more) in zip(named, beyond, strict=True)
                if more
            ]
    return _told(use_case, panel, column, lacking, (whole, segments))


def _told(
    use_case: UseCase,
    panel: Panel,
    column: str,
    lacking: Flags,
    found: tuple[tuple[float, float, bool], list[dict[str, object]]],
) -> CheckResult:
    (share, usual, more), segments = found
    severity = use_case.checks.watches.severity(CODE)
    warned = more or bool(segments)
    places = [int(place) for place in np.flatnonzero(lacking)] if warned else []
    return CheckResult(
        CODE,
        Outcome.WARNED if warned else Outcome.PASSED,
        severity,
        Stage.CLEANED,
        panel.source,
        column,
        count=int(lacking.sum()),
        of=int(panel.today.sum()),
        detail={
            "date": panel.day.isoformat(),
            "found": round(share, 4),
            "expected": round(usual, 4),
            "segments": segments[:EXAMPLES],
        },
        examples=tuple(rows_told(panel, places)),
    )


def rows_told(panel: Panel, places: Iterable[int], values: Floats | None = None) -> list[dict[str, object]]:
    """Rows of the new day as evidence, at most `EXAMPLES`: line, entity, day and the value found."""
    told: list[dict[str, object]] = []
    for place in list(places)[:EXAMPLES]:
        found = None if values is None or np.isnan(values[place, -1]) else float(values[place, -1])
        told.append(
            {
                "line": int(panel.lines[place]),
                "entity": panel.entity(int(place)),
                "before": found,
                "day": panel.day.isoformat(),
            }
        )
    return told


def _beyond(
    panel: Panel, missing: tuple[Flags, Flags], same: Places, segments: tuple[Places, int]
) -> list[tuple[float, float, bool]]:
    """Per segment: the share missing, the usual share, and whether it is more than usual."""
    lacking, before = missing
    index, count = segments
    rows = np.bincount(index, weights=panel.today, minlength=count)
    lacks = np.bincount(index, weights=lacking, minlength=count)
    shares = []
    for at, day in enumerate(same):
        came = np.bincount(index, weights=panel.present[:, day], minlength=count)
        lost = np.bincount(index, weights=before[:, at], minlength=count)
        shares.append(np.where(came > 0, lost / np.maximum(came, 1), np.nan))
    held = np.stack(shares)
    seen = ~np.isnan(held).all(axis=0)
    usual = np.zeros(count)
    spread = np.zeros(count)
    usual[seen] = np.nanmedian(held[:, seen], axis=0)
    spread[seen] = 1.4826 * np.nanmedian(np.abs(held[:, seen] - usual[seen]), axis=0)
    # A share that was nought on every day is not known to be nought: the rule of succession leaves it a little.
    chance = np.where(usual > 0, usual, 0.5 / (rows * len(same) + 1))
    limit = WIDTH * np.sqrt(rows * chance * (1 - chance) + (rows * spread) ** 2) + SLACK * rows
    more = seen & (rows > 0) & (lacks - usual * rows > np.maximum(limit, np.minimum(0.99, rows * 0.5)))
    return [
        (float(lost / max(came, 1)), float(share), bool(is_more))
        for lost, came, share, is_more in zip(lacks, rows, usual, more, strict=True)
    ]
