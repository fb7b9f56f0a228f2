"""What pydantic cannot see in one place: names that must exist elsewhere in the file, and features from the future.

Each function yields (path of keys, what was found, what is allowed).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.use_case.cleaning_rules import idle_rules
from domain.use_case.expectation_faults import expectation_faults
from domain.use_case.grouping import idle_groups
from domain.use_case.imputation import idle_imputation
from domain.use_case.naming import Item, unusable_names
from domain.use_case.recipe_faults import recipe_faults
from domain.use_case.rule_faults import faulty_rules

if TYPE_CHECKING:
    from domain.use_case.definition import UseCase
    from domain.use_case.feature import Feature


def contradictions(use_case: UseCase) -> list[Item]:
    """Everything in a use case that does not fit together."""
    return [
        *unusable_names(use_case),
        *_names(use_case),
        *_target(use_case),
        *_costs(use_case),
        *_imports(use_case),
        *_segments(use_case),
        *_classes(use_case),
        *_batch_and_closed(use_case),
        *(item for name in use_case.features for item in _feature(use_case, name)),
        *idle_groups(use_case),
        *idle_imputation(use_case),
        *idle_rules(use_case),
        *recipe_faults(use_case),
        *faulty_rules(use_case),
        *expectation_faults(use_case),
    ]


def _listed(names: object) -> str:
    assert hasattr(names, "__iter__")
    return "one of " + ", ".join(sorted(str(name) for name in names))


def _names(use_case: UseCase) -> Iterator[Item]:
    if len(set(use_case.keys)) < len(use_case.keys):
        yield ("keys",), str(use_case.keys), "every key once"
    for name, source in use_case.sources.items():
        if len(set(source.keys)) < len(source.keys):
            yield ("sources", name, "keys"), str(source.keys), "every key once"
        for key in source.keys:
            if key not in use_case.keys:
                yield (
                    ("sources", name, "keys"),
                    key,
                    _listed(use_case.keys) if use_case.keys else "no key: the use case has none",
                )
        if source.date is None and not source.keys:
            yield ("sources", name), "neither `date` nor `keys`", "at least one: rows are joined on them"


def _target(use_case: UseCase) -> Iterator[Item]:
    source = use_case.sources.get(use_case.target.source)
    if source is None:
        yield ("target", "source"), use_case.target.source, _listed(use_case.sources)
        return
    if source.date is None:
        yield ("sources", use_case.target.source), "no `date`", "a `date` column: this source holds the target"
    if set(source.keys) != set(use_case.keys):
        yield (
            ("sources", use_case.target.source, "keys"),
            str(source.keys),
            f"all keys of the use case: {use_case.keys}",
        )


def _costs(use_case: UseCase) -> Iterator[Item]:
    target = use_case.target
    given = [name for name in ("cost_too_much", "cost_too_little") if getattr(target, name) is not None]
    if len(given) == 1:
        yield ("target", given[0]), "one cost of the two", "`cost_too_much` and `cost_too_little` together, or neither"
    if given and target.classes:
        yield ("target", given[0]), "a cost per unit", "no cost: classes have no units that could be too many"
    if target.cost_unit and not given:
        yield ("target", "cost_unit"), target.cost_unit, "no unit without `cost_too_much` and `cost_too_little`"


def _imports(use_case: UseCase) -> Iterator[Item]:
    for low, high in (("low", "high"), ("own_low", "own_high")):
        ends = [name for name in (low, high) if getattr(use_case.imports, name) is not None]
        if len(ends) == 1:
            yield ("imports", ends[0]), "one end of a range", f"`{low}` and `{high}` together, or neither"


def _segments(use_case: UseCase) -> Iterator[Item]:
    for segment in use_case.segments:
        if not segment or len(set(segment)) < len(segment):
            yield ("segments",), str(segment), "at least one key, each once"
        for key in segment:
            if key not in use_case.keys:
                allowed = _listed(use_case.keys) if use_case.keys else "no key: the use case has none"
                yield ("segments",), key, allowed
    for code, watch in use_case.checks.watch.items():
        for left in watch.leave_out:
            if left.split(".")[0] not in use_case.sources:
                yield ("checks", "watch", code, "leave_out"), left, _listed(use_case.sources) + ", or a column of one"


def _classes(use_case: UseCase) -> Iterator[Item]:
    count = len(use_case.target.classes)
    if use_case.task == "regression" and count:
        yield ("target", "classes"), f"{count} classes", "none for a regression"
    if use_case.task == "binary" and count != 2:
        yield ("target", "classes"), f"{count} classes", "two for a binary task"
    if use_case.task == "multiclass" and count < 3:
        yield ("target", "classes"), f"{count} classes", "at least three for a multiclass task"
    yield from _offset(use_case)
    if use_case.task != "regression":
        for name, feature in use_case.features.items():
            if feature.uses_target and use_case.task == "multiclass":
                yield ("features", name), "built from the target", "a lag or statistic needs a target with numbers"


def _offset(use_case: UseCase) -> Iterator[Item]:
    name = use_case.model.offset
    if name is None:
        return
    numbers = [other for other, feature in use_case.features.items() if not feature.is_category]
    if name not in numbers:
        yield ("model", "offset"), name, _listed(numbers) if numbers else "no offset: there is no feature with numbers"
    if use_case.task != "regression" or use_case.model.objective == "poisson":
        yield ("model", "offset"), name, "no offset: only a regression on the identity link has one"


def _batch_and_closed(use_case: UseCase) -> Iterator[Item]:
    if use_case.batch.source is not None:
        source = use_case.sources.get(use_case.batch.source)
        if source is None:
            yield ("batch", "source"), use_case.batch.source, _listed(use_case.sources)
        elif set(source.keys) != set(use_case.keys) or source.date is None:
            yield ("batch", "source"), use_case.batch.source, f"a source with a `date` and all keys: {use_case.keys}"
        elif source.available_after_days > -use_case.dates.horizon_days:
            yield (
                ("batch", "source"),
                f"{use_case.batch.source}, available after {source.available_after_days} days",
                _ahead(use_case),
            )
    if use_case.closed is not None:
        source = use_case.sources.get(use_case.closed.source)
        if source is None:
            yield ("closed", "source"), use_case.closed.source, _listed(use_case.sources)
        elif source.available_after_days > -use_case.dates.horizon_days or source.date is None:
            yield (
                ("closed", "source"),
                f"{use_case.closed.source}, available after {source.available_after_days} days",
                _ahead(use_case),
            )


def _ahead(use_case: UseCase) -> str:
    return f"a source with a `date`, known {use_case.dates.horizon_days} days ahead (`available_after_days: {-use_case.dates.horizon_days}` or less)"


def earliest_lag(use_case: UseCase, feature: Feature) -> int | None:
    """The smallest lag in days with which a feature is known on the morning of the run; None: it is always known."""
    horizon = use_case.dates.horizon_days
    if feature.uses_target:
        return use_case.target.available_after_days + horizon
    if feature.column is None or feature.column.source not in use_case.sources:
        return None
    source = use_case.sources[feature.column.source]
    return None if source.date is None else source.available_after_days + horizon


def _feature(use_case: UseCase, name: str) -> Iterator[Item]:
    feature = use_case.features[name]
    path = ("features", name)
    if feature.key is not None and feature.key not in use_case.keys:
        yield (*path, "key"), feature.key, _listed(use_case.keys) if use_case.keys else "no key: the use case has none"
    if feature.rolling is not None:
        if len(set(feature.rolling.by or ())) < len(feature.rolling.by or ()):
            yield (*path, "rolling", "by"), str(feature.rolling.by), "every key once"
        for key in feature.rolling.by or ():
            if key not in use_case.keys:
                yield (*path, "rolling", "by"), key, _listed(use_case.keys)
    if feature.column is not None and feature.column.source not in use_case.sources:
        yield (*path, "column", "source"), feature.column.source, _listed(use_case.sources)
    yield from _freshness(use_case, feature, path)
    if feature.column is not None and (feature.column.source, feature.column.name) == (
        use_case.target.source,
        use_case.target.column,
    ):
        yield (*path, "column", "name"), feature.column.name, "not the target itself; use `lag` or `rolling`"


def _freshness(use_case: UseCase, feature: Feature, path: tuple[str, ...]) -> Iterator[Item]:
    least = earliest_lag(use_case, feature)
    if least is None:
        return
    where, lag = next(
        (where, lag)
        for where, lag in (
            (("column", "lag_days"), feature.column.lag_days if feature.column else None),
            (("lag", "days"), feature.lag.days if feature.lag else None),
            (("rolling", "lag_days"), feature.rolling.lag_days if feature.rolling else None),
        )
        if lag is not None
    )
    if lag < least:
        origin = f"source {feature.column.source}" if feature.column else "the target"
        late = least - use_case.dates.horizon_days
        yield (
            (*path, *where),
            str(lag),
            (
                f"at least {least}: {origin} is available after {late} days and the horizon is "
                f"{use_case.dates.horizon_days}; anything fresher would be known only after the run"
            ),
        )
