"""What changed and What if in Chromium: switching the reference, moving an input, and keys alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import press_until

pytestmark = pytest.mark.browser


@pytest.fixture
def opened_at(server, new_page, wait_until_settled):
    """A view of a prediction, ready to work with."""

    def open_view(view: str, width: int = 1440, height: int = 900) -> Page:
        page = new_page(width, height)
        page.goto(server.url("/today", use_case="bakery", date="2026-11-21", show="all", view=view))
        page.locator(".st-key-card_detail .headline").wait_for()
        # The keys are drawn last, and work from then on.
        page.locator(".st-key-to_what_if").wait_for(state="attached")
        wait_until_settled(page)
        return page

    return open_view


def _choose(page: Page, box: str, option: str) -> None:
    page.get_by_role("combobox", name=box).click()
    page.get_by_role("option", name=option).click()


def test_the_reference_is_switched_and_the_link_follows(opened_at, wait_until_settled) -> None:
    page = opened_at("changed")
    lead = page.locator(".st-key-changed .lead")
    expect(lead).to_contain_text("the prediction for last Saturday.")

    _choose(page, "Compare with", "Against a typical day")
    expect(lead).to_contain_text("the prediction for a typical day")
    expect(page).to_have_url(re.compile("against=typical"))
    wait_until_settled(page)

    page.reload()
    expect(page.locator(".st-key-changed .lead")).to_contain_text("the prediction for a typical day")


def test_a_group_of_changes_opens_without_a_mouse(opened_at, wait_until_settled) -> None:
    page = opened_at("changed")
    opener = page.get_by_role("button", name="Open Past sales")
    opener.focus()
    page.keyboard.press("Enter")
    wait_until_settled(page)

    expect(page.get_by_role("button", name="Close Past sales")).to_be_attached()
    rows = page.locator(".st-key-contrast .annotation-text-g")
    expect(rows.filter(has_text=re.compile("→")).first).to_be_attached()


def test_the_opener_lies_on_the_row_that_it_opens(opened_at) -> None:
    page = opened_at("changed")
    label = page.locator(".st-key-contrast .annotation-text-g").filter(has_text="Past sales").first
    label.wait_for()
    opener = page.get_by_role("button", name="Open Past sales").bounding_box()
    row = label.bounding_box()

    assert opener is not None
    assert row is not None
    middle = row["y"] + row["height"] / 2
    assert opener["y"] < middle < opener["y"] + opener["height"]


def test_a_moved_slider_moves_the_prediction(opened_at, wait_until_settled) -> None:
    page = opened_at("whatif")
    result = page.locator(".result")
    expect(result).to_contain_text("as it is. Change an input")

    slider = page.get_by_role("slider", name="Price")
    slider.scroll_into_view_if_needed()
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(result).to_contain_text("would be predicted")
    wait_until_settled(page)

    typed = page.get_by_role("textbox", name="Price (€)")
    assert float(typed.input_value()) > 0
    expect(page.locator(".st-key-inputs .seen").filter(has_text="was")).to_have_count(1)
    expect(page.locator(".st-key-contrast .main-svg").first).to_be_visible()


def test_a_typed_number_outside_is_warned_of_and_what_is_none_is_refused(opened_at, wait_until_settled) -> None:
    page = opened_at("whatif")
    price = page.get_by_role("textbox", name="Price (€)")
    price.fill("90")
    expect(page.locator(".seen .wrong")).to_contain_text("outside of what is allowed here")
    expect(page.locator(".result")).to_contain_text("would be predicted")
    wait_until_settled(page)

    price.fill("dear")
    expect(page.locator(".seen .wrong")).to_contain_text("not a number")


def test_a_scenario_goes_with_the_answer_by_keys_alone(server, opened_at, wait_until_settled) -> None:
    page = opened_at("why")
    press_until(page, "w", page.locator(".result"))
    expect(page.locator(".result")).to_contain_text("as it is")
    wait_until_settled(page)

    rain = page.get_by_role("textbox", name="Rain four days earlier (mm)")
    rain.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("12", delay=30)
    expect(page.locator(".result")).to_contain_text("would be predicted")
    wait_until_settled(page)
    attach = page.locator(".st-key-attach button")
    expect(attach).to_be_enabled()
    attach.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-answer_row .chip.you")).to_contain_text("Scenario 1")
    wait_until_settled(page)

    page.keyboard.press("Escape")
    page.locator(".st-key-choose_agree button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".consequence")).to_contain_text("is right as it is")
    page.keyboard.press("s")
    expect(page.get_by_text("Saved: you agreed")).to_be_visible()

    with server.feedback() as feedback, feedback.read() as unit:
        runs = unit.runs.all("bakery", 100)
        found = [review for run in runs for review in unit.reviews.for_run(run.id) if review.new.scenario is not None]
    assert [dict(review.new.scenario.changes) for review in found] == [{"rain": 12.0}]


@pytest.mark.parametrize("width", [390, 820])
@pytest.mark.parametrize("view", ["changed", "whatif"])
def test_a_narrow_window_never_scrolls_sideways_in_these_views(opened_at, view, width) -> None:
    page = opened_at(view, width, 844)

    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width
