"""The nearest predictions are those that comparing everything with everything finds; what cannot be read is said."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.run import Run
from domain.use_case import UseCase
from prediction_store import PredictionStore, similar
from prediction_store.contributions import (
    BLOCK_ROWS,
    PREFIX,
    contribution_blocks,
    contribution_columns,
    contribution_scale,
    contribution_vectors,
)
from prediction_store.frames import load_run
from prediction_store.layout import ROWS
from tests.prediction_store.stored import USE_CASE, write_run
from tests.prediction_store.vectors import write_vectors

TODAY = date(2026, 5, 20)
QUERY = np.array([[0.0, 0.0, 0.0]])


def found(search: similar.Search) -> list[tuple[date, int]]:
    return [(near.run.target_date, near.row) for near in search.found]


def sidecar(store: PredictionStore, run: Run) -> Path:
    (path,) = (store.folder / run.location).glob(f"{PREFIX}*")
    return path


def days_of(store: PredictionStore, *runs: list[list[float]]) -> tuple[Run, list[Run]]:
    """Today's run with the query, and earlier runs, the newest first."""
    today = write_vectors(store, QUERY, TODAY)
    earlier = [write_vectors(store, np.array(rows), TODAY - timedelta(days=1 + at)) for at, rows in enumerate(runs)]
    return today, earlier


# --- the same as comparing everything with everything -------------------------------------------------------------

whole = st.integers(-3, 3).map(float)
days = st.lists(st.lists(st.tuples(whole, whole, whole), min_size=1, max_size=12), min_size=0, max_size=4)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=days, query=st.tuples(whole, whole, whole), most=st.integers(1, 9))
def test_the_nearest_are_those_of_brute_force_and_ties_go_to_the_newest_day_then_to_the_first_row(
    tmp_path_factory: pytest.TempPathFactory, days, query, most
) -> None:
    store = PredictionStore(tmp_path_factory.mktemp("store"))
    today = write_vectors(store, np.array([query]), TODAY)
    runs = [write_vectors(store, np.array(rows), TODAY - timedelta(days=1 + at)) for at, rows in enumerate(days)]
    expected = sorted(
        (sum((a - b) ** 2 for a, b in zip(row, query, strict=True)), -run.target_date.toordinal(), at)
        for run, rows in zip(runs, days, strict=True)
        for at, row in enumerate(rows)
    )[:most]
    search = store.similar(today, 0, runs, most)
    assert [(round(near.distance**2), -near.run.target_date.toordinal(), near.row) for near in search.found] == expected
    assert search.compared == sum(map(len, days))
    assert (search.beyond, search.other_scale, search.unreadable) == (0, (), ())
    store.close()


def test_random_numbers_over_several_blocks_give_the_nearest(store: PredictionStore) -> None:
    random = np.random.default_rng(5)
    vectors = random.normal(0, 10, (2 * BLOCK_ROWS + 7, 3))
    vectors[-1] = 0.001
    today, (run,) = days_of(store, vectors.tolist())
    distance = np.sqrt((vectors.astype(np.float32).astype(float) ** 2).sum(axis=1))
    search = store.similar(today, 0, [run], 40)
    assert [near.row for near in search.found] == np.argsort(distance)[:40].tolist()
    np.testing.assert_allclose([near.distance for near in search.found], np.sort(distance)[:40], rtol=1e-5)


def test_a_prediction_is_at_no_distance_from_its_double(store: PredictionStore) -> None:
    stored = write_run(store, 30)
    search = store.similar(stored.run, 17, [stored.run], 3)
    assert (search.found[0].row, search.found[0].distance) == (17, 0.0)


def test_the_start_point_counts_like_a_reason(store: PredictionStore) -> None:
    today, runs = days_of(store, [[5.0, 0.0, 0.0], [0.0, 3.0, 0.0]])
    assert [near.row for near in store.similar(today, 0, runs, 2).found] == [1, 0]


def test_what_is_alike_is_predicted_alike(store: PredictionStore) -> None:
    """Scores differ by at most sqrt(1 + features) times the distance, as the docstring of the module says."""
    stored = write_run(store, 200)
    values = stored.frame["prediction"].to_numpy()
    for near in store.similar(stored.run, 3, [stored.run], 50).found:
        assert abs(values[near.row] - values[3]) <= np.sqrt(3) * near.distance + 1e-3


# --- classes ------------------------------------------------------------------------------------------------------

CLASSES = UseCase.model_validate(
    {
        **USE_CASE.model_dump(mode="json"),
        "task": "multiclass",
        "target": {"source": "sales", "column": "level", "label": "Level", "classes": {"lo": "Low", "mid": "Middling", "hi": "High"}},
        "features": {"weekday": {"label": "Weekday", "calendar": "weekday"}, "month": {"label": "Month", "calendar": "month"}},
    }
)  # fmt: skip


def test_of_several_classes_only_predictions_of_the_same_class_are_alike(store: PredictionStore) -> None:
    today = write_vectors(store, QUERY, TODAY, CLASSES, ["mid"])
    rows = np.array([[0.0, 0, 0], [0.0, 4, 0], [0.0, 1, 0]])
    run = write_vectors(store, rows, TODAY - timedelta(days=1), CLASSES, ["hi", "mid", "mid"])
    search = store.similar(today, 0, [run], 10)
    assert [(near.row, near.distance) for near in search.found] == [(2, 1.0), (1, 4.0)]


# --- what is not compared -----------------------------------------------------------------------------------------


def changed(**changes: object) -> UseCase:
    return UseCase.model_validate({**USE_CASE.model_dump(mode="json"), **changes})


