"""A real browser on a real server, over a home with the demo that is prepared once. No request may leave this machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from feedback_db.unit_of_work import FeedbackDb
from tests.browser.waiting import opened, ready, settled
from tests.browser_setup import downloaded_browser, system_browser

PROJECT = Path(__file__).resolve().parents[2]
DAY = "2026-11-20"
"""The demo's first day, a Friday: its newest run predicts a Saturday."""

HELD_DAY = "2026-11-21"
"""A morning for which the demo has no data yet: its run is held."""

PATIENCE_SECONDS = 480
expect.set_options(timeout=60_000)
"""Milliseconds until an expectation fails: a page is there at once on an idle machine, and takes its time on a busy one."""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = ("localhost", "127.0.0.1")


DEMO_SECONDS = 1200
"""For a test with its fixtures: the first one of a worker waits until the demo is prepared, and until a page has been there once."""


SECOND_TRIES = 1
"""How often a test of this folder is tried again, from the start. On a busy machine a click or a key can fall into the moment in which
Streamlit draws the page anew; whoever fails twice has a reason. Every second try is named at the end of the run (RERUN)."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.timeout(DEMO_SECONDS))
            item.add_marker(pytest.mark.flaky(reruns=SECOND_TRIES))


def _environment(home: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("VOUCH_")},
        "VOUCH_HOME": str(home),
    }


def _run(home: Path, module: str, *words: str, ends_with: int = 0) -> None:
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env=_environment(home),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == ends_with, (
        f"{module} {' '.join(words)} ended with {done.returncode}: {done.stdout[-2000:]} {done.stderr[-2000:]}"
    )


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo of four weeks, and the held run of the next morning; not to be changed.

    With several workers the first one prepares it, and the others wait.
    """
    together = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        together = together.parent
    home = together / "demo_of_all_workers"
    with FileLock(f"{home}.lock", timeout=PATIENCE_SECONDS):
        if not (home / "feedback.sqlite").exists():
            preparing = together / "demo_in_preparation"
            shutil.rmtree(preparing, ignore_errors=True)
            _run(preparing, "tests.browser.short_demo", DAY)
            _run(preparing, "cli.main", "daily", "bakery", "--date", HELD_DAY, "--json", ends_with=1)
            preparing.rename(home)
    return home


@dataclass(frozen=True)
class Server:
    """A running dashboard and its home."""

    port: int
    home: Path

    def url(self, path: str, **parameters: str) -> str:
        return f"http://localhost:{self.port}{path}" + (f"?{urlencode(parameters)}" if parameters else "")

    @contextmanager
    def feedback(self) -> Iterator[FeedbackDb]:
        feedback = FeedbackDb(f"sqlite:///{self.home / 'feedback.sqlite'}")
        yield feedback
        feedback.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(PATIENCE_SECONDS * 4):
        assert process.poll() is None, "the dashboard ended before it was reachable"
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.25)
    raise AssertionError("the dashboard did not become reachable")


@contextmanager
def _serving(home: Path) -> Iterator[Server]:
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=PROJECT, env=_environment(home), stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_until_healthy(port, process)
            yield Server(port, home)
        finally:
            process.terminate()
            process.wait(timeout=30)
    assert "Traceback" not in (home / "server.log").read_text(encoding="utf-8", errors="replace")


def _signed_in(home: Path) -> None:
    from datetime import UTC, datetime

    feedback = FeedbackDb(f"sqlite:///{home / 'feedback.sqlite'}")
    with feedback.write() as unit:
        unit.people.make_local(unit.people.add("Ana", may_decide=True, now=datetime(2026, 11, 20, tzinfo=UTC)).id)
    feedback.close()


@pytest.fixture(scope="session")
def server(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests that only look; Ana is at the screen."""
    home = Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("server") / "home"))
    _signed_in(home)
    with _serving(home) as running:
        yield running


@pytest.fixture
def fresh_server(demo_home: Path, tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has visited, over a home in which nobody gave a name."""
    home = Path(shutil.copytree(demo_home, tmp_path / "fresh"))
    with _serving(home) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium of the system, else Playwright's own."""
    path = system_browser() or downloaded_browser()
    if path is None:
        pytest.skip("no Chromium or Chrome on this machine, and none could be downloaded")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser) -> Iterator[OpenPage]:
    """Open windows; at the end of the test none of them may have asked anything of another machine."""
    contexts = []
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    def open_window(width: int = 1440, height: int = 900, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("request", note)
        page.set_default_timeout(60_000)
        return page

    yield open_window
    for context in contexts:
        context.close()
    outside = [
        url for url in asked if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname not in HERE
    ]
    assert outside == []
    assert asked


@pytest.fixture
def today(server: Server, new_page: OpenPage) -> Page:
    """Today, ready to work with, at 1440 x 900."""
    page = new_page()
    page.goto(server.url("/today", use_case="bakery", date="2026-11-21"))
    ready(page)
    return page


@pytest.fixture
def wait_until_ready() -> Callable[[Page], None]:
    return ready


@pytest.fixture
def wait_until_settled() -> Callable[[Page], None]:
    return settled


@pytest.fixture
def opened_prediction() -> Callable[[Page], str]:
    return opened
