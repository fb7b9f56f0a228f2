"""The shares of a run as a table, to download and to export."""

from domain.errors import NotFoundError
from domain.exported import Table
from domain.run import Run
from domain.shares import sharing_rule
from presentation.reports.shared_table import shared_table
from services.dependencies import Dependencies
from services.share_back import share_run


def share_table(deps: Dependencies, run: Run) -> Table:
    """Every small series behind the predictions together of a run, with its share of what counts now.

    Raises:
        NotFoundError: the run shares nothing back.
        PredictionFileError: a file of the run is gone or broken.
    """
    if not run_shares_back(deps, run):
        raise NotFoundError("shares", run.id)
    return shared_table(deps.predictions.use_case(run), run.target_date, tuple(share_run(deps, run)))


def run_shares_back(deps: Dependencies, run: Run) -> bool:
    """Whether a run has shares: its use case asked for them, and a model of our own predicted."""
    return run.version is not None and sharing_rule(deps.predictions.use_case(run)) is not None
