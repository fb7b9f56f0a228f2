"""The decided list on the screen: who decided what, and how much of a large run is shown."""

from datetime import date

import pytest

from domain.finding import Finding, Severity, Verdict
from domain.review import Answer
from domain.run import RunState
from ui import decided_list


def test_without_answers_everything_stands_as_the_model_predicts(visit, run, says) -> None:
    words = says(visit("decided"))

    assert "All 12 stand as the model predicts them." in words
    assert "synthetic" in words
    assert "decided in total: 690 loaves" in words


def test_an_override_counts_and_names_who_decided(visit, world, run, says) -> None:
    world.answer(run, 0, world.sign_in("Ben"), Answer.DIFFERENT, own_value="45", reason="school_closed")
    world.answer(run, 1, world.sign_in("Ana"), Answer.AGREE)

    words = says(visit("decided"))

    assert "1 of 12 was decided by people" in words
    assert "decided in total: 683 loaves" in words
    assert "predicted in total: 690 loaves" in words
    assert "Ben" in words
    assert "School closed" in words


def test_text_of_people_stays_text(visit, world, run) -> None:
    world.answer(run, 0, world.sign_in("Ben"), Answer.DIFFERENT, own_value="45", comment="<script>alert(1)</script>")

    assert not any("<script>alert" in element.body for element in visit("decided").get("html"))


def test_the_downloads_are_there(visit, run) -> None:
    labels = [button.label for button in visit("decided").get("download_button")]

    assert labels == ["Download CSV", "Download Excel"]


def test_a_list_of_several_pages_says_how_much_is_shown(visit, run, says, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decided_list, "PAGE_SIZE", 5)

    assert "5 of 12 shown" in says(visit("decided"))


def test_a_large_run_is_put_together_only_when_asked_for(visit, run, says, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decided_list, "AT_ONCE", 5)
    monkeypatch.setattr(decided_list, "PAGE_SIZE", 4)

    at = visit("decided")
    assert "4 of 12 shown" in says(at)
    assert "in total" not in says(at)

    at.button(key="ask").click().run()
    assert "decided in total: 690 loaves" in says(at)


def test_the_printed_list_is_whole_or_says_that_it_is_not(visit, run, says, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decided_list, "ON_PAPER", 3)

    assert "3 of 12 printed; the downloads hold all" in says(visit("decided"))


def test_a_held_day_has_nothing_decided_and_says_why(visit, world, says) -> None:
    world.end(
        date(2026, 11, 21),
        RunState.HELD,
        (Finding("no_rows", Severity.CRITICAL, "batch", detail={"date": "2026-11-21"}),),
        Verdict.HELD,
    )

    words = says(visit("decided"))

    assert "Nothing is decided for this day." in words
    assert "This run was held" in words


def test_the_day_that_was_open_on_today_is_the_day_of_the_list(visit, world, run, says) -> None:
    world.publish(date(2026, 11, 22))

    at = visit("today", use_case="bakery", date="2026-11-21", show="all")
    at.switch_page("pages/decided.py")
    at.query_params.clear()
    at.run()

    assert "Sat 21 Nov 2026" in says(at)
    assert set(at.query_params) == {"use_case", "date"}


@pytest.mark.parametrize(
    "link", [{"use_case": "nowhere"}, {"use_case": "bakery", "date": "x"}, {"use_case": "bakery", "date": "2020-01-01"}]
)
def test_a_link_that_cannot_be_meant_is_a_message(visit, run, says, link) -> None:
    at = visit("decided", **link)

    assert "What to do" in says(at)
    assert not at.exception
