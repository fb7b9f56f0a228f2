"""Model files: LightGBM's text and a JSON manifest, both checked against hashes before they are used. Never a pickle.

The database holds the hash of the manifest, the manifest holds the hash of the model text.
"""

import errno
import hashlib
import os
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import ModelFileError, StorageFullError
from models.manifest import FORMAT, Manifest, manifest_from_text, manifest_text

if TYPE_CHECKING:
    from lightgbm import Booster

MODEL_FILE = "model.txt"
MANIFEST_FILE = "manifest.json"

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system says when the disk, or the user's share of it, is full."""


@dataclass(frozen=True)
class LoadedModel:
    """A model whose files are what they were when they were written."""

    manifest: Manifest
    booster: "Booster"


def text_hash(text: str) -> str:
    """SHA-256 of a text in UTF-8, tagged with its algorithm."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def version_folder_name(manifest: Manifest) -> str:
    """A name for the folder of a version: `v3-1f0c2a9be377`. Other content, other name; a repeated job finds its own."""
    return f"v{manifest.version}-{text_hash(manifest_text(manifest)).removeprefix('sha256:')[:12]}"


def write_version(folder: Path, model_text: str, manifest: Manifest) -> str:
    """Write a version so that it is there as a whole or not at all; writing the same again changes nothing.

    Returns:
        The hash of the manifest, tagged with its algorithm.

    Raises:
        StorageFullError: no room; nothing is left behind.
        FileExistsError: the folder holds another version.
    """
    content = manifest_text(manifest)
    if manifest.model_hash != text_hash(model_text):
        raise ValueError("the manifest describes another model text")
    if folder.exists():
        _check_same(folder, content, model_text)
        return text_hash(content)
    temporary = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")
    try:
        temporary.mkdir(parents=True)
        _write_synced(temporary / MODEL_FILE, model_text)
        _write_synced(temporary / MANIFEST_FILE, content)
        _sync_folder(temporary)
        temporary.rename(folder)
        _sync_folder(folder.parent)
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        if error.errno in NO_ROOM:
            raise StorageFullError(folder) from error
        raise
    return text_hash(content)


def read_manifest(folder: Path, expected_hash: str) -> Manifest:
    """The manifest of a version, if it is the one that was recorded.

    Raises:
        ModelFileError: missing, tampered with, or unreadable (from a newer Vouch).
    """
    path = folder / MANIFEST_FILE
    content = _read_checked(path, expected_hash)
    try:
        return manifest_from_text(content)
    except ValueError as error:
        raise ModelFileError(path, "unreadable", f"format {FORMAT}", str(error)) from error


def read_model_text(folder: Path, manifest: Manifest) -> str:
    """LightGBM's text of a version, if it is the one that its manifest names; nothing heavy is imported.

    Raises:
        ModelFileError: missing or tampered with.
    """
    return _read_checked(folder / MODEL_FILE, manifest.model_hash)


def load_model(folder: Path, expected_hash: str) -> LoadedModel:
    """Manifest and booster of a version, if both are what was recorded.

    Raises:
        ModelFileError: as `read_manifest`, for either file.
    """
    manifest = read_manifest(folder, expected_hash)
    path = folder / MODEL_FILE
    text = read_model_text(folder, manifest)
    import lightgbm

    try:
        return LoadedModel(manifest, lightgbm.Booster(model_str=text))
    except lightgbm.basic.LightGBMError as error:
        raise ModelFileError(path, "unreadable", f"LightGBM {lightgbm.__version__}", str(error)) from error


def _read_checked(path: Path, expected_hash: str) -> str:
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ModelFileError(path, "missing", expected_hash) from error
    except OSError as error:
        raise ModelFileError(path, "unreadable", expected_hash, error.strerror or "") from error
    found = "sha256:" + hashlib.sha256(content).hexdigest()
    if found != expected_hash:
        raise ModelFileError(path, "tampered", expected_hash, found)
    return content.decode()


def _check_same(folder: Path, manifest: str, model_text: str) -> None:
    for name, content in ((MANIFEST_FILE, manifest), (MODEL_FILE, model_text)):
        path = folder / name
        if not path.is_file() or path.read_bytes() != content.encode():
            raise FileExistsError(errno.EEXIST, "another version is stored here", str(folder))


def _write_synced(path: Path, content: str) -> None:
    with path.open("wb") as file:
        file.write(content.encode())
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
