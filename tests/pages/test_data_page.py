"""Data on the screen: the verdict, where a change began, volumes, what was found, and held runs with what now."""

import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.check_result import CheckResult, Outcome
from domain.evidence import Evidence
from domain.finding import Finding, Severity, Verdict
from domain.person import Role
from domain.release import ReleaseEnd
from domain.run import Run, RunState
from domain.stage import BATCH, QUANTILES, ColumnStatistics, Stage, StageSnapshot
from domain.volume import CLOSED, Volume
from presentation.charts.volumes import volume_alt, volume_rows
from presentation.charts.volumes_figure import calendar_figure
from presentation.words.dates import day_text
from services.open_data_day import open_data_day
from services.open_day import open_day
from services.read_volumes import judge_volumes
from services.release_run import end_release, releases_of
from tests.pages.world import DAY
from ui.style import palette

PAST = 11
WARNING = Finding("unseen_category", Severity.WARNING, "features", "product", 2, detail={"values": ["Stollen"]})
HELD = Finding("rows_too_few", Severity.CRITICAL, "batch", None, 2, detail={"found": 2, "needed": 60})


@pytest.fixture
def says(says):
    """The words of a screen with single spaces."""
    return lambda at: " ".join(says(at).split())


def numbers(column: str, mean: float, rows: int = 12) -> ColumnStatistics:
    quantiles = tuple(mean - 5 + 10 * share for share in QUANTILES)
    return ColumnStatistics(column, "number", rows, 0, mean, 3.0, quantiles, rows)


def snapshots(run: Run, means: Iterable[float]) -> tuple[StageSnapshot, ...]:
    """What the target was when received and cleaned, and last week's as a feature; the calendar is not looked at."""
    received, cleaned, feature = means
    known = run.run_date - timedelta(days=1)
    columns = (numbers("sold_last_week", feature),)
    return (
        StageSnapshot(run.run_date, Stage.RECEIVED, "sales", known, 12, (numbers("sold", received),)),
        StageSnapshot(run.run_date, Stage.CLEANED, "sales", known, 12, (numbers("sold", cleaned),)),
        StageSnapshot(run.run_date, Stage.JOINED, BATCH, run.target_date, 12, ()),
        StageSnapshot(run.run_date, Stage.FEATURES, BATCH, run.target_date, 12, columns),
    )


def keep(world, run: Run, means: Iterable[float] = (40, 40, 40), **evidence) -> None:
    with world.deps.feedback.write() as unit:
        unit.gate.store(run, Evidence(snapshots=snapshots(run, means), **evidence))


@pytest.fixture
def mornings(world):
    """Eleven mornings on which nothing happened."""
    for back in range(PAST, 0, -1):
        day = DAY - timedelta(days=back)
        keep(world, world.publish(day, entities=()), (40 + back % 3,) * 3)
    return world


def test_a_day_like_the_others_is_trusted(mornings, visit, says) -> None:
    keep(mornings, mornings.publish())
    words = says(visit("data"))
    assert "Can we trust today's data?" in words
    assert "Yes. 12 rows were prepared." in words
    assert "first stage that moved" not in words
    assert "Nothing that deserves a warning." in words
    assert "No list of checks was kept for this run." in [box.label for box in visit("data").expander]


def test_a_drop_is_found_in_its_stage_in_the_first_sentence(mornings, visit, says) -> None:
    run = mornings.publish(findings=(WARNING,), verdict=Verdict.WARNINGS)
    keep(mornings, run, (40, 30, 40))
    at = visit("data")
    words = says(at)
    assert "Yes, with one warning. The average of “Sold” fell by 10 loaves on Thu 19 Nov, to 30 loaves." in words
    assert "It started in cleaned ; as received it was as usual." in words
    assert words.count("◀ first stage that moved") == 1
    assert "2. Cleaned ◀ first stage that moved" in words
    assert at.selectbox(key="data_column").value == "target."


def test_the_link_keeps_day_and_column(mornings, visit, says) -> None:
    keep(mornings, mornings.publish())
    at = visit("data", use_case="bakery", day=DAY.isoformat(), column="sold_last_week")
    assert at.query_params["date"] == DAY.isoformat()
    assert at.query_params["column"] == "sold_last_week"
    assert "Nothing about this column left its normal range on this morning, at any stage." in says(at)
    at.selectbox(key="data_column").select("target.").run()
    assert at.query_params["column"] == "target."


