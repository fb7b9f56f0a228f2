"""The text of a CSV file, whatever its encoding and packing: its header, and a copy in UTF-8 where one is needed."""

import csv
import gzip
from pathlib import Path
from typing import TextIO, cast

from domain.errors import SourceError
from domain.use_case import Source
from intake.sources.location import SourceFile, room_for

_GZIP = b"\x1f\x8b"
_BLOCK_CHARACTERS = 1 << 20


_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
"""Byte order marks (Unicode 15, table 2-4) of encodings that take several bytes for each letter, the longer ones first."""


def refuse_marked(source_name: str, source: Source, file: SourceFile) -> None:
    """Name the encoding of a file that gives itself away, before its bytes are taken for letters of another.

    Raises:
        SourceError: its byte order mark is of another encoding than stated.
    """
    try:
        with gzip.open(file.path) if is_packed(file.path) else file.path.open("rb") as opened:
            start = opened.read(4)
    except (OSError, EOFError):
        return  # a broken archive: reading it says so
    found = next((encoding for mark, encoding in _MARKS.items() if start.startswith(mark)), None)
    if found is not None and not source.encoding.lower().replace("_", "-").startswith(found):
        raise SourceError(source_name, file.shown, "encoding", detail=source.encoding, found=(found,))


def is_packed(path: Path) -> bool:
    """Whether a file is packed by gzip; its content says so, not its name."""
    with path.open("rb") as file:
        return file.read(2) == _GZIP


def is_utf8(source: Source) -> bool:
    """Whether the file can be read as it is."""
    return source.encoding.lower().replace("_", "-") in ("utf-8", "utf8")


def header_of(source_name: str, source: Source, file: SourceFile) -> list[str]:
    """The column names of a UTF-8 file; a blank one is called by its place.

    Raises:
        SourceError: nothing in it, another encoding, a first line that is no header.
    """
    try:
        with _opened(file.path, "utf-8-sig") as text:
            first = next(csv.reader(text, delimiter=source.separator), None)
    except UnicodeDecodeError as error:
        raise SourceError(source_name, file.shown, "encoding", detail=source.encoding) from error
    except (csv.Error, OSError, EOFError) as error:
        raise SourceError(source_name, file.shown, "malformed", detail=str(error)) from error
    if first is None:
        raise SourceError(source_name, file.shown, "empty")
    if not any(column.strip() for column in first):
        raise SourceError(source_name, file.shown, "malformed", detail="the first line is blank; it must be the header")
    return [column.strip() or f"column {index + 1}" for index, column in enumerate(first)]


def copy_as_utf8(source_name: str, source: Source, file: SourceFile, target: Path) -> SourceFile:
    """Copy a file as UTF-8 with one kind of line end; the same place is shown for it.

    Raises:
        SourceError: bytes that the stated encoding does not know.
        StorageFullError: no room for the copy.
    """
    try:
        with (
            room_for(target),
            _opened(file.path, source.encoding, newline=None) as old,
            target.open("w", encoding="utf-8", newline="") as new,
        ):
            while block := old.read(_BLOCK_CHARACTERS):
                new.write(block)
    except UnicodeError as error:
        raise SourceError(source_name, file.shown, "encoding", detail=source.encoding) from error
    except (gzip.BadGzipFile, EOFError) as error:
        raise SourceError(source_name, file.shown, "malformed", detail=str(error)) from error
    return SourceFile(target, file.shown)


def _opened(path: Path, encoding: str, newline: str | None = "") -> TextIO:
    if is_packed(path):
        return cast(TextIO, gzip.open(path, "rt", encoding=encoding, newline=newline))
    return path.open(encoding=encoding, newline=newline)
