"""Held runs: why, and what now. A release or a rerun is recorded here and carried out by a process of its own."""

import uuid
from collections.abc import Callable
from html import escape

import streamlit as st

from domain.errors import VouchError
from domain.finding import Severity
from domain.permission import Permission, may
from domain.release import REASON_LIMIT, Release, ReleaseEnd, ReleaseKind
from presentation.words.catalogue import plural, text
from presentation.words.dates import day_text
from presentation.words.people import here_sentence
from presentation.words.problems import explain
from presentation.words.releases import release_sentence, waiting_sentence
from services.dependencies import Dependencies
from services.list_held import HeldRun
from services.manage_people import who_may
from services.open_data_day import DataDay, is_stale
from services.release_run import Asked, ask_release, end_release
from ui.guard import Visit
from ui.markup import command, rich
from ui.place import move
from ui.status import findings_html
from wiring.start_job import JOB_SECONDS, start_job

LOOK_AGAIN_SECONDS = 2.0
"""How often the page looks whether the job has ended; it only reads two rows."""

REFUSED = "release_refused"
STARTED = "release_started"
SAID = "release_said"
"""The decision whose job this session has started: a second press on the way starts no second one."""


def draw_held(visit: Visit, data: DataDay) -> None:
    """A card with the held run of this morning open, and the others by name; nothing where none is held.

    It may be a later batch than the one whose predictions are shown.
    """
    here = [held for held in data.held if held.run.run_date == data.day.run.run_date]
    others = [held for held in data.held if held.run.run_date != data.day.run.run_date]
    for held in here:
        with st.container(border=True, key="card_held", gap="small"):
            _draw_one(visit, data, held)
    if others:
        _draw_others(others)


def _draw_one(visit: Visit, data: DataDay, held: HeldRun) -> None:
    if held.run.id == data.day.run.id:
        st.markdown("#### " + text("This run is held: why, and what now"), anchors=False)
    else:
        st.markdown("#### " + text("A later batch is held: why, and what now"), anchors=False)
    grave = tuple(finding for finding in held.findings if finding.severity is not Severity.INFO)
    st.html(findings_html(grave, data.day.use_case))
    waiting = held.releases[0] if held.releases and held.releases[0].end is None else None
    if waiting is not None and not is_stale(waiting, visit.deps, JOB_SECONDS):
        # On a phone, or after scrolling, the banner is above what can be seen.
        if said := st.session_state.pop(SAID, None):
            st.toast(said)
        _draw_waiting(visit.deps, waiting)
        return
    for release in held.releases[:3]:
        st.html(f'<div class="cap">{escape(release_sentence(release))}</div>')
    if not may(visit.person, Permission.RELEASE_RUNS):
        words = text(
            "Releasing a run and running it again is open to data scientists, facilitators and administrators."
        )
        here = here_sentence(who_may(visit.deps, Permission.RELEASE_RUNS))
        st.html(f'<div class="lead">{escape(words)} {escape(here)}</div>')
        return
    _draw_form(visit, held)


def _draw_form(visit: Visit, held: HeldRun) -> None:
    run = held.run
    todo = rich(
        "Correct the data where it comes from, then run the morning again (or {command}).",
        command=command(f"vouch daily {run.use_case} --date {run.run_date.isoformat()}"),
    )
    if held.can_be_released:
        todo += " " + escape(
            text("If the data is right as it is, release it: it is published with these reasons and your name.")
        )
    else:
        todo += " " + escape(text("This run cannot be released: there is no batch that could be published as it is."))
    st.html(f'<div class="todo"><b>{escape(text("What to do"))}</b><br>{todo}</div>')
    refused = st.session_state.pop(REFUSED, None)
    if refused:
        st.html(f'<div class="banner" role="alert">{escape(refused)}</div>')
    st.text_input(
        text("Why"), key=_reason_key(held), max_chars=REASON_LIMIT,
        placeholder=text("Why, in a sentence that everybody will read"), label_visibility="collapsed",
    )  # fmt: skip
    # A second press of a button that is still on somebody's screen carries the same token.
    token = st.session_state.setdefault(f"release_token_{run.id}_{len(held.releases)}", uuid.uuid4().hex)
    with st.container(horizontal=True, gap="small", key="release_buttons"):
        if held.can_be_released:
            st.button(
                text("Release with this reason"), type="primary", key="release", on_click=_ask,
                args=(visit, held, "release", token),
            )  # fmt: skip
        st.button(text("Run the morning again"), key="rerun", on_click=_ask, args=(visit, held, "rerun", token))


def _reason_key(held: HeldRun) -> str:
    return f"release_reason_{held.run.id}"


def _ask(visit: Visit, held: HeldRun, kind: ReleaseKind, token: str) -> None:
    """Record the decision, then start the job; what is refused stands above the form."""
    deps, run = visit.deps, held.run
    if st.session_state.get(STARTED) == token:
        return
    # What was typed last comes with the very click; what the button was drawn with is older.
    reason = st.session_state.get(_reason_key(held), "")
    try:
        release = ask_release(deps, visit.person.id, Asked(token, run.id, kind, reason))
        with deps.feedback.read() as unit:
            path = unit.use_cases.path(run.use_case)
    except VouchError as error:
        problem = explain(error)
        st.session_state[REFUSED] = f"{problem.title}. {problem.todo}"
        return
    st.session_state[STARTED] = token
    st.session_state[SAID] = text("Asked for. What becomes of it stands at the top of this page.")
    options = [f"--reason={release.reason}", f"--person={release.person}", f"--token={release.token}"]
    rerun = ["--rerun"] if release.kind == "rerun" else []
    start_job(["release", path, run.id, *options, *rerun], _watch(deps, release))


def _watch(deps: Dependencies, release: Release) -> Callable[[int | None, str], None]:
    """What is recorded when the process has gone without saying itself how it ended."""

    def ended(code: int | None, words: str) -> None:
        told = words or ("" if code is None else text("exit code {code}", code=code))
        end_release(deps, release, ReleaseEnd.CRASHED, words=told)

    return ended


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def _draw_waiting(deps: Dependencies, release: Release) -> None:
    """Drawn again and again until the job has ended; then the whole page."""
    with deps.feedback.read() as unit:
        now = unit.releases.by_token(release.token) or release
        runs = unit.runs.all(release.use_case, 5)
    if now.end is not None:
        st.rerun()
    st.html(f'<div class="banner" role="status">{escape(waiting_sentence(now, runs, deps.now()))}</div>')


def _draw_others(others: list[HeldRun]) -> None:
    count = len(others)
    label = plural("{count} other day is held", "{count} other days are held", count)
    with st.expander(label, key="held_others"):
        for held in others:
            reasons = plural("{count} reason", "{count} reasons", _critical(held))
            name = text("{day}: {reasons}", day=day_text(held.run.target_date), reasons=reasons)
            st.button(name, key=f"held_{held.run.id}", type="tertiary", on_click=_open, args=(held,))


def _critical(held: HeldRun) -> int:
    return sum(finding.severity is Severity.CRITICAL for finding in held.findings)


def _open(held: HeldRun) -> None:
    move(day=held.run.target_date)