def test_a_column_that_is_not_there_is_told(mornings, visit, says) -> None:
    keep(mornings, mornings.publish())
    assert "Its part “column” says “nonsense”, which is no column that can be traced here." in says(
        visit("data", column="nonsense")
    )


def test_a_jump_in_the_file_comes_with_the_evidence_for_its_sender(mornings, visit, says) -> None:
    keep(mornings, mornings.publish(), (20, 20, 40))
    at = visit("data")
    assert "It started in the data as received: sales." in says(at)
    assert "Evidence for the sender (one page)" in [button.label for button in at.get("download_button")]


def test_every_check_is_listed_with_its_reason(mornings, visit, says) -> None:
    results = (
        CheckResult("volume", Outcome.PASSED, Severity.WARNING, Stage.RECEIVED, "sales"),
        CheckResult("distribution_shift", Outcome.NOT_APPLICABLE, Severity.WARNING, Stage.FEATURES, BATCH, "sold_last_week", detail={"why": "too few days"}),
    )  # fmt: skip
    keep(mornings, mornings.publish(), results=results)
    at = visit("data")
    assert "1 check passed, 1 not applicable." in [box.label for box in at.expander]
    words = says(at)
    assert "As many rows as usual sales passed" in words
    assert "Values spread as usual batch, Sold last week not applicable too few days" in words


def test_volumes_of_a_source_and_its_segments(mornings, visit, says) -> None:
    run = mornings.publish()
    days = [DAY - timedelta(days=back) for back in range(60, 1, -1)]
    volumes = [Volume("plan", segment, day, rows) for day in days for segment, rows in (("", 60), ("store=North", 20))]
    keep(mornings, run, volumes=tuple(volumes))
    at = visit("data", source="plan")
    assert at.segmented_control(key="data_source").value == "plan"
    at.selectbox(key="data_segment").select("store=North").run()
    assert at.query_params["segment"] == "store=North"
    assert "Pale: inside the normal band of that weekday." in says(at)


def test_a_closed_day_is_marked_and_no_surprise(mornings) -> None:
    run = mornings.publish()
    shut = DAY - timedelta(days=9)
    days = [DAY - timedelta(days=back) for back in range(60, 1, -1)]
    rows = [Volume("sales", "", day, 0 if day == shut else 60) for day in days]
    later = Volume("sales", "", DAY, 0)
    keep(mornings, run, volumes=(*rows, Volume("sales", CLOSED, shut, 0), later))
    data = open_data_day(mornings.deps, open_day(mornings.deps, "bakery", DAY))
    (series,) = [judge_volumes(counted) for counted in data.volumes if counted.source == "sales"]
    assert {found.side for found in series.days if found.day == shut} == {"closed"}
    assert [row[3] for row in volume_rows(series) if row[0] == day_text(shut)] == ["closed"]
    assert "every day lies inside" in volume_alt(series)
    assert later.day not in {found.day for found in series.days}, "a later morning counted it"
    assert "–" in [note.text for note in calendar_figure(series, DAY, palette()).layout.annotations]


def test_a_run_without_evidence_says_so(world, run, visit, says) -> None:
    words = says(visit("data"))
    assert "No snapshot of the stages was kept for this run." in words
    assert "No volume was recorded yet." in words


@pytest.fixture
def held(world) -> Run:
    return hold(world, DAY, (HELD,))


def hold(world, day: date, findings: tuple[Finding, ...]) -> Run:
    """A run that the gate held with a batch that is whole."""
    run = world.end(day, RunState.HELD, findings, Verdict.HELD)
    whole = replace(run, batch_hash="held:sha256:b", row_count=12)
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


def test_today_says_that_predictions_were_released_and_leads_to_the_data(world, visit, says) -> None:
    released = Finding("released", Severity.WARNING, "batch", detail={"person": "Ana", "reason": "The shop confirmed it.", "run": "r"})  # fmt: skip
    world.publish(findings=(released, HELD), verdict=Verdict.WARNINGS)
    words = says(visit("today"))
    assert "Released by Ana: The shop confirmed it." in words
    assert "With care: it did not pass the gate and was released." in says(visit("data"))
