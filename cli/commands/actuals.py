"""`vouch actuals`: reality arrives."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from cli.arguments import AsJson, Day, UseCaseName, day_or_today
from cli.output import answer_json, say
from cli.progress import progress_for
from domain.finding import Severity
from presentation.words.actuals import left_out_line, left_out_sentence, suspicion_sentence
from presentation.words.findings import finding_sentence
from services.load_use_case import load_use_case
from services.record_actuals import record_actuals
from wiring import open_dependencies

SHOWN = 20
"""More values that were not recorded than this are a list for a program."""

Since = Annotated[
    datetime | None,
    typer.Option("--since", formats=["%Y-%m-%d"], help="First day to look at; five weeks back if left out."),
]


def actuals(use_case: UseCaseName, day: Day = None, since: Since = None, as_json: AsJson = False) -> None:
    """Record what really happened, as known on the morning of --date. Corrections are kept as revisions."""
    deps = open_dependencies()
    loaded = load_use_case(deps, use_case)
    with progress_for(as_json=as_json) as progress:
        result = record_actuals(deps, loaded, day_or_today(day), since.date() if since is not None else None, progress)
    if as_json:
        answer_json(
            {
                "new": result.new,
                "revised": result.revised,
                "unchanged": result.unchanged,
                "first": result.first,
                "last": result.last,
                "findings": [
                    {"code": f.code, "column": f.column, "count": f.count, "action": f.action} for f in result.findings
                ],
                "left_out": [asdict(left) for left in result.left_out],
                "another_unit": None if result.suspicion is None else result.suspicion.factor,
            }
        )
        return
    through = f" through {result.last}" if result.last is not None else ""
    say(
        f"{result.new:,} new, {result.revised:,} corrected, {result.unchanged:,} known before; from {result.first}{through}."
    )
    for finding in result.findings:
        if finding.severity is not Severity.INFO:
            say(finding_sentence(finding, loaded.use_case))
    if result.left_out:
        say(left_out_sentence(len(result.left_out)))
    for left in result.left_out[:SHOWN]:
        say(f"  {left_out_line(left.entity, left.day, left.value, left.fault)}")
    if len(result.left_out) > SHOWN:
        say(f"  and {len(result.left_out) - SHOWN:,} more; --json lists all of them.")
    if result.suspicion is not None:
        say(suspicion_sentence(result.suspicion))
