"""Dates, entities, features and reasons."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.attention import AttentionReason, ReasonCode
from presentation.words.dates import day_text, day_with_year, near_day, weekday_name
from presentation.words.entities import entity_title, key_label
from presentation.words.features import feature_label, in_sentence, value_text
from presentation.words.reasons import reason_chip, reason_sentence

SATURDAY = date(2026, 11, 21)


def test_days_are_written_as_people_say_them():
    assert (day_text(SATURDAY), day_with_year(SATURDAY), weekday_name(SATURDAY)) == (
        "Sat 21 Nov",
        "Sat 21 Nov 2026",
        "Saturday",
    )


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_days_are_english_whatever_the_locale(day):
    assert day_text(day) == f"{day:%a} {day.day} {day:%b}"  # The tests run in the C locale.


@pytest.mark.parametrize("distance", range(-15, 16))
def test_a_bare_weekday_names_one_day_only(distance):
    day = SATURDAY + timedelta(days=distance)
    assert (near_day(day, SATURDAY) == weekday_name(day)) == (0 <= distance < 7)


def test_an_entity_is_named_last_key_first(bakery):
    title = entity_title(bakery, ("North", "Rye bread"))
    assert (title.main, title.rest, str(title)) == ("Rye bread", "North", "Rye bread, North")


def test_a_use_case_without_keys_goes_by_its_title(bakery):
    single = bakery.model_copy(update={"keys": []})
    assert str(entity_title(single, ())) == "Bakery"


def test_an_entity_with_too_few_values_is_refused_rather_than_misnamed(bakery):
    with pytest.raises(ValueError, match="shorter"):
        entity_title(bakery, ("North",))


def test_an_empty_key_is_named(bakery):
    assert entity_title(bakery, ("North", " ")).main == "no product"


def test_a_key_goes_by_the_label_of_its_feature(bakery):
    features = {name: f for name, f in bakery.features.items() if name != "store"}
    assert key_label(bakery.model_copy(update={"features": features, "keys": ["shop_id"]}), "shop_id") == "Shop id"
    assert key_label(bakery, "store") == "Store"


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("holiday_tomorrow", 1.0, "yes"),
        ("holiday_tomorrow", 0.5, "0.5"),
        ("promotion", "1.0", "running"),
        ("promotion", "1", "running"),
        ("promotion", "new kind", "new kind"),
        ("weekday", "0", "Monday"),
        ("weekday", "6", "Sunday"),
        ("month", 11.0, "November"),
        ("temperature", 14.23, "14.2 °C"),
        ("temperature", -0.04, "−0.04 °C"),
        ("temperature", math.nan, "missing"),
        ("temperature", math.inf, "∞ °C"),
        ("last_week", 41.0, "41 loaves"),
        ("last_week", 1.0, "1 loaf"),
        ("open_days", 27.0, "27 days"),
        ("store", "", "empty text"),
        ("store", None, "missing"),
        ("dropped_since", 3.0, "3"),
    ],
)
def test_values_are_told_in_business_words(bakery, name, value, text):
    assert value_text(bakery, name, value) == text


@given(st.data())
def test_every_value_of_every_feature_has_a_text_without_nan(bakery, data):
    name = data.draw(st.sampled_from(sorted(bakery.features)))
    value = data.draw(st.none() | st.floats() | st.text())
    text = value_text(bakery, name, value)
    assert text
    assert "nan" not in text.lower() or (isinstance(value, str) and "nan" in value.lower())


def test_a_feature_that_is_gone_is_said_to_be_gone(bakery):
    assert feature_label(bakery, "old_price") == "old price (no longer a feature)"


def test_names_keep_their_capital_inside_a_sentence():
    assert [in_sentence(x) for x in ("Temperature", "VAT", "Monday rush", "A b")] == [
        "temperature",
        "VAT",
        "Monday rush",
        "A b",
    ]


@pytest.mark.parametrize(
    ("code", "feature", "chip"),
    [
        (ReasonCode.BIG_CHANGE, None, "big change"),
        (ReasonCode.WIDE_RANGE, None, "wide range"),
        (ReasonCode.UNUSUAL_INPUT, "temperature", "unusual temperature"),
        (ReasonCode.UNSEEN_CATEGORY, "product", "new: product"),
        (ReasonCode.MISSING_INPUT, "temperature", "temperature missing"),
        (ReasonCode.LITTLE_HISTORY, None, "little history"),
        (ReasonCode.EARLIER_DISPUTE, None, "disputed before"),
        (ReasonCode.UNUSUAL_INPUT, None, "unusual input"),
    ],
)
def test_a_reason_has_a_chip(bakery, code, feature, chip):
    assert reason_chip(bakery, AttentionReason(code, feature)) == chip


@pytest.mark.parametrize("code", list(ReasonCode))
def test_every_reason_has_a_sentence_that_names_its_input(bakery, code):
    plain = reason_sentence(bakery, AttentionReason(code))
    named = reason_sentence(bakery, AttentionReason(code, "temperature"))
    assert plain.endswith(".")
    assert ("Temperature" in named) == ("input" in plain)
