"""`vouch check --suggest`: checks, spellings and units learned from the past, for a person to accept."""

from datetime import date
from pathlib import Path

import typer

from cli.output import answer_json, say
from cli.progress import progress_for
from presentation.words.catalogue import plural
from services.dependencies import Dependencies
from services.load_use_case import LoadedUseCase
from services.suggest_checks import suggest_checks, suggested_yaml


def refuse_place(to: Path | None) -> None:
    """Refuse to overwrite, before anything is read.

    Raises:
        typer.BadParameter: the file is there already, or its folder is not.
    """
    if to is not None and (to.exists() or not to.absolute().parent.is_dir()):
        raise typer.BadParameter(f"--to {to}: a new file, in a folder that is there")


def suggest(deps: Dependencies, loaded: LoadedUseCase, run_date: date, to: Path | None, *, as_json: bool) -> None:
    """Propose lines for the use case file, printed or written to a new file. Nothing applies itself."""
    with progress_for(as_json=as_json) as progress:
        proposals = suggest_checks(deps, loaded, run_date, progress)
    written = suggested_yaml(loaded.use_case, proposals)
    if to is not None:
        to.write_text(written, encoding="utf-8")
    if as_json:
        answer_json({"proposals": len(proposals), "yaml": written, "file": None if to is None else str(to)})
    elif to is not None:
        count = plural("{count} proposal", "{count} proposals", len(proposals))
        say(f"{count} written to {to}. Read them, and put into the use case file what you agree with.")
    else:
        say(written.rstrip())
