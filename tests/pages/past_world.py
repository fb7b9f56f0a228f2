"""The small shop with real models as the home of a dashboard."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.dependencies import Dependencies
from services.sign_in import sign_in_locally
from wiring import open_dependencies


@pytest.fixture
def past_world(past_template: Path, vouch_home: Path) -> Iterator[Dependencies]:
    """The small shop with real models: last week's run by version 1, those of yesterday and today by version 2."""
    shutil.copytree(past_template / "home", vouch_home)
    deps = open_dependencies()
    sign_in_locally(deps, "Ana")
    yield deps
    deps.predictions.close()
    deps.feedback.close()
