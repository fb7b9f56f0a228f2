"""From what the use case file says to a file on this machine."""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import fsspec

from domain.errors import SourceError, StorageFullError
from intake.staging import NO_ROOM

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_SECRET = re.compile(r"(?<=://)[^/?#\s]*@")
_QUERY = re.compile(r"\?\S*")

_NO_TABLE = {
    b"<!doctype": "an HTML page instead of a table",
    b"<html": "an HTML page instead of a table",
    b"<?xml": "an XML document instead of a table",
    b"pk\x03\x04": "a ZIP archive or an Excel workbook instead of a table",
}
"""How files begin (in small letters) that are no table, whatever their name says."""


@dataclass(frozen=True)
class SourceFile:
    """A file on this machine, and how its place is named to people: without passwords, and not as a temporary copy."""

    path: Path
    shown: str


def without_secrets(location: str) -> str:
    """A path or URL as it may be shown: user, password and query string of a URL are taken out."""
    if "://" not in location:
        return location
    return _QUERY.sub("?***", _SECRET.sub("***@", location))


def fill_in(source: str, text: str, variables: Mapping[str, str]) -> str:
    """Replace every `${NAME}` by its value.

    Raises:
        SourceError: a variable that nobody set.
    """
    missing = [name for name in _VARIABLE.findall(text) if name not in variables]
    if missing:
        raise SourceError(source, without_secrets(text), "variable", detail=missing[0])
    return _VARIABLE.sub(lambda match: variables[match.group(1)], text)


def local_file(source: str, location: str, base: Path, scratch: Path) -> SourceFile:
    """A file on this machine with the content of a path or URL; URLs are copied to `scratch`.

    Raises:
        SourceError: nothing there, nothing in it, no table, or a place that does not answer.
        StorageFullError: no room for the copy.
    """
    if "://" in location and not location.startswith("file://"):
        path = _fetched(source, location, scratch)
        file = SourceFile(path, without_secrets(location))
    else:
        path = base / location.removeprefix("file://")
        file = SourceFile(path, str(path))
    check_table(source, file)
    return file


def check_table(source: str, file: SourceFile) -> None:
    """Refuse what is no table, before a reader of tables says so in its own words.

    Raises:
        SourceError: nothing there, nothing in it, or no table.
    """
    try:
        start = _start(source, file)
    except OSError as error:
        raise SourceError(source, file.shown, "unreachable", detail=error.strerror or "") from error
    for mark, what in _NO_TABLE.items():
        if start.startswith(mark):
            raise SourceError(source, file.shown, "malformed", detail=what)


def _start(source: str, file: SourceFile) -> bytes:
    """The first bytes, without a byte order mark and blanks, in small letters."""
    if not file.path.is_file():
        raise SourceError(source, file.shown, "missing", detail="a folder" if file.path.is_dir() else "")
    if file.path.stat().st_size == 0:
        raise SourceError(source, file.shown, "empty")
    with file.path.open("rb") as opened:
        return opened.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().lower()


@contextmanager
def room_for(path: Path) -> Iterator[None]:
    """Tell a full disk from everything else that can go wrong while a copy is written.

    Raises:
        StorageFullError: the disk has no room.
    """
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StorageFullError(path.parent) from error
        raise


def _fetched(source: str, location: str, scratch: Path) -> Path:
    target = scratch / f"source-{source}"
    shown = without_secrets(location)
    try:
        with room_for(target), fsspec.open(location, "rb") as remote, target.open("wb") as local:
            shutil.copyfileobj(remote, local)
    except FileNotFoundError:
        raise SourceError(source, shown, "missing") from None
    except (OSError, ValueError, ImportError) as error:
        detail = without_secrets(str(error).replace(location, shown))[:300]
        raise SourceError(source, shown, "unreachable", detail=detail) from error
    return target
