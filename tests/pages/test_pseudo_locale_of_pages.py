"""No text on a screen escapes the catalogue: every page, in every state, in a made-up language and with Greek data."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

import pyarrow as pa
import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from domain.entity import Entity
from domain.finding import Finding, Severity, Verdict
from domain.review import Answer
from domain.run import Run, RunState
from domain.use_case import UseCase
from presentation.words import languages
from tests.presentation.pseudo_locale import LANGUAGE, escaped, greek, spoken, write_pseudo_catalogue
from ui import decided_list
from ui.detail_tabs import VIEWS
from ui.place import RESERVED, Show

PROJECT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.stem for path in (PROJECT / "pages").glob("*.py") if path.stem != "home")
DAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)

UNSPOKEN = frozenset(
    [
        "id",
        "form_id",
        "element_id",
        "deferred_file_id",
        "type",
        "shortcut",
        "autocomplete",
        "url",
        "config",
        "icon",
        "format",
        "color",
        "widget_key",
        "key",
        "page",
        "page_script_hash",
        "variant",
        "language",
        "theme",
        "unit_system",
    ]
)
"""Fields of Streamlit's messages that nobody reads; every other one is taken for words."""
SPOKEN_IN_FIGURES = frozenset({"text", "hovertext", "hovertemplate", "ticktext", "labels", "name"})
LINK_WORDS = frozenset(
    word for name in (*RESERVED, *get_args(Show), *(view.name for view in VIEWS)) for word in re.findall("[a-z]+", name)
)
"""Parts of an address are the same in every language; a link that cannot be meant is told with them."""


# --- what a screen says -------------------------------------------------------------------------------------------


def _said(node: Any) -> Iterator[str]:
    if getattr(node, "proto", None) is not None:
        yield from _said_by(node.proto)
    for child in getattr(node, "children", {}).values():
        yield from _said(child)


