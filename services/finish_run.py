"""Write how a run ended: its state, what was found, and the evidence, all at once."""

from collections.abc import Sequence

from domain.finding import Finding
from domain.run import Run
from intake.prepared import PreparedBatch
from services.dependencies import Dependencies


def finish_run(deps: Dependencies, run: Run, findings: Sequence[Finding], batch: PreparedBatch | None = None) -> Run:
    """The run as it is stored.

    The rows that failed a check lie beside the run before anybody is told that they are there.

    Args:
        deps: the open stores.
        run: published, held or failed.
        findings: of the gate, the cleaning and the job itself.
        batch: what was prepared; None where there is nothing new to keep of it.

    Raises:
        StorageFullError, DatabaseError, BusyError: nothing was written to the catalogue.
    """
    if batch is not None:
        batch.write_failing_rows(deps.predictions.failing_rows_file(run))
    with deps.feedback.write() as unit:
        stored = unit.runs.finish(run, findings)
        if batch is not None and stored.state is run.state:
            unit.gate.store(stored, batch.evidence)
        detail = {"use_case": run.use_case, "run_date": run.run_date.isoformat()}
        unit.audit.add("vouch", run.state.value, f"run {run.id}", detail, deps.now())
    return stored
