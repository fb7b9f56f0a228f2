"""What a person waits for: reading one of a million explanations, a page of the queue, a click, the first prediction."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.large import RUN_DATE, write_large
from benchmarks.processes import Server, dashboard, vouch
from benchmarks.report import Line, Section, spread
from services.dependencies import Dependencies
from services.open_day import open_day
from services.open_prediction import open_prediction
from services.page_queue import QueueFilter, page_queue
from services.sign_in import sign_in_locally
from tests.browser_setup import downloaded_browser, system_browser
from wiring import open_dependencies
from wiring.settings import Settings

ROWS = 1_000_000
CLICKS = 30
STARTS = 5
READ_GOAL_MS, PAGE_GOAL_MS, CLICK_GOAL_MS, MEMORY_GOAL_MB, START_GOAL_S = 5, 60, 600, 400, 3.0
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT_MS = 30_000


def measure_reads(folder: Path) -> Section:
    """Keyed reads and queue pages on a run of a million rows, in this process, warm."""
    with _million(folder) as deps:
        run = open_day(deps, "large").run
        chance = random.Random(1)
        pages = [chance.randrange(ROWS // 10) for _ in range(200)]
        keyed = _timed(
            lambda place: deps.predictions.prediction(run, place), [chance.randrange(ROWS) for _ in range(200)]
        )
        opened = _timed(
            lambda place: open_prediction(deps, f"{run.id}-{place}"), [chance.randrange(ROWS) for _ in range(200)]
        )
        plain = _timed(lambda page: page_queue(deps, run, QueueFilter(), page), pages)
        todo = _timed(lambda page: page_queue(deps, run, QueueFilter("todo"), page), pages[:40])
        search = _timed(lambda page: page_queue(deps, run, QueueFilter(search=f"{page:05d}")), pages[:40])
    return Section(
        "reads",
        "Reading a run of 1,000,000 predictions",
        "In one process, after a first read; 30 features. The service adds reviews and actuals from SQL.",
        (
            _goal("one explanation from the files", keyed, READ_GOAL_MS),
            _goal("one explanation through the service", opened, READ_GOAL_MS),
            _goal("a page of the queue, anywhere in it", plain, PAGE_GOAL_MS),
            _goal("a page of what is still to do", todo, PAGE_GOAL_MS),
            _goal("a page of a search in the names", search, PAGE_GOAL_MS),
        ),
    )


def measure_screens(folder: Path) -> Section:
    """Click to waterfall in Chromium on a million rows, and what the server holds."""
    with _million(folder) as deps:
        sign_in_locally(deps, "Bench")
    with dashboard(folder / "home") as server, _browser() as browser:
        page = _opened(browser, server, "large")
        clicks = [_click(page, place) for place in _places()]
        alone = server.memory_mb()
        others = [_opened(browser, server, "large") for _ in range(9)]
        for other in others:
            _click(other, 3)
        many = server.memory_mb()
    milliseconds = [1000 * seconds for seconds in clicks]
    return Section(
        "screens",
        "The dashboard on 1,000,000 predictions",
        "Chromium, headless; from the click on a row to its finished waterfall.",
        (
            _goal("click to waterfall", milliseconds, CLICK_GOAL_MS),
            Line(
                "server memory, one session", f"{alone:.0f} MB", f"at most {MEMORY_GOAL_MB} MB", alone <= MEMORY_GOAL_MB
            ),
            Line(
                "server memory, ten sessions", f"{many:.0f} MB", f"at most {MEMORY_GOAL_MB} MB", many <= MEMORY_GOAL_MB
            ),
        ),
    )


def measure_start(folder: Path) -> Section:
    """From `streamlit run` to the first prediction on the screen, warm: files in the cache, the browser running."""
    home = folder / "home"
    vouch(home, "demo", "--date", RUN_DATE.isoformat())
    deps = open_dependencies(Settings(home=home))
    sign_in_locally(deps, "Bench")
    deps.feedback.close()
    seen, drawn = [], []
    with _browser() as browser:
        for _ in range(STARTS + 1):
            started = time.perf_counter()
            with dashboard(home) as server:
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.goto(f"{server.url}/today?use_case=bakery&show=all")
                page.wait_for_selector(".hero .big", timeout=WAIT_MS)
                seen.append(time.perf_counter() - started)
                page.wait_for_selector(".st-key-waterfall .annotation", timeout=WAIT_MS)
                drawn.append(time.perf_counter() - started)
                page.close()
    seen, drawn = seen[1:], drawn[1:]
    return Section(
        "start",
        "Start of the dashboard",
        "The demo in Chromium, by a deep link on a freshly started server: from `streamlit run` to the first prediction "
        "(its number, range and reasons in words), and to its finished waterfall.",
        (
            Line(
                "start to first prediction, warm",
                spread(seen, "s", 2),
                f"at most {START_GOAL_S:.0f} s",
                statistics.median(seen) <= START_GOAL_S,
            ),
            Line("start to its waterfall, warm", spread(drawn, "s", 2)),
        ),
    )


@contextmanager
def _million(folder: Path) -> Iterator[Dependencies]:
    path = write_large(folder / "large", ROWS)
    for command in ("train", "daily"):
        vouch(folder / "home", command, str(path), "--date", RUN_DATE.isoformat())
    deps = open_dependencies(Settings(home=folder / "home"))
    try:
        yield deps
    finally:
        deps.predictions.close()
        deps.feedback.close()


def _timed(work: Callable[[int], object], places: list[int]) -> list[float]:
    """Milliseconds of each call but the first, which opens files."""
    found = []
    for place in places:
        started = time.perf_counter()
        work(place)
        found.append(1000 * (time.perf_counter() - started))
    return found[1:]


def _goal(what: str, milliseconds: list[float], goal: float) -> Line:
    return Line(
        what, spread(milliseconds, "ms"), f"at most {goal} ms (median)", statistics.median(milliseconds) <= goal
    )


@contextmanager
def _browser() -> Iterator[Browser]:
    path = system_browser() or downloaded_browser()
    if path is None:
        raise RuntimeError("this benchmark needs Chromium or Chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def _opened(browser: Browser, server: Server, use_case: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{server.url}/today?use_case={use_case}&show=all")
    page.wait_for_selector(".st-key-waterfall .annotation", timeout=WAIT_MS)
    return page


def _places() -> list[int]:
    """Rows of the page to click: never the one that is open."""
    return [1 + place % 9 for place in range(CLICKS)]


def _click(page: Page, place: int) -> float:
    """Seconds from a click on a row to its waterfall."""
    page.evaluate(
        "window.before = document.querySelector('.st-key-waterfall svg.main-svg').textContent + "
        "[...document.querySelectorAll('.st-key-waterfall .annotation')].map(a => a.textContent).join()"
    )
    started = time.perf_counter()
    page.locator("[class*='st-key-row'] button").nth(place).click()
    page.wait_for_function(
        "() => { const box = document.querySelector('.st-key-waterfall svg.main-svg'); "
        "return box && box.textContent + [...document.querySelectorAll('.st-key-waterfall .annotation')]"
        ".map(a => a.textContent).join() !== window.before; }",
        timeout=WAIT_MS,
    )
    return time.perf_counter() - started
