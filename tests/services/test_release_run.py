"""A held run is released by somebody who may, with a reason that everybody reads; or its morning is run again."""

from datetime import timedelta
from typing import Literal

import pytest

from domain.errors import NotAllowedError, ReleaseError, VersionMismatchError
from domain.finding import Severity, Verdict
from domain.person import Person, Role
from domain.release import Release, ReleaseEnd
from domain.run import Run, RunState
from services.list_held import list_held
from services.open_day import open_day
from services.release_run import Asked, ask_release, carry_out, releases_of
from tests.services.made_up_shop import MORNING
from tests.services.outcomes import TARGET_DAY, codes
from tests.services.shop import Shop

REASON = "The shop\n confirmed the numbers."


def hold(shop: Shop) -> Run:
    """A batch that is whole, and a rule that it does not fulfil."""
    shop.redefine("rows_at_least: 1,", "rows_at_least: 50,")
    held = shop.daily().run
    assert held.state is RunState.HELD
    assert held.row_count > 0
    return held


def person(shop: Shop, *roles: Role) -> Person:
    with shop.deps.feedback.write() as unit:
        somebody = unit.people.add("Ana", may_decide=True, now=shop.deps.now())
        return unit.people.change(Person(**{**vars(somebody), "roles": frozenset(roles)}))


def ask(shop: Shop, run: Run, kind: Literal["release", "rerun"] = "release", reason: str = REASON) -> Release:
    return ask_release(shop.deps, person(shop, Role.DATA_SCIENTIST).id, Asked(f"t {kind}", run.id, kind, reason))


def end(shop: Shop, run: Run) -> Release:
    return releases_of(shop.deps, run.id)[0]


def test_the_very_batch_is_published_with_its_findings_and_who_released_it(shop: Shop) -> None:
    held = hold(shop)
    outcome = carry_out(shop.deps, shop.loaded, ask(shop, held))
    assert (outcome.run.state, outcome.run.verdict) == (RunState.PUBLISHED, Verdict.WARNINGS)
    assert outcome.run.row_count == held.row_count
    day = open_day(shop.deps, "shop", TARGET_DAY)
    assert day.run == outcome.run
    assert day.findings[0].code == "released"
    assert day.findings[0].detail == {"person": "Ana", "reason": " ".join(REASON.split()), "run": held.id}
    assert "rows_too_few" in codes(outcome, Severity.CRITICAL), "what it was held for stays with it"
    assert shop.stored(held.id) == held
    assert (end(shop, held).end, end(shop, held).made) == (ReleaseEnd.PUBLISHED, outcome.run.id)
    with shop.deps.feedback.read() as unit:
        actions = [entry.action for entry in unit.audit.all(9)]
    assert {"ask for release", "release: published"} <= set(actions)


def test_asked_twice_and_carried_out_twice_it_is_one_decision_and_one_run(shop: Shop) -> None:
    held = hold(shop)
    assert ask(shop, held) == ask(shop, held, reason="another")
    first, second = (carry_out(shop.deps, shop.loaded, ask(shop, held)) for _ in range(2))
    assert (second.run.id, second.repeated) == (first.run.id, True)
    assert len(releases_of(shop.deps, held.id)) == 1


def test_the_daily_job_of_the_same_morning_takes_nothing_back(shop: Shop) -> None:
    held = hold(shop)
    published = carry_out(shop.deps, shop.loaded, ask(shop, held)).run
    assert shop.at(1).daily().run.state is RunState.HELD
    assert open_day(shop.deps, "shop", TARGET_DAY).run == published
    assert list_held(shop.deps, "shop") == (), "the very batch that was released does not wait again"


def test_other_data_is_not_what_was_released(shop: Shop) -> None:
    held = hold(shop)
    release = ask(shop, held)
    shop.correct("price", "9.99", date=TARGET_DAY.isoformat())
    before = shop.run_states()
    with pytest.raises(ReleaseError, match="changed"):
        carry_out(shop.deps, shop.loaded, release)
    assert shop.run_states() == before
    assert end(shop, held).end is ReleaseEnd.CHANGED


def test_a_rerun_publishes_what_the_sources_hold_now_or_holds_it_again(shop: Shop) -> None:
    held = hold(shop)
    again = carry_out(shop.deps, shop.loaded, ask(shop, held, "rerun"))
    assert again.run.state is RunState.HELD
    assert end(shop, held).end is ReleaseEnd.HELD
    shop.redefine("rows_at_least: 50,", "rows_at_least: 1,")
    later = ask_release(shop.deps, person(shop, Role.ADMIN).id, Asked("later", held.id, "rerun", REASON))
    assert carry_out(shop.deps, shop.loaded, later).run.state is RunState.PUBLISHED
    assert all(finding.code != "released" for finding in open_day(shop.deps, "shop", TARGET_DAY).findings)


def test_what_keeps_the_job_from_running_is_recorded(shop: Shop) -> None:
    release = ask(shop, hold(shop))
    shop.redefine("weekday: {label: Weekday, calendar: weekday}", "month: {label: Month, calendar: month}")
    with pytest.raises(VersionMismatchError):
        carry_out(shop.deps, shop.loaded, release)
    ended = releases_of(shop.deps, release.run_id)[0]
    assert ended.end is ReleaseEnd.FAILED
    assert "VersionMismatchError" in ended.words


def test_a_reviewer_may_not(shop: Shop) -> None:
    held, ben = hold(shop), person(shop, Role.REVIEWER)
    for kind in ("release", "rerun"):
        with pytest.raises(NotAllowedError):
            ask_release(shop.deps, ben.id, Asked("t", held.id, kind, REASON))
    assert releases_of(shop.deps, held.id) == ()


@pytest.mark.parametrize(
    ("reason", "fault"), [(" \n", "no reason"), ("x" * 501, "reason too long"), ("a\0b", "reason has a zero byte")]
)
def test_a_reason_is_needed_that_people_can_read(shop: Shop, reason: str, fault: str) -> None:
    with pytest.raises(ReleaseError, match=fault):
        ask(shop, hold(shop), reason=reason)


def test_running_again_needs_another_reason_than_releasing(shop: Shop) -> None:
    with pytest.raises(ReleaseError, match="no reason to rerun"):
        ask(shop, hold(shop), "rerun", reason=" ")


def test_a_source_that_cannot_be_read_can_only_be_run_again(shop: Shop) -> None:
    plan = shop.folder / "plan.csv"
    good = plan.read_bytes()
    plan.unlink()
    held = shop.daily().run
    with pytest.raises(ReleaseError, match="rerun only"):
        ask(shop, held)
    plan.write_bytes(good)
    assert carry_out(shop.deps, shop.loaded, ask(shop, held, "rerun")).run.state is RunState.PUBLISHED


def test_a_published_run_is_not_released(shop: Shop) -> None:
    run = shop.published(MORNING - timedelta(days=0))
    with pytest.raises(ReleaseError, match="not held"):
        ask(shop, run)
