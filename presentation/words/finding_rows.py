"""The recorded rows of a finding, one line each: where it is, what was found, what became of it."""

from collections.abc import Mapping

from domain.finding import Finding
from presentation.words.catalogue import text
from presentation.words.finding_parts import scalar
from presentation.words.problem_parts import without_password


def finding_examples(finding: Finding) -> tuple[str, ...]:
    """The recorded rows as lines: "line 12: “rye-bread” to “Rye bread”, Sat 21 Nov"; of a source its place, without secrets."""
    location = finding.detail.get("location") if finding.code == "source_unreadable" else None
    place = (text("Looked for at {place}", place=without_password(str(location))),) if location else ()
    return (*place, *(_example_row(row) for row in finding.examples))


def _example_row(row: Mapping[str, object]) -> str:
    before, after = row.get("before"), row.get("after")
    found = text("missing") if before is None else text("“{name}”", name=before)
    told = found if after is None else text("{before} to “{after}”", before=found, after=after)
    if row.get("day") is not None:
        told = f"{told}, {scalar(row['day'])}"
    return told if row.get("line") is None else text("line {number}: {found}", number=row["line"], found=told)
