"""Runs of any size are written whole and read by (run, row), also by many threads and over many files."""

import gc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from domain.errors import NotFoundError, PredictionFileError, StorageFullError
from prediction_store import PredictionStore
from prediction_store.frames import load_changes, load_run
from prediction_store.layout import ROW_GROUP, hash_files
from prediction_store.reader import OPEN_FILES
from prediction_store.writer import storage_errors
from tests.prediction_store.stored import DAY, USE_CASE, StoredRun, write_run

SIZES = (0, 1, ROW_GROUP - 1, ROW_GROUP, ROW_GROUP + 1, 2 * ROW_GROUP + 1)


def check_row(store: PredictionStore, stored: StoredRun, row: int) -> None:
    found, expected = store.prediction(stored.run, row), stored.frame.iloc[row]
    assert found.queue.row == row
    assert found.queue.entity == (expected["key_store"], expected["key_product"])
    assert found.queue.value == expected["prediction"]
    assert found.queue.usual == (None if np.isnan(expected["usual"]) else expected["usual"])
    weekday, last_week = found.explanation.contributions
    assert (weekday.value, weekday.contribution) == (expected["x_weekday"], float(expected["shap_weekday"]))
    assert (last_week.value, last_week.contribution) == (expected["x_last_week"], float(expected["shap_last_week"]))
    assert found.explanation.gap() < 1e-5


@pytest.mark.parametrize("count", SIZES)
def test_every_row_of_a_run_is_found_by_its_number(store: PredictionStore, count: int) -> None:
    stored = write_run(store, count)
    borders = {0, 1, count // 2, ROW_GROUP - 1, ROW_GROUP, ROW_GROUP + 1, 2 * ROW_GROUP, count - 1}
    for row in sorted(row for row in borders if 0 <= row < count):
        check_row(store, stored, row)


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("beyond", [-1, 0, 5, 10**9])
def test_a_row_that_is_not_there_is_not_found(store: PredictionStore, count: int, beyond: int) -> None:
    stored = write_run(store, count)
    row = -1 if beyond < 0 else count + beyond
    with pytest.raises(NotFoundError) as caught:
        store.prediction(stored.run, row)
    assert caught.value.kind == "prediction"


@pytest.mark.parametrize("count", SIZES)
def test_a_run_is_loaded_as_the_data_frame_that_was_written(store: PredictionStore, count: int) -> None:
    stored = write_run(store, count)
    loaded = load_run(store.folder / stored.run.location)
    assert len(loaded) == count
    for name in ("key_store", "key_product", "prediction", "x_last_week", "shap_weekday", "needs_look", "usual"):
        np.testing.assert_array_equal(loaded[name].to_numpy(), stored.frame[name].to_numpy())
    assert load_changes(store.folder / stored.run.location)["code"].tolist() == ["nothing"]


def test_chunks_of_whole_row_groups_make_the_row_groups_of_the_file(store: PredictionStore) -> None:
    import pyarrow.parquet as pq

    stored = write_run(store, 2 * ROW_GROUP + 1)
    metadata = pq.read_metadata(store.folder / stored.run.location / "rows.parquet")
    assert [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)] == [ROW_GROUP, ROW_GROUP, 1]


def test_the_same_rows_give_the_same_hash(store: PredictionStore, tmp_path: Path) -> None:
    other = PredictionStore(tmp_path / "other")
    assert write_run(store, 77).run.file_hash == write_run(other, 77).run.file_hash
    assert write_run(other, 77, seed=2).run.file_hash != write_run(other, 77).run.file_hash
    other.close()


def test_the_hash_covers_names_and_contents(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"a")
    two.write_bytes(b"a")
    assert hash_files([one]).startswith("sha256:")
    assert hash_files([one]) != hash_files([two])


def test_a_file_that_does_not_belong_to_the_run_is_noticed(store: PredictionStore) -> None:
    stored = write_run(store, 3)
    store.verify(stored.run)
    (store.folder / stored.run.location / "extra.parquet").write_bytes(b"")
    with pytest.raises(PredictionFileError):
        store.verify(stored.run)


