"""Make the file of a kept export, with progress that anybody who looks can read; it stops when the export is removed."""

from dataclasses import replace
from pathlib import Path

from domain.errors import VouchError
from domain.exported import Table
from domain.kept_export import ExportState, KeptExport
from presentation.words.problems import explain
from services.dependencies import Dependencies
from services.export_folder import one_file, remove_folder, save_export
from services.write_tables import write_tables


class _Removed(Exception):  # noqa: N818 -- it is no error: somebody does not want it any more
    """The export was removed while it was being made."""


def make_export(deps: Dependencies, folder: Path, export: KeptExport, tables: tuple[Table, ...]) -> KeptExport | None:
    """Write the file; None where the export was removed meanwhile.

    Raises:
        ExportError, PredictionFileError, StorageFullError, DatabaseError: as `services.export_feedback`.
    """
    current = replace(export, state=ExportState.RUNNING)
    done = 0

    def told(rows: int) -> None:
        nonlocal done
        if not folder.is_dir():
            raise _Removed
        done += rows
        save_export(folder, replace(current, done=done))

    wanted = export.wanted
    path = folder / f"{wanted.content.value}.{wanted.format.value}"
    try:
        told(0)
        files = write_tables(path, tables, wanted.format, told, plain=wanted.plain)
        told(0)
    except (_Removed, FileNotFoundError):
        # Somebody removed the folder between two pieces.
        if folder.is_dir():
            raise
        return None
    target = one_file(folder, f"{wanted.use_case}-{wanted.content.value}", list(files))
    ready = replace(
        current,
        state=ExportState.READY,
        done=done,
        ended_at=deps.now(),
        file=target.name,
        size=target.stat().st_size,
    )
    save_export(folder, ready)
    return ready


def make_or_say_why(deps: Dependencies, folder: Path, export: KeptExport, tables: tuple[Table, ...]) -> None:
    """The same where nobody waits: why it failed is kept with the export."""
    try:
        if make_export(deps, folder, export, tables) is None:
            remove_folder(folder)
    except (VouchError, OSError) as error:
        problem = explain(error)
        words = f"{problem.title}. {problem.what} {problem.todo}"
        if folder.is_dir():
            save_export(folder, replace(export, state=ExportState.FAILED, ended_at=deps.now(), problem=words))
