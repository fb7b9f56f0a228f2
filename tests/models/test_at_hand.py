"""A version at hand says of a single row what LightGBM says, and why it differs from another row."""

import itertools
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.errors import ContrastError, ModelFileError
from models.at_hand import ModelAtHand, contrast_rows, explain_row, model_at_hand, row_table
from models.encoding import encode
from models.files import write_version
from models.fitting import fit
from models.offset import offset_of
from models.scoring import booster_from_text
from models.table import TrainingData
from models.training import TrainedModel, train

PROJECT = Path(__file__).resolve().parents[2]
KINDS = {
    "identity": ("regression", {"model": {"trees": 12}}),
    "offset": ("regression", {"model": {"trees": 12, "offset": "last_week"}}),
    "poisson": ("regression", {"model": {"trees": 12, "objective": "poisson"}}),
    "binary": ("binary", {"model": {"trees": 12}}),
    "multiclass": ("multiclass", {"model": {"trees": 12}}),
}


@pytest.fixture(scope="module", params=KINDS)
def trained(request: pytest.FixtureRequest, make_use_case: Any, make_data: Any) -> tuple[TrainedModel, TrainingData]:
    task, parts = KINDS[request.param]
    data = make_data(task)
    return train(make_use_case(task, **parts), data), data


@pytest.fixture
def written(trained: tuple[TrainedModel, TrainingData], tmp_path: Path) -> tuple[Path, str]:
    folder = tmp_path / "v1"
    return folder, write_version(folder, trained[0].text, trained[0].manifest(1))


@pytest.fixture
def model(written: tuple[Path, str]) -> ModelAtHand:
    return model_at_hand(*written)


def rows_of(data: TrainingData) -> list[dict[str, Any]]:
    """A few rows, one of them with a category that training never saw."""
    rows = data.features.columns.to_pylist()
    return [*rows[10:16], {**rows[20], "sky": "meteorites"}]


def test_a_row_adds_up_to_the_score_of_lightgbm(model: ModelAtHand, trained: Any) -> None:
    booster = booster_from_text(trained[0].text)
    for values in rows_of(trained[1]):
        row = row_table(model, values)

        found = explain_row(model, row)

        raw = np.atleast_2d(booster.predict(encode(row, model.manifest.features), raw_score=True)).ravel()
        raw = raw + offset_of(model.use_case, row, model.manifest.features)
        np.testing.assert_allclose(found.raw, raw, rtol=0, atol=1e-9 * (1 + np.abs(found.values).sum()))


def test_a_contrast_adds_up_and_is_nothing_where_nothing_differs(model: ModelAtHand, trained: Any) -> None:
    rows = rows_of(trained[1])
    for values, other in itertools.pairwise(rows):
        row, reference = row_table(model, values), row_table(model, other)

        parts = contrast_rows(model, row, reference)

        difference = explain_row(model, row).raw - explain_row(model, reference).raw
        np.testing.assert_allclose(parts.sum(axis=1), difference, rtol=0, atol=1e-9 * (1 + np.abs(parts).sum()))
        same = [values[fact.name] == other[fact.name] for fact in model.manifest.features]
        assert (parts[:, same] == 0.0).all()


def test_a_model_that_the_engine_refuses_is_explained_by_lightgbm_and_has_no_contrast(
    trained: tuple[TrainedModel, TrainingData], written: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model of 65,000 thresholds would be needed; a lower limit makes the engine refuse this one."""
    monkeypatch.setattr("models.tree_shap.columns.MOST_CUTS", 2)
    model = model_at_hand(*written)
    row, other = (row_table(model, values) for values in rows_of(trained[1])[:2])

    assert model.engine is None
    assert "thresholds" in model.refused
    monkeypatch.undo()
    ours = explain_row(model_at_hand(*written), row)
    theirs = explain_row(model, row)
    np.testing.assert_allclose(theirs.raw, ours.raw, atol=1e-9)
    np.testing.assert_allclose(theirs.values, ours.values, atol=1e-9)
    with pytest.raises(ContrastError) as told:
        contrast_rows(model, row, other)
    assert (told.value.fault, told.value.detail) == ("engine", model.refused)


def test_neither_file_is_used_when_it_is_not_what_was_recorded(written: tuple[Path, str]) -> None:
    folder, recorded = written
    text = (folder / "model.txt").read_text(encoding="utf-8")
    (folder / "model.txt").write_text(text + "\n", encoding="utf-8")
    with pytest.raises(ModelFileError) as told:
        model_at_hand(folder, recorded)
    assert (told.value.path.name, told.value.fault) == ("model.txt", "tampered")

    (folder / "model.txt").unlink()
    with pytest.raises(ModelFileError) as told:
        model_at_hand(folder, recorded)
    assert told.value.fault == "missing"


def test_a_feature_that_is_not_given_is_missing(model: ModelAtHand) -> None:
    assert np.isnan(encode(row_table(model, {}), model.manifest.features)).all()


def test_lightgbm_is_not_imported_for_a_model_that_the_engine_explains(written: tuple[Path, str]) -> None:
    script = (
        "import sys; from pathlib import Path; from models.at_hand import *; "
        f"m = model_at_hand(Path({str(written[0])!r}), {written[1]!r}); "
        "r = row_table(m, {}); explain_row(m, r); contrast_rows(m, r, r); "
        "print([n for n in ('lightgbm', 'shap', 'sklearn') if n in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_training_and_explaining_see_the_same_matrix(trained: Any, model: ModelAtHand) -> None:
    made, data = trained
    rows = data.features.columns.to_pylist()[:20]
    one_by_one = np.vstack([encode(row_table(model, values), model.manifest.features) for values in rows])
    np.testing.assert_array_equal(one_by_one, encode(data.features, made.facts)[:20])
    assert fit(made.use_case, data, made.facts, 1) == made.text
