"""The demo: a made-up bakery with eight weeks of past runs, actuals and a few reviews, and a day that can pass."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from domain.errors import NotFoundError
from domain.person import Person
from domain.prediction import prediction_id
from domain.run import Run, RunState
from intake.synthetic.answers import Opinion, PastPrediction
from intake.synthetic.bakery import write_bakery
from intake.synthetic.opinions import ANSWERS_EARLIER, LAST_DAYS, plausible_reviews
from intake.synthetic.recipe import Recipe, read_recipe
from services.dependencies import SILENT, Dependencies, Progress, Silent
from services.list_decisions import list_decisions
from services.load_use_case import LoadedUseCase, load_use_case
from services.promote_version import promote_version
from services.publish_run import RunOutcome, publish_run
from services.record_actuals import record_actuals
from services.record_review import GivenAnswer, record_review
from services.train_version import train_version

NAME = "bakery"
PAST_DAYS = 56
"""Eight weeks of past runs."""

SECOND_VERSION_DAYS = 21
"""The second version is trained three weeks before the first day and promoted."""

PROMOTED_BECAUSE = "Trained on five more weeks; smaller error than model 1 on held-out days."


@dataclass(frozen=True)
class DemoState:
    """What the demo remembers between commands: its own clock does not follow the calendar on the wall."""

    seed: int
    first_day: str
    started: str
    today: str
    complete: bool


@dataclass(frozen=True)
class DemoOutcome:
    """Where the demo stands: its day, its newest run, and whether it was there already."""

    today: date
    outcome: RunOutcome | None
    repeated: bool


def prepare_demo(
    deps: Dependencies,
    today: date,
    seed: int | None = None,
    progress: Progress = SILENT,
    past_days: int = PAST_DAYS,
) -> DemoOutcome:
    """Prepare the demo for its first day; a second call changes nothing, an interrupted one is completed.

    Args:
        deps: stores.
        today: the day of first start, used only if there is no demo yet.
        seed: of all made-up data; the recipe's own if left out.
        progress: told once per past day.
        past_days: mornings before today that get a run; at least 2, for the two versions.
    """
    recipe = read_recipe()
    state = _read(deps) or DemoState(
        recipe.seed if seed is None else seed,
        (today - timedelta(days=recipe.days)).isoformat(),
        today.isoformat(),
        today.isoformat(),
        complete=False,
    )
    day = date.fromisoformat(state.today)
    if state.complete:
        return DemoOutcome(day, None, repeated=True)
    progress.step("making up two years of a bakery")
    _write_data(deps, state)
    _save(deps, state)
    loaded = load_use_case(deps, NAME)
    outcome = None
    for past in range(past_days, -1, -1):
        run_date = day - timedelta(days=past)
        _train_if_due(deps, loaded, _version_due(past, past_days), run_date, progress)
        progress.step(f"the morning of {run_date:%d %b %Y}")
        outcome = _morning(_at(deps, run_date, 5), loaded, run_date)
        if past:
            opinions = _opinions(deps, outcome.run, recipe, state.seed)
            _answer(_at(deps, run_date, 8), opinions if past <= LAST_DAYS else opinions[:ANSWERS_EARLIER])
        progress.advance(past_days + 1 - past, past_days + 1)
    progress.step("recording what was sold")
    record_actuals(_at(deps, day, 5), loaded, day, day - timedelta(days=past_days), Silent())
    _save(deps, replace(state, complete=True))
    return DemoOutcome(day, outcome, repeated=False)


def let_a_day_pass(deps: Dependencies, progress: Progress = SILENT) -> DemoOutcome:
    """The demo's next morning: a day of sales, its actuals, and a new run.

    Raises:
        NotFoundError: there is no demo yet.
    """
    state = _read(deps)
    if state is None or not state.complete:
        raise NotFoundError("use case", NAME)
    day = date.fromisoformat(state.today) + timedelta(days=1)
    state = replace(state, today=day.isoformat())
    progress.step("a day passes")
    _write_data(deps, state)
    loaded = load_use_case(deps, NAME)
    record_actuals(_at(deps, day, 5), loaded, day, progress=progress)
    outcome = publish_run(_at(deps, day, 5), loaded, day, progress)
    _save(deps, state)
    return DemoOutcome(day, outcome, repeated=False)


def _version_due(past: int, past_days: int) -> int | None:
    """The version that is trained so many days before today, if one is."""
    return {past_days: 1, min(SECOND_VERSION_DAYS, past_days // 2): 2}.get(past)


def _morning(deps: Dependencies, loaded: LoadedUseCase, run_date: date) -> RunOutcome:
    """The run of a morning, made only if it is not there yet: an interrupted demo is completed by a later version."""
    target_date = run_date + timedelta(days=loaded.use_case.dates.horizon_days)
    with deps.feedback.read() as unit:
        run = unit.runs.current(NAME, target_date)
        if run is not None and run.state is RunState.PUBLISHED:
            return RunOutcome(run, unit.runs.findings(run.id), repeated=True)
    return publish_run(deps, loaded, run_date)


def _train_if_due(
    deps: Dependencies, loaded: LoadedUseCase, due: int | None, run_date: date, progress: Progress
) -> None:
    if due is None:
        return
    morning = _at(deps, run_date, 4)
    with deps.feedback.read() as unit:
        trained = unit.versions.next_number(NAME) > due
        champion = unit.versions.champion(NAME)
    if not trained:
        train_version(morning, loaded, run_date, progress)
    if due > 1 and (champion is None or champion.number < due):
        promote_version(morning, loaded, due, PROMOTED_BECAUSE, "vouch demo")


def _opinions(deps: Dependencies, run: Run, recipe: Recipe, seed: int) -> tuple[Opinion, ...]:
    """What the demo's people say of a run."""
    if run.state is not RunState.PUBLISHED:
        return ()
    rows = [
        PastPrediction(run.id, row, run.target_date, decision.entity, decision.prediction)
        for row, decision in enumerate(list_decisions(deps, run))
    ]
    return plausible_reviews(rows, seed, recipe)


