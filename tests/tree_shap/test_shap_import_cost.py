"""A page that shows stored values pays nothing for the engine: importing it imports no heavy library, and no sibling."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "models" / "tree_shap"
PROJECT = PACKAGE.parents[1]
HEAVY = ("numba", "llvmlite", "pandas", "shap", "lightgbm", "pyarrow", "scipy", "sklearn")
ALLOWED = {"numpy", "numba", *HEAVY, "models"}


def imported_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*sorted(name for name in sys.modules if '.' not in name))"
    answer = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    return set(answer.stdout.split())


def test_importing_the_package_imports_no_heavy_library() -> None:
    found = imported_after("from models.tree_shap import TreeShap, set_threads")
    assert "numpy" in found
    assert found & set(HEAVY) == set()


def test_a_model_from_a_file_is_explained_without_lightgbm_pandas_or_shap(plain, tmp_path) -> None:
    path = tmp_path / "model.txt"
    plain.booster.save_model(path)
    found = imported_after(
        "import numpy\nfrom models.tree_shap import TreeShap\n"
        f"engine = TreeShap.from_file({str(path)!r})\nengine.values(numpy.zeros((3, 8)))\n"
        "engine.contrast(numpy.zeros(8), numpy.ones(8))"
    )
    assert "numba" in found
    assert found & {"lightgbm", "pandas", "shap", "pyarrow", "sklearn"} == set()


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.name)
def test_no_module_imports_anything_else_of_the_project(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)]
    assert not any(isinstance(node, ast.ImportFrom) and node.level for node in nodes)
    strange = {name for name in names if name.split(".")[0] not in ALLOWED | set(sys.stdlib_module_names)}
    assert strange == set()
    assert {name for name in names if name.startswith("models") and not name.startswith("models.tree_shap")} == set()
