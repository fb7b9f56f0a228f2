"""What the machine said: one folder of Parquet files for each run, read by key and by rank."""

from prediction_store.store import PredictionStore

__all__ = ["PredictionStore"]
