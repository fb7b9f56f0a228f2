"""Today when there is nothing to open: first start, held, failed, closed, and links that cannot be meant."""

from datetime import date, timedelta

import pytest

from domain.finding import Finding, Severity, Verdict
from domain.run import RunState

DAY = date(2026, 11, 21)
LATE = Finding("source_late", Severity.WARNING, "weather", detail={"expected": "2026-11-19", "found": "2026-11-17"})
FEW = Finding("rows_too_few", Severity.CRITICAL, "batch", count=3, detail={"found": 3, "needed": 8})
CLOSED = Finding("all_closed", Severity.INFO, "batch", detail={"date": "2026-11-21"})


def test_a_first_start_says_what_will_appear_and_the_command(visit, empty_world, bare_world, says) -> None:
    bare_world.sign_in()

    assert "vouch daily bakery" in says(visit("today"))


def test_without_any_use_case_the_demo_is_offered(visit, empty_world, says) -> None:
    at = visit("today")
    at.text_input(key="door_name").input("Ana")
    at.button[0].click().run()

    assert "vouch demo" in says(at)


def test_a_held_run_shows_its_reasons_and_the_command_to_run_again(visit, world, says) -> None:
    world.end(DAY, RunState.HELD, (LATE, FEW), Verdict.HELD)

    at = visit("today", use_case="bakery", date="2026-11-21")

    assert "This run was held" in says(at)
    assert says(at).index("at least 8") < says(at).index("Tue 17 Nov")
    assert "vouch daily bakery --date 2026-11-20" in says(at)
    assert "save" not in [button.key for button in at.button]
    assert "reviewed" not in says(at)


@pytest.mark.parametrize(("state", "words"), [(RunState.FAILED, "This run failed")])
def test_a_run_without_predictions_says_why(visit, world, says, state, words) -> None:
    world.end(DAY, state)

    assert words in says(visit("today"))


def test_a_day_on_which_all_is_closed_says_so(visit, world, says) -> None:
    world.publish(entities=(), findings=(CLOSED,))

    assert "All is closed on Sat 21 Nov" in says(visit("today"))


@pytest.mark.parametrize("page", ["today", "data", "sessions", "team", "outcomes"])
def test_a_use_case_that_has_a_file_and_no_run_yet_is_no_misspelling(visit, run, says, page) -> None:
    words = says(visit(page, use_case="online_retail"))
    assert "Nothing is predicted yet for online_retail." in words
    assert "`vouch train online_retail`, then `vouch daily online_retail`" in words
    assert "spelling" not in words


BAD_LINKS = [
    {"use_case": "nowhere"},
    {"use_case": "bakery", "date": "2026-13-01"},
    {"use_case": "bakery", "date": "tomorrow"},
    {"use_case": "bakery", "date": "2020-01-01"},
    {"use_case": "bakery", "prediction": "x"},
    {"use_case": "bakery", "prediction": "20261120-000000000000-0"},
    {"use_case": "bakery", "date": "2026-11-21", "prediction": "20261120-000000000000-0"},
    {"use_case": "bakery", "prediction": "-1"},
    {"use_case": "bakery", "prediction": "9" * 400},
    {"use_case": "bakery", "show": "everything"},
    {"use_case": "bakery", "page": "0"},
    {"use_case": "bakery", "page": "two"},
    {"use_case": "<script>alert(1)</script>"},
    {"use_case": "bakery", "date": "<img src=x onerror=alert(1)>"},
    {"use_case": "bakery", "prediction": "<b>' OR 1=1 --</b>"},
]


@pytest.mark.parametrize("link", BAD_LINKS, ids=lambda link: "&".join(f"{k}={v}" for k, v in link.items())[:50])
def test_a_link_that_cannot_be_meant_is_a_message_with_a_way_on(visit, run, says, link) -> None:
    at = visit("today", **link)

    assert not at.exception
    assert "What to do" in says(at)
    assert "bug" not in says(at)
    assert not any("<script>alert" in element.body or "<img" in element.body for element in at.get("html"))

    at.button(key="problem_back").click().run()
    assert "What deserves a second look?" in says(at)
    assert "What to do" not in says(at)


def test_a_prediction_past_the_end_of_its_run_does_not_exist(visit, run, says) -> None:
    assert "What to do" in says(visit("today", prediction=f"{run.id}-12"))


def test_a_prediction_of_another_day_is_not_shown_under_the_wrong_date(visit, world, run, says) -> None:
    other = world.publish(DAY + timedelta(days=1))

    at = visit("today", use_case="bakery", date="2026-11-21", prediction=f"{other.id}-0")

    assert "What to do" in says(at)
