"""`vouch cases`: disputes and decisions as labelled cases, and what another version would make of them."""

from collections import deque
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table as Shown

from cli.arguments import AsJson, Plain, Since, Through, UseCaseName, as_day, check_target
from cli.feedback_files import FILE_ENDINGS, write_with_progress
from cli.output import Exit, answer_json, say, say_table
from cli.progress import progress_for
from domain.agenda import Verdict
from domain.case import CaseFilter, RescoredCases
from domain.dispute import DisputeState
from domain.exported import Content, Format, Table, Wanted
from domain.use_case import UseCase
from presentation.words.cases import about_text, summary_sentence, value_text, verdict_word
from services.case_table import case_table
from services.dependencies import Dependencies
from services.export_feedback import period_of
from services.list_use_cases import registered
from services.load_use_case import load_use_case
from services.rescore_cases import rescore_cases
from services.review_cells import by_name, by_pseudonym
from wiring import open_dependencies

SHOWN = 20
"""Cases on a terminal: as many as a person looks through; a file holds them all."""

UNBROKEN = 2
"""The first columns, case and day, are never broken: they are what one looks up by."""

SHORT = ("case", "target_date", "predicted", "own_value", "own_class", "person", "state", "actual")
"""What the terminal shows of a case, besides its keys."""

Against = Annotated[
    int | None, typer.Option("--against", help="Predict every case again with this version: resolved, better, worse?")
]
State = Annotated[
    list[DisputeState] | None, typer.Option("--state", help="Only cases in this state; may be given several times.")
]
To = Annotated[
    Path | None, typer.Option("--to", help="Write the cases to this .csv, .parquet, .xlsx, .json or .jsonl file.")
]
Pseudonyms = Annotated[
    bool, typer.Option("--pseudonyms", help="`person-3` in the place of a name; what people wrote stays as it is.")
]


def cases(  # noqa: PLR0913 -- Typer makes an option of each parameter
    use_case: UseCaseName,
    against: Against = None,
    state: State = None,
    since: Since = None,
    through: Through = None,
    to: To = None,
    pseudonyms: Pseudonyms = False,
    plain: Plain = False,
    as_json: AsJson = False,
) -> int:
    """Export every dispute and decision as a labelled case, or say what another version makes of each: 1 if one is worse."""
    check_target("--to", to, FILE_ENDINGS)
    deps = open_dependencies()
    name = load_use_case(deps, use_case).use_case.name
    wanted = CaseFilter(period_of(as_day(since), as_day(through)), frozenset(state or ()))
    rescored = None
    if against is not None:
        with progress_for(as_json=as_json) as progress:
            rescored = rescore_cases(deps, name, against, wanted, progress)
    named = by_pseudonym if pseudonyms else by_name
    table = case_table(deps, name, wanted, against=rescored, named=named)
    files: dict[str, int] = {}
    if to is not None:
        kind = Wanted(Content.CASES, name, wanted.period, Format(to.suffix[1:]), plain)
        files = write_with_progress(to, (table,), kind, as_json=as_json)
    if as_json:
        answer_json(_as_json(table, rescored, files if to is not None else None))
    else:
        _say(deps, name, table, rescored, filed=to is not None)
    worse = rescored is not None and rescored.count(Verdict.WORSE) > 0
    return Exit.HELD if worse else Exit.DONE


def _as_json(table: Table, rescored: RescoredCases | None, files: dict[str, int] | None) -> dict[str, object]:
    answer: dict[str, object] = {"count": table.count}
    if rescored is not None:
        answer |= {
            "version": rescored.version,
            "summary": {verdict.value: rescored.count(verdict) for verdict in Verdict},
            "cannot_be_scored": {why.value: count for why, count in rescored.unscored},
            "words": summary_sentence(rescored),
        }
    if files is not None:
        return {**answer, "files": files}
    if rescored is not None:
        return {**answer, "cases": [asdict(case) for case in rescored.cases]}
    names = [column.name for column in table.columns]
    return {**answer, "cases": [dict(zip(names, row, strict=True)) for row in table.rows()]}


def _say(deps: Dependencies, name: str, table: Table, rescored: RescoredCases | None, *, filed: bool) -> None:
    use_case = registered(deps, name)
    if rescored is not None:
        say(summary_sentence(rescored))
    if filed:
        return
    if not table.count:
        say("No case yet. A case is a dispute, or what a session decided on a prediction.")
        return
    heads, rows = _short(table) if rescored is None else _against(use_case, rescored)
    shown = Shown(box=None, pad_edge=False)
    for at, head in enumerate(heads):
        shown.add_column(head, no_wrap=at < UNBROKEN, overflow="fold")
    for row in rows:
        shown.add_row(*row)
    say_table(shown)
    if table.count > SHOWN:
        which = "newest" if rescored is None else "worst"
        say(f"The {which} {SHOWN} of {table.count:,} cases shown; --to FILE writes them all.")


def _short(table: Table) -> tuple[Sequence[str], list[tuple[str, ...]]]:
    wanted = [
        (at, column.name)
        for at, column in enumerate(table.columns)
        if column.name in SHORT or column.name.startswith("key_")
    ]
    rows = list(deque(table.rows(), SHOWN))[::-1]
    used = [(at, name) for at, name in wanted if name != "own_class" or any(row[at] for row in rows)]
    return [name for _, name in used], [tuple(_cell(row[at]) for at, _ in used) for row in rows]


def _cell(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _against(use_case: UseCase, rescored: RescoredCases) -> tuple[Sequence[str], list[tuple[str, ...]]]:
    order = list(Verdict)[::-1]
    worst = sorted(rescored.cases, key=lambda case: len(order) if case.verdict is None else order.index(case.verdict))
    rows: list[tuple[str, ...]] = [
        (
            case.id,
            case.target_date.isoformat(),
            about_text(use_case, case),
            value_text(use_case, case.was, case.was_label),
            value_text(use_case, case.rescored.value, case.rescored.label),
            verdict_word(case),
        )
        for case in worst[:SHOWN]
    ]
    return ("case", "day", "about", "was", "now", "verdict"), rows
