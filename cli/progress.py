"""What long work is doing: a bar on a terminal, plain lines in a log."""

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from cli.output import nobody_reads


class Lines:
    """One line on standard error for each step; no bar, for logs and pipes."""

    def __enter__(self) -> Self:
        """Use as a block, as `Bar`."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to close."""

    def step(self, name: str) -> None:
        """A new step begins."""
        try:
            sys.stderr.write(f"{name}\n")
            sys.stderr.flush()
        except BrokenPipeError:
            nobody_reads(sys.stderr)

    def advance(self, done: int, total: int) -> None:
        """Lines do not count."""


class Quiet(Lines):
    """Says nothing; for `--json`."""

    def step(self, name: str) -> None:
        """Say nothing."""


class Bar:
    """A bar that says what is being done."""

    def __init__(self) -> None:
        """Draw on standard error, so that standard output stays for answers."""
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: TaskID = self._progress.add_task("starting", total=None)

    def __enter__(self) -> Self:
        """Start drawing."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop drawing."""
        self._progress.stop()

    def step(self, name: str) -> None:
        """A new step begins."""
        self._progress.update(self._task, description=name)

    def advance(self, done: int, total: int) -> None:
        """So much is done."""
        self._progress.update(self._task, completed=done, total=total)


def progress_for(*, as_json: bool) -> Bar | Lines:
    """A bar on a terminal, lines elsewhere, nothing beside JSON."""
    if as_json:
        return Quiet()
    return Bar() if sys.stderr.isatty() else Lines()
