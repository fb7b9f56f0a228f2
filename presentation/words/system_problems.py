"""What the machine itself could not give: room on a disk, memory, a file, a port."""

import errno

from domain import errors
from presentation.words.catalogue import text
from presentation.words.problem import Problem
from presentation.words.problem_parts import without_password


def disk_problem(error: errors.StorageFullError) -> Problem:
    """The words of a full disk."""
    return _disk_full(str(error.path))


def memory_problem(error: MemoryError) -> Problem:
    """The words of memory that was not enough, whoever asked for it (Python, NumPy, Arrow, DuckDB)."""
    return Problem(
        text("Not enough memory"),
        text(
            "The work was given up before it was done. What was not finished is not visible; what was stored before is safe."
        ),
        without_password(str(error).partition("\n")[0]),
        text(
            "End other programs on that machine, or use one with more memory. Then do it again: nothing is stored twice. "
            "If it happens with nothing else running, report the line above with the number of rows and columns."
        ),
    )


def operating_system_problem(error: OSError) -> Problem:
    """The words of what the operating system refused."""
    where = str(error.filename) if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _disk_full(where)
    if error.errno == errno.EADDRINUSE:
        return Problem(
            text("The port is in use"),
            text("Another program already listens there. Nothing was started."),
            where,
            text("End the other program, or choose another port, for example `make run PORT=8502`."),
        )
    return Problem(
        text("A file or a connection failed"),
        text(
            "The computer reported: {report}. What was not finished is not visible.",
            report=error.strerror or error,
        ),
        where,
        text("Check that the place exists and that you may use it. Then try again."),
    )


def _disk_full(where: str) -> Problem:
    return Problem(
        text("The disk is full"),
        text("Nothing half-written is visible. What was stored before is safe."),
        where,
        text("Make room on that disk. Then do it again: nothing is stored twice."),
    )
