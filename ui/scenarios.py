"""Named scenarios: kept in the session, compared side by side, attached to the answer."""

from collections.abc import Sequence

import streamlit as st

from domain.scenario import SCENARIO_NAME_LIMIT, Scenario, ScenarioInput
from domain.use_case.definition import UseCase
from presentation.words.catalogue import text
from presentation.words.quantities import change, scale_for
from presentation.words.scenarios import bounds_text, change_words, result_text
from services.open_prediction import OpenedPrediction
from services.try_scenario import Trial, try_scenario
from ui.draft import fields_of
from ui.guard import Visit
from ui.markup import table
from ui.tried import Attempt, show

NAME = "scenario_name"
KEPT = "scenario_kept"
KEPT_AT_MOST = 8
"""More cannot be compared at a glance, and each is computed anew with every click."""


def draw_keeping(opened: OpenedPrediction, trial: Trial, attempt: Attempt) -> None:
    """A name, and what can be done with the scenario under it."""
    assert opened.run.version is not None
    changed = bool(attempt.values)
    full = len(attempt.kept) >= KEPT_AT_MOST
    default = _free_name(attempt)
    st.text_input(
        text("Name of the scenario"),
        key=NAME,
        placeholder=text("Name, e.g. Rain"),
        label_visibility="collapsed",
        max_chars=SCENARIO_NAME_LIMIT,
        width=150,
        autocomplete="off",
    )
    name = str(st.session_state.get(NAME) or "").strip() or default
    scenario = trial.named(name, opened.run.version)
    st.button(
        text("Keep to compare"),
        key="keep",
        disabled=not changed or full,
        help=text("At most {count} are kept; remove one first.", count=KEPT_AT_MOST) if full else None,
        on_click=_keep,
        args=(attempt, name),
    )
    st.button(
        text("Attach to my answer"),
        key="attach",
        disabled=not changed,
        on_click=_attach,
        args=(opened, scenario),
    )


def draw_kept(visit: Visit, opened: OpenedPrediction, inputs: Sequence[ScenarioInput], attempt: Attempt) -> None:
    """The kept scenarios side by side; one of them can be shown again or removed."""
    if not attempt.kept:
        return
    assert opened.run.version is not None
    trials = {name: try_scenario(visit.deps, opened, inputs, values) for name, values in attempt.kept.items()}
    scenarios = [trial.named(name, opened.run.version) for name, trial in trials.items()]
    compared = table(_head(), _rows(opened, scenarios), right=frozenset({1, 3}), name=text("Scenarios side by side"))
    st.html(f'<div class="scroll">{compared}</div>')
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="kept"):
        chosen = st.selectbox(text("Scenario"), list(attempt.kept), key=KEPT, label_visibility="collapsed", width=220)
        st.button(text("Show again"), key="show_kept", type="tertiary", on_click=_show, args=(attempt, chosen))
        st.button(text("Remove"), key="remove_kept", type="tertiary", on_click=_remove, args=(attempt, chosen))


def _free_name(attempt: Attempt) -> str:
    """What a scenario is called that nobody gave a name: Scenario 1, Scenario 2 ..."""
    names = (text("Scenario {number}", number=number) for number in range(1, KEPT_AT_MOST + 2))
    return next(name for name in names if name not in attempt.kept)


def _head() -> tuple[str, ...]:
    return text("Scenario"), text("Value"), text("Range"), text("Difference"), text("What was changed")


def _rows(opened: OpenedPrediction, scenarios: Sequence[Scenario]) -> list[tuple[str, ...]]:
    """The prediction as it is, then each scenario, all on one scale."""
    row, use_case = opened.prediction.queue, opened.use_case
    scale = scale_for(use_case.target, row.value, *(scenario.value for scenario in scenarios))
    first = (text("As it is"), result_text(use_case, row, scale), bounds_text(row, scale), "", "")
    return [
        first,
        *(
            (
                scenario.name,
                result_text(use_case, scenario, scale),
                bounds_text(scenario, scale),
                _difference(use_case, opened, scenario),
                change_words(use_case, scenario),
            )
            for scenario in scenarios
        ),
    ]


def _difference(use_case: UseCase, opened: OpenedPrediction, scenario: Scenario) -> str:
    """Against the prediction; nothing where another class is predicted, whose chance is no match for this one's."""
    row = opened.prediction.queue
    if scenario.label != row.label:
        return "–"
    return change(scenario.value, row.value, scale_for(use_case.target, row.value, scenario.value))


def _keep(attempt: Attempt, name: str) -> None:
    attempt.kept[name] = dict(attempt.values)
    st.session_state[NAME] = ""


def _show(attempt: Attempt, name: str | None) -> None:
    if name in attempt.kept:
        show(attempt, attempt.kept[name])


def _remove(attempt: Attempt, name: str | None) -> None:
    if name is not None:
        attempt.kept.pop(name, None)
    st.session_state.pop(KEPT, None)


def _attach(opened: OpenedPrediction, scenario: Scenario) -> None:
    st.session_state[fields_of(opened.prediction.id).scenario] = scenario
    st.session_state[NAME] = ""
