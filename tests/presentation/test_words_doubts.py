"""Doubts in words: how many, where, and who was nearer."""

from datetime import UTC, date, datetime

import pytest

from domain.doubt import Doubt
from domain.review import Answer, NewReview, Review, Seen
from presentation.words.doubts import doubt_outcome, doubt_sentence
from tests.presentation.insights_shop import shop_of

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SEEN = Seen(52.0, None, None, None, None, 1, "", ())


def doubt_of(*stores: str, outcomes: dict[int, str] | None = None, feature: str = "rain") -> Doubt:
    reviews = tuple(
        Review(at, NewReview(f"t{at}", "kiosk", "run", at, (store,), date(2026, 11, 21), 1, Answer.DIFFERENT, SEEN, 1.0), "Ana", True, NOW)
        for at, store in enumerate(stores)
    )  # fmt: skip
    return Doubt(feature, reviews, outcomes or {})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stores", "share", "sentence"),
    [
        (("North",), 13, "1 doubt about rain; it makes up 13 % of what the model does."),
        (("North", "North"), 0, "2 doubts about rain; it makes up 0 % of what the model does."),
        (
            ("North", "North", "South"),
            2,
            "3 doubts about rain, 2 of them at North; it makes up 2 % of what the model does.",
        ),
        (("North", "West", "South"), 2, "3 doubts about rain; it makes up 2 % of what the model does."),
        (("North",), None, "1 doubt about rain, which this model does not use."),
    ],
)
def test_how_often_and_where(stores: tuple[str, ...], share: int | None, sentence: str) -> None:
    assert doubt_sentence(shop_of(), doubt_of(*stores), share) == sentence


def test_a_feature_that_is_gone_is_still_named() -> None:
    assert "old one (no longer a feature)" in doubt_sentence(shop_of(), doubt_of("North", feature="old_one"), None)


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        ({}, "Nobody decided differently where the actual is known"),
        ({0: "person"}, "differently once, and was closer than the model."),
        ({0: "model"}, "differently once, and the model was closer."),
        ({0: "equal"}, "differently once, and was as close as the model."),
        ({0: "person", 1: "model", 2: "equal"}, "they were closer than the model in 1 of 3."),
    ],
)
def test_who_was_nearer(outcomes: dict[int, str], sentence: str) -> None:
    assert sentence in doubt_outcome(doubt_of("North", "South", "West", outcomes=outcomes))
