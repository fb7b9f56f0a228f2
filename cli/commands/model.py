"""`vouch train`, `vouch promote` and `vouch backtest`."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

import typer

from cli.arguments import AsJson, Day, UseCaseName, day_or_today
from cli.output import answer_json, say
from cli.progress import progress_for
from domain.finding import Finding, Severity
from domain.use_case import UseCase
from domain.version import Version, VersionState
from presentation.words.findings import finding_sentence
from services.backtest import RETRAIN_DAYS, Replay, backtest
from services.known_through import last_known_day
from services.load_use_case import load_use_case
from services.promote_version import promote_version
from services.train_version import train_version
from wiring import open_dependencies


def train(use_case: UseCaseName, day: Day = None, as_json: AsJson = False) -> None:
    """Train a version on all that is known on the morning of --date. The first becomes champion."""
    deps = open_dependencies()
    loaded = load_use_case(deps, use_case)
    with progress_for(as_json=as_json) as progress:
        version = train_version(deps, loaded, day_or_today(day), progress)
    if as_json:
        answer_json(_as_json(version))
        return
    say(
        f"Version {version.number} of {loaded.use_case.title} is {version.state.value}. Learned from {version.data_from} to {version.data_through}."
    )
    _say_metrics(loaded.use_case, version.metrics)
    _say_cleaned(version.metrics)
    if version.state is VersionState.CANDIDATE:
        say(f'The champion stays. To change that: vouch promote {use_case} {version.number} --reason "..."')


def promote(
    use_case: UseCaseName,
    version: Annotated[int, typer.Argument(min=1, help="Number of the version.")],
    reason: Annotated[str, typer.Option(help="Why; it is kept.")],
    person: Annotated[str, typer.Option(help="Who decides this.")] = "command line",
    as_json: AsJson = False,
) -> None:
    """Make a version champion: it scores the daily batch from now on."""
    if not reason.strip():
        raise typer.BadParameter("--reason must say something")
    deps = open_dependencies()
    promoted = promote_version(deps, load_use_case(deps, use_case), version, reason.strip(), person)
    if as_json:
        answer_json(_as_json(promoted))
    else:
        say(f"Version {promoted.number} is champion now: {reason.strip()}")


def backtest_command(
    use_case: UseCaseName,
    days: Annotated[int, typer.Option(min=1, help="How many last days to replay.")] = 90,
    retrain: Annotated[int, typer.Option(min=1, help="Train anew every so many days.")] = RETRAIN_DAYS,
    day: Day = None,
    as_json: AsJson = False,
) -> None:
    """Replay the last days as they would have happened: sources as late as they are, models as old as they would be."""
    deps = open_dependencies()
    loaded = load_use_case(deps, use_case)
    with progress_for(as_json=as_json) as progress:
        as_of = (
            day.date()
            if day is not None
            else last_known_day(deps, loaded, progress) + timedelta(days=loaded.use_case.target.available_after_days)
        )
        metrics = backtest(deps, loaded, Replay(as_of, days, retrain), progress)
    if as_json:
        answer_json(metrics)
        return
    say(f"{loaded.use_case.title}, {metrics['first']} to {metrics['last']}, trained anew every {retrain} days:")
    _say_metrics(loaded.use_case, metrics)


def _say_metrics(use_case: UseCase, metrics: Mapping[str, object]) -> None:
    if use_case.task != "regression":
        say("  " + ", ".join(f"{name} {value:.4f}" for name, value in metrics.items() if isinstance(value, float)))
        return
    say(
        f"  off by {_percent(metrics['wape'])} of what was {use_case.target.happened} (WAPE); {_number(metrics['mae'])} {use_case.target.unit} on average (MAE); "
        f"bias {_number(metrics['bias'])}"
    )
    say(
        f"  the range held {_percent(metrics['coverage'])} of the actuals; it should hold {_percent(metrics['nominal'])}"
    )
    _say_ingredients(metrics.get("ingredients"))
    baselines = metrics["baselines"]
    assert isinstance(baselines, Mapping)
    for name, naive in baselines.items():
        say(
            f'  simple rule "{str(name).replace("_", " ")}": off by {_percent(naive["wape"])}, the model on the same rows {_percent(naive["model_wape"])}'
        )


def _say_ingredients(measured: object) -> None:
    """How often the ranges of the ingredients held, where there are recipes."""
    shares = [item["coverage"] for item in measured or () if item["coverage"] is not None]  # type: ignore[attr-defined]
    if shares:
        say(
            f"  ingredients: their ranges held from {_percent(min(shares))} to {_percent(max(shares))} of what was needed"
        )


def _say_cleaned(metrics: Mapping[str, object]) -> None:
    """What cleaning found in the rows that were learned from."""
    cleaned = metrics["cleaned"]
    assert isinstance(cleaned, list)
    for content in cleaned:
        finding = Finding(severity=Severity.INFO, **{**content, "examples": tuple(content["examples"])})
        say(f"  {finding_sentence(finding)}")


def _percent(value: object) -> str:
    return f"{100 * value:.1f} %" if isinstance(value, float) else "unknown"


def _number(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else "unknown"


def _as_json(version: Version) -> dict[str, object]:
    return {
        "use_case": version.use_case,
        "version": version.number,
        "state": version.state.value,
        "file_hash": version.file_hash,
        "data_from": version.data_from,
        "data_through": version.data_through,
        "reason": version.reason,
        "metrics": dict(version.metrics),
    }
