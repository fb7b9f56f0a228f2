"""Arguments and options that commands share."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

UseCaseName = Annotated[
    str, typer.Argument(help="Name of a folder in use_cases/, or the path of a use case file.", metavar="USE_CASE")
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")]
Day = Annotated[
    datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], help="The morning of the run (YYYY-MM-DD); today if left out."),
]
Since = Annotated[
    datetime | None,
    typer.Option("--since", formats=["%Y-%m-%d"], help="First day predicted (YYYY-MM-DD); all of them if left out."),
]
Through = Annotated[
    datetime | None,
    typer.Option("--through", formats=["%Y-%m-%d"], help="Last day predicted (YYYY-MM-DD); all of them if left out."),
]
Plain = Annotated[
    bool,
    typer.Option("--plain", help="CSV for programs: no apostrophe before texts that a spreadsheet would calculate."),
]


def as_day(moment: datetime | None) -> date | None:
    """The day of an option."""
    return None if moment is None else moment.date()


def check_target(option: str, path: Path | None, endings: tuple[str, ...]) -> None:
    """Refuse a file that cannot be written: of another kind, or in a folder that is not there."""
    if path is None:
        return
    if path.suffix not in endings:
        raise typer.BadParameter(f"{option} {path}: the name must end in {' or '.join(endings)}")
    if not path.absolute().parent.is_dir():
        raise typer.BadParameter(f"{option} {path}: there is no such folder")


def day_or_today(day: datetime | None) -> date:
    """The given day, or today by the clock on the wall."""
    return day.date() if day is not None else datetime.now().astimezone().date()
