"""Data in Chromium: the stage of a planted drop in three clicks, and a held run that is released from the page."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from services.sign_in import sign_in_locally
from tests.browser.conftest import Server, _serving
from tests.browser.waiting import ready
from tests.services.made_up_shop import MORNING
from tests.services.shop import Shop, copy_shop, prepare_template

pytestmark = pytest.mark.browser

PAST = 9
DROPPED = MORNING + timedelta(days=1)
"""The day that the newest run predicts: its prices are a tenth of what they were."""


def price_dropped(shop: Shop) -> None:
    day = DROPPED.isoformat()
    shop.edit("plan", lambda rows: [row | ({"price": "0.21"} if row["date"] == day else {}) for row in rows])


@pytest.fixture(scope="module")
def small_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The small shop after ten mornings, the last with a planted drop, and a morning after it that is held."""
    root = tmp_path_factory.mktemp("data")
    shop = copy_shop(prepare_template(root / "template"), root / "shop")
    price_dropped(shop)
    for back in range(PAST, -1, -1):
        shop.daily(MORNING - timedelta(days=back))
    shop.redefine("rows_at_least: 1,", "rows_at_least: 50,")
    shop.daily(MORNING + timedelta(days=1))
    sign_in_locally(shop.deps, "Ana")
    home = Path(shop.deps.home)
    shop.close()
    with _serving(home) as running:
        yield running


def test_the_stage_of_a_planted_drop_is_found_in_three_clicks(small_server: Server, new_page) -> None:
    page = new_page(height=1300)
    page.goto(small_server.url("/today", use_case="shop", date=DROPPED.isoformat()))
    ready(page)  # The way to Data leads to the day that is looked at, once it is.
    page.get_by_role("link", name="Data", exact=True).first.click()
    expect(page.locator(".stage.first")).to_contain_text("first stage that moved")
    expect(page.locator(".stage.first")).to_contain_text("1. Received")
    expect(page.locator(".st-key-card_trace .lead").first).to_contain_text("The average of “Price” fell by")
    expect(page.locator(".st-key-card_trace .lead").first).to_contain_text("It started in the data as received: plan.")
    page.get_by_role("combobox", name="Column").click()
    page.get_by_role("option", name="Promotion").click()
    expect(page).to_have_url(re.compile("column=promotion"))
    expect(page.locator(".st-key-card_trace .lead").first).to_contain_text("Nothing about this column left its normal")


def test_a_held_run_is_released_and_today_says_so(small_server: Server, new_page) -> None:
    day = (MORNING + timedelta(days=2)).isoformat()
    page = new_page()
    page.goto(small_server.url("/today", use_case="shop", date=day))
    page.get_by_role("link", name="see the data of this day ›").click()
    page.get_by_role("textbox", name="Why").fill("The shop confirmed it.")
    page.get_by_role("button", name="Release with this reason").click()
    expect(page.locator(".st-key-card_held .banner")).to_contain_text("Ana asked for it")
    expect(page.locator(".lead").first).to_contain_text("it did not pass the gate and was released", timeout=240_000)
    page.goto(small_server.url("/today", use_case="shop", date=day))
    expect(page.locator(".banner").first).to_contain_text("Released by Ana: The shop confirmed it.")
