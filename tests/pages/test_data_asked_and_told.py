"""Beside what the gate found: the data assessed on demand, who was told of what, and the way from Today."""

import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import streamlit as st

from domain.alert import AlertKind, Delivery, NewAlert, Sending
from domain.person import Role
from domain.run import RunState
from services.open_data_day import open_data_day
from services.open_day import open_day
from tests.pages.world import DAY, NOW
from wiring.assessments import AssessmentDesk


@pytest.fixture
def says(says):
    """The words of a screen with single spaces."""
    return lambda at: " ".join(says(at).split())


def test_the_chip_on_today_leads_to_the_data_also_when_nothing_was_found(world, visit, says) -> None:
    world.publish()
    at = visit("today")
    assert "Nothing was found in this data." in says(at)
    assert "see the data of this day ›" in [link.label for link in at.get("page_link")]


def test_the_data_is_assessed_on_demand_and_once(world, visit, says, monkeypatch) -> None:
    world.publish()
    point = {
        "code": "gaps",
        "fitness": "ready with work",
        "kind": "many",
        "values": {"feature": "product", "share": 0.25},
        "work": "",
    }
    answer = {"use_case": "bakery", "rows": 9, "days": 5, "entities": 2, "first": "2026-01-01", "last": "2026-01-05",
              "points": [point], "skill": None, "sampled_of": None}  # fmt: skip
    asked, waiting = list[list[str]](), threading.Event()

    def job(arguments) -> str:
        asked.append(list(arguments))
        waiting.wait(10)
        return (
            json.dumps(answer)
            if len(asked) > 1
            else json.dumps({"error": {"title": "A file is missing", "what": "", "todo": "Put it there."}})
        )

    desk = AssessmentDesk(job)
    monkeypatch.setattr("ui.data_fit.assessment_desk", lambda: desk)
    at = visit("data")
    at.button(key="assess").click().run()
    assert "The history is being read and a small model tried" in says(at)
    assert desk.ask("bakery", DAY - timedelta(days=1), "bakery.yaml", NOW) is None, "asked for twice, made once"
    waiting.set()
    _ended(desk)
    assert "The data could not be assessed. A file is missing Put it there." in says(visit("data"))
    at = visit("data")
    at.button(key="assess").click().run()
    _ended(desk)
    assert "Ready with work" in says(visit("data"))
    assert asked == [["assess", "bakery.yaml", "--date", (DAY - timedelta(days=1)).isoformat(), "--json"]] * 2


def _ended(desk: AssessmentDesk) -> None:
    for thread in threading.enumerate():
        if thread.name == "vouch-assess":
            thread.join(10)


def test_who_was_told_and_which_channel_failed(world, visit, says, monkeypatch) -> None:
    world.publish()
    new = NewAlert("bakery", AlertKind.HELD, "k", "The predictions for Sat 21 Nov are held back.", target_date=DAY)
    with world.deps.feedback.write() as unit:
        unit.alerts.raise_once(new, NOW)
        sent = Sending(
            "bakery", Delivery("mailto://mail.example", "it did not take the message"), digest=False, alerts=1, at=NOW
        )
        unit.alerts.note_sendings([sent])
    assert "Nobody is told: no channel is set." in says(visit("data"))
    monkeypatch.setenv("VOUCH_ALERTS", "mailto://user:secret@mail.example")
    st.cache_resource.clear()
    words = says(visit("data"))
    assert "Alerts go to 1 channel: mailto://mail.example." in words
    assert "The last message to mailto://mail.example failed (20 Nov 06:00): it did not take the message." in words
    assert "secret" not in words
    assert "held The predictions for Sat 21 Nov are held back. not told" in words


def test_alerts_are_for_those_who_may_release(world, visit, says) -> None:
    world.publish()
    ana = world.sign_in()
    with world.deps.feedback.write() as unit:
        unit.people.change(replace(ana, roles=frozenset({Role.REVIEWER})))
    assert "Who was told?" not in says(visit("data"))


def test_nothing_ran_yet(world, visit, says) -> None:
    assert "No run of this use case yet" in says(visit("data"))


def test_the_stages_are_followed_anew_only_when_a_run_came_or_changed(world) -> None:
    world.publish()

    def stages() -> object:
        return open_data_day(world.deps, open_day(world.deps, "bakery", DAY)).stages

    first = stages()
    assert stages() is first
    world.end(DAY - timedelta(days=3), RunState.HELD)
    assert stages() is not first
