"""The page for whoever sends a source: the numbers, the days before, rows of the file, and nothing that is not escaped."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.jump import Jump
from domain.stage import Stage
from domain.use_case.source import Source
from services.collect_evidence import collect_evidence, received_as
from services.dependencies import Dependencies
from services.load_use_case import load_use_case, register
from services.trace_jump import trace
from tests.services.fitting_room import DEFINITION, DROP_DAY, MORNINGS, definition, snapshots, write_files
from tests.services.shop import open_stores

NASTY = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dropped")
    write_files(folder, drop=10.0)
    path = folder / "profiles.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("P07", f'"{NASTY}"'), encoding="utf-8")
    (folder / "use_case.yaml").write_text(json.dumps(DEFINITION), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def jump(folder: Path) -> Jump:
    shots = [shot for day in (*MORNINGS[-9:], DROP_DAY) for shot in snapshots(folder, day, definition())]
    found = trace(shots, definition(), "height", DROP_DAY).jump
    assert found is not None
    assert found.first.stage is Stage.RECEIVED
    return found


@pytest.fixture
def deps(folder: Path, tmp_path: Path) -> Iterator[Dependencies]:
    opened = open_stores(tmp_path)
    register(opened, load_use_case(opened, str(folder / "use_case.yaml")))
    yield opened
    opened.predictions.close()
    opened.feedback.close()


def test_the_page_says_what_changed_and_shows_rows_of_that_day(deps: Dependencies, jump: Jump, folder: Path) -> None:
    html = collect_evidence(deps, definition(), jump)
    assert "The average of “Height” fell by" in html
    assert "Tue 17 Nov 2026" in html
    assert "profiles.csv" in html
    assert html.count("<td>2026-11-17</td>") == 10
    assert "Mon 16 Nov" in html, "the days before"
    assert "<svg" in html
    assert "please send a corrected file" in html


def test_it_needs_nothing_else_and_escapes_everything(deps: Dependencies, jump: Jump) -> None:
    html = collect_evidence(deps, definition(), jump)
    assert NASTY not in html
    assert "<script" not in html
    for outside in ("http-equiv", "src=", "href=", "@import", "url("):
        assert outside not in html


def test_a_file_that_has_gone_leaves_the_numbers(deps: Dependencies, jump: Jump, folder: Path) -> None:
    path = folder / "profiles.csv"
    kept = path.read_bytes()
    path.unlink()
    try:
        html = collect_evidence(deps, definition(), jump)
    finally:
        path.write_bytes(kept)
    assert "The rows cannot be shown" in html
    assert "The average of “Height” fell by" in html


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (Source(path="${VOUCH_HOME}/in/plan.csv"), "plan (plan.csv)"),
        (Source(path="s3://our-bucket/secret-folder/plan.parquet?versionId=7"), "plan (plan.parquet)"),
        (Source(path="in/plan/*.csv"), "plan"),
        (Source(database="postgresql://vouch:hush@erp.internal/shop", query="SELECT 1"), "plan"),
    ],
)
def test_where_a_file_lies_is_not_told(source: Source, said: str) -> None:
    assert received_as("plan", source) == said
