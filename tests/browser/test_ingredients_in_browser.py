"""Products and ingredients in a real browser: there and back, by mouse and by keyboard alone, on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import PATIENCE_MS, until

pytestmark = pytest.mark.browser


def test_from_a_product_to_an_ingredient_to_another_product_and_back(
    today, wait_until_ready, wait_until_settled
) -> None:
    today.get_by_role("radio", name="Ingredients").click()
    wait_until_settled(today)
    expect(today).to_have_url(re.compile("of=ingredients"))
    expect(today.get_by_text("Answers are given on products")).to_be_visible()

    today.get_by_label("Search").fill("wheat flour")
    wait_until_settled(today)
    today.locator(".st-key-open0 button").click()
    expect(today.locator(".headline .title")).to_have_text(re.compile("^Wheat flour, "))
    wait_until_settled(today)
    ingredient = today.locator(".headline .title").inner_text()

    part = today.locator("[class*=st-key-part] button").first
    product = re.sub(r"^[\d. ]+", "", part.inner_text())
    part.click()
    expect(today.locator(".headline .title")).to_have_text(re.compile(f"^{product}, "))
    wait_until_ready(today)
    expect(today.get_by_role("button", name="Agree")).to_be_visible()

    today.get_by_role("button", name=f"Back to {ingredient}").click()
    expect(today.locator(".headline .title")).to_have_text(ingredient)
    wait_until_settled(today)

    today.reload()
    wait_until_ready(today)
    expect(today.locator(".headline .title")).to_have_text(ingredient)
    today.get_by_role("radio", name="Products").click()
    expect(today.get_by_role("button", name="Save and next")).to_be_visible()


def test_the_ingredients_need_no_mouse(server, new_page, wait_until_ready, wait_until_settled) -> None:
    page = new_page()
    page.goto(server.url("/today", use_case="bakery", date="2026-11-21", of="ingredients"))
    wait_until_ready(page)
    first = page.locator(".headline .title").inner_text()
    title = page.locator(".headline .title")
    until(lambda: page.keyboard.press("j"), lambda: expect(title).not_to_have_text(first, timeout=PATIENCE_MS))
    wait_until_settled(page)
    until(lambda: page.keyboard.press("k"), lambda: expect(title).to_have_text(first, timeout=PATIENCE_MS))
    wait_until_settled(page)

    page.locator("[class*=st-key-part] button").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"Back to {first}")).to_be_visible()


def test_on_a_phone_nothing_is_wider_than_the_screen_and_a_tap_leads_to_what_it_opened(
    server, new_page, wait_until_settled
) -> None:
    page = new_page(390, 844)
    page.goto(server.url("/today", use_case="bakery", date="2026-11-21", of="ingredients"))
    page.locator(".narrow .step.total").wait_for()
    wait_until_settled(page)
    page.locator(".st-key-open3 button").click()
    wait_until_settled(page)
    expect(page.locator(".headline .title")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
