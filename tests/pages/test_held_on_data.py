"""Held runs on Data: why, and what now; by whom they are released, and what Today says of a later batch that is held."""

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.finding import Finding, Severity, Verdict
from domain.person import Role
from domain.release import ReleaseEnd
from domain.run import Run, RunState
from presentation.words.dates import moment_text
from services.release_run import end_release, releases_of
from tests.pages.world import DAY, NOW

WARNING = Finding("unseen_category", Severity.WARNING, "features", "product", 2, detail={"values": ["Stollen"]})
HELD = Finding("rows_too_few", Severity.CRITICAL, "batch", None, 2, detail={"found": 2, "needed": 60})


@pytest.fixture
def says(says):
    """The words of a screen with single spaces."""
    return lambda at: " ".join(says(at).split())


@pytest.fixture
def held(world) -> Run:
    return hold(world, DAY, (HELD,))


def hold(world, day: date, findings: tuple[Finding, ...], at: datetime = NOW) -> Run:
    """A run that the gate held with a batch that is whole."""
    run = world.end(day, RunState.HELD, findings, Verdict.HELD)
    whole = replace(run, batch_hash="held:sha256:b", created_at=at)
    with world.deps.feedback.write() as unit:
        return unit.runs.finish(whole, findings)


@pytest.fixture
def started(monkeypatch) -> list[list[str]]:
    """The commands that the page starts, in place of processes."""
    commands: list[list[str]] = []

    def start(arguments, ended) -> threading.Thread:
        commands.append(list(arguments))
        return threading.Thread()

    monkeypatch.setattr("wiring.start_job.start_job", start)
    monkeypatch.setattr("ui.data_held.start_job", start)
    return commands


def test_a_held_run_says_why_and_is_released_with_a_reason(world, held, visit, says, started) -> None:
    at = visit("data")
    assert "No: this data did not pass the gate." in says(at)
    assert "This run is held: why, and what now" in says(at)
    at.button(key="release").click().run()
    assert "A reason is needed" in says(at)
    assert started == []
    at.text_input(key=f"release_reason_{held.id}").set_value("The shop confirmed it").run()
    at.button(key="release").click().run()
    assert "Ana asked for it" in says(at)
    # On a phone the banner is above what can be seen: a short notice says where it stands, once.
    assert [toast.value for toast in at.toast] == ["Asked for. What becomes of it stands at the top of this page."]
    assert not at.run().toast
    (release,) = releases_of(world.deps, held.id)
    assert (release.kind, release.person, release.reason) == ("release", "Ana", "The shop confirmed it")
    assert started == [
        [
            "release",
            "bakery.yaml",
            held.id,
            "--reason=The shop confirmed it",
            "--person=Ana",
            f"--token={release.token}",
        ]
    ]
    end_release(world.deps, release, ReleaseEnd.CRASHED, words="Traceback\nMemoryError")
    assert "the job ended before its time: MemoryError" in says(visit("data"))


def test_who_may_not_release_is_told_who_may(world, held, visit, says) -> None:
    ana = world.sign_in()
    with world.deps.feedback.write() as unit:
        unit.people.change(replace(ana, roles=frozenset({Role.REVIEWER})))
    at = visit("data")
    assert "open to data scientists, facilitators and administrators" in says(at)
    assert not [button for button in at.button if button.key in ("release", "rerun")]


def test_a_source_that_could_not_be_read_is_only_run_again(world, visit, says) -> None:
    world.end(DAY, RunState.HELD, (Finding("source_unreadable", Severity.CRITICAL, "sales", detail={"fault": "missing", "location": "/in/sales.csv"}),), Verdict.HELD)  # fmt: skip
    at = visit("data")
    assert all(words in says(at) for words in ("Looked for at /in/sales.csv", "This run cannot be released"))
    assert [button.key for button in at.button if button.key in ("release", "rerun")] == ["rerun"]


def test_other_held_days_are_one_click_away(world, visit, says) -> None:
    hold(world, DAY - timedelta(days=1), (HELD,))
    world.publish()
    at = visit("data")
    assert "1 other day is held" in [box.label for box in at.expander]
    next(button for button in at.button if str(button.key).startswith("held_")).click().run()
    assert at.query_params["date"] == (DAY - timedelta(days=1)).isoformat()


def test_a_later_batch_that_is_held_is_said_on_today_and_released_from_data(world, visit, says, started) -> None:
    world.publish(findings=(WARNING,), verdict=Verdict.WARNINGS)
    later = hold(world, DAY, (HELD,), NOW + timedelta(hours=3))
    at = visit("today")
    said = f"A later batch of this morning was held on {moment_text(later.created_at)}."
    assert said in says(at)
    assert "at least 60" in says(at)
    assert "The earlier predictions still count." in says(at)
    assert "Bagel" in says(at)

    at = visit("data")
    assert "Yes, with one warning." in says(at)
    assert said in says(at)
    assert "A later batch is held: why, and what now" in says(at)
    at.text_input(key=f"release_reason_{later.id}").set_value("The shop confirmed it").run()
    at.button(key="release").click().run()
    assert started[0][2] == later.id

    world.publish(shift=3, batch="sha256:c", at=NOW + timedelta(hours=4))
    assert "A later batch" not in says(visit("today")) + says(visit("data"))


def test_today_says_that_predictions_were_released_and_leads_to_the_data(world, visit, says) -> None:
    released = Finding("released", Severity.WARNING, "batch", detail={"person": "Ana", "reason": "The shop confirmed it.", "run": "r"})  # fmt: skip
    world.publish(findings=(released, HELD), verdict=Verdict.WARNINGS)
    words = says(visit("today"))
    assert "Released by Ana: The shop confirmed it." in words
    assert "With care: it did not pass the gate and was released." in says(visit("data"))
