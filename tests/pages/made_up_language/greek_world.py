"""The world of the page tests with its data in Greek letters, and the states that a page can find it in."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from domain.entity import Entity
from domain.finding import Finding, Severity, Verdict
from domain.review import Answer
from domain.run import Run, RunState
from domain.use_case import UseCase
from tests.presentation.pseudo_locale import greek

DAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def in_greek(definition: Mapping[str, Any]) -> dict[str, Any]:
    """A use case whose words for people are in Greek letters; its names and columns stay."""
    content = json.loads(json.dumps(definition))
    content["title"] = greek(content["title"])
    for part in ("label", "unit", "unit_one", "happened"):
        if content["target"].get(part):
            content["target"][part] = greek(content["target"][part])
    content["target"]["classes"] = {name: greek(word) for name, word in content["target"].get("classes", {}).items()}
    for feature in content["features"].values():
        for part in ("label", "unit", "description"):
            if feature.get(part):
                feature[part] = greek(feature[part])
        feature["values"] = {name: greek(word) for name, word in feature.get("values", {}).items()}
    content["reviews"]["reasons"] = {code: greek(word) for code, word in content["reviews"]["reasons"].items()}
    content["groups"] = {name: greek(word) for name, word in content.get("groups", {}).items()}
    for key in content["keys"]:
        content["features"].setdefault(key, {"label": greek(key), "key": key})
    return content


ENTITIES: tuple[Entity, ...] = tuple(
    (greek(store), greek(product))
    for product in ("Bagel", "Croissant", "Pretzel", "Rye", "Soup", "Stollen")
    for store in ("Harbour", "North")
)


def key_columns(use_case: UseCase, entities: tuple[Entity, ...]) -> dict[str, pa.Array]:
    """Values and effects of the keys, which the bakery of these tests has as features too."""
    values = {f"x_{key}": pa.array([entity[at] for entity in entities]) for at, key in enumerate(use_case.keys)}
    return {**values, **{f"shap_{key}": pa.array([0.0] * len(entities)) for key in use_case.keys}}


class GreekWorld:
    """The world of the page tests, in Greek letters."""

    def __init__(self, world: Any, **changes: Any) -> None:
        definition = in_greek({**world.use_case.model_dump(mode="json"), **changes})
        self.use_case = UseCase.model_validate(definition)
        self.world = type(world)(world.deps, self.use_case)
        with world.deps.feedback.write() as unit:
            content = self.use_case.model_dump(mode="json")
            unit.use_cases.register("bakery", self.use_case.title, content, "bakery.yaml", NOW)

    def publish(self, day: date = DAY, *, entities: tuple[Entity, ...] = ENTITIES, **more: Any) -> Run:
        columns = {**key_columns(self.use_case, entities), **more.pop("columns", {})}
        run: Run = self.world.publish(day, entities=entities, columns=columns if entities else None, **more)
        return run

    def sign_in(self, name: str) -> Any:
        return self.world.sign_in(greek(name))


LATE = Finding(
    "source_late", Severity.WARNING, greek("weather"), detail={"expected": "2026-11-19", "found": "2026-11-17"}
)
ODD = Finding(
    "out_of_range", Severity.INFO, "features", column="sold_last_week", count=2, detail={"min": 0}, action="imputed"
)
FEW = Finding("rows_too_few", Severity.CRITICAL, "batch", count=3, detail={"found": 3, "needed": 8})
EMPTY = Finding("no_rows", Severity.CRITICAL, "batch", detail={"date": "2026-11-21"})
SAID = {"own_value": "45", "reason": "school_closed", "doubted": ("weekday", "product"), "comment": greek("closed")}

State = Callable[[GreekWorld], dict[str, str]]


def answered(world: GreekWorld) -> dict[str, str]:
    run = world.publish(findings=(LATE, ODD), verdict=Verdict.WARNINGS)
    ana, ben, eva = world.sign_in("Ana"), world.sign_in("Ben"), world.sign_in("Eva")
    world.world.answer(run, 0, ben, Answer.DIFFERENT, **SAID)
    world.world.answer(run, 0, eva, Answer.CANNOT_TELL)
    world.world.answer(run, 0, ana, Answer.AGREE)
    with world.world.deps.feedback.write() as unit:
        unit.actuals.record("bakery", [(ENTITIES[0], DAY, 46.0, None)], NOW)
    return {"show": "all", "prediction": f"{run.id}-0"}


def unanswered(world: GreekWorld) -> dict[str, str]:
    world.publish()
    return {}


def one_prediction(world: GreekWorld) -> dict[str, str]:
    world.publish(entities=ENTITIES[:1])
    return {}


def without_history(world: GreekWorld) -> dict[str, str]:
    count = len(ENTITIES)
    nothing, no_days = pa.array([None] * count, pa.float64()), pa.array([[]] * count, pa.list_(pa.date32()))
    no_values = pa.array([[]] * count, pa.list_(pa.float64()))
    world.publish(
        columns={"usual": nothing, "past_days": no_days, "past_values": no_values, "x_sold_last_week": nothing}
    )
    return {}


def empty_list(world: GreekWorld) -> dict[str, str]:
    world.publish()
    return {"q": greek("nothing is called like this")}


def superseded(world: GreekWorld) -> dict[str, str]:
    run = world.publish()
    world.world.answer(run, 0, world.sign_in("Ana"), Answer.DIFFERENT, **SAID)
    world.publish(batch="sha256:corrected", shift=-4.0)
    return {"prediction": f"{run.id}-6"}


def left_out(world: GreekWorld) -> dict[str, str]:
    run = world.publish()
    world.publish(batch="sha256:corrected", entities=ENTITIES[1:2])
    return {"prediction": f"{run.id}-0"}


def asked_again(world: GreekWorld) -> dict[str, str]:
    run = world.publish()
    world.world.answer(run, 0, world.sign_in("Ana"), Answer.DIFFERENT, **SAID)
    corrected = world.publish(batch="sha256:corrected", shift=-4.0)
    return {"prediction": f"{corrected.id}-0"}


def held(world: GreekWorld) -> dict[str, str]:
    world.world.end(DAY, RunState.HELD, (LATE, FEW, EMPTY), Verdict.HELD)
    return {"use_case": "bakery", "date": DAY.isoformat()}


def failed(world: GreekWorld) -> dict[str, str]:
    world.world.end(DAY, RunState.FAILED)
    return {}


def closed(world: GreekWorld) -> dict[str, str]:
    world.publish(entities=())
    return {}


def no_run(world: GreekWorld) -> dict[str, str]:
    return {}


STATES: tuple[State, ...] = (
    answered,
    unanswered,
    one_prediction,
    without_history,
    empty_list,
    superseded,
    left_out,
    asked_again,
    held,
    failed,
    closed,
    no_run,
)
