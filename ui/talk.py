"""The view Talk: answers, disputes and remarks on one prediction in the order in which they came, and a place to write."""

import uuid
from datetime import datetime
from html import escape

import streamlit as st

from domain.dispute import FIXES, SETTLED, Dispute, DisputeState
from domain.errors import VouchError
from domain.permission import Permission, may
from presentation.words.answers import answer_text
from presentation.words.catalogue import text
from presentation.words.dates import moment_text
from presentation.words.disputes import dispute_text, state_word, step_text
from presentation.words.problem import Problem
from presentation.words.problems import explain
from services.list_versions import version_numbers
from services.open_prediction import OpenedPrediction
from services.talk_about_prediction import Settlement, Talk, comment_prediction, read_talk, settle_dispute
from ui.guard import Visit
from ui.markup import Tone, chip

Entry = tuple[datetime, str, str]
"""When, who or what, and the words."""


def draw_talk(visit: Visit, opened: OpenedPrediction) -> None:
    """The thread, one's own remark, and for who may settle disputes the way to do it."""
    prediction = opened.prediction.id
    talk = read_talk(visit.deps, prediction)
    chips = "".join(chip(dispute_text(dispute), _tone(dispute)) for dispute in talk.disputes)
    entries = sorted(_entries(visit, opened, talk), key=lambda entry: entry[0])
    thread = "".join(_entry_html(entry) for entry in entries)
    empty = text("Nobody has said anything about this prediction yet.")
    st.html(f"<div>{chips}</div>{thread}" if entries else f'<div class="cap">{escape(empty)}</div>')
    _draw_writing(visit, prediction)
    if may(visit.person, Permission.SETTLE_DISPUTES):
        for dispute in talk.disputes:
            if dispute.state is not DisputeState.WITHDRAWN:
                _draw_settling(visit, dispute)
    problem: Problem | None = st.session_state.pop(_problem_key(prediction), None)
    if problem is not None:
        st.html(
            f'<div class="todo"><b>{escape(problem.title)}</b><br>{escape(problem.what)} {escape(problem.todo)}</div>'
        )


def _tone(dispute: Dispute) -> Tone:
    return "you" if dispute.state is DisputeState.OPEN else ""


def _entries(visit: Visit, opened: OpenedPrediction, talk: Talk) -> list[Entry]:
    answers = [
        (review.created_at, answer_text(review, visit.person.id, opened.use_case), review.new.comment)
        for review in opened.reviews
    ]
    # The step that opens a dispute is the answer itself, which stands in the thread already.
    steps = [
        (step.at, step_text(step), step.words)
        for dispute in talk.disputes
        for step in dispute.steps
        if step.state not in (DisputeState.OPEN, DisputeState.WITHDRAWN)
    ]
    return [*answers, *steps, *((said.at, said.person, said.words) for said in talk.comments)]


def _entry_html(entry: Entry) -> str:
    at, head, words = entry
    quoted = f" {escape(words)}" if words else ""
    return f'<div class="said"><b>{escape(head)}</b> <span class="cap">{escape(moment_text(at))}</span>{quoted}</div>'


def _draw_writing(visit: Visit, prediction: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="talk_form"):
        st.text_input(text("Write to the others"), key=f"talk_words_{prediction}")
        st.button(text("Send"), key="talk_send", on_click=_send, args=(visit, prediction))


def _send(visit: Visit, prediction: str) -> None:
    words, token = f"talk_words_{prediction}", f"talk_token_{prediction}"
    st.session_state.setdefault(token, uuid.uuid4().hex)
    try:
        comment_prediction(
            visit.deps, visit.person.id, prediction, st.session_state[token], st.session_state.get(words, "")
        )
    except VouchError as error:
        st.session_state[_problem_key(prediction)] = explain(error)
        return
    st.session_state[words] = ""
    del st.session_state[token]


def _draw_settling(visit: Visit, dispute: Dispute) -> None:
    with st.expander(text("Settle the dispute of {author}", author=dispute.author), key=f"settle_{dispute.id}"):
        state, version, words, send = st.columns([1, 1, 2.4, 0.8], vertical_alignment="bottom")
        chosen = state.selectbox(
            text("How"),
            [kind for kind in DisputeState if kind in SETTLED],
            format_func=state_word,
            key=f"settle_state_{dispute.id}",
        )
        version.selectbox(
            text("Answered by model"),
            [None, *version_numbers(visit.deps, dispute.use_case)],
            format_func=lambda number: text("none") if number is None else str(number),
            key=f"settle_version_{dispute.id}",
            disabled=chosen not in FIXES,
        )
        words.text_input(text("In words, for {author}", author=dispute.author), key=f"settle_words_{dispute.id}")
        send.button(text("Settle"), key=f"settle_send_{dispute.id}", on_click=_settle, args=(visit, dispute))


def _settle(visit: Visit, dispute: Dispute) -> None:
    state, token = st.session_state, f"settle_token_{dispute.id}"
    state.setdefault(token, uuid.uuid4().hex)
    chosen = state[f"settle_state_{dispute.id}"]
    version = state[f"settle_version_{dispute.id}"] if chosen in FIXES else None
    settlement = Settlement(state[token], chosen, state[f"settle_words_{dispute.id}"], version)
    try:
        settle_dispute(visit.deps, visit.person.id, dispute.id, settlement)
    except VouchError as error:
        state[_problem_key(f"{dispute.run_id}-{dispute.row}")] = explain(error)
        return
    state[f"settle_words_{dispute.id}"] = ""
    del state[token]


def _problem_key(prediction: str) -> str:
    return f"talk_problem_{prediction}"
