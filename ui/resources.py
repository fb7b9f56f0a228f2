"""What all sessions of the server share: the open stores and engines."""

import streamlit as st

from domain.run import Run
from services.dependencies import Dependencies
from services.page_queue import key_values
from wiring import open_dependencies


@st.cache_resource(show_spinner="Opening the database and the stored predictions …")
def dependencies() -> Dependencies:
    """The stores that services need, opened once per server.

    Raises:
        SettingError: a setting is unknown or impossible.
        DatabaseError: the feedback database cannot be used as it is.
    """
    return open_dependencies()


KEPT_LISTS = 256
"""Lists of key values kept, at most 200 short texts each: some 5 MB."""


def known_key_values(deps: Dependencies, run: Run, key: str) -> tuple[str, ...]:
    """The values to filter by. A published run never changes, so each list is read once; in a large run it takes 30 ms."""
    return _key_values(deps, run, run.id, key)


@st.cache_data(max_entries=KEPT_LISTS, show_spinner=False)
def _key_values(_deps: Dependencies, _run: Run, run_id: str, key: str) -> tuple[str, ...]:
    return key_values(_deps, _run, key)
