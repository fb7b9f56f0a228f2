"""A small shop with real models as the home of a dashboard, Ana at the screen."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from services.dependencies import Dependencies
from services.sign_in import sign_in_locally
from wiring import open_dependencies


@contextmanager
def home_of(template: Path, home: Path) -> Iterator[Dependencies]:
    """A copy of a template's stores as the home of this test."""
    shutil.copytree(template / "home", home)
    deps = open_dependencies()
    sign_in_locally(deps, "Ana")
    yield deps
    deps.predictions.close()
    deps.feedback.close()


@pytest.fixture
def past_world(past_template: Path, vouch_home: Path) -> Iterator[Dependencies]:
    """Last week's run by version 1, those of yesterday and today by version 2."""
    with home_of(past_template, vouch_home) as deps:
        yield deps
