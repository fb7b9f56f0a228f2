"""Sessions in Chromium: held from agenda to minutes, two people in one session, and the minutes as a file."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from domain.person import Role
from feedback_db.unit_of_work import FeedbackDb
from tests.browser.conftest import Server, _serving
from tests.browser.waiting import PATIENCE_MS, press_until, until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def meeting_server(demo_home, tmp_path_factory) -> Iterator[Server]:
    """A server of its own, because these tests write; Ana is there, and Ben may hold sessions too."""
    home = shutil.copytree(demo_home, tmp_path_factory.mktemp("meeting") / "home")
    feedback = FeedbackDb(f"sqlite:///{home / 'feedback.sqlite'}")
    with feedback.write() as unit:
        for name in ("Ana", "Ben"):
            person = unit.people.add(name, may_decide=True, now=datetime(2026, 11, 20, tzinfo=UTC))
            unit.people.change(replace(person, roles=frozenset(Role)))
            unit.people.make_local(person.id)
    feedback.close()
    with _serving(home) as running:
        yield running


def sign_in_a_facilitator(server: Server, name: str) -> None:
    with server.feedback() as feedback, feedback.write() as unit:
        person = unit.people.add(name, may_decide=True, now=datetime(2026, 11, 20, tzinfo=UTC))
        unit.people.change(replace(person, roles=frozenset({Role.REVIEWER, Role.FACILITATOR})))


def as_person(page: Page, server: Server, name: str) -> None:
    """This browser remembers a person, as after signing in."""
    with server.feedback() as feedback, feedback.read() as unit:
        person = unit.people.by_name(name)
    assert person is not None
    page.context.add_cookies([{"name": "vouch_person", "value": str(person.id), "url": server.url("/")}])


def open_session(page: Page, server: Server, title: str) -> None:
    page.goto(server.url("/sessions", use_case="bakery"))
    page.get_by_label("Title").fill(title)
    page.get_by_label("Title").press("Enter")
    page.get_by_role("button", name="Open the session", exact=True).click()
    expect(page.locator(".st-key-card_agenda .row.point").first).to_be_visible()


def present(page: Page, wait_until_settled) -> None:
    """By keyboard alone: the third outcome, on to the next point, back, and out."""
    page.locator(".st-key-present button").click()
    question = page.locator("h1.question")
    expect(question).to_be_visible()
    expect(page.locator(".stAppHeader")).to_be_hidden()
    expect(page.locator(".timer span").first).to_have_text(re.compile(r"^\d+:\d\d left of"))
    first = question.inner_text()
    wait_until_settled(page)
    press_until(page, "3", page.locator(".st-key-decided_model_fix"))
    wait_until_settled(page)
    until(
        lambda: page.keyboard.press("ArrowRight"),
        lambda: expect(question).not_to_have_text(first, timeout=PATIENCE_MS),
    )
    wait_until_settled(page)
    until(lambda: page.keyboard.press("ArrowLeft"), lambda: expect(question).to_have_text(first, timeout=PATIENCE_MS))
    wait_until_settled(page)
    press_until(page, "Escape", page.locator(".st-key-card_agenda .row.on .mark", has_text="✓"))


def write(page: Page) -> None:
    """A note and an action."""
    page.get_by_label("Note for the minutes").fill("The school was closed.")
    page.get_by_label("Note for the minutes").press("Control+Enter")
    page.get_by_role("button", name="Append").click()
    expect(page.locator(".st-key-card_item .said")).to_contain_text("The school was closed.")
    page.get_by_label("Action", exact=True).fill("Add the school calendar")
    page.get_by_label("Action", exact=True).press("Enter")
    page.locator('[class*="st-key-agree_"] button').click()
    expect(page.locator(".action b")).to_have_text("Add the school calendar")


def closed(page: Page, copy: Path) -> str:
    """The minutes of the session, closed and downloaded."""
    page.get_by_role("button", name="Close and write the minutes").click()
    expect(page.locator(".st-key-card_minutes .hash")).to_contain_text("sha256:")
    with page.expect_download() as download:
        page.get_by_role("button", name="HTML").click()
    download.value.save_as(copy)
    return copy.read_text(encoding="utf-8")


def test_a_session_is_held_from_agenda_to_minutes(meeting_server, new_page, wait_until_settled, tmp_path) -> None:
    page = new_page(accept_downloads=True)
    open_session(page, meeting_server, "Friday session")
    wait_until_settled(page)
    assert page.locator(".st-key-card_agenda .row.point").count() >= 5
    expect(page.locator(".st-key-card_item .lead")).to_contain_text("The model said")
    present(page, wait_until_settled)
    write(page)
    copy = tmp_path / "minutes.html"
    text = closed(page, copy)
    for part in ("The school was closed.", "Add the school calendar", "<svg", "Not discussed"):
        assert part in text
    page.get_by_role("button", name="All sessions").click()
    page.locator('input[type="file"]').set_input_files(copy)
    expect(page.locator(".st-key-card_check [role=status]")).to_contain_text("Unchanged")
    edited = tmp_path / "edited.html"
    edited.write_text(text.replace("was closed", "was open"), encoding="utf-8", newline="")
    page.goto(meeting_server.url("/sessions", use_case="bakery"))
    page.locator('input[type="file"]').set_input_files(edited)
    expect(page.locator(".st-key-card_check [role=status]")).to_contain_text("Edited afterwards")


def test_what_somebody_new_disputes_this_morning_is_on_the_agenda_of_the_next_session(
    meeting_server, new_page, wait_until_ready, wait_until_settled
) -> None:
    sign_in_a_facilitator(meeting_server, "Maria")
    page = new_page()
    as_person(page, meeting_server, "Maria")
    page.goto(meeting_server.url("/today", use_case="bakery", date="2026-11-21", show="all"))
    wait_until_ready(page)
    title = page.locator(".headline .title").inner_text()
    value = int(page.locator(".hero .big").first.inner_text())
    page.get_by_label("My value (pieces)").fill(str(value + 1))
    expect(page.locator(".consequence")).to_contain_text(f"{value + 1} is ")
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_text(f"Saved: you decided {value + 1}")).to_be_visible()
    wait_until_settled(page)

    page.get_by_role("link", name="Sessions").click()
    page.get_by_role("button", name="Open the session", exact=True).click()
    mine = page.locator(".st-key-card_agenda .row.point", has_text=f"Maria {value + 1}")
    expect(mine.locator(".name")).to_have_text(title)


def test_two_people_in_one_session_see_each_other_and_both_versions(
    meeting_server, new_page, wait_until_settled
) -> None:
    ana, ben = new_page(), new_page()
    as_person(ana, meeting_server, "Ana")
    as_person(ben, meeting_server, "Ben")
    open_session(ana, meeting_server, "Together")
    wait_until_settled(ana)
    dispute = ana.locator('[class*="st-key-row_point"]', has=ana.locator(".chip.you", has_text="dispute")).last
    dispute.locator("button").click()
    expect(ana.locator(".st-key-outcome_explained")).to_be_visible()
    wait_until_settled(ana)
    ben.goto(ana.url)
    expect(ben.locator(".st-key-card_agenda .row.point").first).to_be_visible()
    wait_until_settled(ben)
    expect(ben.locator(".st-key-person_box")).to_contain_text("Ben")

    ana.locator(".st-key-outcome_explained button").click()
    expect(ana.locator(".st-key-decided_explained")).to_be_visible()
    # Ben has not seen it; his screen does not change under his hands, but says that something did.
    expect(ben.locator(".st-key-watch")).to_contain_text("Somebody wrote into this session meanwhile.")
    expect(ben.locator(".st-key-decided_nothing")).to_be_visible()
    ben.locator(".st-key-outcome_data_fix button").click()
    expect(ben.locator(".st-key-card_item")).to_contain_text("Two people decided at the same time")
    expect(ana.locator(".st-key-watch")).to_be_visible()
    ana.get_by_role("button", name="Show it").click()
    versions = ana.locator('[class*="st-key-version"] button')
    expect(versions).to_have_count(2)
    versions.filter(has_text="Ben").click()
    expect(ana.locator(".st-key-decided_data_fix")).to_be_visible()
    expect(ana.locator(".st-key-card_item")).not_to_contain_text("Two people decided at the same time")
