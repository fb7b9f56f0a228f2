"""Twenty predictions are reviewed with the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from domain.review import Answer
from tests.browser.conftest import Server, _signed_in, ready
from tests.browser.waiting import opened, press_and_leave, press_until

pytestmark = pytest.mark.browser

PREDICTIONS = 20
Said = tuple[Answer, float | None, str]


def answer_by_keys(page: Page, number: int) -> Said:
    """One answer, not yet saved; every second one is a value, the second one with a comment."""
    if number % 5 == 4:
        press_until(page, "t", page.locator(".consequence", has_text="the prediction stands"))
        return Answer.CANNOT_TELL, None, ""
    if number % 2 == 0:
        press_until(page, "a", page.locator(".consequence", has_text="is right as it is"))
        return Answer.AGREE, None, ""
    value, comment = 30 + number, "sad: a jazz fair" if number == 1 else ""
    # Typed on without waiting for anything: no digit may be lost, and no letter may be taken for a key.
    page.keyboard.press("d")
    page.keyboard.type(str(value), delay=30)
    if comment:
        for _ in range(3):
            page.keyboard.press("Tab")
        page.keyboard.type(comment, delay=30)
    page.keyboard.press("Enter")
    expect(page.locator(".consequence")).to_contain_text(re.compile(f"^{value} is "))
    return Answer.DIFFERENT, value, comment


def test_twenty_predictions_are_reviewed_with_the_keyboard_alone(fresh_server: Server, new_page) -> None:
    _signed_in(fresh_server.home)
    page = new_page()
    page.goto(fresh_server.url("/today", use_case="bakery", date="2026-11-21", show="all"))
    ready(page)
    meant: dict[str, Said] = {}
    for number in range(PREDICTIONS):
        said = answer_by_keys(page, number)
        meant[press_and_leave(page, "s")] = said
        if number == 9:
            # Back to look at the one before, and on again; nothing is answered by that.
            here = press_and_leave(page, "k")
            assert opened(page) == list(meant)[-1]
            press_and_leave(page, "j")
            assert opened(page) == here

    assert len(meant) == PREDICTIONS
    run_id = here.rpartition("-")[0]
    with fresh_server.feedback() as feedback, feedback.read() as unit:
        every = [unit.reviews.for_prediction(run_id, row, include_superseded=True) for row in range(60)]
    mine = [review.new for reviews in every for review in reviews if review.person == "Ana"]
    assert len(mine) == PREDICTIONS
    assert {f"{new.run_id}-{new.row}": (new.answer, new.own_value, new.comment) for new in mine} == meant
