"""Outcomes in Chromium: a cold link draws both figures, a miss opens on Today, a file is previewed and nothing is stored."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from domain.person import Role

pytestmark = pytest.mark.browser

FILE = """\
date,store,product,sold
2026-11-19,North,Rye bread,many
2031-01-01,North,Rye bread,12
"""


@pytest.fixture
def outcomes(server, new_page, wait_until_settled) -> Page:
    page = new_page(height=1400)
    page.goto(server.url("/outcomes", use_case="bakery", period="90"))
    for key in ("errors_over_time", "value_added"):
        page.locator(f".st-key-figure_{key} .js-plotly-plot .main-svg").first.wait_for()
    wait_until_settled(page)
    return page


def test_another_grouping_draws_another_figure_and_the_period_is_in_the_address(outcomes: Page) -> None:
    expect(outcomes).to_have_url(re.compile("period=90"))
    expect(outcomes.locator(".st-key-figure_value_added")).to_contain_text("School is closed")

    outcomes.locator(".st-key-outcomes_by").get_by_role("combobox").click()
    outcomes.get_by_role("option", name="By direction").click()

    expect(outcomes.locator(".st-key-figure_value_added")).to_contain_text("More than the model")


def test_a_miss_opens_as_it_was_that_morning(outcomes: Page, wait_until_ready) -> None:
    outcomes.get_by_role("link", name="open as it was that morning").first.click()
    outcomes.wait_for_url(re.compile("/today.*prediction="))
    wait_until_ready(outcomes)

    expect(outcomes.locator(".st-key-card_detail")).to_contain_text("Spelt roll, Harbour")


@pytest.fixture
def may_record(server) -> None:
    """Ana may record actuals."""
    with server.feedback() as feedback, feedback.write() as unit:
        ana = unit.people.local()
        unit.people.change(replace(ana, roles=ana.roles | {Role.DATA_SCIENTIST}))


def test_a_file_is_previewed_with_every_row_that_cannot_be_used(may_record, outcomes: Page, tmp_path: Path) -> None:
    path = tmp_path / "sold.csv"
    path.write_text(FILE, encoding="utf-8")
    outcomes.get_by_text("Add actuals from a file").click()
    outcomes.locator("input[type=file]").set_input_files(path)

    card = outcomes.locator(".st-key-card_upload")
    expect(card).to_contain_text("2 of 2 rows that cannot be used")
    expect(card).to_contain_text("that is text where a number belongs")
    expect(card).to_contain_text("this day is not over yet")
    expect(card.get_by_role("button", name="Store these actuals")).to_have_count(0)
