"""The scenario that goes with an answer, beside the answer: what it is, and the way to take it off again."""

import streamlit as st

from domain.scenario import Scenario
from domain.use_case.definition import UseCase
from presentation.words.catalogue import text
from presentation.words.scenarios import result_text, scenario_text
from ui.draft import Fields
from ui.markup import chip


def draw_attached(use_case: UseCase, fields: Fields) -> None:
    """A chip with the scenario's name and value, if one is attached."""
    scenario = st.session_state.get(fields.scenario)
    if not isinstance(scenario, Scenario):
        return
    label = text("with “{name}”: {result}", name=scenario.name, result=result_text(use_case, scenario))
    st.html(chip(label, "you", scenario_text(use_case, scenario)), width="content")
    st.button(text("Take off"), key="detach", type="tertiary", on_click=_detach, args=(fields,))


def _detach(fields: Fields) -> None:
    st.session_state[fields.scenario] = None
