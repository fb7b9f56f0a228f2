"""Is there enough of it: days, a whole year, series that sell often enough, values that are there, and a steady level?"""

from collections.abc import Iterable

import numpy as np

from domain.assessment import Fitness, Point, PointCode
from domain.finding import Finding
from domain.use_case import UseCase
from domain.use_case.fixes import Aggregate
from models.encoding import is_present
from models.table import TrainingData

YEAR_DAYS = 365
"""A season that was seen less than once cannot be told from a trend."""

SMALL_DAYS = 10
"""Fewer days with sales make a small series: `clean.<source>.aggregate` is about them (issue: "fewer than ten days")."""

SMALL_SHARE = 0.05
"""From one series in twenty on, small series are work and no exception."""

BAD_LABELS = 0.01
"""More than one actual in a hundred that is missing, impossible or no number is worth finding out."""

BAD_LABELS_MOST = 0.2
"""With more than one actual in five lost, what is left is no sample of what happened."""

ALIKE = 0.95
"""Where so many actuals are the same value there is nothing to tell apart."""

FAR_OUT = 10.0
"""A largest value that is so many times the second largest of its series is a slip, or an event nobody can foresee."""

FAR_OUT_DAYS = 28
"""In shorter series the largest value may well be far from the second."""

GAPS = 0.05
"""More than one missing value in twenty of a column is worth a rule for missing values."""

LEVEL = 0.5
"""A level in the last quarter that differs by more than half from before is another business than the one learned from."""

CASES_PER_FEATURE = 10
"""Cases of the rarest class for each feature (Peduzzi et al. 1996: ten events per variable)."""

_LOST = ("target_missing", "unknown_class", "not_a_number", "impossible_value")


def size_and_span(use_case: UseCase, data: TrainingData) -> list[Point]:
    """Whether there are as many days as the gate asks for, and a whole year."""
    days = int(np.unique(data.days).size)
    needed = use_case.checks.history_days_at_least
    values = {"days": days, "needed": needed, "rows": len(data.target)}
    if days < needed:
        return [Point(PointCode.SIZE, Fitness.NOT_READY, "short", values)]
    points = [Point(PointCode.SIZE, Fitness.READY, "enough", values)]
    span = int((data.days.max() - data.days.min()).astype(int)) + 1
    fitness, kind = (Fitness.READY, "year") if span >= YEAR_DAYS else (Fitness.WORK, "part")
    return [*points, Point(PointCode.SPAN, fitness, kind, {"span": span})]


def sparsity(use_case: UseCase, data: TrainingData) -> list[Point]:
    """How many series have too few days with sales to be learned from alone."""
    if use_case.task != "regression" or not use_case.keys:
        return []
    entities, which = np.unique(data.entities.astype(str), return_inverse=True)
    sold = np.bincount(which, weights=data.target > 0, minlength=len(entities))
    small, source = int((sold < SMALL_DAYS).sum()), use_case.target.source
    values: dict[str, object] = {"small": small, "of": len(entities), "days": SMALL_DAYS}
    rules = use_case.clean.get(source)
    if rules is not None and rules.aggregate is not None:
        values = {**values, "name": rules.aggregate.together_as, "days": rules.aggregate.fewer_than_days}
        return [Point(PointCode.SPARSITY, Fitness.READY, "together", values)]
    if small <= SMALL_SHARE * len(entities):
        return [Point(PointCode.SPARSITY, Fitness.READY, "dense", values)]
    rule = Aggregate(key=use_case.keys[-1], fewer_than_days=SMALL_DAYS, together_as="Small series")
    work = (
        f"clean:\n  {source}:\n"
        "    # share_back divides what is predicted together among them again, by what each sold lately; it may be left out.\n"
        f"    aggregate: {{key: {rule.key}, fewer_than_days: {rule.fewer_than_days}, within_days: {rule.within_days}, "
        f"together_as: {rule.together_as}, share_back: true}}\n"
    )
    return [Point(PointCode.SPARSITY, Fitness.WORK, "sparse", values, work)]


def labels(use_case: UseCase, data: TrainingData, findings: Iterable[Finding]) -> list[Point]:
    """Whether the actuals are there, and whether they differ at all."""
    target = use_case.target
    lost = [
        f for f in findings if f.code in _LOST and f.source == target.source and f.column == target.column and f.count
    ]
    count = sum(finding.count for finding in lost)
    share = count / (count + len(data.target))
    _, counts = np.unique(data.target, return_counts=True)
    most = float(counts.max() / len(data.target))
    rarest = _rarest(use_case, data)
    values = {"lost": count, "share": share, "most": most}
    if most > ALIKE:
        return [Point(PointCode.LABELS, Fitness.NOT_READY, "alike", values)]
    if share > BAD_LABELS_MOST:
        return [Point(PointCode.LABELS, Fitness.NOT_READY, "lost", values)]
    if rarest is not None:
        return [Point(PointCode.LABELS, Fitness.WORK, "rare", rarest)]
    if share > BAD_LABELS:
        return [Point(PointCode.LABELS, Fitness.WORK, "lost", values)]
    return [Point(PointCode.LABELS, Fitness.READY, "good", values)]


