"""`vouch export`: a run for a notebook."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import AsJson, Day, UseCaseName
from cli.output import answer_json, say
from services.export_run import export_rows, export_shap, find_exported_run
from services.load_use_case import load_use_case
from wiring import open_dependencies

RunId = Annotated[str | None, typer.Option("--run", help="Id of a run; the newest published one if left out.")]
Shap = Annotated[
    Path | None,
    typer.Option(
        "--shap", help="Write the explanations to this .parquet file, for `models.shap_export.load_explanation`."
    ),
]
Rows = Annotated[Path | None, typer.Option("--rows", help="Write all rows to this .parquet or .csv file.")]


def export(  # noqa: PLR0913 -- Typer makes an option of each parameter
    use_case: UseCaseName,
    run: RunId = None,
    day: Day = None,
    shap: Shap = None,
    rows: Rows = None,
    as_json: AsJson = False,
) -> None:
    """Write a published run to files that a notebook reads: explanations for shap's own plots, or all rows."""
    if run is not None and day is not None:
        raise typer.BadParameter("give --run or --date, not both")
    _check("--shap", shap, (".parquet",))
    _check("--rows", rows, (".parquet", ".csv"))
    if shap is None and rows is None:
        raise typer.BadParameter("say what to write: --shap FILE.parquet, --rows FILE.parquet or FILE.csv")
    deps = open_dependencies()
    definition = load_use_case(deps, use_case).use_case
    target_date = day.date() + timedelta(days=definition.dates.horizon_days) if day is not None else None
    found = find_exported_run(deps, definition.name, run, target_date)
    written = {
        str(path): write(deps, found, path)
        for path, write in ((shap, export_shap), (rows, export_rows))
        if path is not None
    }
    if as_json:
        answer_json({"run": found.id, "target_date": found.target_date, "files": written})
        return
    for path, count in written.items():
        what = "prediction" if count == 1 else "predictions"
        say(f"{count:,} {what} of run {found.id} for {found.target_date} written to {path}.")


def _check(option: str, path: Path | None, endings: tuple[str, ...]) -> None:
    if path is None:
        return
    if path.suffix not in endings:
        raise typer.BadParameter(f"{option} {path}: the name must end in {' or '.join(endings)}")
    if not path.absolute().parent.is_dir():
        raise typer.BadParameter(f"{option} {path}: there is no such folder")
