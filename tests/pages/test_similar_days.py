"""The tabs Similar days and How sure: what they say, where a case leads, and what happens without files or cases."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from domain.review import Answer
from tests.pages.world import DAY

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
KNOWN = 4
"""Days before DAY that have runs."""


@pytest.fixture
def lived(world):
    """Runs of five days of twelve predictions, all but the last day's actuals known, each three below its prediction."""
    runs = [world.publish(DAY - timedelta(days=back)) for back in range(KNOWN, 0, -1)]
    world.publish()
    with world.deps.feedback.write() as unit:
        unit.actuals.record(
            "bakery",
            [
                (row.entity, run.target_date, row.value - 3, None)
                for run in runs[:-1]
                for row in world.deps.predictions.page_in_order(run, 0, 12)
            ],
            NOON,
        )
    return world


def test_the_count_comes_first_and_every_case_has_its_numbers(visit, lived, says) -> None:
    words = " ".join(says(visit("today", view="similar")).split())

    assert "In all of these 10 the actual was below the prediction. Typically by 3 loaves." in words
    # The double of three days comes first, the newest of them on top.
    assert "Thu 19 Nov the same inputs 52 – 49 ▼ −3" in words
    assert "Bagel, North" in words
    assert "Fri 20 Nov" not in words.split("Typically by")[1], "its actual is not known yet"


def test_a_case_opens_its_prediction_in_the_same_view(visit, lived, says) -> None:
    at = visit("today", view="similar", show="needs_look")
    at.button(key="open_case1").click().run()

    assert _parameter(at, "date") == "2026-11-18"
    assert _parameter(at, "view") == "similar"
    assert "◆ sold 49 loaves" in says(at)
    assert at.selectbox(key="day_box").value == DAY - timedelta(days=3)
    assert not at.exception


def test_what_people_said_stands_beside_the_case(visit, lived, says) -> None:
    with lived.deps.feedback.read() as unit:
        run = unit.runs.current("bakery", DAY - timedelta(days=2))
    lived.answer(run, 0, lived.sign_in("B<e>n"), Answer.DIFFERENT, own_value="45")
    lived.sign_in("Ana")

    at = visit("today", view="similar")

    assert "B<e>n decided 45" in says(at)
    assert not any("B<e>n" in element.body for element in at.get("html"))


def test_the_first_day_says_what_will_stand_there(visit, world, run, says) -> None:
    words = says(visit("today", view="similar"))

    assert "No earlier prediction with a known actual is there to compare with yet." in words
    assert "vouch actuals bakery" in words


def test_a_damaged_day_is_named_and_the_page_works(visit, lived, says) -> None:
    with lived.deps.feedback.read() as unit:
        run = unit.runs.current("bakery", DAY - timedelta(days=3))
    (path,) = (lived.deps.predictions.folder / run.location).glob("contributions-*")
    path.write_bytes(b"damaged")

    at = visit("today", view="similar")

    assert "Wed 18 Nov 2026 is left out: the prediction files of this day are missing or damaged." in says(at)
    assert at.button(key="open_case9")
    assert at.button(key="save")


def test_how_sure_says_the_promise_and_what_came_of_it(visit, lived, says) -> None:
    at = visit("today", view="sure")
    words = " ".join(says(at).split())

    assert "On 8 of 10 days like this one the actual should be between 44 and 61 loaves." in words
    assert "For Bagel, Harbour there are only 3 earlier days, too few to judge by." in words
    assert "The similar cases 10 of 10 as often as stated" in words
    assert "All predictions of the last 3 days 100 % of 36 more often than stated" in words


def test_how_sure_agrees_with_the_chips_and_works_without_the_model_file(visit, lived, says) -> None:
    words = says(visit("today", view="sure"))

    assert "unusual sold last week" in words
    assert "“Sold last week” is 41 loaves, outside what the model has learned from." in words
    assert "What this model has learned from cannot be shown" in words
    assert "out of the ordinary" not in words


def test_a_prediction_without_doubts_says_so(visit, lived, says) -> None:
    with lived.deps.feedback.read() as unit:
        run = unit.runs.current("bakery", DAY)

    assert "Nothing about its inputs is out of the ordinary." in says(
        visit("today", prediction=f"{run.id}-1", view="sure")
    )


def test_a_class_is_sure_by_how_similar_cases_turned_out(visit, bare_world, says) -> None:
    target = {"source": "sales", "column": "bought", "label": "Purchase", "classes": {"0": "does not buy", "1": "buys"}, "happened": "bought"}  # fmt: skip
    world = bare_world.changed(task="binary", target=target)
    world.sign_in()
    none = pa.array([None], pa.float64())
    columns = {
        "prediction": pa.array([0.62]), "label": pa.array(["1"]), "low": none, "high": none, "usual": none,
        "base": pa.array([-0.2]), "raw": pa.array([0.5]), "shap_holiday_tomorrow": pa.array([0.7]),
        "shap_sold_last_week": pa.array([0.1]), "shap_weekday": pa.array([-0.1]), "past_values": pa.array([[0.0, 1.0, 1.0, 0.0]]),
    }  # fmt: skip
    pretzel = ("North", "Pretzel")
    for back in range(4):
        world.publish(DAY - timedelta(days=back), entities=(pretzel,), columns=columns)
    with world.deps.feedback.write() as unit:
        known = [(pretzel, DAY - timedelta(days=back), float(back == 1), str(int(back == 1))) for back in (1, 2, 3)]
        unit.actuals.record("bakery", known, NOON)

    words = " ".join(says(visit("today", view="sure")).split())
    assert "There is no range: the prediction is itself a probability, 62 % for “buys”." in words
    assert "1 of these 3 turned out as “buys”. The model had given that 62 % on average." in words
    assert "Fri 20 Nov the same inputs buys 62 % – buys" in " ".join(says(visit("today", view="similar")).split())


def _parameter(at, name: str) -> str:
    value = at.query_params[name]
    return value if isinstance(value, str) else value[0]
