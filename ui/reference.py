"""What a prediction is compared with: chosen from a list or picked by day and entity, and kept in the link."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal, get_args

import streamlit as st

from domain.entity import Entity
from domain.run import Run, RunState
from presentation.words.catalogue import text
from presentation.words.dates import day_text, weekday_name
from presentation.words.entities import key_label, key_value_text
from services.find_prediction import find_prediction
from services.find_reference import REFERENCE_KINDS, find_reference
from services.list_days import list_days
from services.open_day import open_day
from services.open_prediction import OpenedPrediction
from ui.guard import Visit
from ui.place import BadLink, here, move, show_in
from ui.resources import known_key_values

Against = Literal["comparable", "previous", "typical", "elsewhere", "picked"]
CHOICES: tuple[Against, ...] = get_args(Against)

BOX, DAY_BOX, DRAFT = "reference_box", "against_day", "against_draft"


@dataclass(frozen=True)
class Draft:
    """A choice for a prediction that does not exist (yet): a store that does not have this product."""

    prediction: str
    run: Run
    entity: Entity


def chosen_reference(opened: OpenedPrediction) -> Against:
    """The kind of reference that the link asks for; the id of a prediction is one of the same day or one picked.

    Raises:
        BadLink: neither a kind nor the id of a prediction.
    """
    against = here().against or CHOICES[0]
    choices = _choices(opened)
    for choice in choices:
        if against == choice:
            return choice
    if "-" not in against:
        allowed = ", ".join(choices)
        wrong = text("nothing to compare with")
        raise BadLink("against", against, wrong, text("one of {choices}, or the id of a prediction", choices=allowed))
    return "elsewhere" if "elsewhere" in choices and against.startswith(f"{opened.run.id}-") else "picked"


def _choices(opened: OpenedPrediction) -> tuple[Against, ...]:
    """A use case without keys has one prediction a day: there is no elsewhere."""
    return tuple(choice for choice in CHOICES if choice != "elsewhere" or opened.use_case.keys)


def draw_choice(opened: OpenedPrediction, chosen: Against) -> None:
    """The list of what can be compared with."""
    show_in(BOX, chosen)
    st.selectbox(
        text("Compare with"),
        _choices(opened),
        format_func=lambda choice: _label(opened, choice),
        key=BOX,
        label_visibility="collapsed",
        width=225,
        on_change=_choose,
    )


def found_reference(visit: Visit, opened: OpenedPrediction, chosen: Against) -> str | None:
    """The id of the reference; None where there is none, or where it has to be picked first."""
    against = here().against or ""
    if "-" in against:
        return against
    for kind in REFERENCE_KINDS:
        if kind == chosen:
            return find_reference(visit.deps, opened, kind)
    return None


def nothing_words(opened: OpenedPrediction, chosen: Against) -> str:
    """Why there is nothing to compare with, and what to do."""
    if chosen == "comparable":
        weekday = weekday_name(opened.prediction.target_date)
        return text(
            "No {weekday} of the last eight weeks was predicted here. Choose another comparison.", weekday=weekday
        )
    if chosen == "previous":
        return text("Nothing was predicted here in the eight weeks before. Choose another comparison.")
    if chosen == "typical":
        return text(
            "There are too few predictions in the eight weeks before to call one of them typical. Choose another comparison."
        )
    if _draft(opened) is not None:
        return text("There is no such prediction on that day. Choose another one.")
    return text("Choose the prediction to compare with.")


def draw_pickers(visit: Visit, opened: OpenedPrediction, chosen: Against, reference: OpenedPrediction | None) -> None:
    """Day and entity, for a reference that is picked; for one of the same day only the entity."""
    use_case = opened.use_case
    # An old run may go by other keys; it can be opened by its link, and is left from here.
    shown = reference if reference is not None and reference.use_case.keys == use_case.keys else opened
    draft = _draft(opened) or Draft(opened.prediction.id, shown.run, shown.prediction.queue.entity)
    if chosen == "picked":
        _draw_days(visit, opened, draft.run.target_date)
    for at, key in enumerate(use_case.keys):
        value, known = draft.entity[at], list(known_key_values(visit.deps, draft.run, key))
        widget = f"against_{key}"
        show_in(widget, value)
        st.selectbox(
            key_label(use_case, key),
            known if value in known else [value, *known],
            format_func=partial(key_value_text, use_case, key),
            key=widget,
            label_visibility="collapsed",
            width=170,
            on_change=_pick,
            args=(visit, opened, chosen),
        )


def _draw_days(visit: Visit, opened: OpenedPrediction, day: date) -> None:
    days = list_days(visit.deps, opened.run.use_case)
    # A held run has rows, but nothing of them was predicted.
    known = [other.target_date for other in days if other.state is RunState.PUBLISHED and other.row_count]
    show_in(DAY_BOX, day)
    st.selectbox(
        text("Day"),
        known if day in known else [day, *known],
        format_func=day_text,
        key=DAY_BOX,
        label_visibility="collapsed",
        width=130,
        on_change=_pick,
        args=(visit, opened, "picked"),
    )


def _label(opened: OpenedPrediction, choice: Against) -> str:
    weekday = weekday_name(opened.prediction.target_date)
    return {
        "comparable": text("Against the last {weekday}", weekday=weekday),
        "previous": text("Against the day before"),
        "typical": text("Against a typical day"),
        "elsewhere": text("Against another one, same day"),
        "picked": text("Against any other …"),
    }[choice]


def _choose() -> None:
    chosen = st.session_state[BOX]
    st.session_state.pop(DRAFT, None)
    move(against=None if chosen == CHOICES[0] else chosen)


def _draft(opened: OpenedPrediction) -> Draft | None:
    draft = st.session_state.get(DRAFT)
    return draft if isinstance(draft, Draft) and draft.prediction == opened.prediction.id else None


def _pick(visit: Visit, opened: OpenedPrediction, chosen: Against) -> None:
    """Look the picked prediction up. Where that day does not have it, the choice stays, so that it can be completed."""
    entity = tuple(st.session_state[f"against_{key}"] for key in opened.use_case.keys)
    run = opened.run
    if chosen == "picked":
        run = open_day(visit.deps, opened.run.use_case, st.session_state[DAY_BOX]).run
    found = find_prediction(visit.deps, run, entity)
    if found is None:
        st.session_state[DRAFT] = Draft(opened.prediction.id, run, entity)
        move(against=chosen)
    else:
        st.session_state.pop(DRAFT, None)
        move(against=found)
