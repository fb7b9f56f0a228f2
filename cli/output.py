"""What commands print: text for people, or one JSON document for programs; and the exit codes."""

import json
import os
import sys
from collections.abc import Mapping
from enum import IntEnum
from typing import IO

from rich.console import Console
from rich.table import Table

from domain.errors import (
    AnswerError,
    ExportError,
    ModelParameterError,
    NotFoundError,
    SettingError,
    SourceError,
    TooLittleDataError,
    TrainingDataError,
    UseCaseFileError,
    VersionMismatchError,
)
from presentation.words.problems import explain


class Exit(IntEnum):
    """What a command returns."""

    DONE = 0
    HELD = 1
    WRONG_USE = 2
    COULD_NOT_RUN = 3


_DATA = (SourceError, TooLittleDataError, TrainingDataError)
_WRONG_USE = (
    UseCaseFileError,
    NotFoundError,
    SettingError,
    AnswerError,
    ModelParameterError,
    VersionMismatchError,
    ExportError,
)


class _Listened(Console):
    """A console whose reader may leave (`vouch runs bakery | head`) without the work being cut short."""

    def on_broken_pipe(self) -> None:
        """Go on silently; Rich would end the command with 1, which means "held" here."""
        nobody_reads(self.file)


WIDEST = 10_000
"""Characters of a line that is not for a terminal: more than any table has."""

console = _Listened(stderr=False, soft_wrap=True, highlight=False)
errors = _Listened(stderr=True, soft_wrap=True, highlight=False)


def nobody_reads(stream: IO[str]) -> None:
    """Let what is still written to a stream go nowhere: whoever read it has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def say(text: str) -> None:
    """A line for people."""
    console.print(text, markup=False)


def say_table(table: Table) -> None:
    """A table for people; a file or another program has no width that it would have to be broken for."""
    shown = console if console.is_terminal else _Listened(width=WIDEST, soft_wrap=True, highlight=False)
    shown.print(table)


def answer_json(content: Mapping[str, object]) -> None:
    """The one document of `--json`."""
    try:
        sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        nobody_reads(sys.stdout)


def exit_code(error: BaseException) -> Exit:
    """Which code an error stands for."""
    if isinstance(error, _DATA):
        return Exit.HELD
    return Exit.WRONG_USE if isinstance(error, _WRONG_USE) else Exit.COULD_NOT_RUN


def say_problem(error: BaseException, *, as_json: bool) -> None:
    """What happened, where, and what to do."""
    problem = explain(error)
    if as_json:
        answer_json(
            {"error": {"title": problem.title, "what": problem.what, "where": problem.where, "todo": problem.todo}}
        )
        return
    errors.print(problem.title, style="bold", markup=False)
    for label, text in (("What", problem.what), ("Where", problem.where), ("To do", problem.todo)):
        if text:
            errors.print(f"{label}: {text}", markup=False)


def say_wrong_use(message: str, *, as_json: bool) -> None:
    """A command, an argument or an option that does not exist or cannot be."""
    if not message:
        # Without a command, the list of commands has been shown already.
        return
    todo = "`vouch --help` lists the commands, `vouch COMMAND --help` what each takes."
    if as_json:
        answer_json({"error": {"title": "Wrong use", "what": message, "where": "command line", "todo": todo}})
        return
    errors.print(message, style="bold", markup=False)
    errors.print(f"To do: {todo}", markup=False)
