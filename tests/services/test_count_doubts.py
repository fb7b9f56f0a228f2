"""Doubts are counted by last words, and whether a doubter was right is said only where it is known."""

from datetime import timedelta

import pytest

from domain.actual import Actual
from domain.doubt import Doubt
from domain.review import Answer
from services.count_doubts import DAYS, _outcomes, count_doubts
from tests.services.desk import Desk
from tests.services.made_up_shop import MORNING, NOW

DAY = MORNING + timedelta(days=1)


def doubts_of(desk: Desk, through: object = DAY) -> tuple[Doubt, ...]:
    use_case = desk.shop.deps.predictions.use_case(desk.run)
    return count_doubts(desk.shop.deps, use_case, through)  # type: ignore[arg-type]


def actual_of(desk: Desk, row: int, value: float) -> None:
    entity = desk.shop.deps.predictions.prediction(desk.run, row).queue.entity
    with desk.shop.deps.feedback.write() as unit:
        unit.actuals.record("shop", [(entity, DAY, value, None)], NOW)


def test_the_most_doubted_feature_comes_first_and_each_answer_counts_once_per_feature(desk: Desk) -> None:
    desk.give(row=0, doubted=("price", "weekday"))
    desk.give(Answer.AGREE, row=0, own_value="", person_id=desk.ben.id, doubted=("weekday",))
    desk.give(row=1, doubted=("price",))
    desk.give(row=1, doubted=())

    assert [(doubt.feature, doubt.count) for doubt in doubts_of(desk)] == [("weekday", 2), ("price", 1)]


def test_who_was_nearer_is_told_where_somebody_decided_differently_and_the_actual_is_known(desk: Desk) -> None:
    predicted = [desk.shop.deps.predictions.prediction(desk.run, row).queue.value for row in range(4)]
    for row, value in enumerate(predicted):
        desk.give(row=row, own_value=str(int(value) + 4), doubted=("price",))
    desk.give(Answer.AGREE, row=4, own_value="", doubted=("price",))
    actual_of(desk, 0, predicted[0] + 5)
    actual_of(desk, 1, predicted[1] - 1)
    actual_of(desk, 2, predicted[2] + 2)
    actual_of(desk, 4, 1.0)

    (doubt,) = doubts_of(desk)

    assert doubt.count == 5
    assert [doubt.nearer(who) for who in ("person", "model", "equal")] == [1, 1, 1]


def test_doubts_of_other_days_do_not_count(desk: Desk) -> None:
    desk.give(doubted=("price",))

    assert doubts_of(desk, DAY - timedelta(days=1)) == ()
    assert len(doubts_of(desk, DAY + timedelta(days=DAYS - 1))) == 1
    assert doubts_of(desk, DAY + timedelta(days=DAYS)) == ()


@pytest.mark.parametrize(
    ("shown", "probability", "own", "happened", "binary", "nearer"),
    [
        ("yes", 0.9, "no", "no", True, "person"),
        ("yes", 0.2, "yes", "no", True, "model"),
        ("yes", 0.2, "no", "no", True, "equal"),
        ("mid", 0.4, "high", "mid", False, "model"),
        ("mid", 0.4, "high", "high", False, "person"),
        ("mid", 0.4, "high", "low", False, "equal"),
    ],
)
def test_of_classes_who_named_the_one_that_happened_was_nearer(
    desk: Desk, shown: str, probability: float, own: str, happened: str, binary: bool, nearer: str
) -> None:
    from dataclasses import replace

    review = desk.give(doubted=("price",))
    seen = replace(review.new.seen, label=shown, prediction=probability)
    review = replace(review, new=replace(review.new, own_value=None, own_label=own, seen=seen))
    actual = Actual(review.new.entity, DAY, 0.0, 1, NOW, happened)

    assert _outcomes([review], {(DAY, review.new.entity): actual}, binary=binary) == {review.id: nearer}
