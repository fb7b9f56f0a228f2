"""Expectations end to end: the daily job holds or publishes, failing rows stay to be looked at, the gate can be asked alone."""

import csv
import io
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from domain.check_result import Outcome
from domain.finding import Finding, Verdict
from domain.run import Run, RunState
from presentation.reports.failing_rows import as_csv
from presentation.words.findings import finding_sentence, left_out_text
from services.check_batch import Wanted, check_batch
from services.list_failing_rows import has_failing_rows, list_failing_rows
from services.train_version import train_version
from tests.services.made_up_shop import MORNING
from tests.services.shop import Shop

PROJECT = Path(__file__).resolve().parents[2]
CHECKS = "checks: {rows_at_least: 1, history_days_at_least: 30"
NEVER_NEGATIVE = {
    "type": "expect_column_values_to_be_between",
    "kwargs": {"column": "price", "min_value": 0},
    "source": "plan",
}


def expect(shop: Shop, *expectations: dict[str, object]) -> None:
    shop.redefine(CHECKS, f"{CHECKS}, expectations: {json.dumps(list(expectations))}")


def spoil(shop: Shop, price: str = "-9") -> None:
    """A wrong price of what is predicted tomorrow."""
    day = (MORNING + timedelta(days=1)).isoformat()
    shop.correct("price", price, date=day, store="North", product="Brot")


def the_expectation(findings: tuple[Finding, ...]) -> Finding:
    (found,) = [finding for finding in findings if finding.code == "expectation"]
    return found


def files_of(shop: Shop, run: Run) -> list[dict[str, str]]:
    content = as_csv(shop.loaded.use_case, list_failing_rows(shop.deps, run)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_a_critical_failure_holds_the_run_and_its_rows_can_be_downloaded(shop: Shop) -> None:
    expect(shop, {**NEVER_NEGATIVE, "severity": "critical"})
    spoil(shop)

    outcome = shop.daily()

    assert (outcome.run.state, outcome.run.verdict) == (RunState.HELD, Verdict.HELD)
    assert "“price” should be at least 0; 1 of" in finding_sentence(the_expectation(outcome.findings))
    (row,) = files_of(shop, outcome.run)
    assert (row["Found"], row["Left out"], row["Source"], row["Check"]) == (
        "-9",
        "no",
        "plan",
        "“price” should be at least 0",
    )
    assert json.loads(row["Whole row"])["product"] == "Brot"
    with shop.deps.feedback.read() as unit:
        (kept,) = [result for result in unit.gate.results(outcome.run.id) if result.code == "expectation"]
    assert (kept.outcome, kept.count) == (Outcome.FAILED, 1)


def test_a_warning_publishes_and_a_passed_check_is_kept(shop: Shop) -> None:
    expect(shop, NEVER_NEGATIVE)
    clean = shop.published()
    assert not has_failing_rows(shop.deps, clean)
    with shop.deps.feedback.read() as unit:
        assert [result.outcome for result in unit.gate.results(clean.id) if result.code == "expectation"] == [
            Outcome.PASSED
        ]
    spoil(shop)

    warned = shop.at(1).daily()

    assert (warned.run.state, warned.run.verdict, warned.run.row_count) == (RunState.PUBLISHED, Verdict.WARNINGS, 6)
    assert has_failing_rows(shop.deps, warned.run)
    with shop.deps.feedback.read() as unit:
        history = unit.gate.history("shop", MORNING, MORNING + timedelta(days=1))
    assert [result.outcome for _, result in history if result.code == "expectation"] == [Outcome.WARNED]


def test_a_row_in_quarantine_is_not_predicted_and_is_counted(shop: Shop) -> None:
    expect(shop, {**NEVER_NEGATIVE, "failing_rows": "quarantine"})
    spoil(shop)

    outcome = shop.daily()

    assert (outcome.run.state, outcome.run.row_count) == (RunState.PUBLISHED, 5)
    assert left_out_text(outcome.findings) == "1 row left out"
    assert [row["Left out"] for row in files_of(shop, outcome.run)] == ["yes"]


def test_features_in_quarantine_leave_a_run_whose_rows_can_all_be_opened(shop: Shop) -> None:
    only_south = {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "store", "value_set": ["Süd"]}}
    expect(shop, {**only_south, "failing_rows": "quarantine"})

    run = shop.published()

    assert run.row_count == 3
    entities = [shop.deps.predictions.prediction(run, row).queue.entity for row in range(3)]
    assert {entity[0] for entity in entities} == {"Süd"}
    version = train_version(shop.deps, shop.loaded, MORNING)
    assert version is not None


def test_the_gate_alone_stores_nothing_and_says_the_same(shop: Shop, tmp_path: Path) -> None:
    expect(
        shop,
        {**NEVER_NEGATIVE, "severity": "critical"},
        {**NEVER_NEGATIVE, "kwargs": {"column": "price", "max_value": 1e6}},
    )
    spoil(shop)
    failing = tmp_path / "failing.csv"

    checked = check_batch(shop.deps, shop.loaded, MORNING, Wanted(tmp_path / "docs", failing))

    assert (checked.verdict, checked.rows, checked.failing) == (Verdict.HELD, 6, 1)
    said = [result for result in checked.results if result.code == "expectation"]
    assert [result.outcome for result in said] == [Outcome.FAILED, Outcome.PASSED]
    assert shop.run_states() == {}
    assert "-9" in failing.read_text(encoding="utf-8-sig")
    assert checked.pages == tmp_path / "docs" / "index.html"
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "docs").rglob("*.html")]
    assert any("plan as cleaned" in page and "-9" in page for page in pages)
    assert not list((shop.deps.staging / "check").iterdir())
    held = shop.daily()
    assert {finding.code for finding in held.findings} >= {finding.code for finding in checked.findings}


def test_a_source_that_cannot_be_read_holds_the_gate_alone(shop: Shop) -> None:
    (shop.folder / "plan.csv").unlink()

    checked = check_batch(shop.deps, shop.loaded, MORNING, Wanted())

    assert [finding.code for finding in checked.findings] == ["source_unreadable"]
    assert checked.verdict is Verdict.HELD


def test_a_row_is_built_anew_without_importing_great_expectations(shop: Shop) -> None:
    expect(shop, {**NEVER_NEGATIVE, "failing_rows": "quarantine"})
    spoil(shop)
    code = f"""
import sys
from datetime import date
from pathlib import Path
from domain.use_case.file import read_use_case
from intake.prepare import Origin, Standpoint, prepare_batch
from intake.staging import open_staging
folder = Path({str(shop.folder)!r})
with open_staging(folder / "staging") as staging:
    standpoint = Standpoint(Origin(folder, {{}}), date.fromisoformat({MORNING.isoformat()!r}))
    print(prepare_batch(staging, read_use_case(folder / "use_case.yaml"), standpoint, lambda step: None).row_count)
print("great_expectations" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, timeout=200, check=False
    )

    assert done.stdout.split() == ["5", "False"], done.stderr
