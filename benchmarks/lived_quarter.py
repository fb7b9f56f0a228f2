"""A quarter lived through the services: trained, published, answered, met over, fixed, and met over once more.

`simulated_quarter` draws its days and asks the statistics alone, which is quick enough for two hundred quarters. Here the
days of the real Stuttgart data follow each other as they did, the model is the use case's own, and everything that is
said and asked goes through the services behind the pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np

from benchmarks.simulated_quarter import REVIEWERS, Day, days_sold, own_values
from domain.dispute import DisputeState
from domain.opened_session import OpenedSession, Point
from domain.outcome import Period
from domain.prediction import prediction_id
from domain.review import Answer
from domain.run import Run
from domain.session import Outcome
from domain.value_added import Outcomes
from feedback_db.unit_of_work import FeedbackDb
from feedback_db.upgrade import upgrade
from prediction_store import PredictionStore
from services.decide_item import Decision, decide_item
from services.dependencies import Dependencies
from services.list_decisions import list_decisions
from services.load_use_case import LoadedUseCase, load_use_case
from services.measure_outcomes import measure_outcomes
from services.open_session import Meeting, open_session
from services.promote_version import promote_version
from services.publish_run import publish_run
from services.read_session import read_session
from services.record_actuals import record_actuals
from services.record_review import GivenAnswer, record_review
from services.sign_in import sign_in_locally
from services.train_version import train_version

USE_CASE = "stuttgart"
LAST_DAY = date(2015, 10, 31)
"""A week before the data end, so that there is a next session."""

PLANTED = 3
"""Disputes of the last week that are far larger than all others."""

USE_CASES = Path(__file__).resolve().parent.parent / "use_cases"


@dataclass(frozen=True)
class Lived:
    """What came of it.

    Attributes:
        planted: predictions of the planted disputes, the largest first.
        first, second: the sessions of the last week and of the week after.
        outcomes: what the service says of the quarter.
        gains: of every change the person and the model's error less theirs, computed beside the services.
    """

    planted: tuple[str, ...]
    first: OpenedSession
    second: OpenedSession
    outcomes: Outcomes
    gains: tuple[tuple[str, float], ...]


def about_of(point: Point) -> str:
    """The id of the prediction that a point is about."""
    assert point.item.run_id is not None
    assert point.item.row is not None
    return prediction_id(point.item.run_id, point.item.row)


@dataclass
class _Quarter:
    """The quarter while it is lived; `said` holds everybody's last own value by prediction and person."""

    deps: Dependencies
    loaded: LoadedUseCase
    chance: np.random.Generator
    people: dict[str, int]
    said: dict[tuple[str, str], tuple[float, float, float]]

    def at(self, day: date, hour: int) -> Dependencies:
        moment = datetime.combine(day, time(hour), UTC)
        return replace(self.deps, now=lambda: moment)


def live(home: Path, data: Path, seed: int, days: int) -> Lived:
    """Live through so many days, up to the last one, in a fresh home."""
    quarter = _begin(home, data, seed)
    first = LAST_DAY - timedelta(days=days - 1)
    train_version(quarter.at(first, 4), quarter.loaded, first)
    last_runs = [run for day, run in _live_days(quarter, data, first) if day > LAST_DAY - timedelta(days=7)]
    planted = _plant(quarter, last_runs)
    record_actuals(quarter.at(LAST_DAY + timedelta(days=1), 5), quarter.loaded, LAST_DAY + timedelta(days=1), first)
    opened = _meet(quarter, LAST_DAY)
    _fix(quarter, opened)
    viewer = quarter.people[REVIEWERS[0].name]
    lived = Lived(
        tuple(planted),
        opened,
        _meet(quarter, LAST_DAY + timedelta(days=7)),
        measure_outcomes(quarter.deps, USE_CASE, Period(first, LAST_DAY), viewer),
        tuple(
            (name, abs(model - actual) - abs(own - actual))
            for (_, name), (own, model, actual) in quarter.said.items()
            if own != model
        ),
    )
    quarter.deps.predictions.close()
    quarter.deps.feedback.close()
    return lived


