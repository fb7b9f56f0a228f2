"""Insights in Chromium: bars, points and cells lead to the predictions behind them, and these to Today."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import PATIENCE_MS, until

pytestmark = pytest.mark.browser

ROW = 42
"""Height of a row of the bars in pixels."""


@pytest.fixture
def insights(server, new_page, wait_until_settled) -> Page:
    page = new_page(height=1500)
    page.goto(server.url("/insights", use_case="bakery", date="2026-11-21"))
    _drawn(page, "importance")
    wait_until_settled(page)
    return page


def _drawn(page: Page, key: str) -> None:
    page.locator(f"[class*='st-key-{key}'] .js-plotly-plot .main-svg").first.wait_for()


def _click_row(page: Page, row: int) -> None:
    """Click into the empty space right of a bar: the whole row takes the click."""
    box = page.locator(".st-key-importance .js-plotly-plot").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.9 * box["width"], box["y"] + ROW * (row + 0.5))


def _choose_row(page: Page, row: int) -> None:
    chosen = re.compile("feature=")
    until(lambda: _click_row(page, row), lambda: expect(page).to_have_url(chosen, timeout=PATIENCE_MS))


def _told(page: Page, words: str) -> Callable[[], None]:
    """What stands behind the figure once something was picked in it."""
    return lambda: expect(_behind(page)).to_contain_text(words, timeout=PATIENCE_MS)


def _click_point(page: Page, key: str, point: int) -> None:
    box = page.locator(f"[class*='st-key-{key}'] .scatterlayer .point").nth(point).bounding_box()
    assert box is not None
    page.mouse.move(box["x"], box["y"])
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def _click_cell(page: Page) -> None:
    """Click into the last cell of the second row of segments."""
    box = page.locator(".st-key-segments .js-plotly-plot").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.9 * box["width"], box["y"] + 34 + 38 * 1.5)


def _behind(page: Page):
    return page.locator(".st-key-card_behind .lead")


def test_a_bar_chooses_its_feature_and_leads_to_a_prediction(insights, wait_until_settled) -> None:
    _choose_row(insights, 1)
    wait_until_settled(insights)
    label = insights.get_by_role("combobox", name="Feature").input_value()
    expect(_behind(insights)).to_contain_text(f"What “{label}” moved most")
    shown = insights.locator(".st-key-behind0 b").inner_text()

    insights.locator(".st-key-behind0 a").click()

    insights.locator(".hero .big").wait_for()
    expect(insights).to_have_url(re.compile(r"/today\?.*prediction="))
    wait_until_settled(insights)
    assert re.match(r"[+−]\d", shown)


def test_groups_and_the_row_of_the_small_ones(insights, wait_until_settled) -> None:
    fewer = insights.get_by_role("button", name="Show fewer")
    until(lambda: _click_row(insights, 9), lambda: fewer.wait_for(timeout=PATIENCE_MS))
    insights.get_by_role("radio", name="Groups").click()
    expect(insights.get_by_role("heading", name="Share of each group")).to_be_visible()
    wait_until_settled(insights)
    expect(insights).to_have_url(re.compile("by=groups"))

    _choose_row(insights, 2)
    insights.reload()
    _drawn(insights, "importance")
    expect(insights.get_by_role("heading", name="Share of each group")).to_be_visible()


def test_a_point_is_picked_and_let_go(insights, wait_until_settled) -> None:
    _drawn(insights, "effect_")
    until(lambda: _click_point(insights, "effect_", 7), _told(insights, "The picked prediction"))
    expect(insights.locator("[class*='st-key-behind'] a")).to_have_count(1)

    insights.get_by_role("button", name="Let go of what was picked").click()
    expect(_behind(insights)).to_contain_text("moved most in this period")


def test_points_can_be_framed(insights, wait_until_settled) -> None:
    _drawn(insights, "effect_")
    plot = insights.locator("[class*='st-key-effect_'] .js-plotly-plot")
    box = plot.bounding_box()
    assert box is not None
    insights.mouse.move(box["x"] + 200, box["y"] + 200)
    plot.locator(".modebar-btn[data-val='select']").click()
    insights.mouse.move(box["x"] + 60, box["y"] + 70)
    insights.mouse.down()
    insights.mouse.move(box["x"] + box["width"] - 20, box["y"] + 330, steps=6)
    insights.mouse.up()

    expect(_behind(insights)).to_contain_text(re.compile(r"The 10 of [\d,]+ picked predictions"))


def test_a_cell_and_a_day_lead_to_what_was_moved_there(insights, wait_until_settled) -> None:
    insights.get_by_role("radio", name="Segments").click()
    _drawn(insights, "segments")
    wait_until_settled(insights)
    until(lambda: _click_cell(insights), _told(insights, "in the part that was picked"))

    insights.get_by_role("radio", name="Over time").click()
    _drawn(insights, "time")
    wait_until_settled(insights)
    until(lambda: _click_point(insights, "time", 3), _told(insights, "on the day that was picked"))
    wait_until_settled(insights)
    days = insights.locator("[class*='st-key-behind'] a").all_inner_texts()
    assert len({label.rpartition(", ")[2] for label in days}) == 1


def test_the_points_can_be_taken_along_as_a_file(insights) -> None:
    _drawn(insights, "effect_")
    insights.locator("[class*='st-key-tools_effect_'] button", has_text="Table").click()
    with insights.expect_download() as download:
        insights.get_by_role("button", name="Download as CSV").click()

    content = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert content[0].startswith("Prediction,Store,Product,Day,")
    assert len(content) > 1_000


@pytest.mark.parametrize(("width", "height"), [(820, 1180), (390, 844)])
def test_no_width_makes_the_page_scroll_sideways(server, new_page, wait_until_settled, width: int, height: int) -> None:
    page = new_page(width, height)
    page.goto(server.url("/insights", use_case="bakery", date="2026-11-21", feature="weekday"))
    _drawn(page, "effect_")
    wait_until_settled(page)

    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth")
    assert wide <= 0
    if width < 640:
        expect(page.locator(".st-key-card_importance .narrow .step").first).to_be_visible()
