"""`vouch export`: a run for a notebook; and what people said and what came of it, for a notebook or a spreadsheet."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import AsJson, Day, Plain, Since, Through, UseCaseName, as_day, check_target
from cli.feedback_files import FILE_ENDINGS, write_feedback
from cli.output import answer_json, say
from domain.exported import Content, Format, Wanted
from domain.run import Run
from domain.use_case import UseCase
from services.dependencies import Dependencies
from services.export_feedback import period_of
from services.export_run import export_rows, export_shap, find_exported_run
from services.export_shares import share_table
from services.load_use_case import load_use_case
from services.write_tables import write_tables
from wiring import open_dependencies

RunId = Annotated[str | None, typer.Option("--run", help="Id of a run; the newest published one if left out.")]
Shap = Annotated[
    Path | None,
    typer.Option(
        "--shap", help="Write the explanations to this .parquet file, for `models.shap_export.load_explanation`."
    ),
]
Rows = Annotated[Path | None, typer.Option("--rows", help="Write all rows to this .parquet or .csv file.")]
Shares = Annotated[
    Path | None,
    typer.Option("--shares", help="Write what falls to each small series of the predictions together to this file."),
]
Reviews = Annotated[Path | None, typer.Option("--reviews", help="Write all answers to this file.")]
Disputes = Annotated[Path | None, typer.Option("--disputes", help="Write disputes, their steps and all comments.")]
Outcomes = Annotated[Path | None, typer.Option("--outcomes", help="Write every prediction that has an actual.")]
Sessions = Annotated[Path | None, typer.Option("--sessions", help="Write points, notes, actions and participants.")]


def export(  # noqa: PLR0913 -- Typer makes an option of each parameter
    use_case: UseCaseName,
    run: RunId = None,
    day: Day = None,
    shap: Shap = None,
    rows: Rows = None,
    shares: Shares = None,
    reviews: Reviews = None,
    disputes: Disputes = None,
    outcomes: Outcomes = None,
    sessions: Sessions = None,
    since: Since = None,
    through: Through = None,
    plain: Plain = False,
    as_json: AsJson = False,
) -> None:
    """Write a published run or its shares to files; or answers, disputes, outcomes, sessions to files of the kind of their ending."""
    feedback = {
        Content.REVIEWS: reviews,
        Content.DISPUTES: disputes,
        Content.OUTCOMES: outcomes,
        Content.SESSIONS: sessions,
    }
    said = {content: path for content, path in feedback.items() if path is not None}
    _check(run, day, (shap, rows, shares), said)
    deps = open_dependencies()
    definition = load_use_case(deps, use_case).use_case
    period = period_of(as_day(since), as_day(through))
    answer: dict[str, object] = {}
    files: dict[str, int] = {}
    if shap or rows or shares:
        found = find_exported_run(deps, definition.name, run, _target_date(definition, day))
        answer = {"run": found.id, "target_date": found.target_date}
        files |= _write_run(deps, found, (shap, rows), as_json=as_json)
        files |= _write_shares(deps, found, shares, plain=plain, as_json=as_json)
    wishes = {
        path: Wanted(content, definition.name, period, Format(path.suffix[1:]), plain) for content, path in said.items()
    }
    files |= write_feedback(deps, wishes, as_json=as_json)
    if as_json:
        answer_json({**answer, "files": files})


def _check(
    run: str | None, day: datetime | None, of_run: tuple[Path | None, ...], said: Mapping[Content, Path]
) -> None:
    if run is not None and day is not None:
        raise typer.BadParameter("give --run or --date, not both")
    check_target("--shap", of_run[0], (".parquet",))
    check_target("--rows", of_run[1], (".parquet", ".csv"))
    check_target("--shares", of_run[2], FILE_ENDINGS)
    for content, path in said.items():
        check_target(f"--{content.value}", path, FILE_ENDINGS)
    if not said and not any(of_run):
        raise typer.BadParameter(
            "say what to write: --shap FILE.parquet, --rows FILE.parquet or FILE.csv, "
            "--shares, --reviews, --disputes, --outcomes or --sessions FILE"
        )
    named = [*said.values(), *(path for path in of_run if path is not None)]
    if len(set(named)) < len(named):
        raise typer.BadParameter("each content needs a file of its own")


def _target_date(definition: UseCase, day: datetime | None) -> date | None:
    return None if day is None else day.date() + timedelta(days=definition.dates.horizon_days)


def _write_run(
    deps: Dependencies, run: Run, paths: tuple[Path | None, Path | None], *, as_json: bool
) -> dict[str, int]:
    written = {
        str(path): write(deps, run, path)
        for path, write in zip(paths, (export_shap, export_rows), strict=True)
        if path is not None
    }
    for path, count in written.items() if not as_json else ():
        what = "prediction" if count == 1 else "predictions"
        say(f"{count:,} {what} of run {run.id} for {run.target_date} written to {path}.")
    return written


def _write_shares(deps: Dependencies, run: Run, path: Path | None, *, plain: bool, as_json: bool) -> dict[str, int]:
    if path is None:
        return {}
    files = write_tables(path, (share_table(deps, run),), Format(path.suffix[1:]), plain=plain)
    for target, count in files.items() if not as_json else ():
        what = "share" if count == 1 else "shares"
        say(f"{count:,} {what} of run {run.id} for {run.target_date} written to {target}.")
    return {str(target): count for target, count in files.items()}
