"""The small shop, and `vouch` as a person or the scheduler starts it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from tests.services.shop import Shop, published_shop, published_template, run, shop, shop_template

__all__ = ["published_shop", "published_template", "run", "shop", "shop_template"]

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Answered:
    """What a command returned and printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document that it must be."""
        return json.loads(self.out)


Vouch = Callable[..., Answered]


def settings_of(shop: Shop) -> Mapping[str, str]:
    return {"VOUCH_HOME": str(shop.deps.home), "VOUCH_USE_CASES": str(shop.deps.use_cases)}


@pytest.fixture
def vouch(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Vouch:
    """Run a command in this process, on the stores of a shop where one is given."""

    def run_command(*arguments: str, on: Shop | None = None) -> Answered:
        for name, value in (settings_of(on) if on is not None else {}).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["vouch", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Answered(int(ended.value.code or 0), printed.out, printed.err)

    return run_command


@pytest.fixture
def start_vouch() -> Callable[..., subprocess.Popen[str]]:
    """Start a command as a process of its own."""

    def start(shop: Shop, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "cli.main", *arguments],
            cwd=PROJECT,
            env={**os.environ, **settings_of(shop), "PYTHONWARNINGS": "error", "OMP_NUM_THREADS": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            **options,
        )

    return start
