"""Runs over many days: the last day costs the same however many came before, and each has at most one published run."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.finding import Finding, Severity
from domain.run import Run, RunState
from feedback_db.unit_of_work import FeedbackDb, UnitOfWork

Undone = Callable[[str], AbstractContextManager[UnitOfWork]]
NewRun = Callable[..., Run]
DAY = date(2026, 11, 21)
FINDINGS = (Finding("few_rows", Severity.INFO, "batch"), Finding("late_source", Severity.INFO, "weather"))


def test_day_400_costs_what_day_4_costs(sqlite_url: str, new_run: NewRun, now: datetime) -> None:
    steps: list[int] = []
    with closing(FeedbackDb(sqlite_url)) as db:
        for first, days in ((0, 4), (4, 396)):
            with db.write() as work:
                work.use_cases.register("bakery", "Bakery", {}, "use_case.yaml", now)
                for offset in range(first, first + days):
                    work.runs.finish(new_run(DAY + timedelta(days=offset), state=RunState.PUBLISHED), FINDINGS)
            with db.read() as work:
                connection = work.runs._session.connection().connection.dbapi_connection
                counted = [0]

                def count(counted: list[int] = counted) -> None:
                    counted[0] += 1

                connection.set_progress_handler(count, 1)
                last = work.runs.days("bakery", 4)
                work.runs.current("bakery", last[0].target_date)
                work.runs.findings(last[0].run_id)
                work.runs.all("bakery", 4)
                connection.set_progress_handler(None, 0)
                steps.append(counted[0])
    assert len(last) == 4
    assert steps[0] > 50
    assert steps[1] <= steps[0] * 1.1, steps


attempts = st.tuples(
    st.integers(0, 2), st.sampled_from("abc"), st.sampled_from(["prepare", "published", "held", "failed"])
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(attempts, max_size=14))
def test_whatever_is_tried_a_day_has_at_most_one_published_run_the_last_one_that_was(
    sqlite_url: str, undone: Undone, new_run: NewRun, history: list[tuple[int, str, str]]
) -> None:
    last_published: dict[date, str] = {}
    with undone(sqlite_url) as work:
        for offset, batch, attempt in history:
            run = new_run(DAY + timedelta(days=offset), batch)
            if attempt == "prepare":
                work.runs.prepare(run)
            else:
                work.runs.finish(replace(run, state=RunState(attempt)), ())
            if attempt == "published":
                last_published[run.target_date] = run.id
        published = [run for run in work.runs.all("bakery", 100) if run.state is RunState.PUBLISHED]
        assert {run.target_date: run.id for run in published} == last_published
        assert len(published) == len(last_published)
        for day in work.runs.days("bakery", 100):
            current = work.runs.current("bakery", day.target_date)
            assert current is not None
            assert (day.run_id, day.state) == (current.id, current.state)
            assert last_published.get(day.target_date, day.run_id) == day.run_id
