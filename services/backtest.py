"""Replay the last days of a use case as they would have happened, and say how good the predictions would have been."""

from dataclasses import dataclass
from datetime import date

from models.metrics import Metrics
from services.dependencies import SILENT, Dependencies, Progress
from services.load_use_case import LoadedUseCase
from services.training_rows import training_rows

RETRAIN_DAYS = 28
"""Re-trained every four weeks unless asked otherwise: about monthly, on whole weeks."""


@dataclass(frozen=True)
class Replay:
    """Which days to replay: the last `days` known on the morning of `as_of`, re-trained every `retrain_days`."""

    as_of: date
    days: int
    retrain_days: int = RETRAIN_DAYS


def backtest(deps: Dependencies, loaded: LoadedUseCase, replay: Replay, progress: Progress = SILENT) -> Metrics:
    """Metrics over the replayed days, closed days left out.

    Each feature is as it was on the morning of its day, sources as late as they are; each model was trained on what
    was known on the morning of its first run.

    Returns:
        mae, wape, bias, coverage, nominal, baselines, by_entity (see `models.metrics`), with days and retrain_days.

    Raises:
        SourceError, TooLittleDataError: it cannot be done with this data.
    """
    from models.replay import plan_blocks, replay_block, replay_metrics

    use_case = loaded.use_case
    data = training_rows(deps, loaded, replay.as_of, progress).data
    progress.step("replaying")
    blocks = plan_blocks(data, replay.days, replay.retrain_days)
    parts = []
    for done, block in enumerate(blocks):
        progress.advance(done, len(blocks))
        parts.append(replay_block(use_case, data, block, threads=1))
    progress.advance(len(blocks), len(blocks))
    return {
        "use_case": use_case.name,
        "days": replay.days,
        "retrain_days": replay.retrain_days,
        "first": blocks[0].first.isoformat(),
        "last": blocks[-1].last.isoformat(),
        **replay_metrics(use_case, data, blocks, parts),
    }
