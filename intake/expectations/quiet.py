"""Great Expectations without noise: no usage statistics, no progress bars, no warnings of its own."""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

ANALYTICS = "GX_ANALYTICS_ENABLED"
"""Read once, when Great Expectations is imported; its other switches are in a project file, which Vouch has not."""

_LOGGERS = ("great_expectations", "py.warnings", "posthog")


@contextmanager
def quiet_gx() -> Iterator[None]:
    """Within the block nothing of it reaches the network, the log or the screen; raised errors do."""
    os.environ[ANALYTICS] = "false"
    levels = {name: logging.getLogger(name).level for name in _LOGGERS}
    try:
        for name in _LOGGERS:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
