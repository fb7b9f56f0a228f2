"""Many at once on Today: what the button promises, what is shown before, one confirmation, and the way back."""

import pytest

from domain.bulk import BULK_LIMIT, BulkKind
from domain.review import Answer


@pytest.fixture
def said(says):
    """The words of a screen with single spaces."""
    return lambda at: " ".join(says(at).split())


def press(at, *keys: str):
    for key in keys:
        at.button(key=key).click().run()
    return at


def test_the_button_takes_everything_but_what_needs_a_look_and_says_so(visit, world, run, said) -> None:
    at = visit("today", show="all")
    assert at.button(key="bulk_accept").label == "Accept the other 8"
    press(at, "bulk_accept")
    assert "8 predictions will be accepted. Left out: 4 that need a look." in said(at)
    assert "you saw the list, not the reasons" in said(at)
    assert world.reviews(run) == ()

    press(at, "bulk_save")
    stored = world.reviews(run)
    assert {review.new.row % 3 for review in stored} == {1, 2}
    assert {review.new.answer for review in stored} == {Answer.AGREE}
    assert "8 predictions for Sat 21 Nov accepted, marked as done in bulk." in said(at)
    assert "you accepted in bulk" in said(at)
    assert "reviewed 8 of 12" in said(at)

    press(at, "bulk_undo")
    assert world.reviews(run) == ()
    assert "Undone: 8 predictions for Sat 21 Nov accepted." in said(at)
    assert "reviewed 0 of 12" in said(at)
    assert at.button(key="bulk_accept").label == "Accept the other 8"
    press(at, "bulk_seen")
    assert "Undone:" not in said(at)


def test_beside_what_needs_a_look_the_button_means_the_others_and_shows_them(visit, world, run, said) -> None:
    at = visit("today", store="North")
    assert at.segmented_control(key="show").value == "needs_look"
    assert at.button(key="bulk_accept").label == "Accept the other 4"
    press(at, "bulk_accept")
    assert at.segmented_control(key="show").value == "todo"
    assert "To do · 6 · Store North" in at.radio(key="bulk_scope").options[0]
    assert "4 predictions will be accepted. Left out: 2 that need a look." in said(at)
    press(at, "bulk_save")
    assert "4 predictions for Sat 21 Nov accepted" in said(at)
    at = visit("today", show="needs_look", store="North")
    assert [button.key for button in at.button if button.key == "bulk_accept"] == []


def test_what_needs_a_look_is_accepted_at_once_only_by_somebody_who_asks_for_it(visit, world, run, said) -> None:
    at = press(visit("today"), "bulk_change")
    at.segmented_control(key="bulk_kind").set_value(BulkKind.ACCEPT).run()
    assert "4 predictions will be accepted." in said(at)
    assert "Left out" not in said(at)


def test_what_needs_a_look_is_accepted_with_the_others_only_when_asked_for(visit, world, run, said) -> None:
    at = press(visit("today", show="all", store="North"), "bulk_accept")
    assert "4 predictions will be accepted. Left out: 2 that need a look." in said(at)
    assert "All · 6 · Store North" in at.radio(key="bulk_scope").options[0]
    at.checkbox(key="bulk_also").check().run()
    assert "6 predictions will be accepted." in said(at)
    press(at, "bulk_save")
    assert {review.new.entity[0] for review in world.reviews(run)} == {"North"}


