"""Front door: who may come in, and navigation; nothing else. The guard of each page asks for the name."""

from pathlib import Path

import streamlit as st

from presentation.words.catalogue import text
from ui.guard import open_door
from ui.navigation import TITLES
from ui.place import keep_link
from ui.problem import problems_shown
from ui.resources import speak_chosen_language
from ui.style import draw_style

HERE = Path(__file__).parent

st.set_page_config(page_title="Vouch", page_icon=str(HERE / "static" / "vouch_mark.svg"), layout="wide")
draw_style()
keep_link()
speak_chosen_language()
st.logo(str(HERE / "static" / "vouch.svg"), size="medium")
home = st.Page("pages/home.py", title="Vouch", default=True, visibility="hidden")
screens = [st.Page(f"pages/{name}.py", title=text(title), url_path=name) for name, title in TITLES.items()]
page = st.navigation([home, *screens], position="top")
with problems_shown():
    open_door()
    page.run()
