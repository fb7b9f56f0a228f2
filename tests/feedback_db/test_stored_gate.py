"""What the gate said is kept for every run; reading a morning costs the same on day 1,000 as on day 10."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import event

from domain.check_result import CheckResult, Outcome
from domain.evidence import Evidence
from domain.finding import Severity
from domain.run import Run, RunState, run_identity
from domain.stage import ColumnStatistics, Stage, StageSnapshot
from domain.volume import Volume
from feedback_db.unit_of_work import FeedbackDb

NewRun = Callable[..., Run]
DAY = date(2026, 11, 20)
DETAIL = {
    "type": "expect_column_values_to_not_be_null",
    "kwargs": {"column": "sold", "mostly": 0.5},
    "observed": None,
    "text": "“x” 🥐",
}
RESULTS = (
    CheckResult("expectation", Outcome.WARNED, Severity.WARNING, Stage.CLEANED, "sales", "sold", 3, 1200, "left out", DETAIL, ({"line": 7, "before": None, "keys": {"store": "North"}},)),
    CheckResult("expectation", Outcome.PASSED, Severity.CRITICAL, Stage.FEATURES, "batch"),
    CheckResult("volume", Outcome.NOT_APPLICABLE, Severity.INFO, Stage.RECEIVED, "plan", detail={"why": "no history"}),
)  # fmt: skip


def shot(day: date, stage: Stage = Stage.CLEANED, mean: float = 1.5) -> StageSnapshot:
    sold = ColumnStatistics("sold", "number", 10, 2, mean, 0.5, (1.0, 2.0, 3.0), 4)
    product = ColumnStatistics("product", "text", 12, 0, distinct=2, top=(("Rye bread", 7), ("Bun", 5)))
    return StageSnapshot(day, stage, "sales", day - timedelta(days=1), 12, (sold, product))


def evidence(day: date, mean: float = 1.5, rows: int = 12) -> Evidence:
    shots = (shot(day, Stage.RECEIVED, mean), shot(day, mean=mean))
    return Evidence(RESULTS, shots, (Volume("sales", "", day - timedelta(days=1), rows),))


def ended(db: FeedbackDb, new_run: NewRun, day: date, state: RunState, kept: Evidence, number: int = 0) -> Run:
    """A run of a morning as the daily job ends it."""
    content = f"sha256:{day}:{number}"
    run = new_run(
        id=run_identity("bakery", day, None, content),
        run_date=day,
        target_date=day + timedelta(days=1),
        batch_hash=content,
    )
    run = replace(run, created_at=run.created_at + timedelta(minutes=number))
    with db.write() as work:
        work.runs.prepare(run)
    published = run.created_at if state is RunState.PUBLISHED else None
    with db.write() as work:
        stored = work.runs.finish(replace(run, state=state, file_hash="sha256:f", published_at=published), ())
        work.gate.store(stored, kept)
    return stored


def test_what_every_check_said_comes_back_in_its_order(db: FeedbackDb, new_run: NewRun) -> None:
    run = ended(db, new_run, DAY, RunState.PUBLISHED, evidence(DAY))

    with db.read() as work:
        assert work.gate.results(run.id) == RESULTS
        assert work.gate.results("no such run") == ()
        assert work.gate.snapshots("bakery", DAY, DAY + timedelta(days=1)) == (shot(DAY, Stage.RECEIVED), shot(DAY))
        assert work.gate.volumes("bakery", DAY - timedelta(days=1), DAY) == (
            Volume("sales", "", DAY - timedelta(days=1), 12),
        )


def test_a_second_attempt_at_a_run_takes_the_place_of_the_first(db: FeedbackDb, new_run: NewRun) -> None:
    run = ended(db, new_run, DAY, RunState.HELD, evidence(DAY))
    with db.write() as work:
        work.gate.store(
            run, Evidence(RESULTS[1:], (shot(DAY, mean=2.0),), (Volume("sales", "", DAY - timedelta(days=1), 9),))
        )

    with db.read() as work:
        assert work.gate.results(run.id) == RESULTS[1:]
        assert work.gate.snapshots("bakery", DAY, DAY + timedelta(days=1)) == (shot(DAY, mean=2.0),)
        assert [volume.rows for volume in work.gate.volumes("bakery", DAY - timedelta(days=1), DAY)] == [9]


def test_one_run_speaks_for_a_morning(db: FeedbackDb, new_run: NewRun) -> None:
    ended(db, new_run, DAY, RunState.PUBLISHED, evidence(DAY, 1.0))
    ended(db, new_run, DAY, RunState.HELD, evidence(DAY, 2.0), number=1)
    held_day = DAY + timedelta(days=1)
    ended(db, new_run, held_day, RunState.HELD, evidence(held_day, 3.0))
    ended(db, new_run, held_day, RunState.HELD, evidence(held_day, 4.0), number=1)

    with db.read() as work:
        shots = work.gate.snapshots("bakery", DAY, DAY + timedelta(days=2), ["sold"])
        said = work.gate.history("bakery", DAY, DAY + timedelta(days=2))

    assert [(each.run_date, each.columns[0].mean) for each in shots if each.stage is Stage.CLEANED] == [
        (DAY, 1.0),
        (held_day, 4.0),
    ]
    assert all([column.column for column in each.columns] == ["sold"] for each in shots)
    assert [day for day, _ in said] == [DAY] * 3 + [held_day] * 3
    assert said[0][1] == replace(RESULTS[0], examples=())


def test_a_morning_reads_and_writes_the_same_on_any_day(db: FeedbackDb, new_run: NewRun) -> None:
    counts = []
    seen: list[object] = []
    event.listen(db.engine, "before_cursor_execute", lambda *said: seen.append(said[2]))
    for number in range(12):
        day = DAY + timedelta(days=number)
        before = len(seen)
        ended(db, new_run, day, RunState.PUBLISHED, evidence(day))
        with db.read() as work:
            read = work.gate.snapshots("bakery", day - timedelta(days=3), day)
            history = work.gate.history("bakery", day - timedelta(days=3), day)
        counts.append((len(seen) - before, len(read), len(history)))

    assert len(set(counts[4:])) == 1
    assert counts[-1][1:] == (3 * 2, 3 * len(RESULTS))