def _said_by(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.name in UNSPOKEN:
            continue
        values = value if field.is_repeated else [value]
        if field.type == field.TYPE_MESSAGE:
            for part in values:
                if isinstance(part, Message):
                    yield from _said_by(part)
        elif field.type == field.TYPE_STRING:
            for words in values:
                yield from _said_in_figure(json.loads(words)) if field.name == "spec" else [words]


def _said_in_figure(spec: Any, *, heard: bool = False) -> Iterator[str]:
    if isinstance(spec, Mapping):
        for name, value in spec.items():
            yield from _said_in_figure(value, heard=name in SPOKEN_IN_FIGURES)
    elif isinstance(spec, list):
        for value in spec:
            yield from _said_in_figure(value, heard=heard)
    elif heard and isinstance(spec, str):
        yield spec


def assert_nothing_escapes(at: AppTest, known: frozenset[str] = frozenset()) -> None:
    said = [spoken(words) for words in _said(at._tree)]
    assert any("⟦" in words for words in said), "nothing on this screen is in the made-up language"
    assert {words: left for words in said if (left := set(escaped(words)) - known)} == {}
    assert not at.exception


# --- a world in Greek letters -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pseudo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locale")
    write_pseudo_catalogue(folder)
    return folder


@pytest.fixture(autouse=True)
def _made_up_language(pseudo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(languages, "LOCALE", pseudo_folder)
    monkeypatch.setenv("VOUCH_LANGUAGE", LANGUAGE)
    languages.translations.cache_clear()
    yield
    languages.translations.cache_clear()


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


@pytest.fixture
def greek_bare(bare_world: Any) -> GreekWorld:
    """Nobody has signed in, nothing ran."""
    return GreekWorld(bare_world)


@pytest.fixture
def greek_world(greek_bare: GreekWorld) -> GreekWorld:
    greek_bare.sign_in("Ana")
    return greek_bare


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


def _answered(world: GreekWorld) -> dict[str, str]:
    run = world.publish(findings=(LATE, ODD), verdict=Verdict.WARNINGS)
    ana, ben, eva = world.sign_in("Ana"), world.sign_in("Ben"), world.sign_in("Eva")
    world.world.answer(run, 0, ben, Answer.DIFFERENT, **SAID)
    world.world.answer(run, 0, eva, Answer.CANNOT_TELL)
    world.world.answer(run, 0, ana, Answer.AGREE)
    with world.world.deps.feedback.write() as unit:
        unit.actuals.record("bakery", [(ENTITIES[0], DAY, 46.0, None)], NOW)
    return {"show": "all", "prediction": f"{run.id}-0"}


def _unanswered(world: GreekWorld) -> dict[str, str]:
    world.publish()
    return {}


def _one_prediction(world: GreekWorld) -> dict[str, str]:
    world.publish(entities=ENTITIES[:1])
    return {}


def _without_history(world: GreekWorld) -> dict[str, str]:
    count = len(ENTITIES)
    nothing, no_days = pa.array([None] * count, pa.float64()), pa.array([[]] * count, pa.list_(pa.date32()))
    no_values = pa.array([[]] * count, pa.list_(pa.float64()))
    world.publish(
        columns={"usual": nothing, "past_days": no_days, "past_values": no_values, "x_sold_last_week": nothing}
    )
    return {}


def _empty_list(world: GreekWorld) -> dict[str, str]:
    world.publish()
    return {"q": greek("nothing is called like this")}


def _superseded(world: GreekWorld) -> dict[str, str]:
    run = world.publish()
    world.world.answer(run, 0, world.sign_in("Ana"), Answer.DIFFERENT, **SAID)
    world.publish(batch="sha256:corrected", shift=-4.0)
    return {"prediction": f"{run.id}-6"}


def _left_out(world: GreekWorld) -> dict[str, str]:
    run = world.publish()
    world.publish(batch="sha256:corrected", entities=ENTITIES[1:2])
    return {"prediction": f"{run.id}-0"}


def _asked_again(world: GreekWorld) -> dict[str, str]:
    run = world.publish()
    world.world.answer(run, 0, world.sign_in("Ana"), Answer.DIFFERENT, **SAID)
    corrected = world.publish(batch="sha256:corrected", shift=-4.0)
    return {"prediction": f"{corrected.id}-0"}


def _held(world: GreekWorld) -> dict[str, str]:
    world.world.end(DAY, RunState.HELD, (LATE, FEW, EMPTY), Verdict.HELD)
    return {"use_case": "bakery", "date": DAY.isoformat()}


def _failed(world: GreekWorld) -> dict[str, str]:
    world.world.end(DAY, RunState.FAILED)
    return {}


def _closed(world: GreekWorld) -> dict[str, str]:
    world.publish(entities=())
    return {}


def _no_run(world: GreekWorld) -> dict[str, str]:
    return {}


STATES: tuple[State, ...] = (
    _answered,
    _unanswered,
    _one_prediction,
    _without_history,
    _empty_list,
    _superseded,
    _left_out,
    _asked_again,
    _held,
    _failed,
    _closed,
    _no_run,
)


def test_there_are_pages_to_look_at() -> None:
    assert {"today", "decided"} <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__.strip("_"))
def test_no_text_of_a_page_escapes_the_catalogue(visit: Any, greek_world: GreekWorld, page: str, state: State) -> None:
    link = state(greek_world)
    greek_world.sign_in("Ana")

    assert_nothing_escapes(visit(page, **link))


@pytest.mark.parametrize("view", [view.name for view in VIEWS])
def test_no_text_of_a_view_escapes_the_catalogue(visit: Any, greek_world: GreekWorld, view: str) -> None:
    link = _answered(greek_world)

    assert_nothing_escapes(visit("today", **link, view=view))


@pytest.mark.parametrize("page", PAGES)
def test_signing_in_is_in_the_language_too(visit: Any, greek_bare: GreekWorld, page: str) -> None:
    greek_bare.publish()

    at = visit(page)
    assert_nothing_escapes(at)
    at.text_input(key="door_name").input(" ")
    at.button[0].click().run()
    assert_nothing_escapes(at)
    assert at.warning


@pytest.mark.parametrize("page", PAGES)
def test_a_first_start_is_in_the_language_too(visit: Any, empty_world: Any, page: str) -> None:
    at = visit(page)
    at.text_input(key="door_name").input(greek("Ana"))
    at.button[0].click().run()

    assert_nothing_escapes(at)


CLASSES = {
    "source": "sales", "column": "bought", "label": "Purchase", "classes": {"0": "does not buy", "1": "buys"},
    "happened": "bought",
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_classes_are_told_in_the_language_too(visit: Any, bare_world: Any, page: str) -> None:
    world = GreekWorld(bare_world, task="binary", target=CLASSES)
    nothing = pa.array([None], pa.float64())
    run = world.publish(
        entities=ENTITIES[:1],
        columns={
            "prediction": pa.array([0.6224593312018546]), "label": pa.array(["1"]), "low": nothing, "high": nothing,
            "usual": nothing, "base": pa.array([-0.2]), "raw": pa.array([0.5]), "past_values": pa.array([[0.0, 1.0, 1.0, 0.0]]),
            "shap_holiday_tomorrow": pa.array([0.6]), "shap_sold_last_week": pa.array([0.2]), "shap_weekday": pa.array([-0.1]),
        },
    )  # fmt: skip
    world.world.answer(run, 0, world.sign_in("Ana"), Answer.DIFFERENT, own_label="0")

    assert_nothing_escapes(visit(page))


# --- what a press of a button says --------------------------------------------------------------------------------


def _press(at: AppTest, *keys: str) -> AppTest:
    for key in keys:
        at.button(key=key).click().run()
    return at


@pytest.mark.parametrize("typed", ["45", "52", "90", "abc", "-3", "12,5", "1e30", ""])
def test_what_is_typed_is_echoed_and_refused_in_the_language(visit: Any, greek_world: GreekWorld, typed: str) -> None:
    run = greek_world.publish()

    at = _press(visit("today"), "choose_different")
    at.text_input(key=f"draft_value_{run.id}-0").set_value(typed).run()
    # What somebody typed is told back to them as it was understood.
    known = frozenset({"abc", "e"})
    assert_nothing_escapes(at, known)
    assert_nothing_escapes(_press(at, "save"), known)


def test_the_notices_of_saving_and_of_the_end_are_in_the_language(visit: Any, greek_world: GreekWorld) -> None:
    greek_world.publish(entities=ENTITIES[:1])

    at = visit("today", show="all")
    assert_nothing_escapes(_press(at, "save"))
    for keys in (("next",), ("previous",), ("choose_agree", "save")):
        _press(at, *keys)
        assert_nothing_escapes(at)
        assert at.toast
        assert "⟦" in at.toast[0].value


@pytest.mark.parametrize(
    "link",
    [{"date": "yesterday"}, {"show": "everything"}, {"page": "two"}, {"view": "nowhere"}, {"use_case": "nowhere"},
     {"prediction": "nowhere"}, {"date": "2020-01-01"}],
    ids=lambda link: next(iter(link)) + "=" + next(iter(link.values())),
)  # fmt: skip
def test_a_link_that_cannot_be_meant_is_told_in_the_language(
    visit: Any, greek_world: GreekWorld, link: dict[str, str]
) -> None:
    greek_world.publish()

    assert_nothing_escapes(visit("today", **link), LINK_WORDS | set(link.values()))


def test_a_stranger_is_refused_in_the_language(visit: Any, visitor_address: Any, greek_world: GreekWorld) -> None:
    visitor_address("10.0.0.5")

    assert_nothing_escapes(visit("today"))


def test_a_broken_database_is_told_in_the_language(visit: Any, vouch_home: Path) -> None:
    vouch_home.mkdir()
    (vouch_home / "feedback.sqlite").write_bytes(b"this is no database" * 400)

    assert_nothing_escapes(visit("today"))


def test_a_large_list_is_in_the_language(visit: Any, greek_world: GreekWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    greek_world.publish()
    for limit in ("AT_ONCE", "PAGE_SIZE", "ON_PAPER"):
        monkeypatch.setattr(decided_list, limit, 5)

    at = visit("decided")
    assert_nothing_escapes(at)
    assert_nothing_escapes(_press(at, "ask"))


def test_a_language_that_does_not_exist_is_told_in_english(
    visit: Any, greek_world: GreekWorld, says: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOUCH_LANGUAGE", "xx")

    words = says(visit("today"))
    assert "A setting is wrong" in words
    assert "one of en, eo" in words
