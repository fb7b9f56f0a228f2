"""Today in Chromium: links, keys, typing, reload, themes and widths."""

import re

import pytest
from playwright.sync_api import expect

from domain.review import Answer
from tests.browser.waiting import press_and_leave, press_until

pytestmark = pytest.mark.browser


def _reviews(server, prediction: str):
    run_id, _, row = prediction.rpartition("-")
    with server.feedback() as feedback, feedback.read() as unit:
        return unit.reviews.for_prediction(run_id, int(row), include_superseded=True)


@pytest.mark.parametrize(
    ("path", "parameters", "question"),
    [
        (
            "/today",
            {"use_case": "bakery", "date": "2026-11-19", "show": "all", "store": "West"},
            "What deserves a second look?",
        ),
        ("/decided", {"use_case": "bakery", "date": "2026-11-19"}, "What counts for ordering?"),
        (
            "/team",
            {"use_case": "bakery", "date": "2026-11-19", "use_key": "store", "use_value": "North"},
            "Who looks at what?",
        ),
        (
            "/insights",
            {"use_case": "bakery", "date": "2026-11-19", "by": "groups", "figure": "time", "feature": "promotion"},
            "What drives the model?",
        ),
        ("/", {"use_case": "bakery", "date": "2026-11-19"}, "What deserves a second look?"),
    ],
)
def test_a_cold_link_ends_on_its_page_with_its_parameters_after_the_name_was_given(
    fresh_server, new_page, path, parameters, question
) -> None:
    page = new_page()
    page.goto(fresh_server.url(path, **parameters))

    page.get_by_label("Your name").fill("Ana")
    page.get_by_role("button", name="Go to the predictions").click()

    expect(page.get_by_role("heading", name=question)).to_be_visible()
    expect(page).to_have_url(re.compile(r"date=2026-11-19"))
    # A page that ran alone, without the front door, would have no navigation.
    expect(page.get_by_role("link", name="Decided list")).to_be_visible()
    for name, value in parameters.items():
        assert f"{name}={value}" in page.url
    assert page.url.split("?")[0].endswith("/today" if path == "/" else path)
    expect(page.get_by_role("combobox", name="Day")).to_have_value("Thu 19 Nov")
    assert not page.get_by_text("Traceback").count()


def test_a_click_in_the_queue_opens_the_waterfall_and_the_url_follows(
    today, opened_prediction, wait_until_settled
) -> None:
    before = opened_prediction(today)
    row = today.locator(".st-key-open2 button")
    name = row.inner_text().removeprefix("Open ").split(":")[0]
    row.click()

    expect(today.locator(".headline .title")).to_have_text(name)
    wait_until_settled(today)
    assert opened_prediction(today) != before
    expect(today.locator(".st-key-waterfall .main-svg").first).to_be_visible()
    expect(today.locator(".st-key-row2 .row.on")).to_be_visible()


def test_an_answer_needs_no_mouse(server, today, opened_prediction, wait_until_settled) -> None:
    first = press_and_leave(today, "j")
    second = press_and_leave(today, "k")
    assert second != first
    assert press_and_leave(today, "j") == first

    press_until(today, "a", today.locator(".consequence", has_text="is right as it is"))
    today.keyboard.press("s")
    expect(today.get_by_text("Saved: you agreed")).to_be_visible()
    wait_until_settled(today)

    (review,) = [review for review in _reviews(server, second) if review.person == "Ana" and not review.superseded]
    assert review.new.answer is Answer.AGREE
    assert opened_prediction(today) not in (first, second)


def test_a_double_click_on_save_stores_one_answer(
    server, new_page, wait_until_ready, wait_until_settled, opened_prediction
) -> None:
    page = new_page()
    page.goto(server.url("/today", use_case="bakery", date="2026-11-18", show="all"))
    wait_until_ready(page)
    answered = opened_prediction(page)
    mine = [review for review in _reviews(server, answered) if review.person == "Ana"]

    page.get_by_role("button", name="Cannot tell").click()
    expect(page.locator(".consequence")).to_contain_text("the prediction stands")
    page.get_by_role("button", name="Save and next").dblclick()
    expect(page.get_by_text("Saved: you cannot tell")).to_be_visible()
    wait_until_settled(page)

    assert len([review for review in _reviews(server, answered) if review.person == "Ana"]) == len(mine) + 1


