"""Look at the set-up as a whole: what works, what does not, and what to do about it."""

import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata

from domain.errors import VouchError
from feedback_db.upgrade import revision_state
from models.files import read_manifest
from prediction_store import PredictionStore
from presentation.words.problems import explain
from services.dependencies import Dependencies
from services.list_use_cases import list_use_cases, names_at_hand
from services.load_use_case import load_use_case
from wiring.open import open_dependencies
from wiring.settings import Settings

LEAST_FREE_BYTES = 1 << 30
"""A million predictions of 30 features take about 450 MB (docs/decisions/0008); a gigabyte is room for one more such run."""

PORT = 8501

PACKAGES = ("streamlit", "lightgbm", "shap", "plotly", "sqlalchemy", "duckdb", "pyarrow", "pandas")


@dataclass(frozen=True)
class Point:
    """One thing that was looked at."""

    name: str
    ok: bool
    found: str
    todo: str = ""


def examine(settings: Settings) -> tuple[Point, ...]:
    """Everything that can be looked at without changing anything but the embedded database's revision."""
    points = [_python(), _packages(), _home(settings), _space(settings), _database(settings), _port()]
    if all(point.ok for point in points[2:5]):
        deps = open_dependencies(settings)
        try:
            points += [_use_cases(deps), _champions(deps), _leftovers(deps.predictions)]
        finally:
            deps.predictions.close()
            deps.feedback.close()
    return tuple(points)


def _python() -> Point:
    version = ".".join(map(str, sys.version_info[:3]))
    return Point(
        "Python",
        sys.version_info >= (3, 11),
        version,
        "" if sys.version_info >= (3, 11) else "Install Python 3.11 or newer.",
    )


def _packages() -> Point:
    missing = [name for name in PACKAGES if not _installed(name)]
    found = ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES if name not in missing)
    return Point(
        "packages",
        not missing,
        found,
        f"Install {', '.join(missing)}: pip install -r requirements.txt" if missing else "",
    )


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _home(settings: Settings) -> Point:
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.home):
            pass
    except OSError as error:
        return Point(
            "home folder",
            ok=False,
            found=f"{settings.home}: {error.strerror}",
            todo="Set VOUCH_HOME to a folder that can be written.",
        )
    return Point("home folder", ok=True, found=str(settings.home.resolve()))


def _space(settings: Settings) -> Point:
    if not settings.home.is_dir():
        return Point("disk", ok=False, found="no home folder", todo="Set VOUCH_HOME to a folder that can be written.")
    free = shutil.disk_usage(settings.home).free
    return Point(
        "disk",
        free >= LEAST_FREE_BYTES,
        f"{free / 1e9:.1f} GB free",
        "" if free >= LEAST_FREE_BYTES else "Make room: a run needs space for its files twice.",
    )


def _database(settings: Settings) -> Point:
    def look() -> Point:
        state = revision_state(settings.database_url)
        if state in ("current", "empty"):
            return Point(
                "database",
                ok=bool(state == "current" or not settings.database),
                found=state,
                todo="" if state == "current" or not settings.database else "vouch doctor --upgrade",
            )
        todo = (
            "vouch doctor --upgrade"
            if state == "older"
            else "Update Vouch: the database was written by a newer version."
        )
        return Point("database", ok=state == "older" and not settings.database, found=f"{state} revision", todo=todo)

    return _guarded("database", look)


def _port() -> Point:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        used = probe.connect_ex(("127.0.0.1", PORT)) == 0
    # A used port is no fault: the dashboard may be running.
    return Point(
        "port",
        ok=True,
        found=f"{PORT} is {'in use' if used else 'free'}",
        todo=f"If that is not the dashboard: make run PORT={PORT + 1}" if used else "",
    )


def _use_cases(deps: Dependencies) -> Point:
    faults = []
    names = names_at_hand(deps)
    for name in names:
        try:
            load_use_case(deps, name)
        except VouchError as error:
            faults.append(f"{name}: {explain(error).what}")
    return Point(
        "use case files",
        not faults,
        "; ".join(faults) or ", ".join(names) or "none",
        "vouch check-config PATH says more." if faults else "",
    )


def _champions(deps: Dependencies) -> Point:
    faults, fine = [], []
    for summary in list_use_cases(deps):
        with deps.feedback.read() as unit:
            version = unit.versions.champion(summary.name)
            newest = unit.runs.all(summary.name, 1)
        if version is None and newest and newest[0].version is None:
            fine.append(f"{summary.name}: imported predictions, no model")
            continue
        if version is None:
            faults.append(f"{summary.name}: no champion")
            continue
        try:
            read_manifest(deps.models / version.location, version.file_hash)
            fine.append(f"{summary.name}: model {version.number}")
        except VouchError as error:
            faults.append(f"{summary.name}: {explain(error).what}")
    return Point(
        "champions",
        not faults,
        "; ".join([*faults, *fine]) or "no use case yet",
        "Train anew: vouch train USE_CASE" if faults else "" if fine else "vouch demo makes a first one.",
    )


def _leftovers(store: PredictionStore) -> Point:
    left = store.leftovers()
    return Point(
        "unfinished runs",
        ok=True,
        found=f"{len(left)} folders" if left else "none",
        todo="The same `vouch daily` again completes or replaces them." if left else "",
    )


def _guarded(name: str, look: Callable[[], Point]) -> Point:
    try:
        return look()
    except VouchError as error:
        problem = explain(error)
        return Point(name, ok=False, found=problem.what, todo=problem.todo)
