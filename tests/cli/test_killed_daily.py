"""`kill -9` at any point of `vouch daily` leaves the whole run or nothing visible; the same command completes it."""

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.errors import NotFoundError
from domain.run import Run
from services.list_days import list_days
from services.open_day import open_day
from tests.cli.conftest import Vouch
from tests.services.made_up_shop import MORNING
from tests.services.shop import Shop, open_stores

Start = Callable[..., subprocess.Popen[str]]
DAILY = ("daily", "shop", "--date", MORNING.isoformat())

POINTS = (
    ("reading sales", 0.0),
    ("checking the batch", 0.02),
    ("scoring and explaining", 0.03),
    ("sorting the queue", 0.02),
    ("verifying what was written", 0.0),
    ("publishing", 0.01),
)
"""Where the job is killed: the line that it has just printed, and how much longer it lives."""


@pytest.fixture(scope="module")
def undisturbed(published_template: Path) -> Run:
    """The run as it is when nobody kills the job."""
    shop = Shop(open_stores(published_template))
    (run_id,) = shop.run_states()
    run = shop.stored(run_id)
    shop.close()
    return run


def wait_for_line(process: subprocess.Popen[str], wanted: str) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if line.strip() == wanted:
            return
    pytest.fail(f"the job ended without saying {wanted!r}")


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def see_nothing_half(shop: Shop) -> None:
    """What any reader may find: a complete, verified run, or none at all."""
    visible = [run_id for run_id, state in shop.run_states().items() if state in ("published", "superseded")]
    if visible:
        (run_id,) = visible
        shop.deps.predictions.verify(shop.stored(run_id))
        assert open_day(shop.deps, "shop").counts.total == 6
        return
    assert list_days(shop.deps, "shop") == ()
    with pytest.raises(NotFoundError):
        open_day(shop.deps, "shop")


def see_exactly_one(shop: Shop, expected: Run) -> None:
    assert shop.run_states() == {expected.id: "published"}
    run = shop.stored(expected.id)
    assert run.file_hash == expected.file_hash
    shop.deps.predictions.verify(run)
    assert shop.deps.predictions.leftovers() == ()
    assert [path for path in shop.deps.staging.rglob("*") if path.is_file()] == []
    with shop.deps.feedback.read() as unit:
        published = [event for event in unit.audit.all(50) if event.action == "published"]
    assert len(published) == 1


@pytest.mark.parametrize(("line", "delay"), POINTS, ids=[f"{line} + {delay} s" for line, delay in POINTS])
def test_a_killed_job_leaves_all_or_nothing_and_the_same_command_completes_it(
    shop: Shop, start_vouch: Start, vouch: Vouch, undisturbed: Run, line: str, delay: float
) -> None:
    process = start_vouch(shop, *DAILY)
    wait_for_line(process, line)
    time.sleep(delay)
    kill(process)
    see_nothing_half(shop)
    assert vouch(*DAILY, on=shop).code == 0
    see_exactly_one(shop, undisturbed)


def test_a_job_killed_again_and_again_is_completed_by_one_that_is_not(
    shop: Shop, start_vouch: Start, undisturbed: Run
) -> None:
    for line in ("scoring and explaining", "publishing"):
        process = start_vouch(shop, *DAILY)
        wait_for_line(process, line)
        kill(process)
        see_nothing_half(shop)
    last = start_vouch(shop, *DAILY)
    last.communicate(timeout=120)
    assert last.returncode == 0
    see_exactly_one(shop, undisturbed)


def test_a_second_job_at_once_is_told_so_and_the_first_is_not_disturbed(
    shop: Shop, start_vouch: Start, vouch: Vouch, undisturbed: Run
) -> None:
    first = start_vouch(shop, *DAILY)
    wait_for_line(first, "reading sales")
    first.send_signal(signal.SIGSTOP)
    try:
        second = vouch(*DAILY, on=shop)
        assert second.code == 3
        assert "Already running" in second.err
    finally:
        first.send_signal(signal.SIGCONT)
    _, rest = first.communicate(timeout=120)
    assert first.returncode == 0, rest
    see_exactly_one(shop, undisturbed)


def test_two_jobs_started_together_publish_once(shop: Shop, start_vouch: Start, undisturbed: Run) -> None:
    both = [start_vouch(shop, *DAILY) for _ in range(2)]
    for process in both:
        process.communicate(timeout=120)
    assert sorted(process.returncode for process in both) in ([0, 0], [0, 3])
    see_exactly_one(shop, undisturbed)
