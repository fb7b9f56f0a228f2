"""Today: the queue, the opened prediction, and every state in which there is nothing to open."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.finding import Finding, Severity, Verdict
from domain.review import Answer
from domain.run import RunState

DAY = date(2026, 11, 21)
LATE = Finding("source_late", Severity.WARNING, "weather", detail={"expected": "2026-11-19", "found": "2026-11-17"})
FEW = Finding("rows_too_few", Severity.CRITICAL, "batch", count=3, detail={"found": 3, "needed": 8})
CLOSED = Finding("all_closed", Severity.INFO, "batch", detail={"date": "2026-11-21"})


# --- nothing to open ----------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(("state", "words"), [(RunState.FAILED, "This run failed")])
def test_a_run_without_predictions_says_why(visit, world, says, state, words) -> None:
    world.end(DAY, state)

    assert words in says(visit("today"))


def test_a_day_on_which_all_is_closed_says_so(visit, world, says) -> None:
    world.publish(entities=(), findings=(CLOSED,))

    assert "All is closed on Sat 21 Nov" in says(visit("today"))


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


# --- the queue ----------------------------------------------------------------------------------------------------


def test_the_newest_day_opens_with_its_first_prediction_and_the_url_says_so(visit, world, run, says) -> None:
    newest = world.publish(DAY + timedelta(days=1))

    at = visit("today")

    assert {name: _parameter(at, name) for name in at.query_params} == {
        "use_case": "bakery",
        "date": "2026-11-22",
        "prediction": f"{newest.id}-0",
    }
    assert "Bagel, Harbour" in says(at)
    assert "synthetic data" in says(at)
    assert "1 of 4" in says(at)


def test_a_link_to_a_prediction_alone_finds_its_use_case_and_day(visit, world, run, says) -> None:
    world.publish(DAY + timedelta(days=1))

    at = visit("today", prediction=f"{run.id}-9")

    assert "Soup, North" in says(at)
    assert _parameter(at, "date") == "2026-11-21"


def test_the_lists_have_their_counts(visit, world, run) -> None:
    world.answer(run, 1, world.sign_in("Ana"))

    options = visit("today").get("button_group")[0].proto.options

    assert [option.content for option in options] == ["Needs a look · 4", "To do · 11", "All · 12"]


def test_filters_and_search_are_kept_in_the_url_and_found_there_again(visit, run, says) -> None:
    at = visit("today", show="all", store="North", q="bre")

    assert [button.label for button in at.button if button.key.startswith("open")] == ["Open Rye bread, North: 59"]
    assert at.selectbox(key="filter_store").value == "North"
    assert at.text_input(key="q").value == "bre"

    at.text_input(key="q").set_value("").run()
    assert len([button for button in at.button if button.key.startswith("open")]) == 6
    assert "q" not in at.query_params

    at.selectbox(key="filter_store").select("").run()
    assert "store" not in at.query_params
    assert len([button for button in at.button if button.key.startswith("open")]) == 10


def test_the_second_page_of_the_queue_opens_from_its_link(visit, run) -> None:
    at = visit("today", show="all", page="2")

    assert len([button for button in at.button if button.key.startswith("open")]) == 2


def test_an_empty_list_says_what_to_do(visit, run, says) -> None:
    assert "Nothing in this list" in says(visit("today", q="zzz"))


def test_a_click_on_a_row_opens_it(visit, run, says) -> None:
    at = visit("today")
    at.button(key="open2").click().run()

    assert "Rye bread, Harbour" in says(at)
    assert _parameter(at, "prediction") == f"{run.id}-6"


def test_next_and_previous_walk_through_the_list_and_stop_at_its_ends(visit, run) -> None:
    at = visit("today")
    seen = []
    for key in ("previous", "next", "next", "next", "next"):
        at.button(key=key).click().run()
        seen.append((_parameter(at, "prediction"), [toast.value for toast in at.toast]))

    rows = [prediction.removeprefix(f"{run.id}-") for prediction, _ in seen]
    assert rows == ["0", "3", "6", "9", "9"]
    assert "first one" in seen[0][1][0]
    assert seen[1][1] == []
    assert "last one" in seen[4][1][0]


def test_a_use_case_without_keys_has_a_queue_without_filters(visit, bare_world, says) -> None:
    bare_world.sign_in()
    bare_world.publish()

    assert "Every store" not in says(visit("today"))


# --- the opened prediction ----------------------------------------------------------------------------------------


def test_everything_about_a_prediction_is_said_in_words(visit, run, says) -> None:
    words = says(visit("today"))

    assert "52   loaves" in words
    assert "between  44  and  61  on 8 of 10 days" in words
    assert "▲ 14 more than usual" in words
    assert "sold on the last 4 Saturdays:  36  24 Oct ·  38  31 Oct ·  41  7 Nov ·  38  14 Nov" in words
    assert "because of the holiday tomorrow (+9)" in words


def test_the_table_holds_the_numbers_of_the_waterfall(visit, run, says) -> None:
    at = visit("today")
    at.session_state["why_tab"] = "Table"
    at.run()

    assert "Holiday tomorrow yes +9" in " ".join(says(at).split())


def test_the_actual_is_shown_when_it_is_known(visit, world, run, says) -> None:
    with world.deps.feedback.write() as unit:
        unit.actuals.record("bakery", [(("Harbour", "Bagel"), DAY, 46.0, None)], datetime(2026, 11, 22, tzinfo=UTC))

    assert "◆ sold 46 loaves" in says(visit("today"))


def test_a_run_with_warnings_names_them(visit, world, says) -> None:
    world.publish(findings=(LATE,), verdict=Verdict.WARNINGS)

    assert "Tue 17 Nov" in says(visit("today"))


def test_what_others_answered_is_shown_with_their_words(visit, world, run, says) -> None:
    world.answer(
        run,
        0,
        world.sign_in("Ben"),
        Answer.DIFFERENT,
        own_value="40",
        reason="school_closed",
        comment="<b>no</b> pupils",
    )
    world.sign_in("Ana")

    at = visit("today")

    assert "Ben decided 40" in says(at)
    assert "School closed · “<b>no</b> pupils”" in " ".join(
        element.body.replace("&lt;", "<").replace("&gt;", ">") for element in at.get("html")
    )
    assert not any("<b>no</b>" in element.body for element in at.get("html"))


# --- a corrected batch --------------------------------------------------------------------------------------------


def test_a_link_to_a_replaced_run_shows_what_was_seen_and_leads_to_what_counts(visit, world, run, says) -> None:
    corrected = world.publish(batch="sha256:corrected", shift=-4.0)

    at = visit("today", prediction=f"{run.id}-6")
    assert "A corrected batch replaced this run" in says(at)
    assert "58   loaves" in says(at)
    assert "save" not in [button.key for button in at.button]

    at.button(key="open_current").click().run()
    assert _parameter(at, "prediction") == f"{corrected.id}-6"
    assert "54   loaves" in says(at)


def test_an_entity_that_a_corrected_batch_left_out_is_said_to_be_gone(visit, world, run) -> None:
    world.publish(batch="sha256:corrected", entities=(("North", "Pretzel"),))

    at = visit("today", prediction=f"{run.id}-0")

    assert "not in the current run" in at.button(key="open_current").label


def test_an_answer_to_an_earlier_version_can_stand(visit, world, run, says) -> None:
    ana = world.sign_in("Ana")
    world.answer(
        run, 0, ana, Answer.DIFFERENT, own_value="45", reason="school_closed", doubted=("weekday",), comment="closed"
    )
    corrected = world.publish(batch="sha256:corrected", shift=-4.0)

    at = visit("today")
    assert "You answered an earlier version (52 then, 48 now)" in says(at)
    at.button(key="stands").click().run()

    (review,) = world.reviews(corrected)
    told = (review.new.own_value, review.new.reason, review.new.doubted, review.new.comment, review.new.seen.prediction)
    assert told == (45.0, "school_closed", ("weekday",), "closed", 48.0)
    assert _parameter(at, "prediction") == f"{corrected.id}-3"


def test_an_answer_to_an_earlier_version_can_be_given_again(visit, world, run, says) -> None:
    world.answer(run, 0, world.sign_in("Ana"), Answer.AGREE)
    corrected = world.publish(batch="sha256:corrected", shift=-4.0)

    at = visit("today")
    at.button(key="answer_again").click().run()
    at.button(key="choose_cannot_tell").click().run()
    at.button(key="save").click().run()

    assert [review.new.answer for review in world.reviews(corrected)] == [Answer.CANNOT_TELL]


def _parameter(at, name: str) -> str:
    value = at.query_params[name]
    return value if isinstance(value, str) else value[0]
