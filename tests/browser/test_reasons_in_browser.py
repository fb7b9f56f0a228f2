"""The waterfall in a real browser: groups open and close by mouse and by keyboard alone, and on a phone by a tap."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_group_opens_into_its_members_by_a_click_on_its_label(today, wait_until_settled) -> None:
    rows = today.locator(".st-key-waterfall .annotation-text-g")
    before = rows.count()
    today.get_by_role("button", name="Open Past sales").click()

    expect(today.get_by_role("button", name="Close Past sales")).to_be_attached()
    wait_until_settled(today)
    expect(rows.filter(has_text="Sold two days before").first).to_be_attached()
    assert rows.count() > before


def test_a_group_opens_and_closes_without_a_mouse(today, wait_until_settled) -> None:
    today.get_by_role("button", name="Open Calendar").focus()
    today.keyboard.press("Enter")
    expect(today.get_by_role("button", name="Close Calendar")).to_be_attached()
    wait_until_settled(today)

    today.get_by_role("button", name="Close Calendar").focus()
    today.keyboard.press("Enter")
    expect(today.get_by_role("button", name="Open Calendar")).to_be_attached()


def test_the_pointer_is_told_a_full_sentence(today) -> None:
    # The first bar begins a little right of the start point, in the second row.
    box = today.locator(".st-key-waterfall .bars path").first.bounding_box()
    assert box is not None
    today.mouse.move(box["x"] + box["width"] / 2 - 2, box["y"] + box["height"] / 2)
    today.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    expect(today.locator(".st-key-waterfall .hoverlayer text").first).to_have_text(
        re.compile(r"(adds?|takes? off) [\d.]+ pieces?.*\.")
    )


def test_the_numbers_can_be_opened_as_a_table_and_saved(today) -> None:
    today.locator(".st-key-table_waterfall button").first.click()
    expect(today.get_by_role("button", name="Download as CSV")).to_be_visible()
    with today.expect_download() as download:
        today.get_by_role("button", name="Download as CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "Reason,Value,Effect"
    assert "Prediction," in text


def test_on_a_phone_a_group_opens_by_a_tap(server, new_page, wait_until_settled) -> None:
    page = new_page(390, 844)
    page.goto(server.url("/today", use_case="bakery", date="2026-11-21"))
    page.locator(".narrow .step").first.wait_for()
    wait_until_settled(page)
    group = page.locator(".narrow details").filter(has_text="Calendar").first
    inside = group.locator(".step").nth(1)
    expect(inside).to_be_hidden()
    group.locator("summary").first.click()
    expect(inside).to_be_visible()