def test_a_reload_shows_the_same(today, wait_until_ready, wait_until_settled) -> None:
    today.get_by_text("All · ").click()
    wait_until_settled(today)
    today.get_by_label("Search").fill("bread")
    today.get_by_label("Search").press("Enter")
    wait_until_settled(today)
    today.locator(".st-key-open1 button").click()
    wait_until_settled(today)
    url, title = today.url, today.locator(".headline .title").inner_text()
    rows = today.locator(".row .name").all_inner_texts()

    today.reload()
    wait_until_ready(today)

    assert (today.url, today.locator(".headline .title").inner_text()) == (url, title)
    assert today.locator(".row .name").all_inner_texts() == rows
    assert today.get_by_label("Search").input_value() == "bread"


def test_the_next_key_turns_the_page_and_the_back_button_returns(
    server, new_page, wait_until_ready, wait_until_settled, opened_prediction
) -> None:
    page = new_page()
    page.goto(server.url("/today", use_case="bakery", date="2026-11-21", show="all"))
    wait_until_ready(page)
    page.locator(".st-key-open9 button").click()
    expect(page.locator(".st-key-row9 .row.on")).to_be_visible()
    wait_until_settled(page)
    tenth = opened_prediction(page)

    press_and_leave(page, "j")
    expect(page).to_have_url(re.compile("page=2"))
    expect(page.locator(".st-key-row0 .row.on")).to_be_visible()

    page.go_back()
    expect(page).to_have_url(re.compile(tenth))
    expect(page.locator(".st-key-row9 .row.on")).to_be_visible()


def test_a_held_run_has_its_own_screen(server, new_page) -> None:
    page = new_page()
    page.goto(server.url("/today", use_case="bakery", date="2026-11-22"))

    expect(page.get_by_role("heading", name="This run was held")).to_be_visible()
    expect(page.get_by_text("No rows to predict")).to_be_visible()
    expect(page.get_by_text("vouch daily bakery --date 2026-11-21")).to_be_visible()


def test_everything_needed_to_answer_fits_a_laptop_without_scrolling(today) -> None:
    save = today.get_by_role("button", name="Save and next").bounding_box()

    assert save is not None
    assert save["y"] + save["height"] <= 900
    assert today.evaluate("document.querySelector('.stMain').scrollHeight") <= 900


@pytest.mark.parametrize(("scheme", "light_page"), [("light", True), ("dark", False)])
def test_the_colours_follow_the_theme_of_the_visitor(server, new_page, wait_until_ready, scheme, light_page) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(server.url("/today", use_case="bakery", date="2026-11-21"))
    wait_until_ready(page)

    def lightness(selector: str, what: str) -> float:
        colour = page.locator(selector).first.evaluate(f"element => getComputedStyle(element).{what}")
        return sum(int(part) for part in re.findall(r"\d+", colour)[:3]) / 3

    assert (lightness(".st-key-card_detail", "backgroundColor") > 128) is light_page
    assert abs(lightness(".row .name", "color") - lightness(".st-key-card_queue", "backgroundColor")) > 120
    save = '.st-key-save [data-testid="stBaseButton-primary"]'
    assert abs(lightness(f"{save} p", "color") - lightness(save, "backgroundColor")) > 80


@pytest.mark.parametrize("width", [390, 820])
@pytest.mark.parametrize("path", ["/today", "/decided"])
def test_a_narrow_window_never_scrolls_sideways(server, new_page, wait_until_settled, path, width) -> None:
    page = new_page(width=width, height=844)
    page.goto(server.url(path, use_case="bakery", date="2026-11-21"))
    page.locator(".st-key-card_detail, .st-key-card_screen_decided").wait_for()
    wait_until_settled(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width


def test_on_a_phone_a_tap_leads_to_the_reasons(server, new_page, wait_until_settled) -> None:
    page = new_page(width=390, height=844)
    page.goto(server.url("/today", use_case="bakery", date="2026-11-21"))
    page.locator(".st-key-card_detail .headline").wait_for()
    wait_until_settled(page)

    page.locator(".st-key-open1 button").click()
    wait_until_settled(page)

    expect(page.locator(".st-key-card_detail .headline")).to_be_in_viewport()
    expect(page.locator(".narrow .step").first).to_be_visible()
    expect(page.locator(".st-key-waterfall")).to_be_hidden()
