"""`vouch suggest`: checks, spellings and units learned from the past, for a person to accept."""

from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import AsJson, Day, UseCaseName, day_or_today
from cli.output import answer_json, say
from cli.progress import progress_for
from services.load_use_case import load_use_case
from services.suggest_checks import suggest_checks, suggested_yaml
from wiring import open_dependencies


def suggest(
    use_case: UseCaseName,
    to: Annotated[Path | None, typer.Option("--to", help="Write the proposal to this new file.")] = None,
    day: Day = None,
    as_json: AsJson = False,
) -> None:
    """Propose checks, spellings and units learned from the past, as lines of YAML. Nothing applies itself."""
    if to is not None and (to.exists() or not to.absolute().parent.is_dir()):
        raise typer.BadParameter(f"--to {to}: a new file, in a folder that is there")
    deps = open_dependencies()
    loaded = load_use_case(deps, use_case)
    with progress_for(as_json=as_json) as progress:
        proposals = suggest_checks(deps, loaded, day_or_today(day), progress)
    written = suggested_yaml(loaded.use_case, proposals)
    if to is not None:
        to.write_text(written, encoding="utf-8")
    if as_json:
        answer_json({"proposals": len(proposals), "yaml": written, "file": None if to is None else str(to)})
    elif to is not None:
        say(
            f"{len(proposals)} proposals written to {to}. Read them, and put into the use case file what you agree with."
        )
    else:
        say(written.rstrip())
