"""The naive rules, against the same rules written day by day."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.baselines import naive_baselines
from models.table import FeatureTable, TrainingData


def data_of(days: list[int], entities: list[str], target: list[float]) -> TrainingData:
    table = FeatureTable(("one",), pa.table({"one": pa.array([1.0] * len(days))}))
    return TrainingData(
        table,
        np.array(target, float),
        np.datetime64("2025-01-01") + np.array(days, dtype=int),
        np.array(entities, dtype=object),
    )


@given(
    rows=st.dictionaries(
        st.tuples(st.integers(0, 80), st.sampled_from("ab")), st.integers(0, 50), min_size=1, max_size=120
    ),
    late=st.integers(1, 20),
    order=st.randoms(),
)
def test_each_rule_uses_only_what_was_known_and_equals_its_definition(
    make_use_case: Any, rows: Any, late: int, order: Any
) -> None:
    items = list(rows.items())
    order.shuffle(items)
    data = data_of([day for (day, _), _ in items], [name for (_, name), _ in items], [value for _, value in items])
    found = naive_baselines(make_use_case(target={"available_after_days": late}), data)
    for place, ((day, name), _) in enumerate(items):
        known = [back for back in range(7, 99, 7) if back >= late]
        last = rows.get((day - known[0], name), np.nan)
        four = [rows[day - back, name] for back in known if (day - back, name) in rows][:4]
        mean = np.mean(four) if len(four) == 4 else np.nan
        assert found["same_weekday_last_week"][place] == pytest.approx(last, nan_ok=True)
        assert found["mean_of_last_four_same_weekdays"][place] == pytest.approx(mean, nan_ok=True)


def test_a_closed_day_does_not_count_among_the_last_four(make_use_case: Any) -> None:
    data = data_of([0, 7, 14, 28, 35], ["a"] * 5, [1, 2, 3, 6, 0])
    found = naive_baselines(make_use_case(), data)
    assert found["mean_of_last_four_same_weekdays"][4] == 3.0
    assert np.isnan(found["same_weekday_last_week"][3])
