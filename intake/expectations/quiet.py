"""Great Expectations without noise: no usage statistics, no progress bars, no warnings of its own."""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

ANALYTICS = "GX_ANALYTICS_ENABLED"
"""Read once, when Great Expectations is imported; its other switches are in a project file, which Vouch has not."""

_LOGGERS = ("great_expectations", "py.warnings", "posthog")


@contextmanager
def quiet_gx() -> Iterator[None]:
    """Within the block nothing of it reaches the network, the log or the screen; raised errors do."""
    os.environ[ANALYTICS] = "false"
    with ExitStack() as stack:
        for name in _LOGGERS:
            stack.enter_context(_unheard(logging.getLogger(name)))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _unheard(logger: logging.Logger) -> Iterator[None]:
    """Stops what is logged here and below on its way up: a level would not, as loggers below set levels of their own."""
    nowhere, before = logging.NullHandler(), logger.propagate
    logger.addHandler(nowhere)
    logger.propagate = False
    try:
        yield
    finally:
        logger.propagate = before
        logger.removeHandler(nowhere)
