"""Every query of the queue gives what a plain data frame gives."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import PredictionFileError
from prediction_store import PredictionStore
from prediction_store.queue import Selection
from tests.prediction_store.stored import PRODUCTS, STORES, StoredRun, write_run

COUNT = 240


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PredictionStore]:
    store = PredictionStore(tmp_path_factory.mktemp("queue") / "o'store")
    yield store
    store.close()


@pytest.fixture(scope="module")
def stored(opened: PredictionStore) -> StoredRun:
    return write_run(opened, COUNT)


def expected(frame: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """The selection by rank, computed without the store."""
    kept = frame[frame["needs_look"]] if selection.needs_look else frame
    for key, value in selection.keys:
        kept = kept[kept[f"key_{key}"] == value]
    if selection.search.strip():
        names = kept["key_product"] + " " + kept["key_store"]
        kept = kept[names.str.lower().str.contains(selection.search.strip().lower(), regex=False).astype(bool)]
    return kept[~kept["row"].isin(selection.without)].sort_values("rank")


words = st.sampled_from(
    [
        "",
        "  ",
        "brot",
        "BROT",
        "Brö",
        "süd",
        "100%",
        "%",
        "_",
        "o'neil",
        '"',
        "🥐",
        "Café 🥐",
        "bread north",
        "rye  bread",
        "\\",
        "null",
        "';",
        "zzz",
    ]
)
selections = st.builds(
    Selection,
    needs_look=st.booleans(),
    keys=st.one_of(
        st.just(()),
        st.tuples(st.tuples(st.just("store"), st.sampled_from([*STORES, "nowhere", "' OR 1=1 --"]))),
        st.tuples(
            st.tuples(st.just("store"), st.sampled_from(STORES)),
            st.tuples(st.just("product"), st.sampled_from(PRODUCTS)),
        ),
    ),
    search=words,
    without=st.lists(st.integers(0, COUNT + 5), max_size=60).map(tuple),
)


@given(selection=selections, offset=st.integers(0, COUNT + 20), size=st.integers(1, 50))
def test_pages_and_counts_are_those_of_the_data_frame(
    opened: PredictionStore, stored: StoredRun, selection: Selection, offset: int, size: int
) -> None:
    wanted = expected(stored.frame, selection)
    assert opened.count(stored.run, selection) == len(wanted)
    page = opened.page(stored.run, selection, offset, size)
    part = wanted.iloc[offset : offset + size]
    assert [(row.row, row.rank) for row in page] == list(zip(part["row"], part["rank"], strict=True))
    assert [row.entity for row in page] == list(zip(part["key_store"], part["key_product"], strict=True))
    assert [row.value for row in page] == part["prediction"].tolist()


@given(selection=selections, row=st.integers(0, COUNT - 1))
def test_the_place_of_a_row_is_the_number_of_rows_before_it(
    opened: PredictionStore, stored: StoredRun, selection: Selection, row: int
) -> None:
    wanted = expected(stored.frame, selection)
    rank = stored.frame.loc[row, "rank"]
    assert opened.place(stored.run, selection, row) == int((wanted["rank"] < rank).sum())
    assert opened.has(stored.run, selection, row) == (row in set(wanted["row"]))


@given(search=st.text(max_size=6))
def test_any_text_can_be_searched_for(opened: PredictionStore, stored: StoredRun, search: str) -> None:
    assert 0 <= opened.count(stored.run, Selection(search=search)) <= COUNT


@pytest.mark.parametrize("name", [*STORES, *PRODUCTS])
def test_every_name_is_found_as_it_is_written_and_in_capitals(
    opened: PredictionStore, stored: StoredRun, name: str
) -> None:
    owners = int(((stored.frame["key_store"] == name) | (stored.frame["key_product"] == name)).sum())
    assert owners > 0
    assert opened.count(stored.run, Selection(search=name)) >= owners
    assert opened.count(stored.run, Selection(search=name.upper())) >= owners


def test_ranks_are_a_permutation_with_what_needs_a_look_first(opened: PredictionStore, stored: StoredRun) -> None:
    rows = opened.page(stored.run, Selection(), 0, COUNT)
    assert [row.rank for row in rows] == list(range(1, COUNT + 1))
    assert sorted(row.row for row in rows) == list(range(COUNT))
    looks = [row.needs_look for row in rows]
    assert looks == sorted(looks, reverse=True)
    scores = stored.frame.set_index("row")["score"]
    for one, other in pairwise(rows):
        before, after = (row.needs_look for row in (one, other))
        assert before > after or (scores[one.row], -one.row) > (scores[other.row], -other.row)


def test_rows_in_batch_order_are_the_batch(opened: PredictionStore, stored: StoredRun) -> None:
    rows = [row for offset in range(0, COUNT, 70) for row in opened.page_in_order(stored.run, offset, 70)]
    assert [row.row for row in rows] == list(range(COUNT))
    assert [row.value for row in rows] == stored.frame["prediction"].tolist()


def test_the_values_of_a_key_are_listed_once_in_order_and_not_too_many(
    opened: PredictionStore, stored: StoredRun
) -> None:
    assert opened.key_values(stored.run, "store") == tuple(sorted(STORES))
    assert opened.key_values(stored.run, "product", limit=2) == tuple(sorted(PRODUCTS))[:2]


def test_a_row_the_run_does_not_have_has_no_place(opened: PredictionStore, stored: StoredRun) -> None:
    assert opened.place(stored.run, Selection(), COUNT) is None
    assert not opened.has(stored.run, Selection(), COUNT)


def test_an_empty_run_answers_every_query(store: PredictionStore) -> None:
    empty = write_run(store, 0).run
    assert store.page(empty, Selection(), 0, 10) == ()
    assert store.count(empty, Selection(needs_look=True, search="x", without=(1,))) == 0
    assert store.place(empty, Selection(), 0) is None
    assert store.key_values(empty, "store") == ()
    assert store.page_in_order(empty, 0, 10) == ()


@pytest.mark.parametrize("content", [None, b"", b"PAR1", b"PAR1" + bytes(200) + b"PAR1", b"<html>"])
def test_a_broken_queue_file_is_an_error_with_its_place(store: PredictionStore, content: bytes | None) -> None:
    run = write_run(store, 20).run
    path: Path = store.folder / run.location / "queue.parquet"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PredictionFileError) as caught:
        store.page(run, Selection(), 0, 10)
    assert (caught.value.path, caught.value.fault) == (path, "missing" if content is None else "unreadable")


def test_a_queue_file_whose_pages_are_damaged_is_an_error(store: PredictionStore) -> None:
    run = write_run(store, 200).run
    path = store.folder / run.location / "queue.parquet"
    content = bytearray(path.read_bytes())
    content[4 : len(content) // 2] = b"\xff" * (len(content) // 2 - 4)
    path.write_bytes(content)
    with pytest.raises(PredictionFileError):
        store.page(run, Selection(), 0, 200)


def test_a_queue_file_without_its_columns_is_an_error(store: PredictionStore) -> None:
    run = write_run(store, 20).run
    path = store.folder / run.location / "queue.parquet"
    pd.DataFrame({"a": [1]}).to_parquet(path)
    with pytest.raises(PredictionFileError):
        store.count(run, Selection(needs_look=True))
