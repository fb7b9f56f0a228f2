"""Actuals that cleaning took for impossible: they cannot be stored, but they tell what is wrong with the source."""

import pyarrow as pa

from domain.use_case import UseCase
from domain.use_case.columns import Kind
from domain.use_case.source import Clean
from intake.cleaning.expressions import key_value, parsed, with_unit
from intake.quoting import literal, name, names
from intake.staging import Staging


def impossible_actuals(staging: Staging, use_case: UseCase) -> pa.Table:
    """The values of the target outside `clean.<source>.impossible`, as far as they were known and looked at.

    Args:
        staging: after `intake.prepare.known_actuals`.
        use_case: of a number.

    Returns:
        Columns day, keys and target (in the unit of the use case file), in the order of day and keys; one row for each, added up
        where the rows of a day are.
    """
    target = use_case.target
    source, rules = use_case.sources[target.source], use_case.clean.get(target.source) or Clean.model_validate({})
    raw = name("raw_" + target.source)
    types = staging.columns(raw)
    assert source.date is not None
    values = {
        "day": parsed(source.date, Kind.DATE, types[source.date], source),
        **{key: key_value(key, types[key], source, rules) for key in use_case.keys},
        "target": with_unit(parsed(target.column, Kind.NUMBER, types[target.column], source), rules.units.get(target.column)),
    }  # fmt: skip
    listed = ", ".join(f"{value} AS {name('_is_' + held)}" for held, value in values.items())
    group = {held: name("_is_" + held) for held in ("day", *use_case.keys)}
    together = "sum" if rules.duplicates == "sum" else "max"
    return staging.table(
        f"WITH found AS (SELECT {listed} FROM {raw} WHERE _line IN (SELECT line FROM changes WHERE code = 'impossible_value' "
        f"AND source = {literal(target.source)} AND column_name = {literal(target.column)})) "
        f"SELECT {', '.join(f'{held} AS {name(shown)}' for shown, held in group.items())}, "
        f"{together}({name('_is_target')}) AS target FROM found WHERE {' AND '.join(f'{held} IS NOT NULL' for held in group.values())} "
        f"GROUP BY ALL ORDER BY {names(['day', *use_case.keys])}"
    )
