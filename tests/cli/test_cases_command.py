"""`vouch cases` and the exports of what people said: in words, as JSON and as files."""

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from services.train_version import train_version
from tests.cli.answers import problem, said
from tests.cli.conftest import Vouch
from tests.services.made_up_shop import MORNING
from tests.services.meeting import Room, room

__all__ = ["room"]


@pytest.fixture
def disputed(room: Room) -> Room:
    room.disagree(0, room.rows[0].value + 9)
    room.disagree(1, max(0, room.rows[1].value - 9))
    return room


def another_version(disputed: Room) -> None:
    disputed.shop.redefine("trees: 12", "trees: 40")
    train_version(disputed.deps, disputed.shop.loaded, MORNING)


def test_cases_are_listed_and_written_by_ending(disputed: Room, vouch: Vouch, tmp_path: Path) -> None:
    listed = vouch("cases", "shop", on=disputed.shop)
    assert listed.code == 0
    assert "dispute-1" in listed.out
    assert "Ben" in listed.out

    for name in ("c.csv", "c.parquet", "c.xlsx", "c.json", "c.jsonl"):
        written = vouch("cases", "shop", "--to", str(tmp_path / name), "--pseudonyms", on=disputed.shop)
        assert written.code == 0
        assert f"2 rows written to {tmp_path / name}." in written.out
    assert "Ben" not in (tmp_path / "c.json").read_text(encoding="utf-8")
    parquet = pq.read_table(tmp_path / "c.parquet").to_pylist()
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["case"] for row in csv.DictReader(file)] == [row["case"] for row in parquet]
    assert [row["case"] for row in json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))["cases"]] == [
        "dispute-1",
        "dispute-2",
    ]


def test_the_newest_cases_are_shown_and_nothing_is_cut_for_a_file(
    disputed: Room, vouch: Vouch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.commands.cases.SHOWN", 1)
    monkeypatch.setenv("COLUMNS", "40")
    listed = vouch("cases", "shop", on=disputed.shop).out.splitlines()
    assert listed[0].split() == ["case", "target_date", "key_store", "key_product", "predicted", "person", "own_value", "state", "actual"]  # fmt: skip
    assert listed[1].startswith("dispute-2 ")
    assert disputed.rows[1].entity[1] in listed[1]
    assert listed[2] == "The newest 1 of 2 cases shown; --to FILE writes them all."


def test_the_answer_in_json_holds_every_case(disputed: Room, vouch: Vouch) -> None:
    answer = vouch("cases", "shop", "--state", "open", "--json", on=disputed.shop).json
    assert answer["count"] == 2
    assert answer["cases"][0]["own_value"] == disputed.rows[0].value + 9
    assert vouch("cases", "shop", "--state", "explained", "--json", on=disputed.shop).json == {"count": 0, "cases": []}
    assert "No case yet" in vouch("cases", "shop", "--since", "2030-01-01", on=disputed.shop).out


def test_a_version_that_makes_a_case_worse_returns_one(disputed: Room, vouch: Vouch, tmp_path: Path) -> None:
    another_version(disputed)
    disputed.happened(row0=disputed.rows[0].value, row1=disputed.rows[1].value)
    answer = vouch("cases", "shop", "--against", "2", "--json", on=disputed.shop)
    worse = answer.json["summary"]["worse"]
    changed = [case for case in answer.json["cases"] if case["rescored"]["value"] != case["was"]]
    assert worse == len(changed) > 0
    assert answer.code == 1

    shown = vouch("cases", "shop", "--against", "2", "--to", str(tmp_path / "c.parquet"), on=disputed.shop)
    assert shown.code == 1
    assert "Of 2 cases against model 2: " in shown.out
    verdicts = [row["verdict"] for row in pq.read_table(tmp_path / "c.parquet").to_pylist()]
    assert verdicts == [case["verdict"] for case in answer.json["cases"]]


def test_why_cases_cannot_be_scored_is_counted_in_words(disputed: Room, vouch: Vouch) -> None:
    answer = vouch("cases", "shop", "--against", "1", on=disputed.shop)
    assert answer.code == 0
    assert (
        "Of 2 cases against model 1: 0 resolved, 0 better, 0 unchanged, 0 worse; "
        "2 cannot be scored, because this model predicted them itself."
    ) in answer.out


def test_a_version_that_does_not_exist_is_said_with_those_that_do(disputed: Room, vouch: Vouch) -> None:
    answer = vouch("cases", "shop", "--against", "7", "--json", on=disputed.shop)
    assert answer.code == 2
    assert "1" in problem(answer)["where"]


def test_several_contents_are_exported_at_once(disputed: Room, vouch: Vouch, tmp_path: Path) -> None:
    disputed.happened()
    disputed.meet()
    words = [
        word
        for name in ("reviews", "disputes", "outcomes", "sessions")
        for word in (f"--{name}", str(tmp_path / f"{name}.csv"))
    ]
    answer = vouch("export", "shop", *words, "--plain", "--json", on=disputed.shop)
    assert answer.code == 0
    assert {Path(name).name: rows for name, rows in answer.json["files"].items()} == {
        "reviews.csv": 2,
        "disputes.csv": 2,
        "disputes-steps.csv": 2,
        "disputes-comments.csv": 0,
        "outcomes.csv": 6,
        "sessions.csv": 2,
        "sessions-notes.csv": 0,
        "sessions-actions.csv": 0,
        "sessions-participants.csv": 2,
    }
    assert not (tmp_path / "reviews.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("cases", "shop", "--to", "x.pkl"), "must end in"),
        (("cases", "shop", "--state", "solved"), "solved"),
        (("export", "shop", "--reviews", "x.pdf"), "must end in"),
        (("export", "shop", "--reviews", "x.csv", "--disputes", "x.csv"), "a file of its own"),
        (("cases", "shop", "--since", "2026-05-02", "--through", "2026-05-01"), "ends before it begins"),
    ],
)
def test_what_cannot_be_meant_is_refused(disputed: Room, vouch: Vouch, words: tuple[str, ...], told: str) -> None:
    answer = vouch(*words, on=disputed.shop)
    assert answer.code == 2
    assert told in said(answer)