OTHERS = {
    "a feature more": {
        "features": {**USE_CASE.model_dump(mode="json")["features"], "month": {"label": "M", "calendar": "month"}}
    },
    "another order": {"features": dict(reversed(USE_CASE.model_dump(mode="json")["features"].items()))},
    "another link": {"model": {"objective": "poisson"}},
    "an offset": {"model": {"offset": "last_week"}},
    "another target": {"target": {"source": "sales", "column": "kilograms", "label": "Sold", "unit": "kg"}},
}


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
def test_runs_on_another_scale_are_left_out_and_counted(store: PredictionStore, change: dict[str, object]) -> None:
    today, runs = days_of(store, [[1.0, 1, 1]])
    use_case = changed(**change)
    width = 1 + len(use_case.features)
    other = write_vectors(store, np.zeros((4, width)), TODAY - timedelta(days=2), use_case)
    for legacy in (False, True):
        if legacy:
            sidecar(store, other).unlink()
        search = store.similar(today, 0, [*runs, other], 10)
        assert found(search) == [(runs[0].target_date, 0)]
        assert (search.compared, search.other_scale) == (1, (other,))


def test_words_of_the_use_case_and_its_version_do_not_change_the_scale() -> None:
    features = USE_CASE.model_dump(mode="json")["features"]
    features["last_week"]["label"] = "A week ago"
    assert contribution_scale(changed(title="Other", features=features)) == contribution_scale(USE_CASE)


def test_older_runs_that_are_too_many_are_counted_and_the_newest_is_always_compared(
    store: PredictionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar, "MOST_COMPARED", 3)
    today, runs = days_of(store, [[1.0, 0, 0]] * 5, [[0.0, 0, 0]] * 2)
    search = store.similar(today, 0, runs, 10)
    assert (search.compared, search.beyond) == (5, 2)
    search = store.similar(today, 0, runs[1:], 10)
    assert (search.compared, search.beyond) == (2, 0)


# --- files --------------------------------------------------------------------------------------------------------


def test_the_file_is_a_plain_array_that_numpy_opens(store: PredictionStore) -> None:
    stored = write_run(store, 4_321)
    frame = load_run(store.folder / stored.run.location)
    array = np.load(sidecar(store, stored.run))
    assert array.dtype == np.float32
    columns = ["base", "shap_weekday", "shap_last_week"]
    assert contribution_columns(USE_CASE) == columns
    np.testing.assert_array_equal(array, frame[columns].to_numpy(np.float32))


def test_an_empty_run_has_an_empty_array(store: PredictionStore) -> None:
    run = write_vectors(store, np.empty((0, 3)), TODAY)
    assert np.load(sidecar(store, run)).shape == (0, 3)
    blocks = contribution_blocks(str(store.folder / run.location), 0, USE_CASE)
    assert blocks is not None
    assert list(blocks) == []


def test_the_array_is_part_of_what_is_hashed(store: PredictionStore) -> None:
    from domain.errors import PredictionFileError

    stored = write_run(store, 9)
    path = sidecar(store, stored.run)
    store.verify(stored.run)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(PredictionFileError):
        store.verify(stored.run)


def test_a_run_from_before_there_were_arrays_gives_the_same_answer(store: PredictionStore) -> None:
    stored = write_run(store, 5_000)
    today = write_run(store, 3, seed=9)
    fast = store.similar(today.run, 1, [stored.run], 25)
    sidecar(store, stored.run).unlink()
    assert store.similar(today.run, 1, [stored.run], 25) == fast


@pytest.mark.parametrize("damage", ["cut", "longer", "other header", "empty", "gone with its rows", "rows damaged"])
def test_a_damaged_run_is_named_and_the_others_are_searched(store: PredictionStore, damage: str) -> None:
    today, (bad, good) = days_of(store, [[0.0, 0, 0]] * 3, [[1.0, 1, 1]])
    path = sidecar(store, bad)
    content = path.read_bytes()
    written = {"cut": content[:-5], "longer": content + b"x", "other header": b"x" + content[1:], "empty": b""}
    if damage in written:
        path.write_bytes(written[damage])
    else:
        path.unlink()
        rows = store.folder / bad.location / ROWS
        rows.write_bytes(b"nothing") if damage == "rows damaged" else rows.unlink()
    search = store.similar(today, 0, [bad, good], 5)
    assert found(search) == [(good.target_date, 0)]
    assert (search.unreadable, search.compared) == ((bad,), 1)


def test_predictions_without_contributions_are_near_to_nothing(store: PredictionStore) -> None:
    today, (empty, good) = days_of(store, [[float("nan")] * 3] * 4, [[9.0, 9, 9]])
    assert found(store.similar(today, 0, [empty, good], 5)) == [(good.target_date, 0)]
    assert np.isnan(contribution_vectors(CLASSES, {"label": [None], "shap_weekday": [0.0], "shap_month": [0.0]})[0, 0])


def test_a_run_whose_folder_is_gone_is_named(store: PredictionStore) -> None:
    import shutil

    today, (bad, good) = days_of(store, [[0.0, 0, 0]], [[1.0, 1, 1]])
    shutil.rmtree(store.folder / bad.location)
    assert store.similar(today, 0, [bad, good], 5).unreadable == (bad,)


def test_vectors_of_several_classes_begin_with_the_place_of_the_class() -> None:
    columns = {"label": ["hi", "lo"], "shap_weekday": [1.0, 2.0], "shap_month": [3.0, 4.0]}
    assert contribution_vectors(CLASSES, columns).tolist() == [[2.0, 1.0, 3.0], [0.0, 2.0, 4.0]]
