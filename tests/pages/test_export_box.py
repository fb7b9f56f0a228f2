"""Export on the pages: chosen, made, listed for its person, offered again after an interruption, removed."""

import json
from datetime import timedelta

import pytest

from domain.person import Role
from domain.review import Answer
from services.manage_people import Rights, change_rights
from tests.pages.world import DAY, NOW

ENTITIES = (("Harbour", "Bagel"), ("North", "Bagel"))


@pytest.fixture
def lived(world):
    ana = world.sign_in("Ana")
    run = world.publish(DAY, entities=ENTITIES)
    world.answer(run, 0, ana, Answer.DIFFERENT, own_value="50", reason="school_closed", comment="=closed")
    with world.deps.feedback.write() as unit:
        unit.actuals.record("bakery", [(ENTITIES[0], DAY, 50.0, None)], NOW)
    return world


def make(at, content: str | None = None):
    if content is not None:
        at.selectbox(key=next(box.key for box in at.selectbox if box.label == "What")).select(content)
    return at.button(key="export_ask").click().run()


def about_files(world):
    return sorted((world.deps.home / "exports").glob("*/about.json"))


def test_a_file_is_made_listed_and_removed(visit, lived, says) -> None:
    at = make(visit("outcomes"))

    assert "Outcomes, Excel, Sat 21 Nov to Sat 21 Nov 2026" in says(at)
    assert "1 row, " in says(at)
    (about,) = about_files(lived)
    assert json.loads(about.read_text())["file"] == "bakery-outcomes.xlsx"
    assert (about.parent / "bakery-outcomes.xlsx").is_file()

    at.button(key=f"export_remove_{about.parent.name}").click().run()
    assert about_files(lived) == []
    assert "Outcomes, Excel" not in says(at)


def test_the_file_is_still_there_after_a_reload_and_on_the_other_page(visit, lived, says) -> None:
    make(visit("outcomes"))
    assert "Outcomes, Excel" in says(visit("sessions"))


def test_what_was_interrupted_says_so_and_is_made_again(visit, lived, says) -> None:
    make(visit("outcomes"))
    (about,) = about_files(lived)
    about.write_text(json.dumps({**json.loads(about.read_text()), "state": "running", "file": ""}))

    at = visit("outcomes")
    assert "Interrupted: the server ended before the file was complete." in says(at)
    at.button(key=f"export_again_{about.parent.name}").click().run()
    assert "1 row, " in says(at)
    assert "Interrupted" not in says(at)


def test_a_reviewer_is_not_offered_cases(visit, lived) -> None:
    at = visit("outcomes")
    (what,) = [box for box in at.selectbox if box.label == "What"]
    assert what.options == ["Answers", "Disputes", "Outcomes", "Sessions", "Cases"]

    ana = lived.sign_in("Ana")
    other = lived.sign_in("Zoe")
    change_rights(lived.deps, ana.id, other.id, Rights(frozenset({Role.REVIEWER}), may_decide=True, active=True))
    at = visit("outcomes")
    (what,) = [box for box in at.selectbox if box.label == "What"]
    assert what.options == ["Answers", "Disputes", "Outcomes", "Sessions"]


def test_a_period_without_rows_makes_an_empty_file(visit, lived, says) -> None:
    at = visit("sessions")
    (days,) = [box for box in at.date_input if box.label == "Days predicted"]
    days.set_value((DAY + timedelta(days=30), DAY + timedelta(days=31)))
    at.run()
    at = make(at)
    assert "0 rows, " in says(at)


def test_before_the_first_actual_answers_can_be_exported(visit, world, says) -> None:
    world.sign_in("Ana")
    world.publish(DAY, entities=ENTITIES)
    assert "Answers, Excel" in says(make(visit("outcomes")))
