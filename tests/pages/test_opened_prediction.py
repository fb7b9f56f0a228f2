"""The opened prediction: its words and numbers, what others said, and what a corrected batch changes."""

from datetime import UTC, date, datetime

from domain.finding import Finding, Severity, Verdict
from domain.review import Answer

DAY = date(2026, 11, 21)
LATE = Finding("source_late", Severity.WARNING, "weather", detail={"expected": "2026-11-19", "found": "2026-11-17"})


def test_everything_about_a_prediction_is_said_in_words(visit, run, says) -> None:
    words = says(visit("today"))

    assert "52   loaves" in words
    assert "between  44  and  61  on 8 of 10 days" in words
    assert "▲ 14 more than usual" in words
    assert "sold on the last 4 Saturdays:  36  24 Oct ·  38  31 Oct ·  41  7 Nov ·  38  14 Nov" in words
    assert "because of the holiday tomorrow (+9)" in words


def test_the_table_holds_the_numbers_of_the_waterfall(visit, run, says) -> None:
    at = visit("today")

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

    at = visit("today", show="all")

    assert "Ben decided 40" in says(at)
    assert "School closed · “<b>no</b> pupils”" in " ".join(
        element.body.replace("&lt;", "<").replace("&gt;", ">") for element in at.get("html")
    )
    assert not any("<b>no</b>" in element.body for element in at.get("html"))


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


def test_after_a_correction_authors_are_asked_and_who_orders_is_told(visit, world, run, says) -> None:
    ana = world.sign_in("Ana")
    world.answer(run, 0, ana, Answer.DIFFERENT, own_value="45")
    corrected = world.publish(batch="sha256:corrected", shift=-4.0)

    assert "1 decision waits for confirmation" in says(visit("decided"))
    at = visit("today", prediction=f"{corrected.id}-6")
    assert "You answered one prediction before. Do your answers stand?" in says(at)
    at.button(key="question0").click().run()
    assert _parameter(at, "prediction") == f"{corrected.id}-0"
    at.button(key="stands").click().run()

    assert "before. Do your answers stand?" not in says(at)
    assert "waits for confirmation" not in says(visit("decided"))
