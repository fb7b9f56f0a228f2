"""What all sessions of the server share: the open stores and engines."""

import streamlit as st

from services.dependencies import Dependencies
from wiring import open_dependencies


@st.cache_resource(show_spinner="Opening the database and the stored predictions …")
def dependencies() -> Dependencies:
    """The stores that services need, opened once per server.

    Raises:
        SettingError: a setting is unknown or impossible.
        DatabaseError: the feedback database cannot be used as it is.
    """
    return open_dependencies()
