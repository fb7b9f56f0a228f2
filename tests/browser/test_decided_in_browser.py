"""The decided list in Chromium: what is printed and what is downloaded."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def decided(server, new_page, wait_until_settled):
    page = new_page()
    page.goto(server.url("/decided", use_case="bakery", date="2026-11-21"))
    page.locator(".st-key-card_screen_decided .decided").wait_for()
    wait_until_settled(page)
    return page


def test_paper_gets_the_whole_list_and_nothing_else(decided) -> None:
    rows = decided.locator(".on-paper tbody tr").count()
    assert rows > 20
    decided.emulate_media(media="print")

    expect(decided.locator(".on-paper")).to_be_visible()
    for chrome in (".st-key-context", ".st-key-screen_tools", ".st-key-card_screen_decided", "header"):
        for element in decided.locator(chrome).all():
            expect(element).to_be_hidden()


@pytest.mark.parametrize(("button", "name", "start"), [("Download CSV", "decided_bakery_2026-11-21.csv", b"\xef\xbb\xbfDay,"),
                                                       ("Download Excel", "decided_bakery_2026-11-21.xlsx", b"PK")])  # fmt: skip
def test_the_list_can_be_taken_along(decided, button, name, start) -> None:
    with decided.expect_download() as download:
        decided.get_by_role("button", name=button).click()

    assert download.value.suggested_filename == name
    assert download.value.path().read_bytes().startswith(start)
