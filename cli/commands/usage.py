"""`vouch usage`: is it used, week by week, and did that fall out of its normal range?"""

from typing import Annotated

import typer

from cli.arguments import AsJson
from cli.output import Exit, answer_json, say
from domain.use_of_weeks import Judged, UsageWatch, WeekOfUse
from presentation.words.use import use_head, use_rows, watch_sentence
from services.count_use import LEAST_SHOWN, MOST_SHOWN, WEEKS, Use, count_use
from services.watch_usage import watch_usage
from wiring import open_dependencies

RegisteredUseCase = Annotated[str, typer.Argument(help="Name of a use case that has run.", metavar="USE_CASE")]
Weeks = Annotated[
    int, typer.Option("--weeks", min=LEAST_SHOWN, max=MOST_SHOWN, help="How many weeks to list, this one among them.")
]


def usage(use_case: RegisteredUseCase, weeks: Weeks = WEEKS, as_json: AsJson = False) -> int:
    """List visits, answers and people by week; 1 if use fell out of its normal range."""
    deps = open_dependencies()
    watch, use = watch_usage(deps, use_case), count_use(deps, use_case, weeks)
    if as_json:
        answer_json(_as_json(watch, use))
    else:
        say(watch_sentence(watch))
        for row in (use_head(with_visits=True), *use_rows(use.weeks, with_visits=True)):
            say("  ".join(f"{cell:>{16 if at else 22}}" for at, cell in enumerate(row)).rstrip())
    return Exit.HELD if watch.falls else Exit.DONE


def _as_json(watch: UsageWatch, use: Use) -> dict[str, object]:
    return {
        "use_case": watch.use_case,
        "state": watch.state,
        "sentence": watch_sentence(watch),
        "judged": [_judged(judged) for judged in watch.judged],
        "weeks": [_week(week) for week in use.weeks],
    }


def _judged(judged: Judged) -> dict[str, object]:
    return dict(vars(judged))


def _week(week: WeekOfUse) -> dict[str, object]:
    return {**vars(week), "share": week.share}
