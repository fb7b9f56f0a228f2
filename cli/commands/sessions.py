"""`vouch sessions`: what was decided when, and whether a minutes file is what was frozen."""

from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import AsJson
from cli.output import Exit, answer_json, say
from domain.errors import NotFoundError
from domain.session import Session
from presentation.words.minutes_check import verdict_text
from services.list_use_cases import list_use_cases
from services.open_session import list_sessions
from services.verify_minutes import FileVerdict, verify_minutes
from wiring import open_dependencies

Verify = Annotated[
    Path | None,
    typer.Option(
        "--verify", exists=True, dir_okay=False, help="A minutes file (HTML): is it what was frozen? 1 if it is not."
    ),
]
OptionalUseCase = Annotated[
    str | None, typer.Argument(help="Name of a use case; all of them if left out.", metavar="[USE_CASE]")
]


def sessions(use_case: OptionalUseCase = None, verify: Verify = None, as_json: AsJson = False) -> int:
    """List the sessions, or check a minutes file against what was frozen when its session was closed."""
    if verify is not None:
        return _verify(verify, as_json=as_json)
    deps = open_dependencies()
    known = tuple(summary.name for summary in list_use_cases(deps))
    if use_case is not None and use_case not in known:
        raise NotFoundError("use case", use_case, known)
    found = [session for name in ((use_case,) if use_case else known) for session in list_sessions(deps, name)]
    if as_json:
        answer_json({"sessions": [_as_json(session) for session in found]})
        return Exit.DONE
    for session in found:
        state = "open" if session.is_open else "closed"
        say(f"{session.id}  {session.created_at:%Y-%m-%d}  {state}  {session.use_case}  {session.title}")
    if not found:
        say("No session yet. Open one on the page Sessions.")
    return Exit.DONE


def _as_json(session: Session) -> dict[str, object]:
    return {
        "id": session.id,
        "use_case": session.use_case,
        "title": session.title,
        "opened": session.created_at,
        "first": session.first,
        "last": session.last,
        "open": session.is_open,
        "amendments": len(session.amendments),
        "participants": [name for _, name in session.participants],
    }


def _verify(path: Path, *, as_json: bool) -> int:
    found = verify_minutes(open_dependencies(), path.read_bytes())
    title = "" if found.session is None else found.session.title
    recorded = None if found.minutes is None else found.minutes.html_hash
    if as_json:
        answer_json({"verdict": found.verdict.value, "session": title, "found": found.found, "recorded": recorded})
    else:
        say(verdict_text(found.verdict.value, title))
        say(f"File:     {found.found}")
        if recorded is not None:
            say(f"Recorded: {recorded}")
    return Exit.DONE if found.verdict is FileVerdict.UNCHANGED else Exit.HELD
