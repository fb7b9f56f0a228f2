"""Scoring in chunks changes no byte of what is stored."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from prediction_store.frames import load_run
from services.publish_run import CHUNK_ROWS
from tests.services.shop import copy_shop

FLOAT32 = 2.0**-23
"""Relative spacing of float32: what is lost when a SHAP value is stored."""


def test_the_size_of_the_chunks_changes_no_byte_of_what_is_stored(
    shop_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert CHUNK_ROWS > 6
    whole = copy_shop(shop_template, tmp_path / "whole")
    parts = copy_shop(shop_template, tmp_path / "parts")
    expected = load_run(whole.deps.predictions.folder / whole.published().location)
    # Chunks are written in whole row groups, so both become two rows here.
    monkeypatch.setattr("services.publish_run.CHUNK_ROWS", 2)
    monkeypatch.setattr("prediction_store.writer.ROW_GROUP", 2)
    run = parts.published()
    pd.testing.assert_frame_equal(load_run(parts.deps.predictions.folder / run.location), expected)
    queues = [pq.read_table(path).to_pylist() for path in sorted(tmp_path.rglob("queue.parquet"))]
    assert len(queues) == 2
    assert queues[0] == queues[1]
    whole.close()
    parts.close()
