"""Waiting for a page as a person does: until it is there, until it no longer changes, or until a key has had its effect."""

import re
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as NotSeenError


def ready(page: Page) -> None:
    """Wait for the opened prediction with its waterfall, and until nothing is being computed."""
    page.locator(".st-key-waterfall .js-plotly-plot .main-svg").first.wait_for()
    settled(page)


def settled(page: Page) -> None:
    """Wait until the page no longer reruns."""
    page.wait_for_timeout(300)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def opened(page: Page) -> str:
    """The id of the opened prediction, from the URL."""
    found = re.search(r"prediction=([^&]+)", page.url)
    assert found, page.url
    return found.group(1)


PATIENCE_MS = 15_000
"""How long to look for what an action leads to before it is tried again."""


def until(act: Callable[[], object], seen: Callable[[], object]) -> None:
    """Act as a person does: again, when nothing came of it because the page was just being drawn anew.

    Args:
        act: a click or a key.
        seen: fails, after `PATIENCE_MS`, as long as nothing came of it: an `expect` with that timeout.
    """
    for _ in range(4):
        act()
        with suppress(AssertionError, NotSeenError):
            seen()
            return
    raise AssertionError("nothing came of it, four times")


def press_until(page: Page, key: str, seen: Locator) -> None:
    """Press a key until something is seen."""
    until(lambda: page.keyboard.press(key), lambda: seen.wait_for(timeout=PATIENCE_MS))


def press_and_leave(page: Page, key: str) -> str:
    """Press a key that opens another prediction; the one that was open."""
    before = opened(page)
    elsewhere = re.compile(f"{re.escape(before)}(&|$)")
    until(lambda: page.keyboard.press(key), lambda: expect(page).not_to_have_url(elsewhere, timeout=PATIENCE_MS))
    settled(page)
    return before
