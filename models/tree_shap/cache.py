"""A folder in which compiled kernels are kept, found or made before anything is compiled.

numba refuses at import when neither the folder of a module nor the home of the user can be written to. So the folder is
chosen here: what the user set (NUMBA_CACHE_DIR), else the user's cache folder, else one of this user's own in the
temporary folder. Its name holds a hash of the package's source: numba checks only the file of the outermost function, so a
change in a function that is called from another file would go on running in its old form.
"""

import getpass
import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

FOLDER = "tree_shap_kernels"
PRIVATE = 0o700
"""Compiled code is loaded from the folder, so nobody else may write to it."""


def source_hash(package: Path) -> str:
    """The first 16 hex digits of the SHA-256 of all Python files of a folder, names included."""
    digest = hashlib.sha256()
    for path in sorted(package.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def candidates(environment: Mapping[str, str], temporary: Path) -> Iterator[Path]:
    """The folders to try, best first."""
    if chosen := environment.get("NUMBA_CACHE_DIR"):
        yield Path(chosen) / FOLDER
    if base := environment.get("XDG_CACHE_HOME") or environment.get("LOCALAPPDATA"):
        yield Path(base) / FOLDER
    if home := environment.get("HOME") or environment.get("USERPROFILE"):
        parts = ("Library", "Caches") if sys.platform == "darwin" else (".cache",)
        yield Path(home, *parts) / FOLDER
    yield temporary / f"{FOLDER}_{_user()}"


def writable_folder(folders: Iterator[Path], name: str) -> Path | None:
    """The first folder in which `name` exists or can be made, is ours, and can be written to; None if there is none."""
    for folder in folders:
        try:
            made = folder / name
            made.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
            # Two processes may do this at once: each probes with a name of its own.
            with tempfile.TemporaryFile(dir=made):
                pass
        except OSError:
            continue
        if _is_ours(folder) and _is_ours(made):
            return made
    return None


def kernel_folder() -> Path | None:
    """Where this version of the package keeps its compiled kernels."""
    package = Path(__file__).parent
    return writable_folder(candidates(os.environ, Path(tempfile.gettempdir())), source_hash(package))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else "user"


def _is_ours(folder: Path) -> bool:
    if not hasattr(os, "getuid"):
        return True
    status = folder.stat()
    others_write = status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return status.st_uid == os.getuid() and not others_write
