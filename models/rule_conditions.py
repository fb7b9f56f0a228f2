"""Which rows a rule concerns and by how much, from keys and features alone; the prediction has no say in it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain.use_case.rule_conditions import holds_text
from domain.use_case.rules import Limits, PerValue, Rule, Value, values_of, written
from models.rule_columns import RuleColumns
from models.table import Bools, Floats

Asked = float | str | list[Value] | Limits


@dataclass(frozen=True)
class Concerned:
    """What a rule means for n rows.

    Attributes:
        rows: shape (n,), to which it is applied.
        amount: shape (n,), by how much; 1 where it is not applied, which no action takes ill.
        lacking: by feature, shape (n,): rows to which it could not be applied because of that feature's value.
    """

    rows: Bools
    amount: Floats
    lacking: Mapping[str, Bools]


def concerned(rule: Rule, columns: RuleColumns) -> Concerned:
    """Apply the conditions and look up the amount of a rule."""
    possible = np.ones(columns.row_count, dtype=np.bool_)
    unknown: dict[str, Bools] = {}
    for name, condition in rule.when.items():
        met, open_ = _met(columns, name, condition)
        possible &= met | open_
        unknown[name] = open_
    amount, usable = _amount(rule, columns)
    if isinstance(rule.amount, str):
        unknown[rule.amount] = unknown.get(rule.amount, False) | ~usable
    else:
        # A value that is not listed is not concerned, whatever its conditions lack.
        possible &= usable
    lacking = {name: possible & mask for name, mask in unknown.items()}
    rows = possible & usable
    for mask in lacking.values():
        rows &= ~mask
    return Concerned(rows, np.where(rows, amount, 1.0), lacking)


def count_lacking(columns: RuleColumns) -> dict[tuple[str, str], int]:
    """How many rows each rule could not be applied to, by rule and feature; pairs without such a row are left out."""
    counts = {
        (name, feature): int(mask.sum())
        for name, rule in columns.use_case.rules.items()
        for feature, mask in concerned(rule, columns).lacking.items()
    }
    return {pair: count for pair, count in counts.items() if count}


def _met(columns: RuleColumns, name: str, condition: Asked) -> tuple[Bools, Bools]:
    """Whether a condition is met, and whether nobody knows; each shape (n,).

    A missing text is another text; a missing number could be any.
    """
    if holds_text(columns.use_case, name):
        return _text_met(columns, name, condition), np.zeros(columns.row_count, dtype=np.bool_)
    values = columns.numbers(name)
    gaps = np.isnan(values)
    if not isinstance(condition, Limits):
        return np.isin(values, [float(value) for value in values_of(condition)]), gaps
    low = -np.inf if condition.at_least is None else condition.at_least
    high = np.inf if condition.at_most is None else condition.at_most
    bounded = condition.at_least is not None or condition.at_most is not None
    if condition.missing is None:
        return (values >= low) & (values <= high), gaps
    # `missing: true` alone asks for gaps and for nothing else.
    inside = (values >= low) & (values <= high) if bounded or not condition.missing else np.zeros_like(gaps)
    return inside | (gaps & condition.missing), np.zeros_like(gaps)


def _text_met(columns: RuleColumns, name: str, condition: Asked) -> Bools:
    texts = columns.texts(name)
    if isinstance(condition, Limits):
        return _bools(pc.is_null(texts) if condition.missing else pc.is_valid(texts))
    wanted = pa.array([written(value) for value in values_of(condition)], type=texts.type)
    return _bools(pc.is_in(texts, value_set=wanted))


def _bools(mask: pa.Array | pa.ChunkedArray) -> Bools:
    return np.asarray(mask.to_numpy(zero_copy_only=False), dtype=np.bool_)


def _amount(rule: Rule, columns: RuleColumns) -> tuple[Floats, Bools]:
    """The amount, and whether the action can be done with it; each shape (n,)."""
    amount = rule.amount
    if isinstance(amount, str):
        values = columns.numbers(amount)
        return values, _usable(rule, values, whole=columns.use_case.target.integer)
    if isinstance(amount, PerValue):
        values = _per_value(amount, columns)
        return values, ~np.isnan(values)
    return np.full(columns.row_count, amount), np.ones(columns.row_count, dtype=np.bool_)


def _usable(rule: Rule, values: Floats, *, whole: bool) -> Bools:
    """What the use case file would refuse as a number is not used as the value of a feature either."""
    usable = np.isfinite(values)
    if rule.action in ("round_to", "multiply_by"):
        usable &= values > 0
    if rule.action == "round_to" and whole:
        usable &= values == np.floor(values)
    return usable


def _per_value(amount: PerValue, columns: RuleColumns) -> Floats:
    """The amount of each row, NaN where its value is not listed and nothing is said of others."""
    known = [written(value) for value in amount.values]
    texts = columns.texts(amount.by)
    place = pc.fill_null(pc.index_in(texts, value_set=pa.array(known, type=texts.type)), -1)
    otherwise = np.nan if amount.otherwise is None else amount.otherwise
    numbers = np.array([*amount.values.values(), otherwise])
    return numbers[np.asarray(place.to_numpy(zero_copy_only=False), dtype=np.int64)]
