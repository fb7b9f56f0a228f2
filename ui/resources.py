"""What all sessions of the server share: the open stores and engines, and the language."""

from threading import Event

import streamlit as st

from domain.errors import SettingError
from domain.run import Run, RunState
from presentation.words.catalogue import ENGLISH, Translations, speak, text
from services.choose_runs import newest_published
from services.dependencies import Dependencies
from services.keep_exports import ExportDesk
from services.page_queue import key_values
from wiring import open_dependencies, open_language


def dependencies() -> Dependencies:
    """The stores that services need, opened once per server.

    Raises:
        SettingError: a setting is unknown or impossible.
        DatabaseError: the feedback database cannot be used as it is.
    """
    if _opened().is_set():
        return _dependencies()
    # Streamlit's own `show_spinner` takes its words when the module is loaded, before any language is chosen.
    with st.spinner(text("Opening the database and the stored predictions …")):
        found = _dependencies()
    _opened().set()
    return found


@st.cache_resource(show_spinner=False)
def _dependencies() -> Dependencies:
    return open_dependencies()


@st.cache_resource(show_spinner=False)
def export_desk() -> ExportDesk:
    """Where exports are made and kept, one per server."""
    return ExportDesk(_dependencies())


@st.cache_resource(show_spinner=False)
def _opened() -> Event:
    """Whether the stores are open, so that nobody waits and no words are needed."""
    return Event()


@st.cache_resource(show_spinner=False)
def chosen_language() -> Translations:
    """The language that the dashboard speaks, read once per server.

    Raises:
        SettingError: a setting is unknown or impossible, or the catalogue of the language cannot be used.
    """
    return open_language()


def speak_chosen_language() -> None:
    """From now on the server speaks the language of `VOUCH_LANGUAGE`; called by `app.py` before anything has words.

    A setting that cannot be is told in English, by the guard: here nothing could be drawn yet.
    """
    try:
        speak(chosen_language())
    except SettingError:
        speak(ENGLISH)


KEPT_LISTS = 256
"""Lists of key values kept, at most 200 short texts each: some 5 MB."""


def known_key_values(deps: Dependencies, run: Run, key: str) -> tuple[str, ...]:
    """The values to filter by. A published run never changes, so each list is read once; in a large run it takes 30 ms."""
    return _key_values(deps, run, run.id, key)


def values_on_offer(deps: Dependencies, run: Run, key: str) -> tuple[str, ...]:
    """The values of a day's run; of one without predictions (held, failed, all closed) those of the newest published run."""
    predicted = run.state in (RunState.PUBLISHED, RunState.SUPERSEDED) and run.row_count
    found = run if predicted else newest_published(deps, run.use_case)
    if found is None or key not in deps.predictions.use_case(found).keys:
        return ()
    return known_key_values(deps, found, key)


@st.cache_data(max_entries=KEPT_LISTS, show_spinner=False)
def _key_values(_deps: Dependencies, _run: Run, run_id: str, key: str) -> tuple[str, ...]:
    return key_values(_deps, _run, key)
