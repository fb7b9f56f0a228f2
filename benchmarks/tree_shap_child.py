"""What only a process of its own can tell: how long compiling takes, and how much memory an explanation needs.

    python -m benchmarks.tree_shap_child compile MODEL
    python -m benchmarks.tree_shap_child memory MODEL TABLE_MEGABYTES

Prints one number: seconds, or MB beyond rows and result.
"""

import gc
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.tree_shap_models import FEATURES, rows

ROWS = 20_000
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 2**20


def compile_seconds(model: Path, cache: Path) -> float:
    """How much longer the first use takes with an empty cache folder than with a full one."""
    first = _asked("compile", model, cache=cache)
    return first - _asked("compile", model, cache=cache)


def memory_mb(model: Path, table_megabytes: int) -> float:
    """Peak memory of building and explaining 20,000 rows, beyond rows and result, kernels being loaded already."""
    return _asked("memory", model, str(table_megabytes))


def _asked(what: str, *arguments: object, cache: Path | None = None) -> float:
    command = [sys.executable, "-m", "benchmarks.tree_shap_child", what, *map(str, arguments)]
    environment = os.environ | ({"NUMBA_CACHE_DIR": str(cache)} if cache else {})
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return float(json.loads(answer.stdout))


def _compile(model: Path) -> float:
    from models.tree_shap import TreeShap

    start = time.perf_counter()
    engine = TreeShap.from_file(model, num_iteration=1)
    _use_everything(engine)
    return time.perf_counter() - start


def _use_everything(engine) -> None:  # type: ignore[no-untyped-def]
    small = rows(20, categories=False, seed=1)
    for count in (1, 20):
        engine.values(small[:count], background=small)
        engine.values(small[:count])
    engine.contrast(small[0], small[1])


def _memory(model: Path, table_megabytes: int) -> float:
    from models.tree_shap import TreeShap

    _use_everything(TreeShap.from_file(model, num_iteration=1))
    matrix = rows(ROWS, categories=False, seed=2)
    gc.collect()
    before = _resident_mb()
    # Linux forgets the peak so far when 5 is written here.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    TreeShap.from_file(model, table_megabytes=table_megabytes).values(matrix)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    return peak - before - ROWS * FEATURES * np.dtype(float).itemsize / 2**20


def _resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE_MB


if __name__ == "__main__":
    path = Path(sys.argv[2])
    print(json.dumps(_compile(path) if sys.argv[1] == "compile" else _memory(path, int(sys.argv[3]))))
