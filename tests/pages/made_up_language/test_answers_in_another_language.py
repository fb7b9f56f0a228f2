"""No text escapes the catalogue when a button is pressed, a link cannot be meant, or something is wrong."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.made_up_language.greek_world import ENTITIES, GreekWorld
from tests.pages.made_up_language.screen_words import assert_nothing_escapes
from ui import decided_list
from ui.detail_tabs import VIEWS
from ui.place import RESERVED, Show

LINK_WORDS = frozenset(
    word for name in (*RESERVED, *get_args(Show), *(view.name for view in VIEWS)) for word in re.findall("[a-z]+", name)
)
"""Parts of an address are the same in every language; a link that cannot be meant is told with them."""


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
