import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presentation.words.quantities import (
    Scale,
    amount,
    change,
    exact_number,
    level_units,
    number,
    odds_text,
    range_text,
    scale_for,
    shown,
    signed,
    units,
)

FINITE = st.floats(-1e12, 1e12)
SCALES = st.builds(Scale, st.integers(0, 6), st.sampled_from(["loaves", ""]), st.just("loaf"), st.booleans())


def read(text):
    return float(text.replace("−", "-").replace("±", "").replace("\u202f", ""))


@given(FINITE, SCALES)
def test_what_is_written_is_what_is_counted(value, scale):
    assert read(number(value, scale)) == pytest.approx(shown(value, scale), rel=1e-12)
    assert read(signed(value, scale)) == pytest.approx(units(value, scale) / 10**scale.decimals, rel=1e-12)


@given(FINITE, SCALES)
def test_a_written_number_is_within_half_of_its_last_digit(value, scale):
    assert abs(read(number(value, scale)) - value) <= 0.5 * 10**-scale.level_decimals * (1 + 1e-9) + abs(value) * 1e-15


@given(FINITE, FINITE, SCALES)
def test_a_change_is_the_difference_of_the_two_numbers_that_are_shown(value, usual, scale):
    steps = level_units(value, scale) - level_units(usual, scale)
    assert read(change(value, usual, scale)) == pytest.approx(steps / 10**scale.decimals, rel=1e-12)


@given(st.floats(-1e6, 1e6, allow_subnormal=False), SCALES)
def test_a_sign_is_written_exactly_when_the_number_shown_is_not_zero(value, scale):
    sign = signed(value, scale)[0]
    steps = units(value, scale)
    assert sign == ("±" if steps == 0 else "+" if steps > 0 else "−")


@given(st.floats(0.0001, 0.9999))
def test_a_possible_class_is_never_shown_as_impossible_or_certain(probability):
    scale = Scale(0, "%", "%", percent=True)
    assert scale_for_probability(probability) != scale or 0 < shown(probability, scale) < 100
    assert 0 < shown(probability, scale_for_probability(probability)) < 100


def scale_for_probability(probability):
    from domain.use_case.definition import Target

    target = Target(source="s", column="c", label="Late", classes={"0": "on time", "1": "late"})
    return scale_for(target, probability)


def test_whole_targets_of_some_size_show_whole_effects_and_small_ones_a_decimal(bakery):
    large, small = scale_for(bakery.target, 52.0, 37.4), scale_for(bakery.target, 4.0, 3.6)
    assert (amount(52.0, large), signed(9.04, large), signed(-3.4, large)) == ("52 loaves", "+9", "−3")
    assert (amount(4.0, small), signed(0.44, small), range_text(2.2, 6.7, small)) == (
        "4 loaves",
        "+0.4",
        "between 2 and 7",
    )
    assert amount(1.0, small) == "1 loaf"
    assert amount(38.5, large) == "39 loaves"


def test_other_targets_show_three_significant_digits(kitchen):
    assert amount(52.345, scale_for(kitchen.target, 52.345)) == "52.3 kg"
    assert amount(0.12345, scale_for(kitchen.target, 0.12345)) == "0.123 kg"
    assert amount(12345.6, scale_for(kitchen.target, 12345.6)) == "12\u202f346 kg"


def test_probabilities_are_percentages_with_a_space(lateness):
    scale = scale_for(lateness.target, 0.62, 0.4)
    assert (amount(0.62, scale), number(0.62, scale), signed(0.1, scale)) == ("62 %", "62", "+10")
    assert amount(0.004, scale_for(lateness.target, 0.004)) == "0.4 %"


@pytest.mark.parametrize("nothing", [None, math.nan])
def test_what_is_not_there_is_said_to_be_missing(bakery, nothing):
    scale = scale_for(bakery.target, nothing, 30.0)
    assert (amount(nothing, scale), number(nothing, scale), signed(nothing, scale)) == ("missing", "–", "–")


def test_infinity_is_written_as_such(bakery):
    assert number(-math.inf, scale_for(bakery.target, -math.inf)) == "−∞"


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0.8, "8 of 10"), (0.9, "9 of 10"), (0.5, "5 of 10"), (0.75, "3 of 4"), (0.95, "19 of 20")],
)
def test_a_probability_is_told_as_a_count_of_days(probability, text):
    assert odds_text(probability) == f"{text} days"


def test_a_range_without_width_is_one_number(bakery):
    assert range_text(3.9, 4.1, scale_for(bakery.target, 4.0)) == "exactly 4"


@given(st.integers(-(10**9), 10**9))
def test_a_typed_number_is_repeated_as_it_was_typed(thousandths):
    assert read(exact_number(thousandths / 1000)) == thousandths / 1000
