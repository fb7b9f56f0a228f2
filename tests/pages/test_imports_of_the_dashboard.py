"""Showing a stored explanation needs no model library: each of them costs seconds and hundreds of megabytes at start."""

import json
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
TOO_HEAVY = (
    "pandas",
    "lightgbm",
    "shap",
    "sklearn",
    "scipy",
    "numba",
    "great_expectations",
    "pint",
    "models",
    "intake",
)

LIBRARIES = (*(name for name in TOO_HEAVY if name not in ("models", "intake")), "apprise")
"""The page Data knows how runs are made, but makes none: releases and assessments are processes of their own."""


def loaded(modules: str, heavy: tuple[str, ...]) -> list[str]:
    script = (
        f"import json, sys\nimport {modules}\nprint(json.dumps([name for name in {heavy!r} if name in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, timeout=120, check=True
    )
    return list(json.loads(done.stdout))


def test_the_dashboard_imports_no_model_library() -> None:
    assert loaded("ui.today, ui.decided_list, ui.outcomes, ui.guard, wiring", TOO_HEAVY) == []


def test_the_page_data_imports_no_model_library() -> None:
    assert loaded("ui.data, wiring", LIBRARIES) == []
