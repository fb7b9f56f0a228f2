"""Importance, samples and lists over whole runs: the same as numpy says, and nothing rare or extreme is lost."""

import math
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.driver import added, drivers_of
from domain.errors import PredictionFileError
from domain.links import effects
from domain.run import Run
from prediction_store import PredictionStore
from prediction_store.layout import ROWS
from prediction_store.moved import Within
from prediction_store.sample import Wish
from prediction_store.scans import effect_sql
from tests.prediction_store.drawn_runs import frame_of, use_case_of, write
from tests.prediction_store.stored import DAY

FEATURES = ("heat", "rain", "kind")
WISH = Wish(columns=("x_heat", "x_kind", "shap_kind", "x_heat IS NULL AS gap"), ends=("x_heat", "shap_kind"), categories=("x_kind", "gap"), size=40)  # fmt: skip


def test_the_importance_of_features_is_the_mean_size_of_their_contributions(store: PredictionStore) -> None:
    use_case, frame = use_case_of(), frame_of(5_000, 1)
    run = write(store, use_case, frame)

    found = store.whole.importance([run], use_case, drivers_of(use_case, grouped=False))[run.id]

    assert found.rows == 5_000
    for name in FEATURES:
        assert found.mean(name) == pytest.approx(frame[f"shap_{name}"].abs().astype(float).mean(), rel=1e-6)
    assert sum(found.share(name) for name in FEATURES) == pytest.approx(1.0)


def test_a_group_counts_with_the_size_of_its_sum_and_not_with_the_sum_of_its_sizes(store: PredictionStore) -> None:
    use_case, frame = use_case_of(), frame_of(3_000, 2)
    run = write(store, use_case, frame)

    found = store.whole.importance([run], use_case, drivers_of(use_case, grouped=True))[run.id]

    together = (frame["shap_heat"].astype(float) + frame["shap_rain"].astype(float)).abs().mean()
    assert found.mean("group.weather") == pytest.approx(together, rel=1e-6)
    assert found.mean("group.weather") < 0.6 * sum(frame[f"shap_{name}"].abs().mean() for name in ("heat", "rain"))
    assert set(found.totals) == {"group.weather", "kind"}


def test_the_importance_of_several_runs_is_that_of_all_their_rows(store: PredictionStore) -> None:
    use_case = use_case_of()
    frames = [frame_of(count, count) for count in (50, 700, 1)]
    runs = [write(store, use_case, frame, DAY.replace(day=5 + at)) for at, frame in enumerate(frames)]
    drivers = drivers_of(use_case, grouped=False)

    by_run = store.whole.importance(runs, use_case, drivers)
    whole = added(tuple(by_run.values()))

    everything = pd.concat(frames)
    assert list(by_run) == [run.id for run in runs]
    assert whole.rows == len(everything)
    for name in FEATURES:
        assert whole.mean(name) == pytest.approx(everything[f"shap_{name}"].abs().astype(float).mean(), rel=1e-6)
    assert store.whole.importance(runs, use_case, drivers) == by_run


def test_segments_are_the_most_frequent_values_and_say_how_many_there_are(store: PredictionStore) -> None:
    use_case, frame = use_case_of(), frame_of(2_000, 3, kinds=5)
    run = write(store, use_case, frame)

    found = store.whole.segments([run], use_case, drivers_of(use_case, grouped=False), "x_kind", 3)

    counts = frame["x_kind"].value_counts(dropna=False)
    assert found.values == 6
    assert [segment.importance.rows for segment in found.shown] == counts.iloc[:3].tolist()
    for segment in found.shown:
        rows = frame["x_kind"].isna() if segment.value is None else frame["x_kind"] == segment.value
        assert segment.importance.mean("heat") == pytest.approx(
            frame.loc[rows, "shap_heat"].abs().astype(float).mean(), rel=1e-6
        )


@pytest.mark.parametrize(
    ("task", "objective"), [("regression", "squared"), ("regression", "poisson"), ("binary", "squared")]
)
def test_effects_in_a_scan_are_those_of_the_explanations(store: PredictionStore, task: str, objective: str) -> None:
    use_case, frame = use_case_of(task, objective), frame_of(400, 4)
    # Rows whose contributions cancel have no slope to divide by.
    frame.loc[:5, [f"shap_{name}" for name in FEATURES]] = np.float32(0.0)
    run = write(store, use_case, frame)
    wish = Wish(tuple(f"{effect_sql(use_case, (name,))} AS {name}" for name in FEATURES), (), (), len(frame))

    drawn = store.whole.sample([run], wish).rows.to_pandas()

    shap = frame[[f"shap_{name}" for name in FEATURES]].to_numpy(dtype=float)
    base = frame["base"].to_numpy()
    expected = effects(use_case.link, base, base + shap.sum(axis=1), shap)
    np.testing.assert_allclose(drawn[list(FEATURES)].to_numpy(), expected, rtol=1e-9, atol=1e-12)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 600), st.integers(0, 2**16), st.integers(1, 12))
