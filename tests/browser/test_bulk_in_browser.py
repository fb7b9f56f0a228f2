"""Many at once and half an answer, in Chromium: accept, take back, and a reload in the middle of a sentence."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

DAY = "2026-11-19"
"""A day of the demo that the other tests leave alone."""


@pytest.fixture
def list_of_day(server, new_page, wait_until_settled):
    page = new_page()
    page.goto(server.url("/today", use_case="bakery", date=DAY, show="todo"))
    page.locator(".st-key-bulk_accept button").wait_for()
    wait_until_settled(page)
    return page


def to_do(page) -> str:
    return page.get_by_role("radio", name=re.compile("^To do")).inner_text()


def test_the_others_are_accepted_and_taken_back_and_the_counts_follow(list_of_day, wait_until_settled) -> None:
    page = list_of_day
    before = to_do(page)
    button = page.locator(".st-key-bulk_accept button")
    label = button.inner_text()
    count = re.search(r"\d+", label).group()
    button.click()
    expect(page.locator(".st-key-card_bulk")).to_contain_text(f"{count} predictions will be accepted.")
    page.get_by_role("button", name=f"Accept {count}", exact=True).dblclick()

    expect(page.locator(".st-key-bulk_notice")).to_contain_text(f"{count} predictions for")
    wait_until_settled(page)
    assert int(to_do(page).split("·")[1]) == int(before.split("·")[1]) - int(count)
    page.locator(".st-key-bulk_undo button").click()
    expect(page.locator(".st-key-bulk_notice")).to_contain_text("Everything counts as it did before.")
    wait_until_settled(page)
    assert to_do(page) == before
    expect(page.locator(".st-key-bulk_accept button")).to_have_text(label)


def test_half_an_answer_survives_a_reload(list_of_day, wait_until_settled) -> None:
    page = list_of_day
    page.get_by_label("My value (pieces)").fill("45")
    page.get_by_label("Comment").fill("the school is")
    page.get_by_label("Comment").press("Tab")
    expect(page.locator(".st-key-draft_note")).to_contain_text("not saved yet")
    wait_until_settled(page)
    page.reload()

    expect(page.get_by_label("My value (pieces)")).to_have_value("45")
    expect(page.get_by_label("Comment")).to_have_value("the school is")
    wait_until_settled(page)
    page.get_by_role("button", name="Discard").click()
    expect(page.locator(".st-key-draft_note")).to_have_count(0)
    expect(page.get_by_label("Comment")).to_have_value("")
