"""Waiting for a page as a person does: until it is there, until it no longer changes, or until a key has had its effect."""

import re
from contextlib import suppress

from playwright.sync_api import Locator, Page
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


def press_until(page: Page, key: str, seen: Locator) -> None:
    """Press a key as a person does: again, when nothing came of it because the page was just being drawn anew."""
    for _ in range(4):
        page.keyboard.press(key)
        with suppress(NotSeenError):
            seen.wait_for(timeout=15_000)
            return
    raise AssertionError(f"nothing came of pressing {key} four times")
