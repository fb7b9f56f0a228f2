"""The team in Chromium: take a store, find it on Today, answer one of it, and see the progress move."""

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, _serving, _signed_in
from tests.browser.waiting import press_until

pytestmark = pytest.mark.browser


@pytest.fixture
def own_server(demo_home, tmp_path) -> Iterator[Server]:
    """A server of its own, because this test writes; Ana, a reviewer, is at the screen."""
    home = shutil.copytree(demo_home, tmp_path / "home")
    _signed_in(home)
    with _serving(home) as running:
        yield running


def row_of(page: Page, name: str) -> list[str]:
    row = page.locator(".st-key-card_progress tr").filter(has_text=re.compile(rf"^{name}"))
    expect(row).to_be_visible()
    return [cell.inner_text() for cell in row.locator("td").all()]


def choose(page: Page, label: str, value: str) -> None:
    page.locator(".st-key-card_assignments").get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=value, exact=True).click()


def test_a_store_is_taken_found_answered_and_counted(
    own_server, new_page, wait_until_ready, wait_until_settled
) -> None:
    page = new_page(height=1200)
    page.goto(own_server.url("/team", use_case="bakery", date="2026-11-21"))
    page.locator(".st-key-figure_use .js-plotly-plot .main-svg").first.wait_for()
    expect(page.locator(".st-key-card_assignments")).to_contain_text("No assignments yet")

    choose(page, "Store", "North")
    page.get_by_role("button", name="I take this").click()
    expect(page.locator(".st-key-card_assignments")).to_contain_text("Store: North")
    wait_until_settled(page)
    _, assigned, answered, to_do, _ = row_of(page, "Ana")
    assert (answered, assigned) == ("0", to_do)

    page.get_by_role("link", name="Today").click()
    wait_until_ready(page)
    expect(page.locator(".st-key-show")).to_contain_text(f"Mine · {assigned}")
    expect(page.locator(".st-key-status")).to_contain_text(f"yours: 0 of {assigned}")
    names = page.locator(".st-key-card_queue .row .who").all_inner_texts()
    assert names
    assert all("North" in name for name in names)
    press_until(page, "a", page.locator(".consequence", has_text="is right as it is"))
    wait_until_settled(page)
    page.keyboard.press("s")
    expect(page.locator(".st-key-show")).to_contain_text(f"Mine · {int(assigned) - 1}")
    expect(page.locator(".st-key-status")).to_contain_text(f"yours: 1 of {assigned}")

    page.get_by_role("link", name="Team").click()
    page.locator(".st-key-figure_use .js-plotly-plot .main-svg").first.wait_for()
    wait_until_settled(page)
    assert row_of(page, "Ana")[1:4] == [assigned, "1", str(int(assigned) - 1)]
