"""Behind the verdict on Today: the rows that failed a check, how many were left out, and all of them to download."""

from datetime import date

import pytest

from domain.finding import Finding, Severity, Verdict
from domain.run import Run, RunState
from intake.failing_rows import make_failing_rows, write_failing_rows
from intake.staging import open_staging

DAY = date(2026, 11, 21)
DETAIL = {
    "type": "expect_column_values_to_be_between",
    "kwargs": {"column": "price", "min_value": 0},
    "position": 0,
    "stage": "cleaned",
    "of": 1200,
}
EXAMPLES = (
    {"line": 17, "before": "-9", "day": "2026-11-20", "keys": {"store": "North <b>", "product": "Bagel"}},
    {"line": 4, "before": None, "day": None, "keys": {}},
)


def failed(severity: Severity, left_out: int = 0) -> Finding:
    detail = {**DETAIL, "left_out": left_out}
    action = "left out" if left_out else "none"
    return Finding("expectation", severity, "plan", "price", 45, action, detail, EXAMPLES)


@pytest.fixture
def keep_rows(world, tmp_path):
    """Write the failing rows of a run as the daily job does."""

    def keep(run: Run) -> None:
        with open_staging(tmp_path / "staging") as staging:
            make_failing_rows(staging)
            staging.run(
                "INSERT INTO failing_rows VALUES ('cleaned', 'plan', 'expectation', 0, 17, DATE '2026-11-20', 'price', '-9', "
                "'{\"type\": \"expect_column_values_to_be_between\", \"kwargs\": {}}', '{}', 'left out')"
            )
            write_failing_rows(staging, world.deps.predictions.failing_rows_file(run))

    return keep


def downloads(at) -> list[str]:
    return [button.label for button in at.get("download_button")]


def test_the_first_rows_stand_behind_the_sentence(visit, world, keep_rows, says) -> None:
    keep_rows(world.publish(findings=(failed(Severity.WARNING, left_out=3),), verdict=Verdict.WARNINGS))

    at = visit("today", use_case="bakery", date="2026-11-21")

    said = says(at)
    assert "45 of 1200 rows are not, for example line 17: −9. Left out." in said
    assert "Show 2 of 45 rows" in said
    assert "North <b>" in said or "North &lt;b&gt;" in said
    assert "Fri 20 Nov" in said
    assert "Download all failing rows" in downloads(at)
    assert "data: passed, 1 warning; 3 rows left out" in [block.proto.popover.label for block in at.get("popover")]


def test_a_held_run_shows_its_rows_too(visit, world, keep_rows, says) -> None:
    keep_rows(world.end(DAY, RunState.HELD, (failed(Severity.CRITICAL),), Verdict.HELD))

    at = visit("today", use_case="bakery", date="2026-11-21")

    assert "Show 2 of 45 rows" in says(at)
    assert "Download all failing rows" in downloads(at)


def test_without_failing_rows_nothing_is_offered(visit, world, says) -> None:
    world.publish(findings=(Finding("source_late", Severity.WARNING, "plan"),), verdict=Verdict.WARNINGS)

    at = visit("today", use_case="bakery", date="2026-11-21")

    assert "Download all failing rows" not in downloads(at)
    assert "Show " not in says(at)
