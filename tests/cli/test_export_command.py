"""`vouch export`: files for a notebook, in words and as JSON, and what cannot be meant."""

import re
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from domain.review import Answer
from domain.run import Run
from services.share_back import share_run
from tests.cli.answers import DAY, problem, said
from tests.cli.conftest import PROJECT, Vouch
from tests.services.desk import Desk, desk
from tests.services.shop import Shop, copy_shop
from tests.services.small_tarts import tart_template

__all__ = ["desk", "tart_template"]


def test_the_newest_run_is_exported_for_shap_and_as_rows(
    published_shop: Shop, run: Run, vouch: Vouch, tmp_path: Path
) -> None:
    answer = vouch(
        "export", "shop", "--shap", str(tmp_path / "s.parquet"), "--rows", str(tmp_path / "r.csv"), on=published_shop
    )

    assert answer.code == 0
    assert f"6 predictions of run {run.id} for 2026-05-02 written to {tmp_path / 's.parquet'}." in answer.out
    assert len(pd.read_csv(tmp_path / "r.csv")) == 6
    assert b"vouch.explanation" in pq.read_schema(tmp_path / "s.parquet").metadata


def test_the_answer_in_json_counts_the_rows_of_every_file(
    published_shop: Shop, run: Run, vouch: Vouch, tmp_path: Path
) -> None:
    path = str(tmp_path / "rows.parquet")
    by_id = vouch("export", "shop", "--run", run.id, "--rows", path, "--json", on=published_shop)
    by_day = vouch("export", "shop", *DAY, "--rows", path, "--json", on=published_shop)

    assert by_id.json == by_day.json == {"run": run.id, "target_date": "2026-05-02", "files": {path: 6}}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "say what to write"),
        (("--shap", "x.pkl"), "must end in .parquet"),
        (("--rows", "x.xlsx"), ".parquet or .csv"),
        (("--shares", "x.txt"), ".xlsx"),
        (("--shares", "x.csv", "--rows", "x.csv"), "a file of its own"),
        (("--rows", "no/such/folder/x.csv"), "there is no such folder"),
        (("--rows", "x.csv", "--run", "a", "--date", "2026-05-01"), "not both"),
    ],
)
def test_what_cannot_be_meant_is_refused(published_shop: Shop, vouch: Vouch, words: tuple[str, ...], told: str) -> None:
    answer = vouch("export", "shop", *words, on=published_shop)

    assert answer.code == 2
    assert told in said(answer)


def test_a_run_that_does_not_exist_is_said_with_those_that_do(
    published_shop: Shop, run: Run, vouch: Vouch, tmp_path: Path
) -> None:
    answer = vouch("export", "shop", "--run", "x", "--rows", str(tmp_path / "x.csv"), "--json", on=published_shop)

    assert answer.code == 2
    assert run.id in problem(answer)["where"]
    assert list(tmp_path.glob("x.csv*")) == []


def test_the_shares_of_small_series_are_exported_and_a_run_without_them_is_told(
    tart_template: Path, published_shop: Shop, run: Run, vouch: Vouch, tmp_path: Path
) -> None:
    tarts = copy_shop(tart_template, tmp_path / "tarts")
    made = tarts.published()
    path = tmp_path / "shares.csv"
    answer = vouch("export", "shop", "--shares", str(path), "--plain", on=tarts)
    assert answer.code == 0
    assert f"5 shares of run {made.id} for 2026-05-02 written to {path}." in answer.out
    found = pd.read_csv(path)
    by_store = found.groupby("key_store").decided.sum().to_dict()
    assert by_store == {one.entity[0]: one.decided for one in share_run(tarts.deps, made)}
    tarts.close()

    refused = vouch("export", "shop", "--shares", str(tmp_path / "none.csv"), "--json", on=published_shop)
    assert refused.code == 2
    assert "share_back: true" in problem(refused)["todo"]


PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


# What shap and numba say about their own insides is not ours.
@pytest.mark.filterwarnings("ignore::Warning")
def test_the_example_of_the_document_runs(
    published_shop: Shop,
    run: Run,
    desk: Desk,
    vouch: Vouch,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    document = (PROJECT / "docs" / "notebook.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    desk.give(Answer.DIFFERENT)
    for command in (
        "export bakery --shap bakery.parquet",
        "export bakery --rows rows.parquet",
        "cases bakery --to cases.parquet",
    ):
        assert f"vouch {command}" in document
        assert vouch(*command.replace("bakery ", "shop ").split(), on=published_shop).code == 0
    capsys.readouterr()

    examples = PYTHON.findall(document)
    for example in examples:
        exec(compile(example, "notebook.md", "exec"), {})

    assert len(examples) == 3
    printed = capsys.readouterr().out
    assert "6 predictions, 8 features; " in printed
    assert "1 cases; 0 of 0 came closer" in printed
