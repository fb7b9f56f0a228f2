"""Start a command of `vouch` in a process of its own, with the settings of this one; nobody waits for it."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

JOB_SECONDS = 3600
"""A job that a page started is ended after an hour: the daily job of a million rows takes minutes (benchmarks/RESULTS.md)."""

KEPT_CHARACTERS = 2000
"""Of what the job said last; the rest is in nobody's interest."""

_PROJECT = Path(__file__).resolve().parent.parent


def start_job(arguments: Sequence[str], ended: Callable[[int | None, str], None]) -> threading.Thread:
    """Start `vouch ARGUMENTS`.

    Args:
        arguments: command, arguments and options.
        ended: called in a thread of its own when the process has gone, with its exit code (None: it took too long and
            was ended) and the last that it said on the error channel.

    Returns:
        The thread that waits; it ends with the process, and does not keep this one alive.
    """
    said = tempfile.TemporaryFile()  # noqa: SIM115 (the thread that waits closes it)
    process = _started(arguments, subprocess.DEVNULL, said)

    def wait() -> None:
        with said:
            code = _code(process)
            said.seek(0)
            words = said.read().decode("utf-8", "replace")
        ended(code, words[-KEPT_CHARACTERS:].strip())

    thread = threading.Thread(target=wait, name="vouch-job", daemon=True)
    thread.start()
    return thread


def answer_of_job(arguments: Sequence[str]) -> str:
    """What `vouch ARGUMENTS` prints, once it has ended; empty where it took too long. For threads that may wait."""
    with tempfile.TemporaryFile() as answer:
        code = _code(_started(arguments, answer, subprocess.DEVNULL))
        answer.seek(0)
        return "" if code is None else answer.read().decode("utf-8", "replace")


def _started(arguments: Sequence[str], out: int | IO[bytes], said: int | IO[bytes]) -> "subprocess.Popen[bytes]":
    path = os.pathsep.join(filter(None, [str(_PROJECT), os.environ.get("PYTHONPATH", "")]))
    return subprocess.Popen(  # noqa: S603 (our own command; arguments are a list, no shell reads them)
        [sys.executable, "-m", "cli.main", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=said,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
    )


def _code(process: "subprocess.Popen[bytes]") -> int | None:
    try:
        return process.wait(JOB_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None
