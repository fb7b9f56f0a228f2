"""Encoding: codes by the manifest's list, NaN for what is missing or new, and nothing that depends on the order."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.encoding import encode, unseen
from models.feature_facts import FeatureFacts, describe_features
from models.table import FeatureTable

WORDS = st.one_of(st.none(), st.text(max_size=6))
NUMBERS = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True))


def table_of(words: list[Any], numbers: list[Any]) -> FeatureTable:
    columns = pa.table({"word": pa.array(words, pa.string()), "number": pa.array(numbers, pa.float64())})
    return FeatureTable(("word", "number"), columns)


def facts_of(words: list[Any]) -> tuple[FeatureFacts, ...]:
    seen = tuple(sorted({word for word in words if word is not None}))
    return FeatureFacts("word", "category", seen), FeatureFacts("number", "number")


ROWS = st.lists(st.tuples(WORDS, NUMBERS), min_size=1, max_size=30)


@given(rows=ROWS)
def test_every_code_reads_back_as_its_category_and_every_number_is_kept(rows: Any) -> None:
    words, numbers = [word for word, _ in rows], [number for _, number in rows]
    facts = facts_of(words)
    matrix = encode(table_of(words, numbers), facts)
    read = [None if np.isnan(code) else facts[0].categories[int(code)] for code in matrix[:, 0]]
    assert read == words
    expected = np.array([np.nan if number is None else number for number in numbers], dtype=np.float64)
    np.testing.assert_array_equal(matrix[:, 1], expected)


@given(rows=ROWS, order=st.randoms())
def test_permuted_rows_give_the_same_rows_permuted_and_the_same_facts(rows: Any, order: Any) -> None:
    places = list(range(len(rows)))
    order.shuffle(places)
    words, numbers = [word for word, _ in rows], [number for _, number in rows]
    plain, shuffled = table_of(words, numbers), table_of([words[i] for i in places], [numbers[i] for i in places])
    facts = facts_of(words)
    np.testing.assert_array_equal(encode(plain, facts)[places], encode(shuffled, facts))
    np.testing.assert_array_equal(unseen(plain, facts)["word"][places], unseen(shuffled, facts)["word"])


@given(rows=ROWS, known=st.lists(st.text(max_size=6), unique=True, max_size=4))
def test_a_category_is_unseen_exactly_when_it_is_there_and_not_known(rows: Any, known: list[str]) -> None:
    words, numbers = [word for word, _ in rows], [number for _, number in rows]
    facts = (FeatureFacts("word", "category", tuple(known)), FeatureFacts("number", "number"))
    table = table_of(words, numbers)
    assert unseen(table, facts)["word"].tolist() == [word is not None and word not in known for word in words]
    assert np.isnan(encode(table, facts)[unseen(table, facts)["word"], 0]).all()


def test_a_category_never_seen_is_scored_as_a_missing_one(fitted: Any) -> None:
    place = fitted.data.features.names.index("sky")
    columns = fitted.data.features.columns
    new = columns.set_column(place, "sky", pa.array(["sandstorm"] * columns.num_rows, pa.string()))
    gone = columns.set_column(place, "sky", pa.array([None] * columns.num_rows, pa.string()))
    names = fitted.data.features.names
    of_new, of_gone = (encode(FeatureTable(names, one), fitted.facts) for one in (new, gone))
    np.testing.assert_array_equal(fitted.scorer.predict_raw(of_new), fitted.scorer.predict_raw(of_gone))
    assert unseen(FeatureTable(names, new), fitted.facts)["sky"].all()
    assert not unseen(FeatureTable(names, gone), fitted.facts)["sky"].any()


def test_columns_are_found_by_name_whatever_their_order(fitted: Any) -> None:
    names = fitted.data.features.names[::-1]
    turned = FeatureTable(names, fitted.data.features.columns.select(list(names)))
    np.testing.assert_array_equal(encode(turned, fitted.facts), fitted.matrix)


def test_a_record_batch_encodes_as_the_table_does(fitted: Any) -> None:
    batch = fitted.data.features.columns.combine_chunks().to_batches()[0]
    np.testing.assert_array_equal(encode(FeatureTable(fitted.data.features.names, batch), fitted.facts), fitted.matrix)


def test_a_table_of_no_rows_gives_a_matrix_of_no_rows() -> None:
    assert encode(table_of([], []), facts_of([])).shape == (0, 2)


def test_an_infinite_number_is_kept_and_missing_in_every_row_is_nan() -> None:
    matrix = encode(table_of([None, None, None], [np.inf, -np.inf, None]), facts_of([]))
    assert np.isnan(matrix[:, 0]).all()
    assert matrix[:2, 1].tolist() == [np.inf, -np.inf]
    assert np.isnan(matrix[2, 1])


def test_a_table_without_a_feature_of_the_model_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks the model's feature colour"):
        encode(table_of(["a"], [1.0]), (FeatureFacts("colour", "category"),))


def test_a_number_where_training_had_a_category_is_refused() -> None:
    with pytest.raises(ValueError, match="feature number is a number"):
        encode(table_of(["a"], [1.0]), (FeatureFacts("number", "category", ("1",)),))


def test_a_column_that_is_neither_number_nor_text_is_refused() -> None:
    with pytest.raises(ValueError, match="int64"):
        FeatureTable(("count",), pa.table({"count": pa.array([1], pa.int64())}))


def test_columns_that_are_not_the_names_are_refused() -> None:
    with pytest.raises(ValueError, match="are not the features"):
        FeatureTable(("b", "a"), pa.table({"a": [1.0], "b": [2.0]}))


def test_the_facts_are_those_of_the_rows(make_use_case: Any, make_data: Any) -> None:
    table = make_data().features
    facts = {fact.name: fact for fact in describe_features(make_use_case(), table)}
    temperature = np.array(table.columns.column("temperature").to_pylist(), dtype=np.float64)
    there = temperature[~np.isnan(temperature)]
    assert facts["temperature"].minimum == there.min()
    assert facts["temperature"].maximum == there.max()
    assert facts["temperature"].low == np.quantile(there, 0.001)
    assert facts["temperature"].high == np.quantile(there, 0.999)
    assert facts["temperature"].missing_share == np.isnan(temperature).mean()
    assert facts["product"].categories == ("bun", "pie", "rye")
    assert [name for name, fact in facts.items() if fact.calendar] == ["weekday", "day_number"]


def test_the_order_of_the_rows_changes_no_fact_and_so_no_code(make_use_case: Any, make_data: Any) -> None:
    table = make_data().features
    turned = FeatureTable(table.names, table.columns.take(list(range(table.row_count))[::-1]))
    assert describe_features(make_use_case(), turned) == describe_features(make_use_case(), table)


def test_facts_of_a_feature_of_the_wrong_kind_are_refused(make_use_case: Any, make_data: Any) -> None:
    table = make_data(days=3).features
    place = table.names.index("sky")
    numbers = table.columns.set_column(place, "sky", pa.array([1.0] * table.row_count))
    with pytest.raises(ValueError, match="feature sky came as a number"):
        describe_features(make_use_case(), FeatureTable(table.names, numbers))