def test_a_sample_keeps_extremes_and_every_category_and_is_no_larger_than_wished_for(
    count: int, seed: int, kinds: int
) -> None:
    use_case, frame = use_case_of(), frame_of(count, seed, kinds)
    with TemporaryDirectory() as folder:
        store = PredictionStore(Path(folder))
        run = write(store, use_case, frame)
        drawn = store.whole.sample([run], WISH)
        again = store.whole.sample([run], WISH)
        store.close()

    rows = drawn.rows.to_pandas()
    assert drawn.total == count
    assert len(rows) == min(count, WISH.size)
    assert not rows.duplicated(["run", "row"]).any()
    assert set(rows["x_kind"].fillna("missing")) == set(frame["x_kind"].fillna("missing"))
    assert rows["x_heat"].isna().any() == frame["x_heat"].isna().any()
    for name in ("x_heat", "shap_kind"):
        assert _same(rows[name].min(), frame[name].min())
        assert _same(rows[name].max(), frame[name].max())
    assert drawn.unseen == 0
    assert again.rows.equals(drawn.rows)


def _same(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))


def test_categories_without_a_place_in_the_sample_are_counted(store: PredictionStore) -> None:
    use_case, frame = use_case_of(), frame_of(3_000, 5, kinds=200)
    run = write(store, use_case, frame)
    wish = Wish(("x_kind",), (), ("x_kind",), 50)

    drawn = store.whole.sample([run], wish)

    kept = drawn.rows.to_pandas()["x_kind"].nunique(dropna=False)
    assert len(drawn.rows) == 50
    assert kept >= 25
    assert drawn.unseen == frame["x_kind"].nunique(dropna=False) - kept > 0


def test_a_sample_of_several_runs_draws_from_each_by_its_size(store: PredictionStore) -> None:
    use_case = use_case_of()
    runs = [
        write(store, use_case, frame_of(count, count), DAY.replace(day=5 + at))
        for at, count in enumerate((6_000, 2_000))
    ]

    drawn = store.whole.sample(runs, Wish(("x_rain",), (), (), 2_000)).rows.to_pandas()

    assert len(drawn) == 2_000
    assert 1_350 < (drawn["run"] == 0).sum() < 1_650


def test_the_list_behind_a_bar_has_the_largest_effects_first(store: PredictionStore) -> None:
    use_case, frame = use_case_of(), frame_of(900, 6)
    run = write(store, use_case, frame)
    weather = drivers_of(use_case, grouped=True)[0]

    found = store.whole.most_moved([run], use_case, weather, Within(10, "key_store", "O'Neil 100%"))

    shop = frame[frame["store"] == "O'Neil 100%"]
    effect = shop["shap_heat"].astype(float) + shop["shap_rain"].astype(float)
    assert [item.effect for item in found] == pytest.approx(
        effect.loc[effect.abs().sort_values(ascending=False).index[:10]].tolist()
    )
    assert {item.entity for item in found} == {("O'Neil 100%",)}
    assert all(item.value is None for item in found)


def test_picked_predictions_are_listed_with_their_values(store: PredictionStore) -> None:
    use_case, frame = use_case_of(), frame_of(300, 7)
    run = write(store, use_case, frame)
    heat = drivers_of(use_case, grouped=False)[0]

    found = store.whole.most_moved([run], use_case, heat, Within(10, rows={run.id: [3, 299], "another": [1]}))

    assert {item.id for item in found} == {f"{run.id}-3", f"{run.id}-299"}
    by_id = {item.id: item for item in found}
    assert by_id[f"{run.id}-299"].effect == pytest.approx(float(frame["shap_heat"].iloc[299]))


@pytest.mark.parametrize("broken", [True, False])
def test_a_file_that_is_gone_or_broken_is_named(store: PredictionStore, broken: bool) -> None:
    use_case = use_case_of()
    runs: list[Run] = [write(store, use_case, frame_of(20, at), DAY.replace(day=5 + at)) for at in range(2)]
    path = store.folder / runs[1].location / ROWS
    if broken:
        path.write_bytes(b"no Parquet")
    else:
        path.unlink()

    with pytest.raises(PredictionFileError) as caught:
        store.whole.importance(runs, use_case, drivers_of(use_case, grouped=False))

    assert (caught.value.path, caught.value.fault) == (path, "unreadable" if broken else "missing")
