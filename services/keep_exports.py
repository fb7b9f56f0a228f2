"""Keep exports: small ones are made at once, large ones one after the other in the background, and each is kept some days.

An export belongs to the person who asked for it. While it is being made its folder is locked by this server; an
unfinished export whose lock nobody holds says that a server ended in the middle.
"""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from domain.errors import ExportError
from domain.exported import Content, Format, Table, Wanted
from domain.kept_export import ExportState, KeptExport
from domain.permission import Permission, require
from presentation.reports.table_excel import check_rows
from services.dependencies import Dependencies
from services.export_feedback import tables_of
from services.export_folder import all_ids, folder_of, read_export, remove_folder, save_export
from services.export_locks import ExportLocks
from services.make_export import make_export, make_or_say_why
from services.sign_in import present

AT_ONCE_ROWS = 10_000
"""Up to this many rows a file is made while one waits: Excel, the slowest, takes about 3 s of a processor (measured)."""

MOST_UNFINISHED = 5
"""Exports of all people that may wait or be made at a time; each may take minutes."""

KEEP_DAYS = 7
"""After so many days an export is removed: its numbers are old by then, and a disk is no archive."""

MOST_IN_BROWSER = 200_000_000
"""Bytes handed to a browser: Streamlit holds a download in memory, and advises a couple of hundred megabytes at most."""


class ExportDesk:
    """Makes and keeps exports; one per server."""

    def __init__(self, deps: Dependencies) -> None:
        """Start nothing yet."""
        self._deps = deps
        self._locks = ExportLocks()
        self._turn = threading.Lock()
        self._threads: list[threading.Thread] = []

    def ask(self, person_id: int, token: str, wanted: Wanted) -> KeptExport:
        """Make a file at once, or in the background where it is large; the same token (32 hexadecimal digits) is one export.

        Raises:
            ExportError: too many rows for Excel, or too many exports wait.
            NotAllowedError: the person left, or may not have this.
            NotFoundError: no such use case or person.
            StorageFullError, PredictionFileError: as `services.export_feedback`, where it is made at once.
        """
        self._require(person_id, wanted)
        folder = folder_of(self._deps.home, token)
        if folder is None:
            raise ExportError("gone")
        known = read_export(folder)
        if known is not None:
            return self._seen(folder, known)
        tables = tables_of(self._deps, wanted)
        if wanted.format is Format.EXCEL:
            check_rows(tables)
        total = sum(table.count for table in tables)
        export = KeptExport(token, person_id, wanted, ExportState.WAITING, self._deps.now(), total=total)
        if total <= AT_ONCE_ROWS:
            return self._now(folder, export, tables)
        if sum(item.is_unfinished for _, item in self._all()) >= MOST_UNFINISHED:
            raise ExportError("too many waiting", allowed=str(MOST_UNFINISHED))
        self._later(folder, export, tables)
        return export

    def of_person(self, person_id: int) -> tuple[KeptExport, ...]:
        """The exports of one person, the newest first; expired ones are removed, whoever had them."""
        oldest = self._deps.now() - timedelta(days=KEEP_DAYS)
        own: list[KeptExport] = []
        for folder, export in self._all():
            if not export.is_unfinished and (export.ended_at or export.asked_at) < oldest:
                remove_folder(folder)
            elif export.person_id == person_id:
                own.append(export)
        return tuple(sorted(own, key=lambda export: (export.asked_at, export.id), reverse=True))

    def file_of(self, person_id: int, export_id: str) -> Path:
        """The file of an export.

        Raises:
            ExportError: it is gone, not this person's, or too large for a browser.
        """
        folder, export = self._own(person_id, export_id)
        path = folder / export.file
        if not path.is_file():
            raise ExportError("gone")
        if export.size > MOST_IN_BROWSER:
            raise ExportError("too large", str(path))
        return path

    def remove(self, person_id: int, export_id: str) -> None:
        """Remove an export; one that is being made stops.

        Raises:
            ExportError: it is gone, or not this person's.
        """
        folder, _ = self._own(person_id, export_id)
        remove_folder(folder)

    def again(self, person_id: int, export_id: str, token: str) -> KeptExport:
        """Make an export anew that was interrupted or failed.

        Raises:
            ExportError: it is gone, or as `ask`.
        """
        folder, export = self._own(person_id, export_id)
        remove_folder(folder)
        return self.ask(person_id, token, export.wanted)

    def wait(self) -> None:
        """Until nothing is being made any more."""
        for thread in self._threads:
            thread.join()

    def _require(self, person_id: int, wanted: Wanted) -> None:
        person = present(self._deps, person_id)
        require(person, Permission.EXPORT)
        if wanted.content is Content.CASES:
            require(person, Permission.EXPORT_CASES)

    def _own(self, person_id: int, export_id: str) -> tuple[Path, KeptExport]:
        folder = folder_of(self._deps.home, export_id)
        export = None if folder is None else read_export(folder)
        if folder is None or export is None or export.person_id != person_id:
            raise ExportError("gone")
        return folder, export

    def _all(self) -> list[tuple[Path, KeptExport]]:
        folders = [folder_of(self._deps.home, export_id) for export_id in all_ids(self._deps.home)]
        known = [(folder, read_export(folder)) for folder in folders if folder is not None]
        return [(folder, self._seen(folder, export)) for folder, export in known if export is not None]

    def _seen(self, folder: Path, export: KeptExport) -> KeptExport:
        """An unfinished export that nobody makes any more is interrupted, whatever its file says."""
        if not export.is_unfinished or self._locks.is_held(folder):
            return export
        # It may have become ready between reading it and looking at its lock.
        now = read_export(folder) or export
        return replace(now, state=ExportState.INTERRUPTED) if now.is_unfinished else now

    def _now(self, folder: Path, export: KeptExport, tables: tuple[Table, ...]) -> KeptExport:
        self._locks.take(folder)
        try:
            made = make_export(self._deps, folder, export, tables)
        except BaseException:
            remove_folder(folder)
            raise
        finally:
            self._locks.release(folder)
        if made is None:
            raise ExportError("gone")
        return made

    def _later(self, folder: Path, export: KeptExport, tables: tuple[Table, ...]) -> None:
        self._locks.take(folder)
        save_export(folder, export)
        # A daemon: a server that is told to end does not wait for a file, which is offered again afterwards.
        thread = threading.Thread(target=self._work, args=(folder, export, tables), name="export", daemon=True)
        self._threads = [*(known for known in self._threads if known.is_alive()), thread]
        thread.start()

    def _work(self, folder: Path, export: KeptExport, tables: tuple[Table, ...]) -> None:
        try:
            with self._turn:
                make_or_say_why(self._deps, folder, export, tables)
        finally:
            self._locks.release(folder)
