"""A use case whose answer is a class: its words on the screen, and an answer by choice instead of by number."""

import pyarrow as pa
import pytest

from domain.review import Answer
from domain.run import Run, RunState


@pytest.fixture
def shop(bare_world):
    target = {
        "source": "sales",
        "column": "bought",
        "label": "Purchase",
        "classes": {"0": "does not buy", "1": "buys"},
        "happened": "bought",
    }
    world = bare_world.changed(task="binary", target=target)
    world.sign_in()
    return world


@pytest.fixture
def shop_run(shop) -> Run:
    """One visitor who probably buys: 0.6225 is the probability at 0.5 on the logit scale."""
    return shop.publish(
        entities=(("North", "Pretzel"),),
        columns={
            "prediction": pa.array([0.6224593312018546]), "label": pa.array(["1"]), "low": pa.array([None], pa.float64()), "high": pa.array([None], pa.float64()),
            "usual": pa.array([None], pa.float64()), "base": pa.array([-0.2]), "raw": pa.array([0.5]),
            "past_values": pa.array([[0.0, 1.0, 1.0, 0.0]]),
            "shap_holiday_tomorrow": pa.array([0.6]), "shap_sold_last_week": pa.array([0.2]), "shap_weekday": pa.array([-0.1]),
        },
    )  # fmt: skip


def test_the_class_stands_in_words_with_its_probability(visit, shop, shop_run, says) -> None:
    assert shop_run.state is RunState.PUBLISHED
    words = says(visit("today"))

    assert "buys   62 %" in words
    assert "rescaled" in words
    assert "bought on the last 4 Saturdays:  does not buy  24 Oct ·  buys  31 Oct" in words
    assert "no usual yet" not in words
    assert "than usual" not in words


def test_another_class_is_decided_by_choice(visit, shop, shop_run, says) -> None:
    at = visit("today")
    at.selectbox(key=f"draft_label_{shop_run.id}-0").select("0").run()
    assert "does not buy instead of buys" in says(at)
    at.button(key="save").click().run()

    (review,) = shop.reviews(shop_run)
    assert (review.new.answer, review.new.own_label, review.new.own_value) == (Answer.DIFFERENT, "0", None)
    assert "you decided does not buy" in says(at)


def test_deciding_differently_without_a_class_is_refused_in_words(visit, shop, shop_run, says) -> None:
    at = visit("today")
    at.button(key="choose_different").click().run()
    assert "choose your answer below" in says(at)
    at.button(key="save").click().run()

    assert "Not saved" in says(at)
    assert shop.reviews(shop_run) == ()


def test_the_decided_list_of_classes_has_words_and_no_total(visit, shop, shop_run, says) -> None:
    words = says(visit("decided"))

    assert "buys" in words
    assert "in total" not in words