def test_chosen_rows_are_changed_with_one_reason_after_a_preview(visit, world, run, said) -> None:
    at = press(visit("today", show="all"), "bulk_change", "open0", "open1", "open2", "open1")
    assert "☑" in said(at)
    at.text_input(key="bulk_amount").set_value("-10").run()
    assert "2 predictions will be decreased by 10 %." in said(at)
    assert at.selectbox(key="bulk_reason").label == "Because (needed)"
    assert "Counted from the model's prediction" in said(at)
    press(at, "bulk_save")
    assert "Not saved: A reason is needed" in said(at)
    html = " ".join(element.body for element in at.get("html"))
    assert html.index("Counted from the model") < html.index("Not saved: "), "beside the button, below the preview"
    assert world.reviews(run) == ()

    at.selectbox(key="bulk_reason").select("school_closed").run()
    at.text_input(key="bulk_comment").set_value("Holiday").run()
    press(at, "bulk_save")
    stored = world.reviews(run)
    predicted = {review.new.row: review.new.seen.prediction for review in stored}
    assert len(stored) == 2
    for review in stored:
        assert abs(review.new.own_value - predicted[review.new.row] * 0.9) <= 0.5
        assert (review.new.reason, review.new.comment) == ("school_closed", "Holiday")
    assert "2 predictions for Sat 21 Nov decreased by 10 %" in said(at)
    assert "in bulk" in said(visit("decided"))


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("", "Write the number above to see what would happen."),
        ("abc", "not a number"),
        ("-60", "Left out: 8 whose new values cannot be used."),
        ("0", "There is nothing to answer. Left out: 12 that would stay as predicted."),
    ],
)
def test_an_amount_that_does_not_fit_is_answered_in_words(visit, run, said, amount, words) -> None:
    at = press(visit("today", show="all"), "bulk_change")
    at.button_group(key="bulk_kind").set_value(BulkKind.INCREASE).run()
    at.text_input(key="bulk_amount").set_value(amount).run()
    assert words in said(at)


def test_an_own_bulk_action_of_before_can_be_taken_back_from_the_list(visit, world, run, said) -> None:
    at = press(visit("today", show="all"), "bulk_accept", "bulk_save")
    again = visit("today", show="all")
    assert "8 predictions for Sat 21 Nov accepted" in said(again)
    (undo,) = [button for button in again.button if str(button.key).startswith("undo_")]
    undo.click().run()
    assert world.reviews(run) == ()
    press(at, "bulk_undo")
    assert "Everything counts as it did before." in said(at)
    assert "undone" in said(visit("today", show="all"))


def test_what_somebody_else_answered_meanwhile_is_kept_and_told(visit, world, run, said) -> None:
    at = press(visit("today", show="all"), "bulk_accept")
    ben = world.sign_in("Ben")
    world.answer(run, 1, ben, Answer.DIFFERENT, own_value="40")
    world.sign_in("Ana")
    press(at, "bulk_save")
    assert "1 more was answered in the meantime and left as it is." in said(at)
    assert [review.person for review in world.reviews(run) if review.new.row == 1] == ["Ben"]


def test_an_open_form_follows_what_was_accepted_in_bulk_and_its_undo(visit, world, run) -> None:
    at = visit("today", show="all", prediction=f"{run.id}-1")
    press(at, "bulk_accept", "bulk_save")
    assert at.session_state[f"draft_answer_{run.id}-1"] is Answer.AGREE
    press(at, "bulk_undo")
    assert at.session_state[f"draft_answer_{run.id}-1"] is None
    assert "draft_note" not in [container.key for container in at.get("container") if hasattr(container, "key")]


def test_leaving_the_card_changes_nothing(visit, world, run, said) -> None:
    at = press(visit("today", show="all"), "bulk_accept", "open3", "bulk_cancel")
    assert "Your answer" in said(at)
    assert world.reviews(run) == ()
    press(at, "bulk_change", "bulk_leave")
    assert "☐" not in said(at)


def test_a_list_that_is_too_long_is_refused_in_words(visit, world, said) -> None:
    run = world.publish(entities=tuple(("North", f"Loaf {number:05d}") for number in range(BULK_LIMIT + 1)))
    at = press(visit("today", show="all"), "bulk_change")
    at.text_input(key="bulk_amount").set_value("5").run()
    assert "Too many predictions at once" in said(at)
    assert "At most: 20,000." in said(at)
    assert "bulk_save" not in [button.key for button in at.button]
    at.button(key="open0").click().run()
    assert "1 prediction will be increased by 5 %." in said(at)
    assert world.reviews(run) == ()


def test_somebody_else_at_the_same_browser_does_not_get_the_notice(visit, world, run, said) -> None:
    at = press(visit("today", show="all"), "bulk_accept", "bulk_save")
    at.session_state["person"] = world.sign_in("Ben")
    at.run()
    assert "marked as done in bulk" not in said(at)
    assert "Ana accepted in bulk" in said(at)
