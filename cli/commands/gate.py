"""`vouch check`: the gate alone, before anything depends on it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import AsJson, Day, UseCaseName, day_or_today
from cli.commands.suggest import refuse_place, suggest
from cli.output import Exit, answer_json, say
from cli.progress import progress_for
from domain.check_result import CheckResult, Outcome
from domain.finding import Severity, Verdict
from domain.use_case import UseCase
from presentation.words.finding_rows import finding_examples
from presentation.words.findings import finding_sentence, left_out_text, result_sentence, verdict_text
from services.check_batch import Checked, Wanted, check_batch
from services.load_use_case import load_use_case
from wiring import open_dependencies

DataDocs = Annotated[
    Path | None, typer.Option("--data-docs", help="Write Data Docs of Great Expectations (HTML) into this folder.")
]
Failing = Annotated[
    Path | None, typer.Option("--failing", help="Write every row that failed a check to this .csv file.")
]
Suggest = Annotated[
    bool, typer.Option("--suggest", help="Propose checks, spellings and units learned from the past, as lines of YAML.")
]
To = Annotated[Path | None, typer.Option("--to", help="With --suggest: write the proposal to this new file.")]

MARKS = {Outcome.PASSED: "ok  ", Outcome.NOT_APPLICABLE: "n/a "}
FOUND = {Severity.CRITICAL: "FAIL", Severity.WARNING: "WARN", Severity.INFO: "info"}
"""What was found goes by what it means for the run, not by how the check calls it: FAIL holds it."""
SHOWN = 5
"""Failing rows printed below a check; `--failing` writes all."""


def check(  # noqa: PLR0913 -- Typer makes an option of each parameter
    use_case: UseCaseName,
    day: Day = None,
    data_docs: DataDocs = None,
    failing: Failing = None,
    propose: Suggest = False,
    to: To = None,
    as_json: AsJson = False,
) -> None:
    """Ask every gate check about a morning, or propose checks: nothing is predicted, published or stored."""
    if failing is not None and failing.suffix != ".csv":
        raise typer.BadParameter("--failing writes a .csv file")
    _refuse_mixed(propose, to, (data_docs, failing))
    deps = open_dependencies()
    loaded = load_use_case(deps, use_case)
    run_date = day_or_today(day)
    if propose:
        suggest(deps, loaded, run_date, to, as_json=as_json)
        return
    with progress_for(as_json=as_json) as progress:
        checked = check_batch(deps, loaded, run_date, Wanted(data_docs, failing), progress)
    if as_json:
        answer_json({"use_case": loaded.use_case.name, "run_date": run_date, **_as_json(loaded.use_case, checked)})
    else:
        _say(loaded.use_case, checked, failing)
    raise typer.Exit(Exit.HELD if checked.verdict is Verdict.HELD else Exit.DONE)


def _refuse_mixed(propose: bool, to: Path | None, asked: tuple[Path | None, ...]) -> None:
    if to is not None and not propose:
        raise typer.BadParameter("--to says where --suggest writes; give both")
    if propose and any(place is not None for place in asked):
        raise typer.BadParameter("--suggest asks no check; --failing and --data-docs go without it")
    refuse_place(to)


def _say(use_case: UseCase, checked: Checked, failing: Path | None) -> None:
    for result in checked.results:
        mark = MARKS[result.outcome] if result.finding is None else FOUND[result.finding.severity]
        say(f"{mark}  {result.stage.value:<8}  {result_sentence(result, use_case)}")
        _say_rows(() if result.finding is None else finding_examples(result.finding, use_case)[:SHOWN])
    told = {id(result.detail) for result in checked.results}
    for finding in checked.findings:
        if id(finding.detail) not in told:
            say(f"{FOUND[finding.severity]}  {'':<8}  {finding_sentence(finding, use_case)}")
            _say_rows(finding_examples(finding, use_case) if finding.code == "source_unreadable" else ())
    left_out = left_out_text(checked.findings)
    say("; ".join(filter(None, [verdict_text(checked.verdict, checked.findings), left_out])))
    if failing is not None:
        rows = "row" if checked.failing == 1 else "rows"
        say(f"{checked.failing:,} failing {rows} written to {failing}.")
    if checked.pages is not None:
        say(f"Data Docs: {checked.pages}")


def _say_rows(lines: Iterable[str]) -> None:
    for line in lines:
        say(f"        {line}")


def _as_json(use_case: UseCase, checked: Checked) -> dict[str, object]:
    return {
        "verdict": checked.verdict.value,
        "rows": checked.rows,
        "failing_rows": checked.failing,
        "data_docs": None if checked.pages is None else str(checked.pages),
        "checks": [_result(use_case, result) for result in checked.results],
        "findings": [
            {
                "code": f.code,
                "severity": f.severity.value,
                "source": f.source,
                "sentence": finding_sentence(f, use_case),
            }
            for f in checked.findings
        ],
    }


def _result(use_case: UseCase, result: CheckResult) -> dict[str, object]:
    return {
        "code": result.code,
        "outcome": result.outcome.value,
        "severity": result.severity.value,
        "stage": result.stage.value,
        "source": result.table,
        "column": result.column,
        "count": result.count,
        "of": result.of,
        "action": result.action,
        "sentence": result_sentence(result, use_case),
        "detail": dict(result.detail),
        "examples": [dict(example) for example in result.examples],
    }
