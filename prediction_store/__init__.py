"""What the machine said: one folder of Parquet files for each run, read by key and by rank.

In a notebook: `from prediction_store.frames import load_run`.
"""

from prediction_store.store import PredictionStore

__all__ = ["PredictionStore"]
