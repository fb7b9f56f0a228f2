"""How many rows came, against what is normal for the weekday: in all, per segment, and which entities are not there."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import numpy as np

from domain.check_result import CheckResult, Outcome
from domain.evidence import Past
from domain.finding import Severity
from domain.stage import Stage
from domain.use_case import UseCase
from domain.volume import WHOLE
from intake.checks.normal_volume import (
    STEADY,
    USED_DAYS,
    Normal,
    away_lately,
    counted,
    normals,
    presence,
    scaled,
)
from intake.checks.panel import PAST_DAYS, Flags, Floats, Panel, Places, segment_keys
from intake.checks.planned import unplanned

CODE: Final = "volume"

LEAST_DAYS = 4
"""From fewer earlier days of a weekday nothing is concluded: the median of three can be an accident."""

IMPLAUSIBLE = 0.5
"""Half of what is expected, or half as much again, cannot be a normal day of the target or of the batch."""

SMALL = 0.1
"""A segment of less of the rows that stays away is told on its first day only; it may well be gone for good."""

MOST_SEGMENTS = 200
"""Of a key with more values, only the whole is looked at; its entities are still counted."""

EXAMPLES = 20


def volume(use_case: UseCase, panel: Panel, past: Past) -> CheckResult:
    """Whether a source brought as many rows for its new day as is normal.

    Its detail holds `kind` (stopped, few, many), date, found, expected, low and high, and the segments that are out
    of their range as `segments` (name, found, expected).
    """
    severity = use_case.checks.watches.severity(CODE)
    detail: dict[str, object] = {"date": panel.day.isoformat()}
    if len(panel.entities) and bool(panel.closed[:, -1].all()):
        return _unasked(panel, severity, detail | {"why": "closed"})
    same = _used(panel)
    if len(same) < LEAST_DAYS:
        remembered = _remembered(panel, past)
        if len(remembered) < LEAST_DAYS:
            return _unasked(panel, severity, detail | {"why": "too few days", "days": max(len(same), len(remembered))})
        return _told(use_case, panel, (counted(float(panel.rows[-1]), remembered), []), detail)
    if _steady(panel, same):
        return _told(use_case, panel, _by_entity(use_case, panel, same), detail)
    events = counted(float(panel.rows[-1]), panel.rows[same].astype(np.float64))
    return _told(use_case, panel, (events, []), detail)


def _unasked(panel: Panel, severity: Severity, detail: dict[str, object]) -> CheckResult:
    return CheckResult(CODE, Outcome.NOT_APPLICABLE, severity, Stage.RECEIVED, panel.source, detail=detail)


def _used(panel: Panel) -> Places:
    """The last same weekdays that were not closed for everybody, from the first row on."""
    began = int(np.argmax(panel.rows > 0)) if panel.rows[:-1].any() else PAST_DAYS
    shut = np.asarray(panel.closed.all(axis=0)) if len(panel.entities) else np.zeros(PAST_DAYS + 1, dtype=np.bool_)
    return np.asarray([at for at in panel.same_weekday if at >= began and not shut[at]], dtype=np.int64)[-USED_DAYS:]


def _remembered(panel: Panel, past: Past) -> Floats:
    """What earlier mornings counted on the same weekday, of a source that brings only its new day."""
    found = [
        float(volume.rows)
        for volume in past.volumes
        if volume.source == panel.source
        and volume.segment == WHOLE
        and volume.day < panel.day
        and volume.day.weekday() == panel.day.weekday()
    ]
    return np.asarray(found[-USED_DAYS:], dtype=np.float64)


def _steady(panel: Panel, same: Places) -> bool:
    """Whether the same entities come again and again, so that each can be expected."""
    times = panel.present[:, same].sum(axis=1)
    total = int(times.sum())
    return total > 0 and int(times[times >= 2].sum()) >= STEADY * total


def _by_entity(use_case: UseCase, panel: Panel, same: Places) -> tuple[Normal, list[tuple[str, Normal]]]:
    chance = presence(panel, same)
    away = away_lately(panel)
    expected = chance * ~panel.closed[:, -1] * ~unplanned(use_case, panel)
    if float(expected[away].sum()) <= SMALL * max(float(expected.sum()), 1.0) + 1e-9:
        expected = expected * ~away
    known = expected > 0
    earlier = np.where(panel.closed[:, same], 0.0, chance[:, None])
    came = panel.present[:, same] & ~panel.closed[:, same] & (chance > 0)[:, None]
    misses: Floats = np.asarray(came.astype(np.float64) - earlier)
    own = np.zeros(len(expected), dtype=np.int64)
    whole = normals(panel.today & known, expected, misses, own, 1)[0]
    if panel.of > len(panel.entities):
        whole = scaled(whole, panel.of / len(panel.entities))
    return whole, _segments(use_case, panel, (panel.today & known, expected, misses))


def _segments(use_case: UseCase, panel: Panel, rows: tuple[Flags, Floats, Floats]) -> list[tuple[str, Normal]]:
    """Segments that lack rows, the largest lack first; what one explains is not told of another.

    One that has more than usual is a product coming into season, entity by entity; only the whole can be too many.
    """
    came, expected, misses = rows
    grouped = [panel.groups(keys) for keys in segment_keys(use_case, panel.keys)]
    grouped = [(named, index) for named, index in grouped if 1 < len(named) <= MOST_SEGMENTS]
    told: list[tuple[str, Normal]] = []
    open_ = np.ones(len(came), dtype=np.bool_)
    while len(told) < EXAMPLES:
        worst: tuple[float, str, Normal, Flags] | None = None
        for named, index in grouped:
            found = normals(came & open_, expected * open_, misses, index, len(named))
            for at, normal in enumerate(found):
                if normal.found < normal.low and (worst is None or _lack(normal) > worst[0]):
                    worst = (_lack(normal), named[at], normal, index == at)
        if worst is None:
            break
        told.append((worst[1], worst[2]))
        open_ &= ~worst[3]
    return told


def _lack(normal: Normal) -> float:
    """How grave it is: rows, and more so where nothing came at all."""
    return abs(normal.found - normal.expected) * (2 if not normal.found else 1)


def _told(
    use_case: UseCase, panel: Panel, found: tuple[Normal, Sequence[tuple[str, Normal]]], detail: dict[str, object]
) -> CheckResult:
    whole, segments = found
    fits = whole.fits and not segments
    vital = panel.source in (use_case.target.source, use_case.batch.source)
    stopped = whole.expected >= 1 and whole.found == 0 and not panel.rows[-1]
    if stopped and panel.source != use_case.target.source:
        # That nothing came is said of these by `source_late` or, where it is the batch, by `no_rows`.
        return _unasked(panel, use_case.checks.watches.severity(CODE), detail | {"why": "nothing came"})
    implausible = stopped or abs(whole.found - whole.expected) > max(IMPLAUSIBLE * whole.expected, whole.limit)
    otherwise = Severity.CRITICAL if vital and implausible and not fits else Severity.WARNING
    detail |= {
        "kind": "stopped" if stopped else "many" if whole.found > whole.expected else "few",
        "found": round(whole.found),
        "expected": round(whole.expected),
        "low": int(np.ceil(whole.low - 1e-9)),
        "high": int(np.floor(whole.high + 1e-9)),
        "segments": [
            {"segment": segment, "found": round(normal.found), "expected": round(normal.expected)}
            for segment, normal in sorted(segments, key=lambda pair: pair[1].found - pair[1].expected)[:EXAMPLES]
        ],
    }
    if panel.day > panel.first and panel.of > len(panel.entities):
        detail["sampled"] = [len(panel.entities), panel.of]
    if not fits and stopped:
        detail["last"] = _last(panel)
    severity = use_case.checks.watches.severity(CODE, otherwise)
    failed = severity is Severity.CRITICAL
    outcome = Outcome.PASSED if fits else Outcome.FAILED if failed else Outcome.WARNED
    missing = max(round(whole.expected - whole.found), 0)
    return CheckResult(
        CODE,
        outcome,
        severity,
        Stage.RECEIVED,
        panel.source,
        count=0 if fits else missing or round(abs(whole.found - whole.expected)),
        of=round(whole.expected),
        detail=detail,
    )


def _last(panel: Panel) -> str | None:
    earlier = np.flatnonzero(panel.rows[:-1])
    return (panel.first + timedelta(days=int(earlier[-1]))).isoformat() if len(earlier) else None
