"""`vouch import`: predictions, answers and actuals that something else made."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import AsJson, UseCaseName
from cli.output import Exit, answer_json, say
from cli.progress import progress_for
from domain.unusable import UnusableRow
from presentation.words.actuals import suspicion_sentence
from presentation.words.unusable import unusable_sentence
from services.import_actuals import import_actuals
from services.import_predictions import import_predictions
from services.import_reviews import import_reviews
from services.load_use_case import load_use_case
from wiring import open_dependencies

SHOWN_ROWS = 5
"""Unusable rows shown of each reason; `--json` lists all."""

Ready = Annotated[
    Path,
    typer.Argument(
        help="CSV or Parquet with ready predictions; the columns are named under `imports`.", metavar="PREDICTIONS"
    ),
]
Reviews = Annotated[Path | None, typer.Option("--reviews", help="File with the answers of named people.")]
Happened = Annotated[Path | None, typer.Option("--actuals", help="File with what really happened.")]


def import_command(
    use_case: UseCaseName,
    predictions: Ready,
    reviews: Reviews = None,
    actuals: Happened = None,
    as_json: AsJson = False,
) -> None:
    """Take over ready predictions as published runs, with answers and actuals. The same files again change nothing."""
    deps = open_dependencies()
    loaded = load_use_case(deps, use_case)
    answer: dict[str, object] = {}
    left_out: list[UnusableRow] = []
    with progress_for(as_json=as_json) as progress:
        runs = import_predictions(deps, loaded, predictions, progress)
        answer["predictions"] = {"runs": len(runs.runs), "published": runs.published, "rows": runs.rows, "repeated": runs.repeated, "unusable": _listed(runs.unusable)}  # fmt: skip
        lines = [f"{runs.rows:,} predictions in {len(runs.runs):,} runs, {runs.published:,} of them new."]
        left_out += runs.unusable
        if reviews is not None:
            said = import_reviews(deps, loaded, reviews, progress)
            answer["reviews"] = {"new": said.new, "known": said.known, "people": said.people, "unusable": _listed(said.unusable)}  # fmt: skip
            lines.append(f"{said.new:,} answers of {said.people:,} people are new, {said.known:,} were known.")
            left_out += said.unusable
        if actuals is not None:
            known = import_actuals(deps, loaded.use_case, actuals)
            answer["actuals"] = {"new": known.receipt.new, "revised": known.receipt.revised, "unchanged": known.receipt.unchanged, "unusable": _listed(known.unusable)}  # fmt: skip
            lines.append(f"{known.receipt.new:,} actuals are new, {known.receipt.revised:,} corrected, {known.receipt.unchanged:,} were known.")  # fmt: skip
            if known.suspicion is not None:
                lines.append(suspicion_sentence(known.suspicion))
            left_out += known.unusable
    if as_json:
        answer_json(answer)
    else:
        for line in [*lines, *_left_out(left_out)]:
            say(line)
    raise typer.Exit(Exit.HELD if left_out else Exit.DONE)


def _listed(rows: Sequence[UnusableRow]) -> list[dict[str, object]]:
    return [vars(row) for row in rows]


def _left_out(rows: Sequence[UnusableRow]) -> list[str]:
    """What was left out: per reason how many and the first few."""
    lines = []
    for fault, count in Counter(row.fault for row in rows).most_common():
        shown = [row for row in rows if row.fault == fault][:SHOWN_ROWS]
        lines += [unusable_sentence(row) for row in shown]
        if count > len(shown):
            lines.append(f"… and {count - len(shown):,} more of this kind.")
    return [f"{len(rows):,} rows were left out:", *lines] if lines else []
