"""Where the days of training lay, kept in the manifest; a manifest from before it was kept still opens."""

import numpy as np
import pyarrow as pa

from domain.stage import QUANTILES
from models.day_profile import day_medians
from models.table import FeatureTable


def table(values: list[float | None]) -> FeatureTable:
    columns = pa.table({"price": pa.array(values, pa.float64()), "store": pa.array(["N"] * len(values))})
    return FeatureTable(("price", "store"), columns)


def test_the_profile_holds_the_medians_of_days_whatever_the_order_of_rows() -> None:
    days = np.array(["2024-02-28", "2024-02-29", "2024-02-28", "2024-02-29", "2024-03-01"], dtype="datetime64[D]")
    values = [1.0, 10.0, 3.0, None, 100.0]
    profile = day_medians(table(values), days)
    assert set(profile) == {"price"}
    assert len(profile["price"]) == len(QUANTILES)
    assert (profile["price"][0], profile["price"][-1]) == (2.0, 100.0)
    order = [4, 2, 0, 3, 1]
    assert day_medians(table([values[at] for at in order]), days[order]) == profile


def test_a_feature_without_a_value_has_no_profile() -> None:
    assert day_medians(table([None, None]), np.array(["2024-01-01"] * 2, dtype="datetime64[D]")) == {}
