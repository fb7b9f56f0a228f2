"""Typing an answer in Chromium: letters are no keys, a value is echoed, and nothing that was typed is lost."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def discard(page) -> None:
    """What is being written is kept as a draft; the next test begins with an empty form."""
    page.get_by_role("button", name="Discard").click()
    expect(page.locator(".st-key-draft_note")).to_have_count(0)


@pytest.mark.parametrize("field", ["Comment", "My value (pieces)", "Search"])
def test_letters_typed_into_a_field_are_not_keys(today, opened_prediction, wait_until_settled, field) -> None:
    before = opened_prediction(today)
    box = today.get_by_label(field, exact=True)
    box.click()
    today.keyboard.type("jkads", delay=40)
    assert box.input_value() == "jkads"
    wait_until_settled(today)

    assert opened_prediction(today) == before
    assert box.input_value() == "jkads"
    assert not today.get_by_text("Saved:").count()
    expect(today.locator(".st-key-chosen_agree")).to_have_count(0)
    if field == "My value (pieces)":  # A comment becomes a draft when its field is left.
        discard(today)


def test_a_value_with_a_comma_is_echoed_while_it_is_typed(today) -> None:
    box = today.get_by_label("My value (pieces)")
    box.click()
    today.keyboard.type("12,5", delay=30)
    expect(today.locator(".consequence.wrong")).to_contain_text("whole numbers")

    box.fill("40,0")
    expect(today.locator(".consequence")).to_contain_text(re.compile("^40 is "))
    discard(today)


def test_what_is_being_typed_survives_a_click_elsewhere(today, wait_until_settled) -> None:
    today.get_by_label("Comment").click()
    today.keyboard.type("The school is closed")
    today.get_by_role("button", name="I would decide differently").click()
    wait_until_settled(today)
    today.get_by_role("tab", name="Talk").click()
    wait_until_settled(today)

    assert today.get_by_label("Comment").input_value() == "The school is closed"
    expect(today.locator(".st-key-chosen_different")).to_be_visible()
    discard(today)
