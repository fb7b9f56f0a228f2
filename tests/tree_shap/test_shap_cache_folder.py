"""Compiled kernels find a place on every machine: read-only install, no home, nothing writable, two processes at once."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import numpy as np
import pytest

from models.tree_shap.cache import FOLDER, candidates, source_hash, writable_folder

PROJECT = Path(__file__).resolve().parents[2]
SMALL = """
import numpy
from models.tree_shap.compiling import kernel

@kernel
def doubled(rows):
    return rows * 2.0
"""
DOUBLE = """
import sys
import numpy
from models.tree_shap.small import doubled
numpy.save(sys.argv[2], doubled(numpy.load(sys.argv[1])))
"""
"""A kernel of its own that is compiled in a second: every kernel is decorated, kept and found alike."""


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    np.save(tmp_path / "rows.npy", np.array([[1.0, np.nan], [-2.5, 0.0]]))
    return tmp_path / "rows.npy"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A copy of the package, as an installation would hold it."""
    folder = tmp_path / "installed"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PROJECT / "models" / "tree_shap", folder / "models" / "tree_shap", ignore=ignored)
    (folder / "models" / "tree_shap" / "small.py").write_text(SMALL)
    (folder / "models" / "__init__.py").write_text("")
    return folder


def environment(**settings: str) -> dict[str, str]:
    """Nothing of the person who runs the tests, not even a home."""
    return {"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"} | settings


def start(installed: Path, rows: Path, out: Path, env: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", DOUBLE, str(rows), str(out)]
    return subprocess.Popen(command, cwd=installed, env=env, stderr=subprocess.PIPE, text=True)


def doubled(process: subprocess.Popen[str], out: Path) -> np.ndarray:
    _, complaint = process.communicate(timeout=200)
    assert process.returncode == 0, complaint
    return np.load(out)


def kept(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.nbc"))


def test_a_read_only_install_without_a_home_works_and_keeps_its_kernels_in_the_temporary_folder(
    installed: Path, rows: Path, tmp_path: Path
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    # root may write anywhere, but not even root can make a folder where a file is.
    (installed / "models" / "tree_shap" / "__pycache__").write_text("in the way")
    for path in [installed, *installed.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        process = start(installed, rows, tmp_path / "out.npy", environment(TMPDIR=str(temporary)))
        found = doubled(process, tmp_path / "out.npy")
    finally:
        for path in [installed, *installed.rglob("*")]:
            path.chmod(0o755)
    assert np.array_equal(found, 2 * np.load(rows), equal_nan=True)
    assert kept(temporary)
    assert kept(installed) == []


def test_two_processes_that_start_at_once_share_an_empty_folder(installed: Path, rows: Path, tmp_path: Path) -> None:
    env = environment(NUMBA_CACHE_DIR=str(tmp_path / "chosen"))
    outs = [tmp_path / "one.npy", tmp_path / "two.npy"]
    processes = [start(installed, rows, out, env) for out in outs]
    one, two = [doubled(process, out) for process, out in zip(processes, outs, strict=True)]
    assert np.array_equal(one, 2 * np.load(rows), equal_nan=True)
    assert np.array_equal(two, one, equal_nan=True)
    assert kept(tmp_path / "chosen" / FOLDER)
    before = kept(tmp_path / "chosen")
    third = doubled(start(installed, rows, outs[0], env), outs[0])
    assert np.array_equal(third, one, equal_nan=True)
    assert kept(tmp_path / "chosen") == before


def test_the_first_folder_that_can_be_made_is_taken(tmp_path: Path) -> None:
    blocked = tmp_path / "a_file"
    blocked.write_text("in the way")
    assert writable_folder(iter([blocked / "x", tmp_path / "free"]), "abc") == tmp_path / "free" / "abc"
    assert writable_folder(iter([blocked / "x"]), "abc") is None


def test_a_folder_that_others_may_write_to_is_not_trusted_with_code(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    assert writable_folder(iter([shared]), "abc") is None


def test_what_is_made_is_private(tmp_path: Path) -> None:
    made = writable_folder(iter([tmp_path / "free"]), "abc")
    assert made
    assert stat.S_IMODE(made.stat().st_mode) & 0o077 == 0


def test_the_folder_the_user_chose_comes_first_and_the_temporary_one_last() -> None:
    temporary = Path(tempfile.gettempdir())
    wishes = {"NUMBA_CACHE_DIR": "/chosen", "XDG_CACHE_HOME": "/cache", "HOME": "/home/me"}
    found = list(candidates(wishes, temporary))
    assert [str(path) for path in found[:2]] == [f"/chosen/{FOLDER}", f"/cache/{FOLDER}"]
    assert found[-1].parent == temporary
    assert len(list(candidates({}, temporary))) == 1


def test_a_change_in_any_source_file_gives_another_folder(installed: Path) -> None:
    package = installed / "models" / "tree_shap"
    (package / "small.py").unlink()
    before = source_hash(package)
    assert before == source_hash(PROJECT / "models" / "tree_shap")
    (package / "encoding.py").write_text("changed")
    assert source_hash(package) != before


def test_who_needs_kernels_waits_for_whoever_compiles_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.tree_shap import compiling

    monkeypatch.setattr(compiling, "FOLDER", tmp_path)
    waiting = threading.Thread(target=compiling.wait_for_others)
    with compiling.compiling_ahead():
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
    waiting.join(60)
    assert not waiting.is_alive()
    compiling.wait_for_others()  # Nobody compiles: nobody waits.
