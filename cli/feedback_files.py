"""Write what people said and what came of it to files, with progress, and say what was written where."""

from collections.abc import Mapping
from pathlib import Path

from cli.output import say
from cli.progress import progress_for
from domain.exported import Format, Table, Wanted
from services.dependencies import Dependencies
from services.export_feedback import tables_of
from services.write_tables import write_tables

FILE_ENDINGS = tuple(f".{kind.value}" for kind in Format)


def write_feedback(deps: Dependencies, wishes: Mapping[Path, Wanted], *, as_json: bool) -> dict[str, int]:
    """Write each content to its file; how many rows each file got."""
    written: dict[str, int] = {}
    for path, wanted in wishes.items():
        written |= write_with_progress(path, tables_of(deps, wanted), wanted, as_json=as_json)
    return written


def write_with_progress(path: Path, tables: tuple[Table, ...], wanted: Wanted, *, as_json: bool) -> dict[str, int]:
    """Write some tables; how many rows each file got."""
    total, done = sum(table.count for table in tables), 0
    with progress_for(as_json=as_json) as progress:
        progress.step(f"writing {wanted.content.value}")

        def told(rows: int) -> None:
            nonlocal done
            done += rows
            progress.advance(done, total)

        files = write_tables(path, tables, wanted.format, told, plain=wanted.plain)
    if not as_json:
        for target, rows in files.items():
            say(f"{rows:,} {'row' if rows == 1 else 'rows'} written to {target}.")
    return {str(target): rows for target, rows in files.items()}
