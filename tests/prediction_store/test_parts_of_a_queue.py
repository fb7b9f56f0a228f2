"""Parts of a queue give what a plain data frame gives: as a filter, and as counts of one scan."""

from collections import Counter
from collections.abc import Iterator

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.assignment import Part
from prediction_store import PredictionStore
from prediction_store.queue import Selection
from tests.prediction_store.stored import PRODUCTS, STORES, StoredRun, write_run

COUNT = 240
EXAMPLES = 60


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PredictionStore]:
    store = PredictionStore(tmp_path_factory.mktemp("parts") / "store")
    yield store
    store.close()


@pytest.fixture(scope="module")
def stored(opened: PredictionStore) -> StoredRun:
    return write_run(opened, COUNT, seed=5)


store_is = st.tuples(st.just("store"), st.sampled_from([*STORES, "nowhere"]))
product_is = st.tuples(st.just("product"), st.sampled_from(PRODUCTS))
part = st.one_of(st.just(()), st.tuples(store_is), st.tuples(product_is), st.tuples(store_is, product_is))
parts = st.lists(part, max_size=4).map(tuple)
rows = st.frozensets(st.integers(0, COUNT - 1), max_size=40).map(lambda found: tuple(sorted(found)))


def inside(row: pd.Series, wanted: tuple[Part, ...]) -> bool:
    return any(all(row[f"key_{key}"] == value for key, value in conditions) for conditions in wanted)


@settings(max_examples=EXAMPLES)
@given(parts, rows, st.booleans())
def test_a_list_of_parts_filters_like_a_data_frame(
    opened: PredictionStore, stored: StoredRun, wanted: tuple[Part, ...], answered: tuple[int, ...], needs_look: bool
) -> None:
    selection = Selection(needs_look=needs_look, without=answered, within=wanted)
    kept = [
        row["row"]
        for _, row in stored.frame.sort_values("rank").iterrows()
        if inside(row, wanted) and row["row"] not in answered and (row["needs_look"] or not needs_look)
    ]
    assert opened.count(stored.run, selection) == len(kept)
    assert [row.row for row in opened.page(stored.run, selection, 0, COUNT)] == kept


@settings(max_examples=EXAMPLES)
@given(st.lists(parts, max_size=5), rows)
def test_cells_count_every_prediction_once_like_a_data_frame(
    opened: PredictionStore, stored: StoredRun, owners: list[tuple[Part, ...]], answered: tuple[int, ...]
) -> None:
    expected = Counter(
        (
            frozenset(place for place, wanted in enumerate(owners) if inside(row, wanted)),
            bool(row["needs_look"]),
            row["row"] in answered,
        )
        for _, row in stored.frame.iterrows()
    )
    cells = opened.cells(stored.run, owners, answered)
    assert {(cell.owners, cell.needs_look, cell.answered): cell.count for cell in cells} == dict(expected)
    assert sum(cell.count for cell in cells) == COUNT