def _answer(deps: Dependencies, opinions: Sequence[Opinion]) -> None:
    """Store answers; tokens are the same on every attempt, so nothing is stored twice."""
    if not opinions:
        return
    with deps.feedback.write() as unit:
        people = {
            opinion.person: unit.people.add(opinion.person, may_decide=opinion.may_decide, now=deps.now())
            for opinion in opinions
        }
    for opinion in opinions:
        _record(deps, opinion, people[opinion.person])


def _record(deps: Dependencies, opinion: Opinion, person: Person) -> None:
    about = prediction_id(opinion.about.run_id, opinion.about.row)
    own_value = "" if opinion.own_value is None else f"{opinion.own_value:g}"
    record_review(
        deps,
        GivenAnswer(
            f"demo-{about}-{person.id}",
            about,
            person.id,
            opinion.answer,
            own_value,
            reason=opinion.reason,
            doubted=opinion.doubted,
            comment=opinion.comment,
        ),
    )


def _at(deps: Dependencies, day: date, hour: int) -> Dependencies:
    """The stores at an hour of a demo day, so that runs and answers carry the times they would have had."""
    moment = datetime.combine(day, time(hour), UTC)
    return replace(deps, now=lambda: moment)


def _folder(deps: Dependencies) -> Path:
    return deps.home / "demo" / NAME


def _write_data(deps: Dependencies, state: DemoState) -> Sequence[Path]:
    return write_bakery(
        _folder(deps), date.fromisoformat(state.today), state.seed, first_day=date.fromisoformat(state.first_day)
    )


def _read(deps: Dependencies) -> DemoState | None:
    path = _folder(deps) / "demo.json"
    return DemoState(**json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def _save(deps: Dependencies, state: DemoState) -> None:
    path = _folder(deps) / "demo.json"
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(state), indent=1) + "\n", encoding="utf-8")
    fresh.replace(path)