def _begin(home: Path, data: Path, seed: int) -> _Quarter:
    home.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{home / 'feedback.sqlite'}"
    upgrade(url)
    stores = (FeedbackDb(url), PredictionStore(home / "predictions"))
    morning = datetime.combine(LAST_DAY, time(4), UTC)
    deps = Dependencies(*stores, home, USE_CASES, lambda: morning, variables={"VOUCH_DATA": str(data)})
    people = {person.name: sign_in_locally(deps, person.name).id for person in REVIEWERS}
    return _Quarter(deps, load_use_case(deps, USE_CASE), np.random.default_rng(seed), people, {})


def _live_days(quarter: _Quarter, data: Path, first: date) -> list[tuple[date, Run]]:
    """Every open day: a run in the morning, and the answers to it."""
    lived = []
    for day, sold in days_sold(data).items():
        if not first <= day <= LAST_DAY:
            continue
        run = publish_run(quarter.at(day, 5), quarter.loaded, day).run
        decisions = list_decisions(quarter.deps, run)
        known = [(row, d.entity[0], d.prediction) for row, d in enumerate(decisions) if d.entity[0] in sold]
        if known:
            _answer(quarter, run, known, np.array([sold[product] for _, product, _ in known]))
            lived.append((day, run))
    return lived


def _answer(quarter: _Quarter, run: Run, known: Sequence[tuple[int, str, float]], actual: np.ndarray) -> None:
    chance, at = quarter.chance, quarter.at(run.target_date, 8)
    model = np.array([value for _, _, value in known])
    day = Day(tuple(product for _, product, _ in known), actual, model)
    rumour = np.full(len(known), float(chance.standard_normal()))
    for person in REVIEWERS:
        own = own_values(chance, day, person, rumour)
        for place in np.flatnonzero(chance.random(len(own)) < person.share):
            about = prediction_id(run.id, known[place][0])
            _say(at, quarter, (about, person.name), (own[place], model[place], actual[place]))


def _say(
    at: Dependencies, quarter: _Quarter, who: tuple[str, str], values: tuple[float, float, float], token: str = ""
) -> None:
    about, name = who
    given = GivenAnswer(f"{about}-{name}{token}", about, quarter.people[name], Answer.DIFFERENT, f"{values[0]:g}")
    record_review(at, given)
    quarter.said[who] = values


def _plant(quarter: _Quarter, runs: Sequence[Run]) -> list[str]:
    """The largest disputes of the last week, each twice as large as the largest that came by itself, or more."""
    about = {about for about, _ in quarter.said if any(about.startswith(f"{run.id}-") for run in runs)}
    largest = max(abs(own - model) for (key, _), (own, model, _) in quarter.said.items() if key in about)
    chosen = sorted(about)[:PLANTED]
    for place, key in enumerate(chosen):
        _, model, actual = next(values for (other, _), values in quarter.said.items() if other == key)
        own = float(np.ceil(model + largest * (2 + PLANTED - place)))
        _say(quarter.at(LAST_DAY, 9), quarter, (key, REVIEWERS[1].name), (own, model, actual), "-planted")
    return chosen


def _meet(quarter: _Quarter, last: date) -> OpenedSession:
    deps, host = quarter.at(last + timedelta(days=1), 10), quarter.people[REVIEWERS[0].name]
    meeting = Meeting(f"meeting-{last}", USE_CASE, f"Week to {last}", last - timedelta(days=6), last)
    return read_session(deps, open_session(deps, host, meeting).id)


def _fix(quarter: _Quarter, opened: OpenedSession) -> None:
    """The first point becomes a fix of the model, which is trained anew and takes over."""
    morning = LAST_DAY + timedelta(days=2)
    deps, host = quarter.at(morning, 11), quarter.people[REVIEWERS[0].name]
    outcome = Outcome(DisputeState.MODEL_FIX, "We train again with the newest quarter.")
    decide_item(deps, host, opened.points[0].item.id, Decision("fix", outcome))
    version = train_version(deps, quarter.loaded, morning)
    promote_version(deps, quarter.loaded, version.number, "knows the last quarter", REVIEWERS[0].name)
