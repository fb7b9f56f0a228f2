"""The demo with four weeks of past runs instead of eight: `python -m tests.browser.short_demo 2026-11-20`."""

import sys
from datetime import date

from services.prepare_demo import prepare_demo
from wiring import open_dependencies

PAST_DAYS = 28

if __name__ == "__main__":
    prepare_demo(open_dependencies(), date.fromisoformat(sys.argv[1]), past_days=PAST_DAYS)
