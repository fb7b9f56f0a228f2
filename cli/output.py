"""What commands print: text for people, or one JSON document for programs; and the exit codes."""

import json
import sys
from collections.abc import Mapping
from enum import IntEnum

from rich.console import Console

from domain.errors import (
    AnswerError,
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
_WRONG_USE = (UseCaseFileError, NotFoundError, SettingError, AnswerError, ModelParameterError, VersionMismatchError)

console = Console(stderr=False, soft_wrap=True, highlight=False)
errors = Console(stderr=True, soft_wrap=True, highlight=False)


def say(text: str) -> None:
    """A line for people."""
    console.print(text, markup=False)


def answer_json(content: Mapping[str, object]) -> None:
    """The one document of `--json`."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n")


def exit_code(error: BaseException) -> Exit:
    """Which code an error stands for."""
    if isinstance(error, _DATA):
        return Exit.HELD
    return Exit.WRONG_USE if isinstance(error, _WRONG_USE) else Exit.COULD_NOT_RUN


def say_problem(error: BaseException, *, as_json: bool) -> None:
    """What happened, where, and what to do."""
    problem = explain(error)
    if as_json:
        answer_json({"error": {"title": problem.title, "what": problem.what, "where": problem.where, "todo": problem.todo}})
        return
    errors.print(problem.title, style="bold", markup=False)
    for label, text in (("What", problem.what), ("Where", problem.where), ("To do", problem.todo)):
        if text:
            errors.print(f"{label}: {text}", markup=False)
