"""`vouch release`: publish a held run all the same, or run its morning again; with a reason, by somebody who may."""

import uuid
from typing import Annotated

import typer

from cli.arguments import AsJson, UseCaseName
from cli.commands.daily import run_as_json, say_outcome, say_unsent
from cli.output import Exit, answer_json
from cli.progress import progress_for
from domain.errors import NotFoundError
from domain.run import RunState
from services.load_use_case import load_use_case
from services.raise_alerts import raise_alerts
from services.release_run import Asked, ask_release, carry_out
from wiring import open_dependencies

RunId = Annotated[str, typer.Argument(help="Id of a held run (`vouch runs USE_CASE`).", metavar="RUN")]
Reason = Annotated[str, typer.Option("--reason", help="Why its data can be trusted all the same; everybody reads it.")]
PersonName = Annotated[str, typer.Option("--person", help="Who decides it: a data scientist, facilitator or admin.")]
Rerun = Annotated[
    bool, typer.Option("--rerun", help="Run the morning again with what the sources hold now, instead of publishing.")
]
Token = Annotated[str, typer.Option("--token", help="The decision that the page Data recorded; carried out once.")]


def release(  # noqa: PLR0913 -- Typer makes an option of each parameter
    use_case: UseCaseName,
    run: RunId,
    reason: Reason,
    person: PersonName,
    rerun: Rerun = False,
    token: Token = "",
    as_json: AsJson = False,
) -> None:
    """Publish a held run with its findings and your name, or run its morning again; both are recorded."""
    deps = open_dependencies()
    loaded = load_use_case(deps, use_case)
    with deps.feedback.read() as unit:
        found = unit.people.by_name(person)
        known = tuple(somebody.name for somebody in unit.people.all() if somebody.active)
    if found is None:
        raise NotFoundError("person", person, known)
    asked = Asked(token or uuid.uuid4().hex, run, "rerun" if rerun else "release", reason)
    decided = ask_release(deps, found.id, asked)
    with progress_for(as_json=as_json) as progress:
        outcome = carry_out(deps, loaded, decided, progress)
    say_unsent(raise_alerts(deps, loaded.use_case, outcome).failed, use_case, as_json=as_json)
    if as_json:
        answer_json({"run": run_as_json(outcome.run, outcome.findings, repeated=outcome.repeated)})
    else:
        say_outcome(loaded.use_case, outcome)
    raise typer.Exit(Exit.HELD if outcome.run.state is RunState.HELD else Exit.DONE)
