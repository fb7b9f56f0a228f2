"""Run commands of Vouch as a user would, from outside, and see what they cost."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SERVER_START_SECONDS = 60


@dataclass(frozen=True)
class Cost:
    """Wall time in seconds, peak memory in MB, and what the command printed."""

    seconds: float
    peak_mb: float
    printed: str


def vouch(home: Path, *arguments: str) -> Cost:
    """Run a `vouch` command in a home of its own."""
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "cli.main", *arguments],
        cwd=PROJECT,
        env=_environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"vouch {' '.join(arguments)} returned {process.returncode}: {printed[-500:]}")
    return Cost(time.perf_counter() - started, usage.ru_maxrss / 1024, printed)


def vouch_json(home: Path, *arguments: str) -> dict[str, object]:
    """The JSON answer of a command."""
    answer: dict[str, object] = json.loads(vouch(home, *arguments, "--json").printed)
    return answer


@dataclass(frozen=True)
class Server:
    """A running dashboard."""

    url: str
    process: subprocess.Popen[bytes]

    def memory_mb(self) -> float:
        """Resident memory of the server now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024


@contextmanager
def dashboard(home: Path) -> Iterator[Server]:
    """Serve the dashboard on a free loopback port; ended at the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    process = subprocess.Popen(
        command, cwd=PROJECT, env=_environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        url = f"http://localhost:{port}"
        _wait_until_up(url, process)
        yield Server(url, process)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SERVER_START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the dashboard did not start")


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VOUCH_") or name == "VOUCH_DATA"}
    return {**kept, "VOUCH_HOME": str(home), "PYTHONPATH": str(PROJECT)}
