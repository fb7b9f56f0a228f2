"""`vouch`: every command in words and as JSON."""

from datetime import timedelta

from domain.run import Run
from tests.cli.answers import DAY
from tests.cli.conftest import Vouch
from tests.services.made_up_shop import MORNING
from tests.services.shop import Shop


def test_the_daily_loop_in_words(shop: Shop, vouch: Vouch) -> None:
    daily = vouch("daily", "shop", *DAY, on=shop)
    assert (daily.code, "published" in daily.out) == (0, True)
    assert "scoring and explaining" in daily.err.splitlines()
    assert "scoring" not in daily.out
    again = vouch("daily", "shop", *DAY, on=shop)
    assert (again.code, "published before" in again.out) == (0, True)
    actuals = vouch("actuals", "shop", "--date", "2026-05-03", "--since", "2026-05-01", on=shop)
    assert (actuals.code, actuals.out) == (
        0,
        "12 new, 0 corrected, 0 known before; from 2026-05-01 through 2026-05-02.\n",
    )
    listed = vouch("runs", "shop", on=shop)
    assert listed.code == 0
    assert f"{MORNING}  predicts 2026-05-02  published   model 1" in listed.out


def test_the_daily_loop_in_json(shop: Shop, vouch: Vouch) -> None:
    daily = vouch("daily", "shop", *DAY, "--json", on=shop)
    assert (daily.code, daily.err) == (0, "")
    (run,) = daily.json["runs"]
    assert (run["state"], run["rows"], run["verdict"], run["repeated"], run["version"]) == (
        "published",
        6,
        "passed",
        False,
        1,
    )
    assert (run["run_date"], run["target_date"], run["data_through"]) == ("2026-05-01", "2026-05-02", "2026-04-30")
    assert {finding["code"] for finding in run["findings"]} == {"source_rows"}
    assert all(finding["sentence"] for finding in run["findings"])
    assert vouch("daily", "shop", *DAY, "--json", on=shop).json["runs"][0]["repeated"] is True
    actuals = vouch("actuals", "shop", "--date", "2026-05-03", "--since", "2026-05-01", "--json", on=shop)
    assert actuals.json == {
        "new": 12,
        "revised": 0,
        "unchanged": 0,
        "first": "2026-05-01",
        "last": "2026-05-02",
        "findings": [],
        "left_out": [],
        "another_unit": None,
    }
    listed = vouch("runs", "shop", "--json", on=shop).json
    assert [item["id"] for item in listed["runs"]] == [run["id"]]


def test_a_week_that_was_missed_is_filled_in_morning_by_morning(shop: Shop, vouch: Vouch) -> None:
    answer = vouch("daily", "shop", *DAY, "--through", (MORNING + timedelta(days=2)).isoformat(), "--json", on=shop)
    assert answer.code == 0
    assert [run["run_date"] for run in answer.json["runs"]] == ["2026-05-01", "2026-05-02", "2026-05-03"]
    assert [run["data_through"] for run in answer.json["runs"]] == ["2026-04-30", "2026-05-01", "2026-05-02"]
    assert [run["rows"] for run in answer.json["runs"]] == [6, 6, 0]


def test_one_run_is_shown_with_all_its_findings_and_its_files(published_shop: Shop, run: Run, vouch: Vouch) -> None:
    shown = vouch("runs", "shop", "--show", run.id, on=published_shop)
    assert shown.code == 0
    assert run.id in shown.out
    assert "rows read" in shown.out
    assert str(published_shop.deps.predictions.folder / run.location) in shown.out
    content = vouch("runs", "shop", "--show", run.id, "--json", on=published_shop).json
    assert (content["id"], content["state"]) == (run.id, "published")
    assert len(content["findings"]) == 4


def test_a_superseded_run_is_named_by_the_one_that_replaced_it(published_shop: Shop, run: Run, vouch: Vouch) -> None:
    published_shop.correct("price", "9.99", date="2026-05-02", store="North", product="Brot")
    assert f"It replaces run {run.id}" in vouch("daily", "shop", *DAY, on=published_shop).out
    states = [item["state"] for item in vouch("runs", "shop", "--json", on=published_shop).json["runs"]]
    assert sorted(states) == ["published", "superseded"]


def test_a_use_case_without_runs_says_how_to_make_one(shop: Shop, vouch: Vouch) -> None:
    assert vouch("runs", "shop", on=shop).out == "No run yet. `vouch daily shop` makes one.\n"
    assert vouch("runs", "shop", "--json", on=shop).json == {"runs": []}


