"""Stored runs as data frames, for a notebook. The only module here that imports pandas: the dashboard does not need it."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from prediction_store.ingredients_layout import INGREDIENTS
from prediction_store.layout import CHANGES, ROWS
from prediction_store.members import MEMBERS


def load_run(folder: Path | str) -> pd.DataFrame:
    """All rows of a published run as a data frame, for a notebook: `load_run(store / run.location)`."""
    return _frame(Path(folder) / ROWS)


def load_changes(folder: Path | str) -> pd.DataFrame:
    """Every input row of a run that was changed, dropped or left out, with the reason."""
    return _frame(Path(folder) / CHANGES)


def load_ingredients(folder: Path | str) -> pd.DataFrame:
    """What a run needs of every ingredient, with the explanation in the ingredient's unit."""
    return _frame(Path(folder) / INGREDIENTS)


def load_members(folder: Path | str) -> pd.DataFrame:
    """The small series behind the predictions together of a run that shares them back, with what each sold lately."""
    return _frame(Path(folder) / MEMBERS)


def _frame(path: Path) -> pd.DataFrame:
    frame: pd.DataFrame = pq.read_table(path).to_pandas()
    return frame
