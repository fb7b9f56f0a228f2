"""`vouch demo`: the made-up bakery."""

from datetime import datetime
from typing import Annotated

import typer

from cli.arguments import AsJson, day_or_today
from cli.output import answer_json, say
from cli.progress import progress_for
from services.prepare_demo import let_a_day_pass, prepare_demo
from wiring import open_dependencies


def demo(
    next_day: Annotated[
        bool, typer.Option("--next-day", help="Let a day pass: sales arrive, a new run is published.")
    ] = False,
    day: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="First day of the demo; today if left out.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of the made-up data.")] = None,
    as_json: AsJson = False,
) -> None:
    """Prepare the demo use case (once), or let a day pass in it."""
    deps = open_dependencies()
    with progress_for(as_json=as_json) as progress:
        result = let_a_day_pass(deps, progress) if next_day else prepare_demo(deps, day_or_today(day), seed, progress)
    run = result.outcome.run if result.outcome is not None else None
    if as_json:
        answer_json(
            {
                "today": result.today,
                "repeated": result.repeated,
                "run": None if run is None else run.id,
                "rows": None if run is None else run.row_count,
            }
        )
    elif result.repeated:
        say(f"The demo is there; its day is {result.today}. `vouch demo --next-day` lets a day pass.")
    else:
        say(
            f"The demo's day is {result.today}."
            + ("" if run is None else f" {run.row_count} predictions for {run.target_date} are {run.state.value}.")
        )
