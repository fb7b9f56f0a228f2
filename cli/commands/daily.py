"""`vouch daily` and `vouch runs`: the daily job, and what became of it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated

import typer

from cli.arguments import AsJson, Day, UseCaseName, day_or_today
from cli.output import Exit, answer_json, say
from cli.progress import progress_for
from domain.alert import Delivery
from domain.finding import Finding, Severity
from domain.run import Run, RunState
from domain.use_case import UseCase
from presentation.words.finding_rows import finding_examples
from presentation.words.findings import finding_sentence
from services.list_runs import list_runs, open_run
from services.load_use_case import load_use_case
from services.publish_run import RunOutcome, publish_run
from services.raise_alerts import raise_alerts
from wiring import open_dependencies

Through = Annotated[
    datetime | None,
    typer.Option("--through", formats=["%Y-%m-%d"], help="Back-fill: every morning from --date to this one."),
]


def daily(use_case: UseCaseName, day: Day = None, through: Through = None, as_json: AsJson = False) -> None:
    """Take the day's batch, check it, predict, explain, and publish the run, or hold it and say why."""
    deps = open_dependencies()
    loaded = load_use_case(deps, use_case)
    first = day_or_today(day)
    outcomes, told = [], []
    with progress_for(as_json=as_json) as progress:
        for run_date in _days(first, through.date() if through is not None else first):
            outcome = publish_run(deps, loaded, run_date, progress)
            outcomes.append(outcome)
            told.append(raise_alerts(deps, loaded.use_case, outcome))
            if not as_json:
                say_outcome(loaded.use_case, outcome)
    failed = [delivery for each in told for delivery in each.failed]
    say_unsent(failed, use_case, as_json=as_json)
    if as_json:
        answer_json(
            {
                "runs": [run_as_json(outcome.run, outcome.findings, repeated=outcome.repeated) for outcome in outcomes],
                "alerts_failed": [{"channel": delivery.channel, "fault": delivery.fault} for delivery in failed],
            }
        )
    raise typer.Exit(Exit.HELD if any(outcome.run.state is RunState.HELD for outcome in outcomes) else Exit.DONE)


def runs(
    use_case: UseCaseName,
    show: Annotated[str | None, typer.Option(help="A run id: everything that is known of it.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many runs, the newest first.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List the runs of a use case, or show one with its findings."""
    deps = open_dependencies()
    definition = load_use_case(deps, use_case).use_case
    if show is not None:
        opened = open_run(deps, definition.name, show)
        if as_json:
            answer_json(run_as_json(opened.run, opened.findings))
        else:
            say_outcome(definition, RunOutcome(opened.run, opened.findings), every=True)
            say(f"files: {deps.predictions.folder / opened.run.location}")
        return
    found = list_runs(deps, definition.name, limit)
    if as_json:
        answer_json({"runs": [run_as_json(run, ()) for run in found]})
        return
    for run in found:
        say(
            f"{run.run_date}  predicts {run.target_date}  {run.state.value:<10}  model {run.version or '-'}  {run.row_count:>9,} rows  {run.id}"
        )
    if not found:
        say(f"No run yet. `vouch daily {use_case}` makes one.")


def say_unsent(failed: Sequence[Delivery], use_case: str, *, as_json: bool) -> None:
    """The channels that did not take an alert; with --json they stand in the document."""
    for delivery in failed if not as_json else ():
        say(
            f"  An alert could not be sent to {delivery.channel}: {delivery.fault}. `vouch alerts {use_case} --test` tries again."
        )


def _rows(run: Run) -> str:
    return (
        f"none of {run.row_count:,} rows predicted" if run.state is RunState.HELD else f"{run.row_count:,} predictions"
    )


def _days(first: date, last: date) -> Iterator[date]:
    if last < first:
        raise typer.BadParameter(f"--through {last} is before --date {first}")
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def say_outcome(use_case: UseCase, outcome: RunOutcome, *, every: bool = False) -> None:
    """What became of a run, for people."""
    run = outcome.run
    what = "was published before; nothing was published twice" if outcome.repeated else run.state.value
    say(f"Run {run.id} of {run.run_date}: {what}. {_rows(run)} for {run.target_date}.")
    if run.supersedes:
        say(f"  It replaces run {run.supersedes}; answers stay with what their authors saw.")
    for finding in outcome.findings:
        if every or finding.severity is not Severity.INFO:
            say(f"  {finding.severity.value}: {finding_sentence(finding, use_case)}")
        for line in finding_examples(finding, use_case) if every or finding.code == "source_unreadable" else ():
            say(f"      {line}")
    if run.state is RunState.HELD:
        say("  Nothing of this batch is shown as a prediction. Correct the data and run the same command again.")


def run_as_json(run: Run, findings: tuple[Finding, ...], *, repeated: bool = False) -> dict[str, object]:
    """What became of a run, for programs."""
    return {
        "id": run.id,
        "use_case": run.use_case,
        "run_date": run.run_date,
        "target_date": run.target_date,
        "version": run.version,
        "state": run.state.value,
        "verdict": None if run.verdict is None else run.verdict.value,
        "rows": run.row_count,
        "data_through": run.data_through,
        "supersedes": run.supersedes,
        "repeated": repeated,
        "seconds": run.duration_seconds,
        "findings": [
            {
                "code": f.code,
                "severity": f.severity.value,
                "source": f.source,
                "column": f.column,
                "count": f.count,
                "action": f.action,
                "sentence": finding_sentence(f),
                "detail": dict(f.detail),
                "examples": [dict(e) for e in f.examples],
            }
            for f in findings
        ],
    }
