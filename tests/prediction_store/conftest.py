"""An open prediction store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from prediction_store import PredictionStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PredictionStore]:
    """An empty store in a folder whose name needs care."""
    opened = PredictionStore(tmp_path / "it's a 'store' [%] *")
    yield opened
    opened.close()
