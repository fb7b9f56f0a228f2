"""Arguments and options that commands share."""

from datetime import date, datetime
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


def day_or_today(day: datetime | None) -> date:
    """The given day, or today by the clock on the wall."""
    return day.date() if day is not None else datetime.now().astimezone().date()
