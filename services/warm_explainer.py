"""Compile the explainer ahead of the first run that needs it, so that the morning's job does not wait for it."""

from services.dependencies import SILENT, Progress


def warm_explainer(progress: Progress = SILENT) -> None:
    """Compile every kernel and keep it for later processes; seconds the first time, a moment afterwards."""
    from models.tree_shap.warming import warm

    warm(progress.step)
