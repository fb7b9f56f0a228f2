"""A full disk and a locked database: an error with words, nothing half-visible, and the same command completes."""

import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import BusyError, DatabaseError, StorageFullError
from domain.run import Run
from feedback_db.unit_of_work import FeedbackDb
from presentation.words.problems import explain
from services.hold_lock import hold_lock
from services.list_days import list_days
from services.train_version import train_version
from tests.services.made_up_shop import MORNING
from tests.services.shop import Shop, copy_shop, open_stores

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if mount is None or os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk; the limit on file sizes is tested in its place")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path, leave: int) -> Path:
    """Fill a disk until so many bytes are left."""
    ballast = disk / "ballast"
    free = os.statvfs(disk)
    ballast.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - leave)))
    return ballast


def assert_nothing_is_visible(shop: Shop) -> None:
    assert "published" not in shop.run_states().values()
    assert list_days(shop.deps, "shop") == ()
    assert list(shop.deps.predictions.folder.rglob("run_date=*/*/rows.parquet")) == []


@pytest.mark.parametrize("leave", [0, 4096, 12288])
@pytest.mark.parametrize("place", ["predictions", "staging"])
def test_a_full_disk_publishes_nothing_and_the_same_command_completes_once_there_is_room(
    shop: Shop, small_disk: Path, place: str, leave: int
) -> None:
    shutil.rmtree(shop.deps.home / place, ignore_errors=True)
    (shop.deps.home / place).symlink_to(small_disk / place)
    (small_disk / place).mkdir()
    ballast = fill(small_disk, leave)
    with pytest.raises(StorageFullError) as caught:
        shop.daily()
    assert explain(caught.value).title == "The disk is full"
    assert explain(caught.value).todo
    assert_nothing_is_visible(shop)
    ballast.unlink()
    run = shop.published()
    shop.deps.predictions.verify(run)
    assert shop.run_states() == {run.id: "published"}
    assert shop.deps.predictions.leftovers() == ()


def test_a_full_disk_under_the_database_publishes_nothing(shop: Shop, small_disk: Path) -> None:
    shop.close()
    shutil.copy(shop.deps.home / "feedback.sqlite", small_disk / "feedback.sqlite")
    database = FeedbackDb(f"sqlite:///{small_disk / 'feedback.sqlite'}")
    full = Shop(
        replace(shop.deps, feedback=database, predictions=type(shop.deps.predictions)(shop.deps.home / "predictions"))
    )
    with database.read():
        ballast = fill(small_disk, 0)
    with pytest.raises(DatabaseError) as caught:
        full.daily()
    assert caught.value.fault == "full"
    ballast.unlink()
    assert "published" not in full.run_states().values()
    assert full.published().state.value == "published"
    full.close()


LIMITED = """
    import resource, sys
    from pathlib import Path
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
    from domain.errors import VouchError
    from presentation.words.problems import explain
    from tests.services.shop import Shop, open_stores
    try:
        Shop(open_stores(Path(sys.argv[1]))).daily()
    except VouchError as error:
        print(type(error).__name__, explain(error).title, sep="|")
"""


def test_a_limit_on_the_size_of_files_is_a_full_disk_too(shop: Shop) -> None:
    """Every file that the run writes beside the database is larger than a kilobyte."""
    shop.close()
    script = [sys.executable, "-c", textwrap.dedent(LIMITED), str(shop.deps.home.parent), "1024"]
    ended = subprocess.run(
        script,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )
    assert ended.stderr == ""
    assert ended.stdout.split("|")[0] in ("StorageFullError", "DatabaseError")
    again = Shop(open_stores(shop.deps.home.parent))
    assert_nothing_is_visible(again)
    assert again.published().row_count == 6
    again.close()


def test_a_full_disk_leaves_no_half_version_when_training(shop: Shop, small_disk: Path) -> None:
    shutil.copytree(shop.deps.models, small_disk / "models")
    shutil.rmtree(shop.deps.models)
    shop.deps.models.symlink_to(small_disk / "models")
    before = {path: path.stat().st_size for path in (small_disk / "models").rglob("*")}
    ballast = fill(small_disk, 0)
    with pytest.raises(StorageFullError):
        train_version(shop.deps, shop.loaded, MORNING)
    assert {path: path.stat().st_size for path in (small_disk / "models").rglob("*")} == before
    ballast.unlink()
    assert train_version(shop.deps, shop.loaded, MORNING).number == 2


# --- locked -------------------------------------------------------------------------------------------------------


def impatient(shop: Shop) -> Shop:
    """The same shop with a database that does not wait five seconds for somebody else."""
    url = f"sqlite:///{shop.deps.home / 'feedback.sqlite'}"
    return Shop(replace(shop.deps, feedback=FeedbackDb(url, busy_timeout_ms=50)))


def test_a_locked_database_publishes_nothing_and_the_same_command_completes(shop: Shop) -> None:
    hurried = impatient(shop)
    with closing(sqlite3.connect(shop.deps.home / "feedback.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError) as caught:
            hurried.daily()
        assert caught.value.fault == "locked"
        assert_nothing_is_visible(hurried)
        other.execute("ROLLBACK")
    run = hurried.published()
    hurried.deps.predictions.verify(run)
    hurried.deps.feedback.close()


def test_a_database_locked_just_before_publishing_leaves_the_run_invisible(shop: Shop, run_of_this_batch: Run) -> None:
    hurried = impatient(shop)
    other = sqlite3.connect(shop.deps.home / "feedback.sqlite", isolation_level=None)

    class Locker:
        """Somebody takes the database while the run is being verified."""

        def step(self, name: str) -> None:
            if name == "verifying what was written":
                other.execute("BEGIN IMMEDIATE")

        def advance(self, done: int, total: int) -> None:
            pass

    from services.publish_run import publish_run

    with closing(other):
        with pytest.raises(DatabaseError):
            publish_run(hurried.deps, hurried.loaded, MORNING, Locker())
        other.execute("ROLLBACK")
    assert shop.run_states() == {run_of_this_batch.id: "preparing"}
    assert list_days(shop.deps, "shop") == ()
    completed = hurried.published()
    assert (completed.id, completed.file_hash) == (run_of_this_batch.id, run_of_this_batch.file_hash)
    hurried.deps.feedback.close()


@pytest.fixture
def run_of_this_batch(published_template: Path, tmp_path: Path) -> Run:
    """What becomes of the batch when nothing comes between."""
    other = copy_shop(published_template, tmp_path / "other")
    (run_id,) = other.run_states()
    run = other.stored(run_id)
    other.close()
    return run


def test_a_second_job_of_the_same_use_case_is_told_so_and_another_use_case_is_not(shop: Shop) -> None:
    with hold_lock(shop.deps, "another"):
        shop.published()
    with hold_lock(shop.deps, "shop"):
        with pytest.raises(BusyError) as caught:
            shop.daily()
        with pytest.raises(BusyError):
            train_version(shop.deps, shop.loaded, MORNING)
    assert "shop" in caught.value.what
    assert explain(caught.value).todo
    assert shop.daily().repeated
