"""Find or fetch a browser for the browser tests, and say in words which one, or why there is none.

In this order: a browser of the system, Playwright's own download, apt when root. It never fails: where no browser can be
had, the browser tests are skipped and say so.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_SECONDS = 300
"""A download that has not ended by then is given up, so that the tests without a browser still run."""


def system_browser() -> str | None:
    """The path of a Chromium or Chrome that the system has."""
    return next((path for name in SYSTEM_BROWSERS if (path := shutil.which(name))), None)


def downloaded_browser() -> str | None:
    """The path of the Chromium that Playwright downloaded, if it did."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _succeeds(*command: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        ended = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0


def _download() -> str | None:
    print("No Chromium or Chrome on this machine: trying Playwright's download", flush=True)
    return downloaded_browser() if _succeeds(sys.executable, "-m", "playwright", "install", "chromium") else None


def _install_with_apt() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("Playwright's download is not available: trying apt-get install chromium", flush=True)
    installed = _succeeds("apt-get", "update", "-qq") and _succeeds("apt-get", "install", "-y", "-qq", "chromium")
    return system_browser() if installed else None


def main() -> None:
    """Print one line: the browser, or that the browser tests will be skipped."""
    path = system_browser() or downloaded_browser() or _download() or _install_with_apt()
    if path:
        print(f"Browser for the tests: {path}")
    else:
        print("No browser could be found or fetched: the browser tests will be skipped. Install chromium to run them.")


if __name__ == "__main__":
    main()
