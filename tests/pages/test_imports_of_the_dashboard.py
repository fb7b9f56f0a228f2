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

SCRIPT = f"""
import json, sys
import ui.today, ui.decided_list, ui.outcomes, ui.guard, wiring
print(json.dumps([name for name in {TOO_HEAVY!r} if name in sys.modules]))
"""


def test_the_dashboard_imports_no_model_library() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=PROJECT, capture_output=True, text=True, timeout=120, check=True
    )

    assert json.loads(done.stdout) == []
