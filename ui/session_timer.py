"""The clocks of present mode: of the point and of the whole timebox. They run in the browser; nothing is asked of the server."""

from datetime import UTC, datetime, timedelta
from html import escape

import streamlit as st

from domain.opened_session import OpenedSession, Point
from presentation.words.catalogue import text

LEFT = "0:00:00"
"""Stands in the words where the browser writes what is left; no translation has a reason to change it."""

TICK = """<script>
(() => {
  const tick = () => document.querySelectorAll(".timer").forEach((timer) => {
    const left = Math.round((Number(timer.dataset.end) - Date.now()) / 1000), all = Number(timer.dataset.seconds);
    const shown = Math.floor(Math.max(left, 0) / 60) + ":" + String(Math.max(left, 0) % 60).padStart(2, "0");
    timer.querySelector("span").textContent = left > 0 ? timer.dataset.words.replace("0:00:00", shown) : timer.dataset.over;
    timer.classList.toggle("over", left <= 0);
    timer.querySelector("i").style.width = Math.min(100, Math.max(0, 100 * left / all)) + "%";
  });
  clearInterval(window.vouchTimers);
  window.vouchTimers = setInterval(tick, 1000);
  tick();
})();
/* POINT */
</script>"""


def shown_since(item_id: int, now: datetime) -> datetime:
    """When this browser first showed the point: going back to it does not start its clock again."""
    since: datetime = st.session_state.setdefault(f"shown_item{item_id}", now)
    return since


def draw_timer(opened: OpenedSession, point: Point, since: datetime) -> None:
    """What is left for the point, and for the session where its clock runs."""
    clocks = _clock(
        since,
        timedelta(minutes=point.minutes),
        (
            text("{left} left of {all} for this point", left=LEFT, all=f"{point.minutes}:00"),
            text("Time is up: on to the next point"),
        ),
    )
    if opened.began is not None:
        minutes = opened.session.minutes
        words = (
            text("{left} left of {all} in all", left=LEFT, all=f"{minutes}:00"),
            text("The session is over its time"),
        )
        clocks += _clock(opened.began, timedelta(minutes=minutes), words)
    # Streamlit runs a script only when it is another one than before.
    script = TICK.replace("POINT", str(point.item.id))
    st.html(f'<div class="timers">{clocks}</div>{script}', unsafe_allow_javascript=True)


def _clock(since: datetime, length: timedelta, words: tuple[str, str]) -> str:
    end = int((since.astimezone(UTC) + length).timestamp() * 1000)
    left, over = (escape(part) for part in words)
    return (
        f'<div class="timer soft" data-end="{end}" data-seconds="{int(length.total_seconds())}" data-words="{left}" data-over="{over}">'
        '<span></span><b class="bar"><i></i></b></div>'
    )
