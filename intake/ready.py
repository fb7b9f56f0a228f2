"""Read a file from outside as it is: ready predictions, answers, actuals. Every row gets its line, every fault its reason.

Dates, keys and their spellings are read as the source of the target is; what else is wanted is named by the caller.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from domain.unusable import UnusableRow
from domain.use_case import UseCase
from domain.use_case.columns import Kind
from domain.use_case.source import Clean, Source
from intake.cleaning.changes import make_list
from intake.cleaning.expressions import is_impossible, key_value, parsed, present, with_aliases, with_unit
from intake.quoting import literal, name, names
from intake.sources.csv_file import load_csv
from intake.sources.location import SourceFile, check_table
from intake.sources.parquet_file import load_parquet
from intake.staging import Staging, open_staging

PARQUET = b"PAR1"
"""How a Parquet file begins, whatever its name says."""


@dataclass(frozen=True)
class Asked:
    """What is wanted of a file besides date and keys.

    Attributes:
        numbers, texts: name here -> column of the file.
        needed: names whose value must be there.
        measured: name here of a number that is in the unit of the source and is cleaned as the target is.
        once: whether an entity may have one row a day only; rows that say the same count once, others are unusable.
    """

    numbers: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()
    measured: str | None = None
    once: bool = False


@dataclass(frozen=True)
class ReadyFile:
    """What a file holds.

    Attributes:
        rows: _line, day, the keys, numbers and texts, in the order of day, keys and line.
        unusable: every row that is not among them, by line.
        repeated: rows that said again what an earlier one had said.
        impossible: like `rows`, those unusable ones whose measured number is outside what the use case allows.
    """

    rows: pa.Table
    unusable: tuple[UnusableRow, ...]
    repeated: int
    impossible: pa.Table


def read_ready(folder: Path, use_case: UseCase, file: SourceFile, asked: Asked) -> ReadyFile:
    """Read a file; a row is either ready or unusable.

    Args:
        folder: where a staging database may be.
        use_case: says how dates and keys are written.
        file: CSV or Parquet.
        asked: what else is wanted.

    Raises:
        SourceError: no table at all, or a column that is not there.
        StorageFullError: no room.
    """
    with open_staging(folder) as staging:
        _read(staging, use_case, file, asked)
        repeated = _merge_repeated(staging, use_case, asked) if asked.once else 0
        order = names(["day", *use_case.keys, "_line"])
        rows = staging.table(f"SELECT * FROM ready ORDER BY {order}")
        impossible = staging.table(
            f"SELECT * EXCLUDE (fault) FROM read_file WHERE fault.code = 'impossible_value' ORDER BY {order}"
        )
        listed = staging.table("SELECT line, fault, column_name, found FROM unusable ORDER BY line, column_name")
    unusable = tuple(UnusableRow(*row.values()) for row in listed.to_pylist())
    return ReadyFile(rows, unusable, repeated, impossible)


def _read(staging: Staging, use_case: UseCase, file: SourceFile, asked: Asked) -> None:
    """Make the tables `ready` and `unusable` (line, fault, column_name, found)."""
    target = use_case.target
    source = _source(use_case, file)
    rules = use_case.clean.get(target.source) or Clean.model_validate({})
    columns = list(dict.fromkeys([str(source.date), *source.keys, *asked.numbers.values(), *asked.texts.values()]))
    make_list(staging)
    load = load_parquet if source.format == "parquet" else load_csv
    load(staging, "file", source, file, columns)
    types = staging.columns(name("raw_file"))
    values = _values(use_case, source, rules, asked, types)
    faults = _faults(use_case, source, rules, asked, (types, values))
    selected = ", ".join(f"{expression} AS {name(here)}" for here, expression in values.items())
    cases = " ".join(f"WHEN {condition} THEN {_fault(*told)}" for condition, told in faults)
    staging.run(
        f"CREATE OR REPLACE TABLE read_file AS SELECT _line, {selected}, CASE {cases} END AS fault FROM {name('raw_file')}"
    )
    staging.run(
        "CREATE OR REPLACE TABLE unusable AS SELECT _line AS line, fault.code AS fault, fault.column_name AS column_name, "
        "coalesce(fault.found, '') AS found FROM read_file WHERE fault IS NOT NULL UNION ALL "
        "SELECT line, 'malformed_line', '', coalesce(before, '') FROM changes WHERE code = 'malformed_line'"
    )
    staging.run("CREATE OR REPLACE TABLE ready AS SELECT * EXCLUDE (fault) FROM read_file WHERE fault IS NULL")


def _merge_repeated(staging: Staging, use_case: UseCase, asked: Asked) -> int:
    """Leave one row per entity and day; how many said the same again. Rows that contradict each other are all unusable."""
    entity = names(["day", *use_case.keys])
    wanted = [*asked.numbers, *asked.texts]
    same = "{" + ", ".join(f"{literal(here)}: {name(here)}" for here in wanted) + "}"
    staging.run(
        f"CREATE OR REPLACE TABLE contradicting AS SELECT {entity} FROM ready GROUP BY ALL HAVING count(DISTINCT {same}) > 1"
    )
    staging.run(
        f"INSERT INTO unusable SELECT _line, 'contradiction', '', concat_ws(' | ', {names(wanted)}) "
        f"FROM ready SEMI JOIN contradicting USING ({entity})"
    )
    staging.run(f"CREATE OR REPLACE TABLE agreeing AS SELECT * FROM ready ANTI JOIN contradicting USING ({entity})")
    staging.run(
        f"CREATE OR REPLACE TABLE ready AS SELECT DISTINCT ON ({entity}) * FROM agreeing ORDER BY {entity}, _line"
    )
    return staging.count("SELECT (SELECT count(*) FROM agreeing) - (SELECT count(*) FROM ready)")


def _source(use_case: UseCase, file: SourceFile) -> Source:
    source = use_case.sources[use_case.target.source]
    check_table(use_case.target.source, file)
    with file.path.open("rb") as opened:
        kind = "parquet" if opened.read(len(PARQUET)) == PARQUET else "csv"
    return source.model_copy(update={"path": file.shown, "database": None, "query": None, "format": kind})


def _values(use_case: UseCase, source: Source, rules: Clean, asked: Asked, types: Mapping[str, str]) -> dict[str, str]:
    """The expression of every wanted value by its name here."""
    assert source.date is not None
    found = {"day": parsed(source.date, Kind.DATE, types[source.date], source)}
    for key in use_case.keys:
        found[key] = key_value(key, types[key], source, rules)
    for here, column in asked.numbers.items():
        number = parsed(column, Kind.NUMBER, types[column], source)
        found[here] = with_unit(number, rules.units.get(column)) if here == asked.measured else number
    for here, column in asked.texts.items():
        text = parsed(column, Kind.TEXT, types[column], source)
        found[here] = with_aliases(text, rules.aliases.get(column, {})) if here == asked.measured else text
    return found


Told = tuple[str, str, str]
"""Code, column and the text found (SQL) of a fault."""


def _faults(
    use_case: UseCase,
    source: Source,
    rules: Clean,
    asked: Asked,
    known: tuple[Mapping[str, str], Mapping[str, str]],
) -> list[tuple[str, Told]]:
    """Conditions and what they mean; the first that holds is the reason."""
    types, values = known
    assert source.date is not None
    faults = [(f"({values['day']}) IS NULL", _told("not_a_date", source.date))]
    faults += [(f"({values[key]}) IS NULL", _told("key_missing", key)) for key in use_case.keys]
    for here, column in {**asked.numbers, **asked.texts}.items():
        there = f"coalesce({present(column, types[column])}, false)"
        if here in asked.needed:
            faults.append((f"NOT {there}", _told("no_value", column)))
        if here in asked.numbers:
            faults.append((f"{there} AND ({values[here]}) IS NULL", _told("not_a_number", column)))
            limits = rules.impossible.get(column)
            if here == asked.measured and limits is not None:
                faults.append((is_impossible(values[here], limits), _told("impossible_value", column)))
    return faults


def _told(code: str, column: str) -> Told:
    return code, column, f"CAST({name(column)} AS VARCHAR)"


def _fault(code: str, column: str, found: str) -> str:
    return f"{{'code': {literal(code)}, 'column_name': {literal(column)}, 'found': {found}}}"


def local_copy(path: Path, shown: str | None = None) -> SourceFile:
    """A file on this machine, under the name that people know it by."""
    return SourceFile(path, shown if shown is not None else str(path))
