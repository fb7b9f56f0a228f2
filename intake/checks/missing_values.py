"""Columns with more missing values than is normal for them, in all and per segment."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from domain.check_result import CheckResult, Outcome
from domain.finding import Severity
from domain.stage import Stage
from domain.use_case import UseCase
from intake.checks.normal_volume import USED_DAYS, WIDTH
from intake.checks.panel import Flags, Floats, Panel, Places, excused, segment_keys
from intake.checks.volume import LEAST_DAYS, MOST_SEGMENTS

CODE: Final = "missing_values"

SLACK = 0.02
"""Two in a hundred more than usual is a form that somebody did not fill in, not a fault of the delivery."""

LOST = 0.5
"""Where more of the target's or the batch's values of the day are lost, the day is as good as not delivered, as for `volume`."""

SAID_BY_CLEANING = ("not_a_number", "impossible_value")
"""What cleaning took as missing, and told: a single value is not told again, a share of the day is."""

EXAMPLES = 20

_Lost = tuple[Flags, Flags, Flags]
"""Of entities on the new day: open ones with a row; those of them without a value; those whose value was told as lost."""

_Shares = tuple[float, float, bool]
"""The share missing, the usual share, and whether it is more than usual."""


def missing_values(use_case: UseCase, panel: Panel, column: str, values: Floats) -> CheckResult | None:
    """Whether a column of numbers lacks more values than on the same weekdays before; None where it cannot be asked.

    A value that cleaning could not use counts as lacking. Its detail holds found and expected (shares), lost (values that
    were there and could not be used), and the segments that lack more than usual.
    """
    lost = _lost(use_case, panel, column, values)
    came, lacking, told = lost
    if not came.any():
        return None
    same = panel.same_weekday[panel.rows[panel.same_weekday] > 0][-USED_DAYS:]
    gone = float(told.sum()) > LOST * float(came.sum())
    if len(same) < LEAST_DAYS:
        # Nothing is known of what is usual; that most of a day cannot be used needs no past.
        return _told(use_case, panel, column, lost, ((_share(lacking, came), 0.0, True), [])) if gone else None
    own = np.zeros(len(panel.entities), dtype=np.int64)
    earlier = panel.present[:, same] & ~panel.closed[:, same]
    before = earlier, earlier & np.isnan(values[:, same])
    whole = _beyond(lost, before, (own, 1))[0]
    segments: list[dict[str, object]] = []
    for keys in segment_keys(use_case, panel.keys):
        named, index = panel.groups(keys)
        if 1 < len(named) <= MOST_SEGMENTS:
            beyond = _beyond(lost, before, (index, len(named)))
            segments += [
                {"segment": segment, "found": round(share, 4), "expected": round(usual, 4)}
                for segment, (share, usual, more) in zip(named, beyond, strict=True)
                if more
            ]
    return _told(use_case, panel, column, lost, (whole, segments))


def _lost(use_case: UseCase, panel: Panel, column: str, values: Floats) -> _Lost:
    came = panel.today & ~panel.closed[:, -1]
    lacking = came & np.isnan(values[:, -1])
    if column == use_case.target.column and panel.source == use_case.target.source:
        return came, lacking, lacking  # an empty actual is told as `target_missing`
    said = excused(panel.staging, panel.source, panel.day, SAID_BY_CLEANING).get(column, frozenset())
    return came, lacking, lacking & np.isin(panel.lines, sorted(said))


def _share(part: Flags, whole: Flags) -> float:
    return float(part.sum() / max(whole.sum(), 1))


def _told(
    use_case: UseCase, panel: Panel, column: str, lost: _Lost, found: tuple[_Shares, list[dict[str, object]]]
) -> CheckResult:
    came, lacking, told = lost
    (share, usual, more), segments = found
    vital = panel.source in (use_case.target.source, use_case.batch.source)
    gone = vital and usual <= LOST < _share(told, came)
    severity = use_case.checks.watches.severity(CODE, Severity.CRITICAL if gone else Severity.WARNING)
    off = more or gone or bool(segments)
    failed = Outcome.FAILED if severity is Severity.CRITICAL else Outcome.WARNED
    places = [int(place) for place in np.flatnonzero(lacking)] if off else []
    return CheckResult(
        CODE,
        failed if off else Outcome.PASSED,
        severity,
        Stage.CLEANED,
        panel.source,
        column,
        count=int(lacking.sum()),
        of=int(came.sum()),
        detail={
            "date": panel.day.isoformat(),
            "found": round(share, 4),
            "expected": round(usual, 4),
            "lost": int(told.sum()),
            "segments": [] if share == 1 else segments[:EXAMPLES],
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


def _beyond(lost: _Lost, before: tuple[Flags, Flags], segments: tuple[Places, int]) -> list[_Shares]:
    """Of each segment; `before`: entities by earlier days, whether there is a row, and whether its value is missing."""
    index, count = segments
    rows, lacks, said = (np.bincount(index, weights=flags, minlength=count) for flags in lost)
    shares = []
    for present, missing in zip(before[0].T, before[1].T, strict=True):
        came = np.bincount(index, weights=present, minlength=count)
        without = np.bincount(index, weights=missing, minlength=count)
        shares.append(np.where(came > 0, without / np.maximum(came, 1), np.nan))
    held = np.stack(shares)
    seen = ~np.isnan(held).all(axis=0)
    usual = np.zeros(count)
    spread = np.zeros(count)
    usual[seen] = np.nanmedian(held[:, seen], axis=0)
    spread[seen] = 1.4826 * np.nanmedian(np.abs(held[:, seen] - usual[seen]), axis=0)
    # A share that was nought on every day is not known to be nought: the rule of succession leaves it a little.
    chance = np.where(usual > 0, usual, 0.5 / (rows * held.shape[0] + 1))
    limit = WIDTH * np.sqrt(rows * chance * (1 - chance) + (rows * spread) ** 2) + SLACK * rows
    more = seen & (rows > 0) & (lacks - usual * rows > np.maximum(limit, np.minimum(0.99, rows * 0.5)))
    more &= (lacks > 1) | (said < 1)
    return [
        (float(missing / max(came, 1)), float(share), bool(is_more))
        for missing, came, share, is_more in zip(lacks, rows, usual, more, strict=True)
    ]
