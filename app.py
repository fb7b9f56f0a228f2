"""Front door: who may come in, and navigation; nothing else. The guard of each page asks for the name."""

from pathlib import Path

import streamlit as st

from ui.guard import open_door
from ui.problem import problems_shown
from ui.style import draw_style

HERE = Path(__file__).parent

st.set_page_config(page_title="Vouch", page_icon=str(HERE / "static" / "vouch_mark.svg"), layout="wide")
draw_style()
st.logo(str(HERE / "static" / "vouch.svg"), size="medium")
page = st.navigation(
    [
        st.Page("pages/home.py", title="Vouch", default=True, visibility="hidden"),
        st.Page("pages/today.py", title="Today", url_path="today"),
        st.Page("pages/decided.py", title="Decided list", url_path="decided"),
        st.Page("pages/insights.py", title="Insights", url_path="insights"),
    ],
    position="top",
)
with problems_shown():
    open_door()
    page.run()
