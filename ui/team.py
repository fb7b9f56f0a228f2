"""Team: who looks at what, how far everybody is with a day, and whether it is used."""

from html import escape

import streamlit as st

from domain.run import RunState
from presentation.words.catalogue import text
from presentation.words.dates import day_text
from presentation.words.team import counted_words, progress_head, progress_rows, shared_sentence, team_sentence
from services.open_day import Day
from ui.assignments import draw_assignments
from ui.day_states import draw_state
from ui.frame import draw_lead
from ui.guard import Visit
from ui.markup import table
from ui.team_status import progress_of
from ui.team_use import KeyValue, draw_use

NUMBERS = frozenset({1, 2, 3, 4})


def draw_team(visit: Visit, day: Day, segment: KeyValue | None) -> None:
    """Everything below the title."""
    if day.run.state in (RunState.PUBLISHED, RunState.SUPERSEDED) and day.run.row_count:
        _draw_day(visit, day)
    else:
        target = day_text(day.run.target_date)
        none = text("There are no predictions for {day}, so nobody has anything to look at.", day=target)
        draw_lead(((none, False),))
        draw_state(visit, day)
        draw_assignments(visit, day)
    draw_use(visit, day, segment)
    st.html(f'<div class="cap">{escape(counted_words())}</div>')


def _draw_day(visit: Visit, day: Day) -> None:
    progress = progress_of(visit, day.run)
    parts = team_sentence(progress, day.run.target_date, visit.deps.now().astimezone().date()).split("*")
    draw_lead(tuple((part, at % 2 == 1) for at, part in enumerate(parts)))
    left, right = st.container(key="split").columns([1.35, 1], gap="small")
    with left.container(border=True, key="card_progress", gap="xsmall", height="stretch"):
        title = text("How far we are with {day}", day=day_text(day.run.target_date))
        st.markdown(f"#### {title}", anchors=False)
        rows = progress_rows(progress)
        if not progress.people:
            empty = text("Nobody is assigned to anything yet: all of it is everybody's.")
            st.html(f'<div class="lead empty">{escape(empty)}</div>')
            rows = rows[-1:]
        st.html(f'<div class="team-table">{table(progress_head(), rows, NUMBERS)}</div>')
        shared = shared_sentence(progress)
        if shared:
            st.html(f'<div class="cap">{escape(shared)}</div>')
    with right:
        draw_assignments(visit, day)
