"""Who imports whom, where import-linter cannot look: app.py and pages, the requirement file, and what start-up loads."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

SCREENS_MAY_IMPORT = {"streamlit", "ui", "wiring", "services", "presentation", "domain"}
SLOW_TO_IMPORT = {"lightgbm", "shap", "sklearn", "numba", "matplotlib", "great_expectations"}
"""Showing a stored explanation needs none of these; lightgbm takes 1.3 s, shap 2 s and great_expectations 3 s to import."""


def imported(path: Path) -> set[str]:
    """Top-level names of everything a file imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


def required(path: Path) -> set[str]:
    """Names of the packages in a requirement file, in their normal form."""
    found = re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {normal(name) for name in found}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def screens(project: Path) -> list[Path]:
    return [project / "app.py", *sorted((project / "pages").glob("*.py"))]


def test_screens_import_only_what_lies_below_them(project: Path) -> None:
    stray = {
        path.name: names
        for path in screens(project)
        if (names := imported(path) - SCREENS_MAY_IMPORT - sys.stdlib_module_names)
    }
    assert len(screens(project)) > 1
    assert stray == {}


def test_nothing_imports_a_page_or_the_front_door(product_modules: list[Path]) -> None:
    assert [path.name for path in product_modules if {"pages", "app"} & imported(path)] == []


def test_the_product_never_imports_tests_or_benchmarks(product_modules: list[Path]) -> None:
    assert [path.name for path in product_modules if {"tests", "benchmarks", "pytest"} & imported(path)] == []


def test_every_package_that_the_product_imports_is_in_the_requirement_file(
    project: Path, product_modules: list[Path]
) -> None:
    ours = {path.relative_to(project).parts[0] for path in product_modules}
    distributions = packages_distributions()
    direct = required(project / "requirements.txt") | required(project / "requirements-pdf.txt")
    foreign = {name for path in product_modules for name in imported(path)} - ours - sys.stdlib_module_names
    assert {"streamlit", "sqlalchemy", "lightgbm", "duckdb"} <= foreign
    assert {
        name for name in foreign if not direct & {normal(item) for item in distributions.get(name, [name])}
    } == set()


def test_every_required_package_has_its_tested_version_in_the_constraints(project: Path) -> None:
    pinned = required(project / "constraints.txt")
    for name in ("requirements.txt", "requirements-pdf.txt", "requirements-dev.txt"):
        assert required(project / name) - pinned == set()


@pytest.mark.parametrize("start", ["ui", "cli"])
def test_starting_the_dashboard_or_the_command_line_loads_no_engine(project: Path, start: str) -> None:
    modules = sorted(
        ".".join(path.relative_to(project).with_suffix("").parts)
        for path in (project / start).rglob("*.py")
        if path.name not in ("__init__.py", "__main__.py")
    )
    code = f"import sys, {', '.join(modules)}; print(*sorted({SLOW_TO_IMPORT!r} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == []
