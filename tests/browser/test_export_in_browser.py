"""Export in a real browser: a file is made, survives a reload, and arrives as it was written."""

import re
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import PATIENCE_MS, until

pytestmark = pytest.mark.browser


@pytest.fixture
def outcomes(server, new_page, wait_until_settled) -> Page:
    page = new_page(height=1400)
    page.goto(server.url("/outcomes", use_case="bakery", period="7"))
    page.locator(".st-key-figure_errors_over_time .js-plotly-plot .main-svg").first.wait_for()
    wait_until_settled(page)
    return page


def open_box(page: Page) -> None:
    make = page.get_by_role("button", name="Make the file")
    until(page.get_by_role("button", name="Export", exact=True).click, lambda: make.wait_for(timeout=PATIENCE_MS))


def download(page: Page, folder: Path) -> Path:
    with page.expect_download() as caught:
        page.get_by_role("button", name="Download", exact=True).first.click()
    path = folder / caught.value.suggested_filename
    caught.value.save_as(path)
    return path


def test_a_file_is_made_survives_a_reload_and_is_downloaded(outcomes: Page, tmp_path: Path) -> None:
    open_box(outcomes)
    outcomes.get_by_role("button", name="Make the file").click()
    expect(outcomes.get_by_text(re.compile(r"\d+ rows, .* kept until")).first).to_be_visible()

    with zipfile.ZipFile(download(outcomes, tmp_path)) as book:
        assert b"Error of the model" in book.read("xl/worksheets/sheet1.xml")

    outcomes.reload()
    open_box(outcomes)
    expect(outcomes.get_by_text("Outcomes, Excel").first).to_be_visible()
    outcomes.get_by_text("Parquet", exact=True).click()
    outcomes.get_by_role("button", name="Make the file").click()
    expect(outcomes.get_by_text("Outcomes, Parquet").first).to_be_visible()
    assert "error_model" in pq.read_schema(download(outcomes, tmp_path)).names
    remove = outcomes.get_by_role("button", name="Remove", exact=True)
    for left in (1, 0):
        # One after the other: a second click at once would meet the button that is just going.
        remove.first.click()
        expect(remove).to_have_count(left)
