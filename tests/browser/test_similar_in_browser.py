"""Similar days in Chromium: by keyboard to a case and back, on a wide screen and on a phone."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LINK = {"use_case": "bakery", "date": "2026-11-21", "show": "all", "view": "similar"}


def test_a_case_opens_by_keyboard_and_the_back_button_returns(
    server, new_page, wait_until_settled, opened_prediction
) -> None:
    page = new_page()
    page.goto(server.url("/today", **LINK))
    page.locator(".case .fact").nth(9).wait_for()
    wait_until_settled(page)
    before, title = opened_prediction(page), page.locator(".headline .title").inner_text()
    expect(page.locator(".st-key-figure_similar .lead b")).to_have_text(re.compile(r"^In .* (of )?these 10 .*\.$"))

    page.locator(".st-key-open_case0 button").focus()
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("date=2026-11-21"))
    expect(page.locator(".hero")).to_contain_text("◆ sold")
    wait_until_settled(page)
    assert opened_prediction(page) != before
    expect(page.get_by_role("tab", name="Similar days")).to_have_attribute("aria-selected", "true")

    page.go_back()
    expect(page).to_have_url(re.compile(before))
    expect(page.locator(".headline .title")).to_have_text(title)
    expect(page.get_by_role("combobox", name="Day")).to_have_value("Sat 21 Nov")


def test_on_a_phone_every_case_can_be_read_without_scrolling_sideways(server, new_page, wait_until_settled) -> None:
    page = new_page(390, 844)
    page.goto(server.url("/today", **LINK))
    rows = page.locator(".case:not(.head)")
    rows.nth(9).wait_for()
    wait_until_settled(page)
    for row in rows.all():
        box = row.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        facts = row.locator(".num, .fact, .what").all()
        assert all(fact.evaluate("e => e.scrollWidth <= e.clientWidth + 1") for fact in facts)
    page.get_by_role("tab", name="How sure").click()
    expect(page.locator(".record").first).to_be_visible()