# --- interrupted --------------------------------------------------------------------------------------------------


def test_a_writer_that_does_not_finish_leaves_nothing(store: PredictionStore) -> None:
    with pytest.raises(RuntimeError, match="killed"), store.write("shop/run_date=2026-05-02/x", USE_CASE):
        raise RuntimeError("killed")
    assert list(store.folder.rglob("*.parquet")) == []
    assert store.leftovers() == ()


def test_what_a_killed_writer_left_is_listed_read_by_nobody_and_started_anew(store: PredictionStore) -> None:
    stored = write_run(store, 5)
    whole = store.folder / stored.run.location
    left = whole.with_name(whole.name + ".partial")
    whole.rename(left)
    (left / "half").write_bytes(b"half")
    assert store.leftovers() == (left,)
    with pytest.raises(PredictionFileError) as caught:
        store.prediction(stored.run, 0)
    assert caught.value.fault == "missing"
    again = write_run(store, 5)
    assert again.run == stored.run
    assert store.leftovers() == ()
    store.verify(again.run)


def test_a_store_that_was_never_used_has_no_leftovers(store: PredictionStore) -> None:
    assert store.leftovers() == ()


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), OSError(122, "Quota"), OSError("... No space left on device")]
)
def test_a_full_disk_is_one_error_whoever_notices_it(tmp_path: Path, error: OSError) -> None:
    with pytest.raises(StorageFullError) as caught, storage_errors(tmp_path):
        raise error
    assert caught.value.path == tmp_path


def test_another_trouble_with_the_disk_is_not_called_a_full_one(tmp_path: Path) -> None:
    with pytest.raises(PermissionError), storage_errors(tmp_path):
        raise PermissionError(13, "Permission denied")


# --- many at once -------------------------------------------------------------------------------------------------


def test_threads_read_rows_and_pages_at_once(store: PredictionStore) -> None:
    from prediction_store.queue import Selection

    runs = [write_run(store, 300, seed) for seed in range(4)]
    expected = {stored.run.id: stored.frame.sort_values("rank")["row"].tolist() for stored in runs}

    def read(number: int) -> None:
        stored = runs[number % len(runs)]
        check_row(store, stored, (number * 37) % 300)
        without = tuple(range(number % 7))
        page = store.page(stored.run, Selection(without=without), 0, 10)
        assert [row.row for row in page] == [row for row in expected[stored.run.id] if row not in without][:10]

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(read, number) for number in range(80)]:
            done.result()


@pytest.fixture
def _no_open_files_lost() -> Iterator[None]:
    """A file handle that nobody closed would be reported when it is collected; warnings are errors."""
    yield
    gc.collect()


@pytest.mark.usefixtures("_no_open_files_lost")
def test_more_runs_than_files_may_be_open_are_read_again_and_again(store: PredictionStore) -> None:
    from datetime import timedelta

    runs = [write_run(store, 2, seed, DAY + timedelta(days=seed)) for seed in range(OPEN_FILES + 3)]
    for _ in range(2):
        for stored in runs:
            check_row(store, stored, 1)
    assert len(store._rows._files) == OPEN_FILES


def test_a_broken_row_group_is_an_error_and_other_runs_stay_readable(store: PredictionStore) -> None:
    good, bad = write_run(store, 50), write_run(store, 50, seed=2)
    path = store.folder / bad.run.location / "rows.parquet"
    content = bytearray(path.read_bytes())
    content[4 : len(content) // 2] = bytes(len(content) // 2 - 4)
    path.write_bytes(content)
    with pytest.raises(PredictionFileError) as caught:
        store.prediction(bad.run, 0)
    assert caught.value.fault == "unreadable"
    check_row(store, good, 0)


def test_a_file_of_somebody_else_is_not_taken_for_a_run(store: PredictionStore) -> None:
    import pyarrow.parquet as pq

    stored = write_run(store, 5)
    pq.write_table(pa.table({"a": [1]}), store.folder / stored.run.location / "rows.parquet")
    with pytest.raises(PredictionFileError) as caught:
        store.use_case(stored.run)
    assert caught.value.fault == "unreadable"
