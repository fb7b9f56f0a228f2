"""How far the team is, in short, for the status line of Today: the visitor's own part, and what nobody looks at."""

import streamlit as st

from domain.run import Run
from domain.team_progress import TeamProgress
from presentation.words.catalogue import text
from presentation.words.team import nobodys_state, own_state
from services.dependencies import Dependencies
from services.follow_team import follow_team, team_stamp
from services.open_day import Day
from ui.guard import Visit
from ui.markup import chip

KEPT = 64
"""Counted days kept by the server: a few kilobytes each."""


def progress_of(visit: Visit, run: Run) -> TeamProgress:
    """How far everybody is; counted anew whenever somebody answered or was assigned (0.2 s for a million predictions)."""
    return _progress(visit.deps, run, run.id, repr(team_stamp(visit.deps, run)))


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _progress(_deps: Dependencies, _run: Run, run_id: str, stamp: str) -> TeamProgress:
    return follow_team(_deps, _run)


def team_chips(visit: Visit, day: Day) -> str:
    """Chips as HTML; none where nobody is assigned to anything."""
    progress = progress_of(visit, day.run)
    if not progress.people:
        return ""
    own = progress.of(visit.person.id)
    found = ""
    if own is not None:
        tip = text("Predictions assigned to you that somebody has answered, and all of them.")
        found += chip(own_state(own), "you" if own.todo else "", tip)
    if progress.nobody.todo:
        found += chip(nobodys_state(progress), tip=text("Without an answer yet, and assigned to nobody: see Team."))
    return found
