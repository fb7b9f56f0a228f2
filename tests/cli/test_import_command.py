"""`vouch import` in words and as JSON: what was taken over, and every row that was not."""

from pathlib import Path

import pytest

from tests.cli.answers import problem, said
from tests.cli.conftest import Vouch
from tests.services.ready_files import READY
from tests.services.shop import Shop

PREDICTIONS = (
    "date;store;product;prediction;low;high;usual",
    "01.04.2026;North;Bread;40;30;50;38",
    "01.04.2026;North;Cake;8;;;",
)
ANSWERS = (
    "date;store;product;person;own_value;own_low;own_high;reason;remark",
    "01.04.2026;North;Bread;Ana;45;;;event;",
)
ACTUALS = ("date;store;product;sold", "01.04.2026;North;Bread;46", "01.04.2026;North;Cake;none left")


@pytest.fixture
def files(shop: Shop) -> Path:
    folder = shop.deps.use_cases / "ready"
    folder.mkdir()
    (folder / "use_case.yaml").write_text(READY, encoding="utf-8")
    for name, lines in (("p", PREDICTIONS), ("r", ANSWERS), ("a", ACTUALS)):
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_everything_is_taken_over_and_what_is_not_is_named(shop: Shop, files: Path, vouch: Vouch) -> None:
    options = ("--reviews", str(files / "r.csv"), "--actuals", str(files / "a.csv"))
    answer = vouch("import", "ready", str(files / "p.csv"), *options, on=shop)

    assert answer.code == 1
    assert "2 predictions in 1 runs, 1 of them new." in said(answer)
    assert "1 answers of 1 people are new, 0 were known." in answer.out
    assert "1 actuals are new, 0 corrected, 0 were known." in answer.out
    assert "Line 3: “none left”: that is text where a number belongs." in answer.out


def test_the_same_in_json_and_once_more(shop: Shop, files: Path, vouch: Vouch) -> None:
    first = vouch("import", "ready", str(files / "p.csv"), "--reviews", str(files / "r.csv"), "--json", on=shop)
    again = vouch("import", "ready", str(files / "p.csv"), "--reviews", str(files / "r.csv"), "--json", on=shop)

    assert (first.code, first.err, again.code) == (0, "", 0)
    assert first.json["predictions"] == {"runs": 1, "published": 1, "rows": 2, "repeated": 0, "unusable": []}
    assert first.json["reviews"] == {"new": 1, "known": 0, "people": 1, "unusable": []}
    assert (again.json["predictions"]["published"], again.json["reviews"]["known"]) == (0, 1)


def test_a_file_that_is_not_there_is_a_problem_in_words(shop: Shop, files: Path, vouch: Vouch) -> None:
    answer = vouch("import", "ready", str(files / "nothing.csv"), "--json", on=shop)

    assert answer.code == 1
    assert "nothing.csv" in problem(answer)["where"]


def test_the_doctor_finds_nothing_wrong_with_imported_predictions(shop: Shop, files: Path, vouch: Vouch) -> None:
    vouch("import", "ready", str(files / "p.csv"), on=shop)

    answer = vouch("doctor", "--json", on=shop)

    (point,) = [check for check in answer.json["checks"] if check["check"] == "champions"]
    assert point["ok"]
    assert "ready: imported predictions, no model" in point["found"]
