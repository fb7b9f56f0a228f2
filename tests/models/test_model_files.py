"""Model files: written as a whole or not at all, loaded only as they were written."""

import errno
import hashlib
import json
import math
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.errors import ModelFileError, StorageFullError
from models.files import load_model, read_manifest, text_hash, version_folder_name, write_version
from models.manifest import Manifest, manifest_from_text, manifest_text
from models.scoring import Scorer
from models.training import TrainedModel, train


@pytest.fixture(scope="module", params=["regression", "binary", "multiclass"])
def trained(request: pytest.FixtureRequest, make_use_case: Any, make_data: Any) -> TrainedModel:
    return train(make_use_case(request.param), make_data(request.param), threads=1)


@pytest.fixture
def manifest(trained: TrainedModel) -> Manifest:
    return trained.manifest(3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models" / "stall" / "v3"


def test_a_manifest_comes_back_from_json_as_it_was(manifest: Manifest) -> None:
    assert manifest_from_text(manifest_text(manifest)) == manifest
    assert manifest_text(manifest_from_text(manifest_text(manifest))) == manifest_text(manifest)


def test_a_model_comes_back_as_it_was(trained: TrainedModel, manifest: Manifest, folder: Path, make_data: Any) -> None:
    from models.encoding import encode
    from models.scoring import booster_from_text

    loaded = load_model(folder, write_version(folder, trained.text, manifest))
    assert loaded.manifest == manifest
    matrix = encode(make_data(trained.use_case.task).features, loaded.manifest.features)
    before, after = Scorer(booster_from_text(trained.text), manifest.link), Scorer(loaded.booster, loaded.manifest.link)
    np.testing.assert_array_equal(before.predict_raw(matrix), after.predict_raw(matrix))


def test_the_range_comes_back_with_the_same_bounds(trained: TrainedModel, manifest: Manifest) -> None:
    again = manifest_from_text(manifest_text(manifest)).range
    assert (again is None) == (trained.use_case.task != "regression")
    if again is not None and trained.range is not None:
        values, names = np.array([0.5, 20.0, 3.0]), ['["bun"]', '["rye"]', '["new"]']
        np.testing.assert_array_equal(again.bounds(values, names), trained.range.bounds(values, names))


def test_the_hash_is_that_of_the_manifest_file(trained: TrainedModel, manifest: Manifest, folder: Path) -> None:
    written = write_version(folder, trained.text, manifest)
    assert written == "sha256:" + hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    assert manifest.model_hash == "sha256:" + hashlib.sha256((folder / "model.txt").read_bytes()).hexdigest()
    assert sorted(path.name for path in folder.parent.iterdir()) == ["v3"]


def test_writing_twice_changes_nothing(trained: TrainedModel, manifest: Manifest, folder: Path) -> None:
    first = write_version(folder, trained.text, manifest)
    times = [path.stat().st_mtime_ns for path in sorted(folder.iterdir())]
    assert write_version(folder, trained.text, manifest) == first
    assert [path.stat().st_mtime_ns for path in sorted(folder.iterdir())] == times


def test_another_version_is_never_written_over(trained: TrainedModel, manifest: Manifest, folder: Path) -> None:
    first = write_version(folder, trained.text, manifest)
    other = replace(manifest, version=4)
    with pytest.raises(FileExistsError):
        write_version(folder, trained.text, other)
    assert read_manifest(folder, first).version == 3
    assert version_folder_name(other) != version_folder_name(manifest)
    assert version_folder_name(manifest).startswith("v3-")


@pytest.mark.parametrize("name", ["model.txt", "manifest.json"])
@pytest.mark.parametrize("change", ["one byte", "appended", "emptied"])
def test_a_file_that_was_changed_is_refused(
    trained: TrainedModel, manifest: Manifest, folder: Path, name: str, change: str
) -> None:
    expected = write_version(folder, trained.text, manifest)
    path = folder / name
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(
        {
            "one byte": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
            "appended": content + b"\n",
            "emptied": b"",
        }[change]
    )
    with pytest.raises(ModelFileError) as caught:
        load_model(folder, expected)
    assert (caught.value.fault, caught.value.path) == ("tampered", path)
    assert caught.value.found != caught.value.expected


def test_both_files_changed_to_fit_each_other_are_refused(
    trained: TrainedModel, manifest: Manifest, folder: Path
) -> None:
    expected = write_version(folder, trained.text, manifest)
    text = trained.text.replace("shrinkage=0.05", "shrinkage=0.06")
    assert text != trained.text
    (folder / "model.txt").write_text(text)
    (folder / "manifest.json").write_text(manifest_text(replace(manifest, model_hash=text_hash(text))))
    with pytest.raises(ModelFileError) as caught:
        load_model(folder, expected)
    assert caught.value.fault == "tampered"


@pytest.mark.parametrize("name", ["model.txt", "manifest.json"])
def test_a_file_that_is_gone_is_missing(trained: TrainedModel, manifest: Manifest, folder: Path, name: str) -> None:
    expected = write_version(folder, trained.text, manifest)
    (folder / name).unlink()
    with pytest.raises(ModelFileError) as caught:
        load_model(folder, expected)
    assert (caught.value.fault, caught.value.path) == ("missing", folder / name)


def test_a_folder_that_is_gone_is_missing(folder: Path) -> None:
    with pytest.raises(ModelFileError) as caught:
        read_manifest(folder, "sha256:0")
    assert caught.value.fault == "missing"


@pytest.mark.parametrize(
    "content", ["{}", "[]", "no json", '{"format": 2}', '{"format": 1}', '{"format": 1, "link": "cubic"}', "\ud7ff"]
)
def test_a_manifest_of_another_kind_is_unreadable_although_its_hash_fits(folder: Path, content: str) -> None:
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(content)
    with pytest.raises(ModelFileError) as caught:
        read_manifest(folder, text_hash(content))
    assert caught.value.fault == "unreadable"


def test_a_text_that_is_no_model_is_unreadable_although_its_hash_fits(manifest: Manifest, folder: Path) -> None:
    expected = write_version(folder, "not a model", replace(manifest, model_hash=text_hash("not a model")))
    with pytest.raises(ModelFileError) as caught:
        load_model(folder, expected)
    assert (caught.value.fault, caught.value.path.name) == ("unreadable", "model.txt")


@pytest.mark.parametrize("call", [1, 2, 3])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_nothing_and_a_second_try_completes(
    trained: TrainedModel, manifest: Manifest, folder: Path, monkeypatch: pytest.MonkeyPatch, call: int, number: int
) -> None:
    calls = []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == call:
            raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr("models.files.os.fsync", full)
        with pytest.raises(StorageFullError) as caught:
            write_version(folder, trained.text, manifest)
    assert caught.value.path == folder
    assert list(folder.parent.iterdir()) == []
    assert load_model(folder, write_version(folder, trained.text, manifest)).manifest == manifest


def test_a_manifest_of_another_text_is_not_written(trained: TrainedModel, manifest: Manifest, folder: Path) -> None:
    with pytest.raises(ValueError, match="another model text"):
        write_version(folder, trained.text + " ", manifest)
    assert not folder.exists()


def test_a_number_that_json_cannot_hold_is_refused_before_anything_is_written(
    trained: TrainedModel, manifest: Manifest, folder: Path
) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        write_version(folder, trained.text, replace(manifest, metrics={"mae": math.nan}))
    assert not folder.exists()


def test_the_manifest_says_what_the_model_was_made_of(trained: TrainedModel, manifest: Manifest) -> None:
    content = json.loads(manifest_text(manifest))
    assert [feature["name"] for feature in content["features"]] == list(trained.use_case.features)
    assert content["definition"] == trained.use_case.model_dump(mode="json")
    assert content["classes"] == list(trained.use_case.target.classes)
    assert (content["rows"], content["data_from"], content["data_through"]) == (360, "2025-01-01", "2025-04-30")
    assert content["seed"] == 1
    assert content["parameters"]["deterministic"] is True


def test_reading_a_manifest_does_not_pay_for_lightgbm() -> None:
    code = (
        "import sys, models.files, models.manifest, models.inputs, models.scoring, models.ranges, models.training\n"
        "sys.exit(sorted({'lightgbm', 'shap', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert (done.returncode, done.stderr) == (1, "[]\n")
