"""Collect what to show whoever delivers a source: the jump as received, the days before, and some of the rows."""

from pathlib import PurePosixPath

from domain.errors import SourceError
from domain.jump import Jump
from domain.stage import Stage
from domain.use_case import UseCase
from domain.use_case.source import Source
from intake.example_rows import Wanted, example_rows
from presentation.reports.evidence import Examples, Sent, evidence_html
from services.dependencies import Dependencies
from services.load_use_case import load_use_case, origin_of


def collect_evidence(deps: Dependencies, use_case: UseCase, jump: Jump) -> str:
    """The page as HTML; without example rows where the source cannot be read any more.

    Args:
        deps: stores.
        use_case: as it was on the morning.
        jump: one that started in the data as received.

    Raises:
        ValueError: it did not start there: whoever sent the data has nothing to explain.
        NotFoundError, UseCaseFileError: the use case file is gone or was broken since.
    """
    if jump.first.stage is not Stage.RECEIVED:
        raise ValueError(f"the jump started in {jump.first.stage.value}")
    source = use_case.sources[jump.first.table]
    column = source.rename.get(jump.first.column, jump.first.column)
    sent = Sent(received_as(jump.first.table, source), column, deps.now())
    return evidence_html(use_case, jump, sent, _examples(deps, use_case, jump))


def received_as(name: str, source: Source) -> str:
    """What its sender knows a source by: its name and that of the file. Where it lies here is nobody else's business."""
    file = PurePosixPath((source.path or "").replace("\\", "/").split("?")[0]).name
    return f"{name} ({file})" if file and not set(file) & set("*$[") else name


def _examples(deps: Dependencies, use_case: UseCase, jump: Jump) -> Examples:
    with deps.feedback.read() as unit:
        path = unit.use_cases.path(use_case.name)
    loaded = load_use_case(deps, path)
    origin = origin_of(deps, loaded)
    now, dated = jump.now, use_case.sources[jump.first.table].date is not None
    lower = now.normal is not None and now.value is not None and now.value < now.normal.middle
    wanted = Wanted(
        jump.first.table,
        jump.first.column,
        now.day if dated else None,
        lower or jump.measure not in ("mean", "typical"),
    )
    try:
        found = example_rows(deps.staging / "evidence", loaded.use_case, (origin.base, origin.variables), wanted)
    except SourceError:
        return Examples()
    return Examples(found.head, found.rows)
