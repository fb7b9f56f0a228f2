"""`vouch` returns 1 (held), 2 (wrong use) or 3 (could not run), in words and as JSON, and never a trace."""

from pathlib import Path

import pytest

from tests.cli.answers import DAY, problem, said
from tests.cli.conftest import Vouch
from tests.services.shop import Shop


def test_a_held_run_returns_1_and_says_why(shop: Shop, vouch: Vouch) -> None:
    (shop.folder / "plan.csv").unlink()
    held = vouch("daily", "shop", *DAY, on=shop)
    assert held.code == 1
    assert "held" in held.out
    assert "critical: The source plan could not be read" in held.out
    assert "Correct the data and run the same command again" in held.out
    as_json = vouch("daily", "shop", *DAY, "--json", on=shop)
    assert as_json.code == 1
    assert as_json.json["runs"][0]["state"] == "held"
    run_id = as_json.json["runs"][0]["id"]
    assert "critical" in vouch("runs", "shop", "--show", run_id, on=shop).out


def test_data_that_do_not_allow_training_return_1(shop: Shop, vouch: Vouch) -> None:
    early = vouch("train", "shop", "--date", "2026-01-10", on=shop)
    assert early.code == 1
    assert "Not enough history" in said(early)
    (shop.folder / "sales.csv").unlink()
    missing = vouch("train", "shop", *DAY, "--json", on=shop)
    assert missing.code == 1
    assert "sales" in problem(missing)["where"]


def test_more_days_than_there_are_cannot_be_replayed(shop: Shop, vouch: Vouch) -> None:
    answer = vouch("backtest", "shop", "--days", "400", *DAY, "--json", on=shop)
    assert answer.code == 1
    assert problem(answer)["title"] == "Not enough history"


WRONG = {
    "unknown command": ("nonsense",),
    "unknown option": ("daily", "shop", "--nope"),
    "missing argument": ("daily",),
    "unknown use case": ("daily", "nowhere"),
    "no date": ("daily", "shop", "--date", "01.05.2026"),
    "impossible date": ("daily", "shop", "--date", "2026-02-30"),
    "through before date": ("daily", "shop", *DAY, "--through", "2026-04-01"),
    "unknown run": ("runs", "shop", "--show", "20260501-000000000000"),
    "unknown version": ("promote", "shop", "9", "--reason", "why not"),
    "no reason": ("promote", "shop", "1", "--reason", "  "),
    "no days": ("backtest", "shop", "--days", "0"),
    "no such file": ("check-config", "nowhere/use_case.yaml"),
    "next day without a demo": ("demo", "--next-day"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_use_returns_2_with_words_and_with_json(shop: Shop, vouch: Vouch, what: str) -> None:
    words = vouch(*WRONG[what], on=shop)
    assert words.code == 2
    assert len(said(words).splitlines()) >= 2
    assert words.out == ""
    as_json = vouch(*WRONG[what], "--json", on=shop)
    assert (as_json.code, as_json.err) == (2, "")
    problem(as_json)


def test_an_unknown_use_case_names_those_that_exist(shop: Shop, vouch: Vouch) -> None:
    assert "Known: shop." in vouch("runs", "nowhere", on=shop).err


def test_every_fault_of_a_use_case_file_is_named_with_its_line(shop: Shop, vouch: Vouch) -> None:
    shop.redefine("title: Small shop", "titel: Small shop\ncolour: red")
    answer = vouch("check-config", "shop", on=shop)
    assert answer.code == 2
    assert "line 2" in answer.err
    assert "line 3" in answer.err
    assert problem(vouch("daily", "shop", "--json", on=shop))["title"] == "The use case file cannot be used"


def test_an_unknown_setting_is_refused(shop: Shop, vouch: Vouch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOUCH_HOMEE", "x")
    answer = vouch("runs", "shop", "--json", on=shop)
    assert answer.code == 2
    assert "VOUCH_HOMEE" in problem(answer)["what"] + problem(answer)["where"]


def test_a_changed_use_case_file_is_told_by_its_features(shop: Shop, vouch: Vouch) -> None:
    shop.redefine("lag: {days: 7}", "lag: {days: 14}")
    answer = vouch("daily", "shop", *DAY, "--json", on=shop)
    assert answer.code == 2
    assert "last_week" in problem(answer)["where"]


def test_help_is_no_error(vouch: Vouch) -> None:
    assert vouch("--help").code == 0
    assert "--through" in vouch("daily", "--help").out


@pytest.mark.parametrize("name", ["model.txt", "manifest.json"])
def test_a_model_that_was_tampered_with_is_refused_and_nothing_is_published(
    shop: Shop, vouch: Vouch, name: str
) -> None:
    (path,) = shop.deps.models.rglob(name)
    path.write_bytes(path.read_bytes() + b"\n")
    answer = vouch("daily", "shop", *DAY, on=shop)
    assert answer.code == 3
    assert str(path) in said(answer)
    assert problem(vouch("daily", "shop", *DAY, "--json", on=shop))["where"].startswith(str(path))
    assert shop.run_states() == {}


def test_a_bug_is_told_in_words_without_a_trace(shop: Shop, vouch: Vouch, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("cli.commands.daily.publish_run", broken)
    answer = vouch("daily", "shop", *DAY, on=shop)
    assert answer.code == 3
    assert "This is a bug in Vouch" in said(answer)
    assert "division by zero" in answer.err
    assert "bug" in problem(vouch("daily", "shop", *DAY, "--json", on=shop))["what"]


def test_a_home_that_cannot_be_made_is_told_in_words(
    shop: Shop, vouch: Vouch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("VOUCH_HOME", str(tmp_path / "file" / "home"))
    answer = vouch("runs", "shop", "--json")
    assert answer.code == 3
    assert str(tmp_path / "file") in problem(answer)["where"]
