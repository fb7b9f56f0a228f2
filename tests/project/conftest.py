"""The project as files: what git tracks or would track, and what Python of it makes the product."""

import importlib.util
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
PACKAGES = (
    "domain",
    "feedback_db",
    "intake",
    "models",
    "prediction_store",
    "presentation",
    "services",
    "wiring",
    "cli",
    "ui",
)
NOT_OURS = {
    ".git",
    ".venv",
    ".vouch",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
}


def _listed_by_git() -> list[Path] | None:
    if not shutil.which("git") or not (PROJECT / ".git").exists():
        return None
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    answer = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return [PROJECT / name for name in answer.stdout.split("\0") if name and (PROJECT / name).is_file()]


def _walked() -> list[Path]:
    return [path for path in PROJECT.rglob("*") if path.is_file() and not NOT_OURS & set(path.parts)]


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def project_files() -> list[Path]:
    """Every file of the project; a copy without git (an unpacked archive) is walked."""
    listed = _listed_by_git()
    return sorted(listed if listed is not None else _walked())


@pytest.fixture(scope="session")
def product_modules(project_files: list[Path]) -> list[Path]:
    """The Python files of the packages, pages and app.py, without tests and benchmarks."""
    folders = {*PACKAGES, "pages"}
    return [
        path
        for path in project_files
        if path.suffix == ".py" and (path == PROJECT / "app.py" or path.relative_to(PROJECT).parts[0] in folders)
    ]


def script(name: str) -> ModuleType:
    """A script of the project that belongs to no package, loaded by its path."""
    spec = importlib.util.spec_from_file_location(Path(name).stem, PROJECT / name)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def key_tables() -> ModuleType:
    """The script that makes the tables of docs/use_case.md."""
    return script("docs/key_tables.py")


@pytest.fixture
def browser_setup() -> ModuleType:
    """The script that finds or fetches a browser, loaded anew, so that a test may change it."""
    return script("tests/browser_setup.py")
