"""`vouch check-config` and `vouch doctor`."""

from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import AsJson
from cli.output import Exit, answer_json, say
from cli.progress import progress_for
from feedback_db.upgrade import upgrade
from services.list_use_cases import FILE_NAME
from services.load_use_case import read_named
from services.warm_explainer import warm_explainer
from wiring.doctor import examine
from wiring.open import current_settings


def check_config(
    path: Annotated[str, typer.Argument(help="Path of a use case file, or the name of a folder in use_cases/.")],
    as_json: AsJson = False,
) -> None:
    """Check a use case file: every fault with its line, what was found and what is allowed."""
    named = current_settings().use_cases / path / FILE_NAME
    place = named if "/" not in path and named.is_file() else Path(path)
    use_case = read_named(place / FILE_NAME if place.is_dir() else place, current_settings().use_cases)
    if as_json:
        answer_json({"path": str(place), "name": use_case.name, "features": list(use_case.features), "ok": True})
    else:
        say(
            f"{use_case.title}: features: {len(use_case.features)}, sources: {len(use_case.sources)}. No fault in the file; "
            "whether its sources hold what it names is seen when they are read (vouch train, vouch backtest)."
        )


def doctor(
    upgrade_database: Annotated[
        bool, typer.Option("--upgrade", help="Bring the database of VOUCH_DATABASE to this version's revision.")
    ] = False,
    warm: Annotated[
        bool, typer.Option("--warm", help="Compile the explainer ahead; the first daily job then does not wait for it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check the set-up and say what to do."""
    settings = current_settings()
    if warm:
        with progress_for(as_json=as_json) as progress:
            warm_explainer(progress)
    if upgrade_database:
        upgrade(settings.database_url)
    points = examine(settings)
    if as_json:
        answer_json(
            {
                "ok": all(point.ok for point in points),
                "checks": [{"check": p.name, "ok": p.ok, "found": p.found, "todo": p.todo} for p in points],
            }
        )
    else:
        for point in points:
            say(f"{'ok  ' if point.ok else 'FAIL'}  {point.name}: {point.found}")
            if point.todo:
                say(f"      to do: {point.todo}")
    raise typer.Exit(Exit.DONE if all(point.ok for point in points) else Exit.HELD)
