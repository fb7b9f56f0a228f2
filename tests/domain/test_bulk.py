"""The arithmetic of changing many predictions at once: exact in decimals, rounded once, never a value the target cannot take."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bulk import BulkChange, BulkKind, changed_value
from domain.errors import AnswerError
from domain.use_case.definition import Target

WHOLE = Target(source="sales", column="sold", label="Sold", unit="loaves", integer=True, min=0)  # type: ignore[call-arg]
ANY = Target(source="sales", column="sold", label="Sold", unit="kg")  # type: ignore[call-arg]

whole = st.integers(0, 100_000).map(float)
tenths = st.integers(-5_000, 5_000).map(lambda tenth: tenth / 10)


def percent(amount: float) -> BulkChange:
    return BulkChange(BulkKind.PERCENT, amount)


@given(whole, tenths)
def test_a_percentage_of_whole_units_is_the_nearest_whole_number(predicted: float, amount: float) -> None:
    exact = Fraction(int(predicted)) * (100 + Fraction(Decimal(repr(amount)))) / 100
    if exact <= Fraction(-1, 2):
        with pytest.raises(AnswerError) as refused:
            changed_value(predicted, percent(amount), WHOLE)
        assert refused.value.fault == "value below minimum"
        return
    value = changed_value(predicted, percent(amount), WHOLE)
    assert value.is_integer()
    assert abs(Fraction(value) - exact) <= Fraction(1, 2)
    assert str(value) != "-0.0"


@given(whole, st.integers(-1_000, 1_000))
def test_an_increase_by_units_and_the_decrease_by_as_many_cancel(predicted: float, amount: int) -> None:
    if predicted + amount < 0:
        return
    value = changed_value(predicted, BulkChange(BulkKind.INCREASE, amount), WHOLE)
    assert value == predicted + amount
    assert changed_value(value, BulkChange(BulkKind.INCREASE, -amount), WHOLE) == predicted


@given(st.floats(-1e9, 1e9).filter(lambda value: value == 0 or abs(value) >= 1e-9), tenths)  # floats keep four digits
def test_where_fractions_are_allowed_four_digits_stay_and_whole_units_never_go(predicted: float, amount: float) -> None:
    value = changed_value(predicted, percent(amount), ANY)
    exact = Decimal(repr(predicted)) * (100 + Decimal(repr(amount))) / 100
    finest = max(abs(exact) * Decimal("5e-4"), Decimal(0))
    assert abs(Decimal(repr(value)) - exact) <= min(finest, Decimal("0.5")) * Decimal("1.000001")


@pytest.mark.parametrize(
    ("predicted", "change", "target", "value"),
    [
        (45.0, percent(10), WHOLE, 50.0),  # 49.5, half a unit away from zero
        (45.0, percent(-10), WHOLE, 41.0),  # 40.5
        (45.0, percent(10), ANY, 49.5),
        (51.8372, percent(10), ANY, 57.02),
        (0.0012345, percent(100), ANY, 0.002469),
        (45.0, percent(-100), WHOLE, 0.0),
        (45.0, BulkChange(BulkKind.INCREASE, 2.5), WHOLE, 48.0),
        (45.0, BulkChange(BulkKind.SET, 12.0), WHOLE, 12.0),
        (45.0, BulkChange(BulkKind.SET, 12.34567), ANY, 12.34567),
    ],
)
def test_examples_as_a_person_would_compute_them(
    predicted: float, change: BulkChange, target: Target, value: float
) -> None:
    assert changed_value(predicted, change, target) == value


def test_a_value_that_the_target_cannot_take_is_refused_as_a_typed_one_would_be() -> None:
    with pytest.raises(AnswerError) as refused:
        changed_value(45.0, BulkChange(BulkKind.SET, 12.5), WHOLE)
    assert refused.value.fault == "value not whole"
    with pytest.raises(AnswerError) as refused:
        changed_value(1e12, percent(50), ANY)
    assert refused.value.fault == "value out of range"
