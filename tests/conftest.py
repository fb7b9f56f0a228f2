"""What every test gets: a home of its own, no settings from outside, empty Streamlit caches; and `--no-skips`.

Sockets are off (pytest-socket in pyproject.toml); only loopback and Unix sockets answer.
"""

import gc
import os
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import settings

PROJECT = Path(__file__).resolve().parent.parent
MUST_RUN = ("browser", "postgres", "real_data")
"""The marks of tests that a machine may lack something for; each is a mark of pyproject.toml."""

_ran = pytest.StashKey[Counter[str]]()
_data = pytest.StashKey[Path]()

# Two shared cores make single examples slow now and then; a deadline would report that as a failure.
settings.register_profile("vouch", parent=settings.default, deadline=None)
settings.load_profile("vouch")


# --- a place of its own -------------------------------------------------------------------------------------------


def _without_vouch_settings(patch: pytest.MonkeyPatch, home: Path) -> None:
    for name in [name for name in os.environ if name.startswith("VOUCH_")]:
        patch.delenv(name)
    patch.setenv("VOUCH_HOME", str(home))


@pytest.fixture(scope="session", autouse=True)
def _session_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fixtures that live longer than a test must not find the settings or the home of the person who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        _without_vouch_settings(patch, tmp_path_factory.mktemp("session_home"))
        yield


@pytest.fixture(autouse=True)
def vouch_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The VOUCH_HOME of this test; it does not exist yet, as on a first start."""
    home = tmp_path / "vouch_home"
    _without_vouch_settings(monkeypatch, home)
    return home


def _clear_streamlit_caches() -> None:
    streamlit = sys.modules.get("streamlit")
    if streamlit is not None and hasattr(streamlit, "cache_data"):
        streamlit.cache_data.clear()
        streamlit.cache_resource.clear()


@pytest.fixture(autouse=True)
def _empty_streamlit_caches() -> Iterator[None]:
    """Streamlit's caches would survive from one AppTest to the next."""
    yield
    _clear_streamlit_caches()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The language belongs to the process, and would survive from one test to the next."""
    yield
    catalogue = sys.modules.get("presentation.words.catalogue")
    if catalogue is not None:
        catalogue.speak(catalogue.ENGLISH)


# --- real data ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def real_data_folder(pytestconfig: pytest.Config) -> Path:
    """The folder of the real data sets: VOUCH_DATA, else `../shared/data` beside the project."""
    folder = pytestconfig.stash[_data]
    if not folder.is_dir():
        pytest.skip(f"the real data is not at {folder}; VOUCH_DATA names another folder")
    return folder


@pytest.fixture
def real_data(real_data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same folder, with VOUCH_DATA set so that use case files find it."""
    monkeypatch.setenv("VOUCH_DATA", str(real_data_folder))
    return real_data_folder


# --- five thousand tests ------------------------------------------------------------------------------------------


BESIDE = 8
"""After each file of browser tests so many others: browsers wait for a server and servers for a browser, so that several at
once make each other slow; and what takes longest must not come last, when nothing is left to run beside it."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    files = [list(of_file) for _, of_file in groupby(items, lambda item: item.path)]
    in_browser = [of_file for of_file in files if of_file[0].path.parent.name == "browser"]
    others = [of_file for of_file in files if of_file[0].path.parent.name != "browser"]
    ordered = list[list[pytest.Item]]()
    for place, of_file in enumerate(in_browser):
        ordered += [of_file, *others[place * BESIDE : (place + 1) * BESIDE]]
    ordered += others[len(in_browser) * BESIDE :]
    items[:] = [item for of_file in ordered for item in of_file]


def pytest_collection_finish() -> None:
    """What was collected stays until the end: looking through it for garbage again and again would take minutes."""
    gc.collect()
    gc.freeze()


# --- not run is never passed --------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--no-skips",
        default="",
        metavar="MARKS",
        help=f"comma-separated marks ({', '.join(MUST_RUN)}) of which every test must run: a skip is a failure, "
        "and so is a mark without a single test",
    )


def _must_run(config: pytest.Config) -> list[str]:
    return [mark for mark in config.getoption("--no-skips").split(",") if mark]


class _Counting:
    """Counts the tests of each mark that ran; with several workers it is the controller that sees all of them."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            self._config.stash[_ran].update(mark for mark in _must_run(self._config) if mark in report.keywords)


def pytest_configure(config: pytest.Config) -> None:
    unknown = [mark for mark in _must_run(config) if mark not in MUST_RUN]
    if unknown:
        raise pytest.UsageError(f"--no-skips does not know {', '.join(unknown)}; it knows {', '.join(MUST_RUN)}")
    config.stash[_ran] = Counter()
    config.stash[_data] = Path(os.environ.get("VOUCH_DATA") or PROJECT.parent / "shared" / "data").resolve()
    config.pluginmanager.register(_Counting(config))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    marks = [mark for mark in _must_run(item.config) if item.get_closest_marker(mark)]
    if marks and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} must not be skipped here (--no-skips={','.join(marks)}): {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    report = yield
    if report.skipped and _must_run(collector.config):
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} must not be skipped as a whole here (--no-skips): {report.longrepr}"
    return report


def _never_ran(config: pytest.Config) -> list[str]:
    if hasattr(config, "workerinput"):  # a worker of pytest-xdist sees only its own share
        return []
    return [mark for mark in _must_run(config) if not config.stash[_ran][mark]]


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if exitstatus == pytest.ExitCode.OK and not session.config.option.collectonly and _never_ran(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for mark in _never_ran(config):
        terminalreporter.write_line(f"--no-skips: not a single {mark} test ran", red=True)