def test_a_version_is_trained_and_promoted(shop: Shop, vouch: Vouch) -> None:
    trained = vouch("train", "shop", "--date", "2026-04-30", on=shop)
    assert trained.code == 0
    assert "Version 2 of Small shop is candidate" in trained.out
    assert "vouch promote shop 2" in trained.out
    assert "WAPE" in trained.out
    promoted = vouch("promote", "shop", "2", "--reason", "a test", "--person", "Ana", "--json", on=shop)
    assert promoted.code == 0
    assert {name: promoted.json[name] for name in ("version", "state", "reason")} == {
        "version": 2,
        "state": "champion",
        "reason": "a test",
    }
    again = vouch("train", "shop", *DAY, "--json", on=shop)
    assert (again.json["version"], again.json["state"], again.json["data_through"]) == (3, "candidate", "2026-04-30")
    assert {"mae", "wape", "coverage", "baselines", "by_entity"} <= set(again.json["metrics"])


def test_a_back_test_answers_with_fractions(shop: Shop, vouch: Vouch) -> None:
    answer = vouch("backtest", "shop", "--days", "14", "--retrain", "7", *DAY, "--json", on=shop)
    assert answer.code == 0
    result = answer.json
    assert {"mae", "wape", "bias", "coverage", "nominal", "baselines", "by_entity"} <= set(result)
    assert (result["first"], result["last"], result["days"], result["retrain_days"]) == (
        "2026-04-17",
        "2026-04-30",
        14,
        7,
    )
    assert 0 <= result["coverage"] <= 1
    assert result["nominal"] == 0.8
    assert 0 <= result["wape"] <= 1
    assert len(result["by_entity"]) == 6
    words = vouch("backtest", "shop", "--days", "7", *DAY, on=shop)
    assert words.code == 0
    assert "it should hold 80.0 %" in words.out


def test_the_last_day_is_taken_from_the_data_where_none_is_given(shop: Shop, vouch: Vouch) -> None:
    shop.edit("sales", lambda rows: [row for row in rows if row["date"] <= "2026-04-28"])
    assert vouch("backtest", "shop", "--days", "3", "--json", on=shop).json["last"] == "2026-04-28"


def test_a_use_case_file_is_checked_by_path_and_by_name(shop: Shop, vouch: Vouch) -> None:
    for name in ("shop", str(shop.folder), str(shop.folder / "use_case.yaml")):
        answer = vouch("check-config", name, on=shop)
        assert answer.code == 0
        assert answer.out.startswith("Small shop: features: 8, sources: 4. No fault in the file;")
    content = vouch("check-config", "shop", "--json", on=shop).json
    assert (content["ok"], content["name"], len(content["features"])) == (True, "shop", 8)


def test_a_use_case_is_given_by_its_path_as_well(shop: Shop, vouch: Vouch) -> None:
    by_path = vouch("daily", str(shop.folder / "use_case.yaml"), *DAY, "--json", on=shop)
    assert by_path.code == 0
    assert vouch("daily", "shop", *DAY, "--json", on=shop).json["runs"][0]["repeated"] is True


def test_a_copied_use_case_that_kept_its_name_is_refused_with_its_line(shop: Shop, vouch: Vouch) -> None:
    copy = shop.deps.use_cases / "kitchen"
    copy.mkdir()
    (copy / "use_case.yaml").write_text((shop.folder / "use_case.yaml").read_text())
    for command in ("check-config", "train"):
        answer = vouch(command, "kitchen", on=shop)
        assert answer.code == 2
        assert "kitchen, the name of its folder" in answer.err
        assert "line 1" in answer.err


def test_training_says_what_was_cleaned_away_before_learning(shop: Shop, vouch: Vouch) -> None:
    shop.correct("sold", "closed?", table="sales", date="2026-04-20", store="North", product="Brot")
    answer = vouch("train", "shop", *DAY, on=shop)
    assert answer.code == 0
    assert "closed?" in answer.out


def test_numbers_with_another_decimal_mark_are_named_instead_of_a_short_history(shop: Shop, vouch: Vouch) -> None:
    shop.edit("sales", lambda rows: [{**row, "sold": f"{row['sold']},5"} for row in rows])
    answer = vouch("train", "shop", *DAY, on=shop)
    assert answer.code == 1
    assert "Set `date_format`, `decimal` or `separator`" in answer.err
    assert ",5" in answer.err


def test_actuals_that_the_target_cannot_have_are_named_and_not_recorded(shop: Shop, vouch: Vouch) -> None:
    shop.correct("sold", "187.96", "sales", date=MORNING.isoformat(), product="Brot", store="North")
    asked = ("actuals", "shop", "--date", "2026-05-02", "--since", MORNING.isoformat())
    said = vouch(*asked, on=shop)
    assert said.code == 0
    assert "5 new" in said.out
    assert "1 value was not recorded. Correct it in the source and run the command again." in said.out
    assert "Fri 1 May, North, Brot: “187.96”: only whole numbers make sense here." in said.out
    assert vouch(*asked, "--json", on=shop).json["left_out"] == [
        {"entity": ["North", "Brot"], "day": "2026-05-01", "value": 187.96, "fault": "not_whole"}
    ]