def _rarest(use_case: UseCase, data: TrainingData) -> dict[str, object] | None:
    """The class with the fewest cases, where they are too few for the features; None where there are enough."""
    if use_case.task == "regression":
        return None
    cases = np.bincount(data.target.astype(np.int64), minlength=len(use_case.target.classes))
    needed, least = CASES_PER_FEATURE * len(use_case.features), int(np.argmin(cases))
    label = list(use_case.target.classes.values())[least]
    return None if cases[least] >= needed else {"class": label, "cases": int(cases[least]), "needed": needed}


def outliers(use_case: UseCase, data: TrainingData) -> list[Point]:
    """Series whose largest value stands far above everything else in them."""
    if use_case.task != "regression":
        return []
    order = np.lexsort((data.target, data.entities.astype(str)))
    entities, value = data.entities.astype(str)[order], data.target[order]
    ends = np.flatnonzero(np.append(entities[1:] != entities[:-1], True))
    starts = np.append(0, ends[:-1] + 1)
    long = ends - starts + 1 >= FAR_OUT_DAYS
    top, second = value[ends[long]], value[ends[long] - 1]
    far = (second > 0) & (top > FAR_OUT * second)
    if not far.any():
        return [Point(PointCode.OUTLIERS, Fitness.READY, "none", {"times": FAR_OUT})]
    worst = int(np.argmax(np.where(far, top, -np.inf)))
    values = {"count": int(far.sum()), "times": FAR_OUT, "value": float(top[worst]), "second": float(second[worst]),
              "entity": str(entities[ends[long]][worst])}  # fmt: skip
    # A limit holds for all series; a line is only proposed where it would not touch what is usual in another.
    usual = float(np.where(far, second, top).max())
    target = use_case.target
    work = f"clean:\n  {target.source}:\n    impossible:\n      {target.column}: {{max: {_round_up(usual)}}}\n"
    return [Point(PointCode.OUTLIERS, Fitness.WORK, "far", values, work if top[worst] > FAR_OUT * usual else "")]


def _round_up(value: float) -> str:
    """Twice a value, to one digit that people can read: what would be taken as impossible."""
    size = 10.0 ** np.floor(np.log10(2 * value))
    return f"{np.ceil(2 * value / size) * size:.12g}"


def gaps(use_case: UseCase, data: TrainingData) -> list[Point]:
    """Columns that lack many values and have no rule for them."""
    points = []
    for name in data.features.names:
        feature = use_case.features[name]
        if feature.column is None or feature.missing is not None:
            continue
        share = 1.0 - float(is_present(data.features.columns.column(name)).mean())
        if share > GAPS:
            rule = "last_known" if feature.is_category else "median"
            points.append(
                Point(
                    PointCode.GAPS, Fitness.WORK, "many", {"feature": name, "share": share},
                    f"features:\n  {name}:\n    missing: {{rule: {rule}, within_days: 28}}\n",
                )
            )  # fmt: skip
    return points or [Point(PointCode.GAPS, Fitness.READY, "few", {"share": GAPS})]


def stability(use_case: UseCase, data: TrainingData) -> list[Point]:
    """Whether a day of the last quarter of the history is of the size of a day before it."""
    if use_case.task != "regression":
        return []
    days, which = np.unique(data.days, return_inverse=True)
    totals = np.bincount(which, weights=data.target, minlength=len(days))
    cut = len(days) * 3 // 4
    if cut < 1:
        return []
    before, after = float(np.median(totals[:cut])), float(np.median(totals[cut:]))
    change = after / before - 1.0 if before > 0 else 0.0
    values = {"change": change, "before": before, "after": after}
    if abs(change) <= LEVEL:
        return [Point(PointCode.STABILITY, Fitness.READY, "steady", values)]
    follows = any(f.uses_target or f.calendar == "day_number" for f in use_case.features.values())
    if follows:
        return [Point(PointCode.STABILITY, Fitness.READY, "followed", values)]
    work = "features:\n  trend: {label: Trend, calendar: day_number}\n"
    return [Point(PointCode.STABILITY, Fitness.WORK, "moved", values, work)]
