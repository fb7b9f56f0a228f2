"""A half-written answer on Today: it is there after a reload and in another tab, and gone when it is saved or discarded."""

import pytest

from domain.draft import DraftContent
from domain.review import Answer
from feedback_db.drafts import Drafts
from services.keep_draft import find_draft


def field(run, name: str) -> str:
    return f"draft_{name}_{run.id}-0"


def draft(world, run, person: str = "Ana") -> DraftContent | None:
    with world.deps.feedback.read() as unit:
        known = unit.people.by_name(person)
    found = find_draft(world.deps, known.id, f"{run.id}-0")
    return None if found is None else found.content


@pytest.fixture
def half(visit, run):
    """Ana has written a value, a reason, a doubt and a comment, and saved nothing."""
    at = visit("today")
    at.text_input(key=field(run, "value")).set_value("45").run()
    at.selectbox(key=field(run, "reason")).select("school_closed").run()
    at.multiselect(key=field(run, "doubted")).select("holiday_tomorrow").run()
    at.text_input(key=field(run, "comment")).set_value("The school").run()
    return at


def test_a_draft_is_there_after_a_reload_and_says_since_when(half, visit, world, run, says) -> None:
    expected = DraftContent(Answer.DIFFERENT, "45", None, "school_closed", ("holiday_tomorrow",), "The school")
    assert draft(world, run) == expected
    again = visit("today")
    assert again.text_input(key=field(run, "value")).value == "45"
    assert again.selectbox(key=field(run, "reason")).value == "school_closed"
    assert again.multiselect(key=field(run, "doubted")).value == ["holiday_tomorrow"]
    assert again.text_input(key=field(run, "comment")).value == "The school"
    assert again.session_state[field(run, "answer")] is Answer.DIFFERENT
    assert "not saved yet" in says(again)
    assert world.reviews(run) == ()


def test_saving_makes_an_answer_of_it_and_no_draft_is_left(half, visit, world, run, says) -> None:
    half.button(key="save").click().run()
    assert world.reviews(run)[0].new.own_value == 45
    assert draft(world, run) is None
    assert "not saved yet" not in says(visit("today", prediction=f"{run.id}-0"))


def test_discarding_brings_back_what_was_said_last(visit, world, run, says) -> None:
    with world.deps.feedback.read() as unit:
        ana = unit.people.by_name("Ana")
    world.answer(run, 0, ana, Answer.DIFFERENT, own_value="40")
    at = visit("today", prediction=f"{run.id}-0")
    assert "not saved yet" not in says(at)
    at.text_input(key=field(run, "value")).set_value("41").run()
    assert "not saved yet" in says(at)
    at.button(key="discard_draft").click().run()
    assert at.text_input(key=field(run, "value")).value == "40"
    assert draft(world, run) is None
    assert "not saved yet" not in says(at)


def test_writing_it_back_by_hand_is_no_draft_either(half, world, run) -> None:
    half.text_input(key=field(run, "value")).set_value("").run()
    half.selectbox(key=field(run, "reason")).select(None).run()
    half.multiselect(key=field(run, "doubted")).unselect("holiday_tomorrow").run()
    half.text_input(key=field(run, "comment")).set_value("").run()
    half.button(key="choose_agree").click().run()
    assert draft(world, run) == DraftContent(Answer.AGREE)


def test_a_draft_belongs_to_one_person(half, visit, world, run, says) -> None:
    world.sign_in("Ben")
    at = visit("today")
    assert at.text_input(key=field(run, "value")).value == ""
    assert "not saved yet" not in says(at)
    assert draft(world, run, "Ben") is None


def test_a_draft_that_cannot_be_stored_breaks_nothing_and_is_told(visit, world, run, says, monkeypatch) -> None:
    at = visit("today")

    def fail(*_: object) -> None:
        raise OSError("the cable")

    with monkeypatch.context() as broken:
        broken.setattr(Drafts, "keep", fail)
        at.text_input(key=field(run, "comment")).set_value("still here").run()
    assert "The draft could not be stored" in says(at)
    assert at.text_input(key=field(run, "comment")).value == "still here"
    at.text_input(key=field(run, "comment")).set_value("still here!").run()
    assert "could not be stored" not in says(at)
    assert draft(world, run) == DraftContent(comment="still here!")
