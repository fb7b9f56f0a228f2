"""From what the use case file says to a file on this machine."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import fsspec

from domain.errors import SourceError

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def fill_in(source: str, text: str, variables: Mapping[str, str]) -> str:
    """Replace every `${NAME}` by its value.

    Raises:
        SourceError: a variable that nobody set.
    """
    missing = [name for name in _VARIABLE.findall(text) if name not in variables]
    if missing:
        raise SourceError(source, text, "variable", detail=missing[0])
    return _VARIABLE.sub(lambda match: variables[match.group(1)], text)


def local_file(source: str, location: str, base: Path, scratch: Path) -> Path:
    """A file on this machine with the content of a path or URL; URLs are copied to `scratch`.

    Raises:
        SourceError: nothing there, nothing in it, or a place that does not answer.
    """
    if "://" in location and not location.startswith("file://"):
        path = _fetched(source, location, scratch)
    else:
        path = base / location.removeprefix("file://")
    if not path.is_file():
        raise SourceError(source, str(path), "missing", detail="a folder" if path.is_dir() else "")
    if path.stat().st_size == 0:
        raise SourceError(source, location, "empty")
    with path.open("rb") as file:
        start = file.read(64).lstrip().lower()
    if start.startswith((b"<!doctype", b"<html")):
        raise SourceError(source, location, "malformed", detail="an HTML page instead of a table")
    return path


def _fetched(source: str, location: str, scratch: Path) -> Path:
    target = scratch / ("source-" + re.sub(r"[^A-Za-z0-9_.-]", "_", location.rsplit("/", 1)[-1]))
    try:
        with fsspec.open(location, "rb") as remote, target.open("wb") as local:
            shutil.copyfileobj(remote, local)
    except FileNotFoundError:
        raise SourceError(source, location, "missing") from None
    except (OSError, ValueError, ImportError) as error:
        raise SourceError(source, location, "unreachable", detail=str(error)[:300]) from error
    return target
