"""Which changes helped: by reason, size, direction, key, over time, and by person for those who may see it."""

from html import escape

import streamlit as st

from domain.value_added import ALL, PERSON, REASON, Outcomes
from presentation.charts.value_added import (
    Measure,
    value_alt,
    value_header,
    value_reading,
    value_rows,
    value_table,
)
from presentation.charts.value_added_figure import MOST_ROWS, value_figure
from presentation.words.catalogue import plural, text
from presentation.words.outcome_groups import dimension_label
from presentation.words.outcomes import better_sentence
from services.value_added import LEAST_CASES, LEAST_DAYS
from ui.figure import Figure, draw_figure
from ui.guard import Visit
from ui.markup import bold
from ui.problem import problems_shown
from ui.style import palette

BY = "outcomes_by"
MEASURE = "outcomes_measure"
MOST_SENTENCES = 3
UNITS: Measure = "units"


@st.fragment
def draw_changes(visit: Visit, outcomes: Outcomes) -> None:
    """The card; choosing another grouping draws only this."""
    with problems_shown():
        st.markdown(f"#### {text('Which changes helped?')}", anchors=False)
        if not outcomes.changes.cases:
            _draw_nobody()
            return
        dimension, measure = _choose(outcomes)
        rows = value_rows(outcomes, dimension, measure)
        shown = Figure(
            f"value-added-{outcomes.use_case.name}-{dimension.replace(':', '-')}",
            value_figure(rows, palette()),
            value_alt(rows),
            value_header(),
            value_table(rows),
            value_reading(LEAST_CASES, LEAST_DAYS),
            right=frozenset({1, 2, 3}),
            spoken=True,
        )
        draw_figure(shown, "value_added")
        _draw_notes(outcomes, dimension, len(rows))


def _draw_nobody() -> None:
    words = text(
        "As soon as people decide differently and the actuals are in, it is shown here whether their changes helped."
    )
    st.html(f'<div class="lead empty">{escape(words)}</div>')


def _choose(outcomes: Outcomes) -> tuple[str, Measure]:
    dimensions = [REASON, *(name for name in outcomes.groups if name not in (ALL, REASON))]
    with st.container(horizontal=True, gap="small", key="value_choice"):
        dimension = st.selectbox(
            text("Grouped by"),
            dimensions,
            format_func=lambda name: dimension_label(outcomes.use_case, name),
            key=BY,
            label_visibility="collapsed",
            width=190,
        )
        if outcomes.costs is None:
            return str(dimension), "units"
        labels: dict[Measure, str] = {"units": outcomes.use_case.target.unit or text("units"), "cost": text("cost")}
        chosen = st.segmented_control(
            text("Measured in"),
            list(labels),
            format_func=lambda name: labels[name],
            key=MEASURE,
            default=UNITS,
            label_visibility="collapsed",
        )
    return str(dimension), "cost" if chosen == "cost" else "units"


def _draw_notes(outcomes: Outcomes, dimension: str, rows: int) -> None:
    notes = [text("closer per change, with 95 % interval   ● clear   ○ could be chance")]
    if rows > MOST_ROWS:
        notes.append(text("{shown} of {all} shown; the table has all.", shown=MOST_ROWS, all=rows))
    if outcomes.costs is None and not outcomes.use_case.target.classes:
        notes.append(text("No cost is shown: the use case does not say what one too many and one too few cost."))
    if dimension == PERSON:
        notes.append(
            text("Others see yours only if you share it (at your name, top right).")
            if not outcomes.hidden_people
            else text("What others' changes brought is theirs: you see only who shares it.")
        )
    closest = outcomes.closest
    if closest.person + closest.model + closest.simple + closest.tied:
        notes.append(
            text(
                "Closest alone: the person {person}, the model {model}, the simple rule {simple} times; {tied} tied.",
                person=closest.person,
                model=closest.model,
                simple=closest.simple,
                tied=closest.tied,
            )
        )
    st.html("".join(f'<div class="cap">{escape(note)}</div>' for note in notes))
    _draw_known_better(outcomes)


def _draw_known_better(outcomes: Outcomes) -> None:
    found = outcomes.known_better
    if not found:
        return
    items = "".join(f"<div>{bold(better_sentence(outcomes.use_case, item))}</div>" for item in found[:MOST_SENTENCES])
    more = len(found) - MOST_SENTENCES
    rest = plural("One more such group.", "{count} more such groups.", more) if more > 0 else ""
    st.html(f'<div class="banner" role="status">{items}<div class="cap">{escape(rest)}</div></div>')
