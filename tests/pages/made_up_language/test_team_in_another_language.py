"""No text of the team escapes the catalogue: assignments of several people, one who left, a refusal, and every judgement of use."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest

from domain.person import Role
from domain.use_of_weeks import Judged, Measure, State, UsageWatch
from presentation.words.catalogue import speaking
from presentation.words.languages import translations
from presentation.words.use import wait_text, watch_sentence
from services.assign_predictions import Wish, assign_predictions
from tests.pages.made_up_language.greek_world import ENTITIES, GreekWorld, answered
from tests.pages.made_up_language.screen_words import assert_nothing_escapes
from tests.presentation.pseudo_locale import LANGUAGE, assert_from_the_catalogue, greek


def assign_all(world: GreekWorld) -> None:
    """Ana and Ben share a store, and somebody who left holds everything."""
    with world.world.deps.feedback.read() as unit:
        ana, ben = unit.people.by_name(greek("Ana")), unit.people.by_name(greek("Ben"))
    gone = world.sign_in("Dora")
    store = ENTITIES[0][0]
    for token, owner, part in (
        ("a", ana, (("store", store),)),
        ("b", ben, (("store", store), ("product", ENTITIES[0][1]))),
        ("c", gone, ()),
    ):
        assert owner is not None
        assign_predictions(world.world.deps, ana.id, Wish(token, "bakery", owner.id, part))
    with world.world.deps.feedback.write() as unit:
        unit.people.change(replace(gone, active=False, roles=frozenset({Role.REVIEWER})))


@pytest.mark.parametrize("page", ["team", "today"])
@pytest.mark.parametrize("viewer", ["Ana", "Ben"])
def test_no_text_of_a_team_escapes_the_catalogue(visit: Any, greek_world: GreekWorld, page: str, viewer: str) -> None:
    link = answered(greek_world)
    assign_all(greek_world)
    greek_world.sign_in(viewer)

    at = visit(page, **(link if page == "today" else {"use_key": "store", "use_value": ENTITIES[0][0]}))

    assert_nothing_escapes(at)
    if page == "team":
        at.button(key="assign_send").click().run()
        assert_nothing_escapes(at)


@pytest.mark.parametrize("state", get_args(State))
@pytest.mark.parametrize("measure", get_args(Measure))
@pytest.mark.parametrize("complete", [True, False])
def test_every_judgement_is_told_in_the_language_too(state: State, measure: Measure, complete: bool) -> None:
    monday = date(2026, 11, 16)
    found = Judged(measure, monday, complete, state, 3, 60.0, 36.4, 6)
    with speaking(translations(LANGUAGE)):
        assert_from_the_catalogue(
            watch_sentence(UsageWatch("bakery", (found,))), *map(wait_text, (0.5, 3.0, timedelta(days=3).days * 24.0))
        )
