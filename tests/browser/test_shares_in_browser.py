"""Shares in Chromium: what one person decides for small series together is shared out, on the screen and in the file."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from services.share_back import share_run
from services.sign_in import sign_in_locally
from tests.browser.conftest import OpenPage, Server, _serving
from tests.browser.waiting import ready, settled
from tests.services.shop import Shop, copy_shop
from tests.services.small_tarts import TARTS, tart_template

__all__ = ["tart_template"]

pytestmark = pytest.mark.browser

OWN = "3"


@dataclass(frozen=True)
class Together:
    """The prediction for the tarts together, and where it is shown."""

    server: Server
    prediction: str
    predicted: int | float


@pytest.fixture
def together(tart_template: Path, tmp_path: Path) -> Iterator[Together]:
    shop: Shop = copy_shop(tart_template, tmp_path / "shop")
    run = shop.published()
    shared = next(share_run(shop.deps, run))
    sign_in_locally(shop.deps, "Ana")
    home = Path(shop.deps.home)
    shop.close()
    with _serving(home) as running:
        yield Together(running, f"{run.id}-{shared.row}", shared.predicted)


def rows_shown(page: Page) -> list[list[str]]:
    return [[cell.inner_text() for cell in row.locator("td").all()] for row in page.locator(".shares tbody tr").all()]


def test_what_is_decided_together_is_shared_out_at_once_and_the_file_says_the_same(
    together: Together, new_page: OpenPage
) -> None:
    page = new_page(accept_downloads=True)
    page.goto(together.server.url("/today", use_case="shop", prediction=together.prediction, show="all"))
    ready(page)
    page.get_by_role("tab", name="Shares").click()
    expect(page.locator(".shares tbody tr")).to_have_count(3)
    settled(page)
    assert sum(int(row[4]) for row in rows_shown(page)) == together.predicted

    page.get_by_label("My value (pieces)").fill(OWN)
    expect(page.locator(".consequence")).to_contain_text(f"{OWN} is ")
    page.get_by_role("button", name="Save", exact=False).first.click()
    expect(page.get_by_text("Saved:")).to_be_visible()
    page.goto(together.server.url("/today", use_case="shop", prediction=together.prediction, show="all", view="shares"))
    expect(page.get_by_text("What Ana decided, 3 pieces, is shared out among 3 small series")).to_be_visible()
    settled(page)
    shown = rows_shown(page)
    assert sum(int(row[-1]) for row in shown) == int(OWN)

    with page.expect_download() as download:
        page.get_by_role("button", name="Download all as CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    head, *written = csv.reader(io.StringIO(text))
    decided = [line[head.index("Decided")] for line in written]
    # Those that sold nothing stand in the file too, without a share.
    assert (len(written), sum(float(value) for value in decided if value)) == (len(shown) + 1, float(OWN))
    # A name that begins like a formula stays a text for whoever opens the file.
    assert any(f"'{TARTS[0]}" in line for line in written)


def test_on_a_phone_the_shares_can_be_read_without_scrolling_the_page_sideways(
    together: Together, new_page: OpenPage
) -> None:
    page = new_page(390, 844)
    page.goto(together.server.url("/today", use_case="shop", prediction=together.prediction, show="all", view="shares"))
    expect(page.locator(".shares tbody tr")).to_have_count(3)
    settled(page)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
