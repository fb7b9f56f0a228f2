"""A run is published once, whole and verified; what is unusual about its input is said."""

from dataclasses import replace
from datetime import timedelta

from domain.finding import Severity, Verdict
from domain.run import Run, RunState
from prediction_store.frames import load_changes, load_run
from services.list_runs import open_run
from services.open_day import open_day
from tests.services.made_up_shop import CLOSED_DAY, MORNING, PRODUCTS, STORES
from tests.services.outcomes import TARGET_DAY, codes, files, finding, published_files
from tests.services.shop import Shop


def test_a_good_batch_is_published_with_complete_hashed_files(shop: Shop) -> None:
    outcome = shop.daily()
    assert outcome.run.state is RunState.PUBLISHED
    assert outcome.run.verdict is Verdict.PASSED
    assert outcome.run.row_count == len(STORES) * len(PRODUCTS)
    assert outcome.run.data_through == MORNING - timedelta(days=1)
    assert files(shop) == published_files(shop, outcome.run)
    shop.deps.predictions.verify(outcome.run)
    assert shop.stored(outcome.run.id) == outcome.run


def test_the_findings_of_a_run_are_stored_as_they_were_told(shop: Shop) -> None:
    shop.correct("price", "cheap", date=TARGET_DAY.isoformat(), store="North", product="Brot")
    outcome = shop.daily()
    assert outcome.run.verdict in (Verdict.PASSED, Verdict.WARNINGS)
    assert "not_a_number" in codes(outcome)
    assert open_run(shop.deps, "shop", outcome.run.id).findings == outcome.findings
    changes = load_changes(shop.deps.predictions.folder / outcome.run.location)
    assert changes["before"].tolist() == ["cheap"]


def test_the_same_batch_twice_is_published_once(shop: Shop) -> None:
    first = shop.daily()
    second = shop.at(3).daily()
    assert not first.repeated
    assert second.repeated
    assert (second.run, second.findings) == (first.run, first.findings)
    assert shop.run_states() == {first.run.id: "published"}


def test_the_order_of_rows_in_the_sources_does_not_make_another_run(shop: Shop) -> None:
    first = shop.daily()
    for table in ("sales", "plan", "weather", "calendar"):
        shop.edit(table, lambda rows: sorted(rows, key=lambda row: str(row)[::-1]))
    assert shop.daily() == replace(first, repeated=True)


def test_no_staging_and_no_unfinished_folder_is_left(shop: Shop) -> None:
    shop.published()
    assert list(shop.deps.staging.rglob("staging-*")) == []
    assert shop.deps.predictions.leftovers() == ()


def test_a_batch_of_one_row_is_published(shop: Shop) -> None:
    keep = (TARGET_DAY.isoformat(), "North", "Brot")
    # Of six rows that are usual, one is implausible; here the file says that it is enough to be told.
    shop.redefine("rows_at_least: 1,", "rows_at_least: 1, watch: {volume: {severity: warning}},")
    shop.edit(
        "plan", lambda rows: [r for r in rows if r["date"] != keep[0] or (r["date"], r["store"], r["product"]) == keep]
    )
    run = shop.published()
    assert run.row_count == 1
    assert shop.deps.predictions.prediction(run, 0).queue.entity == ("North", "Brot")


def test_a_day_on_which_all_is_closed_is_published_without_rows(shop: Shop) -> None:
    outcome = shop.daily(CLOSED_DAY - timedelta(days=1))
    assert (outcome.run.state, outcome.run.row_count) == (RunState.PUBLISHED, 0)
    assert finding(outcome, "all_closed").severity is Severity.INFO
    assert len(load_run(shop.deps.predictions.folder / outcome.run.location)) == 0
    shop.deps.predictions.verify(outcome.run)
    assert open_day(shop.deps, "shop", CLOSED_DAY).counts.total == 0


def test_what_killed_jobs_left_behind_is_taken_away_by_the_next_one(shop: Shop) -> None:
    other = shop.deps.predictions.folder / "shop" / f"run_date={MORNING}" / "20260501-another.partial"
    stale = shop.deps.staging / "daily" / "shop" / "staging-killed"
    for folder in (other, stale):
        folder.mkdir(parents=True)
        (folder / "half").write_bytes(b"half")
    run = shop.published()
    assert not other.exists()
    assert not stale.exists()
    assert files(shop) == published_files(shop, run)


def test_every_morning_knows_only_the_actuals_before_it(shop: Shop) -> None:
    shop.edit("sales", lambda rows: [r | {"sold": "9999"} if r["date"] >= MORNING.isoformat() else r for r in rows])
    changed = shop.published()
    shop.edit("sales", lambda rows: [r for r in rows if r["date"] < MORNING.isoformat()])
    assert shop.daily().run.id == changed.id


def reasons(shop: Shop, run: Run, entity: tuple[str, str]) -> set[str]:
    rows = shop.deps.predictions.page_in_order(run, 0, run.row_count)
    return {str(reason) for row in rows if row.entity == entity for reason in row.reasons}


def test_a_category_never_seen_is_a_finding_and_a_reason_on_its_row(shop: Shop) -> None:
    shop.correct("promotion", "fireworks 🎆", date=TARGET_DAY.isoformat(), store="North", product="Brot")
    outcome = shop.daily()
    found = finding(outcome, "unseen_category")
    assert (found.severity, found.column, found.count) == (Severity.WARNING, "promotion", 1)
    assert found.detail["values"] == ["fireworks 🎆"]
    assert outcome.run.verdict is Verdict.WARNINGS
    assert "unseen_category:promotion" in reasons(shop, outcome.run, ("North", "Brot"))
    assert not any("unseen" in reason for reason in reasons(shop, outcome.run, ("North", PRODUCTS[1])))


def test_a_value_beyond_training_is_a_finding_and_a_reason_on_its_row(shop: Shop) -> None:
    shop.correct("price", "999.5", date=TARGET_DAY.isoformat(), store="Süd", product="Brot")
    outcome = shop.daily()
    found = finding(outcome, "outside_training")
    assert (found.severity, found.column, found.count) == (Severity.INFO, "price", 1)
    assert "unusual_input:price" in reasons(shop, outcome.run, ("Süd", "Brot"))


def test_what_is_unusual_for_most_of_the_batch_is_said_once_for_the_run(shop: Shop) -> None:
    shop.correct("promotion", "circus", date=TARGET_DAY.isoformat())
    outcome = shop.daily()
    assert finding(outcome, "unseen_category").count == 6
    for entity in [(store, product) for store in STORES for product in PRODUCTS]:
        assert not any("unseen" in reason for reason in reasons(shop, outcome.run, entity))


def test_a_feature_missing_for_all_is_a_warning_and_the_run_goes_out_without_it(shop: Shop) -> None:
    shop.correct("price", "", date=TARGET_DAY.isoformat())
    outcome = shop.daily()
    assert outcome.run.state is RunState.PUBLISHED
    assert finding(outcome, "feature_all_missing").column == "price"
    assert shop.deps.predictions.prediction(outcome.run, 0).explanation.gap() < 1e-4
