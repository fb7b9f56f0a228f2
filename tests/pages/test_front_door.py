"""Sign-in and the guard: who gets in, who is asked for a name, and what a stranger is told."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

PAGES = ["today", "outcomes", "decided"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("address", ["10.0.0.5", "192.168.1.20", "2001:db8::1"])
def test_a_visitor_from_another_machine_is_refused_and_told_so(
    visit, run, says, visitor_address, page, address
) -> None:
    visitor_address(address)

    at = visit(page, use_case="bakery")

    assert address in says(at)
    assert "What to do" in says(at)
    assert "Rye bread" not in says(at)


@pytest.mark.parametrize("address", [None, "127.0.0.2", "::1"])
def test_a_visitor_of_this_machine_gets_in(visit, run, says, visitor_address, address) -> None:
    visitor_address(address)

    assert "Rye bread" in says(visit("today"))


@pytest.mark.parametrize(
    ("page", "expected"), [("today", "What deserves a second look?"), ("decided", "What counts for ordering?")]
)
def test_the_name_is_asked_once_and_the_link_survives_it(visit, bare_world, says, page, expected) -> None:
    first = bare_world.publish()
    bare_world.publish(first.target_date.replace(day=22))

    at = visit(page, use_case="bakery", date="2026-11-21")
    assert "Who is looking?" in says(at)
    assert expected not in says(at)

    at.text_input(key="door_name").input("Ana")
    at.button[0].click().run()
    assert expected in says(at)
    assert at.query_params["date"] == "2026-11-21"

    assert "Who is looking?" not in says(visit(page))


@pytest.mark.parametrize("name", ["", "   "])
def test_a_name_without_a_letter_is_refused_in_words(visit, bare_world, says, name) -> None:
    at = visit("today")
    at.text_input(key="door_name").input(name)
    at.button[0].click().run()

    assert "A name is needed" in at.warning[0].value
    assert "Who is looking?" in says(at)


def test_the_screen_says_that_the_name_is_claimed_and_lets_one_change_it(visit, world, run, says) -> None:
    world.sign_in("Ben")
    world.sign_in("Ana")
    at = visit("today")
    assert any("claimed, not proved" in caption.value for caption in at.caption)

    at.selectbox(key="other_name").set_value("Ben")
    at.button(key="FormSubmitter:rename-Use this name").click().run()

    assert "**Ben**" in says(at)
    at.button(key="choose_agree").click().run()
    at.button(key="save").click().run()
    assert [review.person for review in world.reviews(run)] == ["Ben"]


def test_a_name_is_shown_as_it_is_and_never_as_markdown(visit, bare_world, says) -> None:
    bare_world.sign_in("*Ana* [x](http://example.org)")
    bare_world.publish()

    shown = [element.value for element in visit("today").markdown if "Ana" in element.value]

    assert shown == [r"**\*Ana\* \[x\]\(http\://example\.org\)**"]


def test_a_broken_database_is_a_designed_state(visit, vouch_home: Path, says: Callable[[AppTest], str]) -> None:
    vouch_home.mkdir()
    (vouch_home / "feedback.sqlite").write_bytes(b"this is no database" * 400)

    at = visit("today")

    assert "What to do" in says(at)
    assert not at.exception


def test_a_newer_database_is_refused_in_words(visit, empty_world, vouch_home, says) -> None:
    empty_world.feedback.close()
    with sqlite3.connect(vouch_home / "feedback.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'ffff'")
    connection.close()

    at = visit("today")

    assert "newer" in says(at).lower()
    assert "What to do" in says(at)


def test_the_page_without_a_path_leads_to_today(visit, run, says) -> None:
    at = visit("home", use_case="bakery", show="all")

    assert "What deserves a second look?" in says(at)
    assert at.query_params["show"] == "all"
