"""The recorded rows of a finding, one line each: where it is, what was found, what became of it."""

from collections.abc import Mapping

from domain.finding import Finding
from domain.use_case import UseCase
from presentation.words.catalogue import text
from presentation.words.finding_parts import scalar
from presentation.words.problem_parts import without_password


def finding_examples(finding: Finding, use_case: UseCase | None = None) -> tuple[str, ...]:
    """The recorded rows as lines: "line 12: “rye-bread” to “Rye bread”, Sat 21 Nov"; of a source its place, without secrets.

    Args:
        finding: with its rows.
        use_case: says of which sources there is a file with lines; left out, every source is taken for one.
    """
    location = finding.detail.get("location") if finding.code == "source_unreadable" else None
    place = (text("Looked for at {place}", place=without_password(str(location))),) if location else ()
    lines = has_lines(finding.source, use_case)
    return (*place, *(_example_row(row, lines=lines) for row in finding.examples))


def has_lines(source: str, use_case: UseCase | None = None) -> bool:
    """Whether rows can be named by their line: a batch, a database and a Parquet file have none."""
    if source in ("batch", "features"):
        return False
    read = None if use_case is None else use_case.sources.get(source)
    return read is None or (read.database is None and read.format == "csv")


def _example_row(row: Mapping[str, object], *, lines: bool) -> str:
    before, after = row.get("before"), row.get("after")
    found = text("missing") if before is None else text("“{name}”", name=_value(before))
    told = found if after is None else text("{before} to “{after}”", before=found, after=_value(after))
    if row.get("day") is not None:
        told = f"{told}, {scalar(row['day'])}"
    line = text("line {number}", number=row["line"]) if lines and row.get("line") is not None else ""
    where = ", ".join(filter(None, [line, _entity(row)]))
    return text("{where}: {found}", where=where, found=told) if where else told


def _value(value: object) -> str:
    """A number of the batch without needless digits; what stood in a file as it stood there."""
    return scalar(value) if isinstance(value, int | float) else str(value)


def _entity(row: Mapping[str, object]) -> str:
    keys = row.get("keys")
    return " · ".join(map(str, keys.values())) if isinstance(keys, Mapping) else str(row.get("entity") or "")
