import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.links import Link
from presentation.charts.step import group_name
from presentation.charts.waterfall import waterfall_steps
from presentation.words.confidence import certainty_sentence
from presentation.words.feature_phrases import reason_phrase
from presentation.words.quantities import level_units, number, scale_of, units
from presentation.words.sentence import no_reason, prediction_sentence, scale_note

NUMBER = re.compile(r"[−+±]?\d[\d\u202f]*(?:\.\d+)?")


def claims(use_case, prediction, text):
    """(feature, claimed steps) of every effect that the text names."""
    scale = scale_of(use_case.target, prediction)
    points = " points" if scale.percent else ""
    found = []
    for item in prediction.explanation.contributions:
        phrase = re.escape(reason_phrase(use_case, item))
        for pattern in (
            rf"{phrase} \(([−+])([\d\u202f.]+){points}\)",
            rf"{phrase} (adds|takes off) ([\d\u202f.]+){points}[. ]",
        ):
            match = re.search(pattern, text, re.IGNORECASE)
            if match:
                size = round(float(match[2].rstrip(".").replace("\u202f", "")) * 10**scale.decimals)
                found.append((item, size if match[1] in ("+", "adds") else -size))
    return found


@given(data=st.data())
def test_every_effect_named_is_the_rounded_effect_with_its_sign(predictions, data):
    use_case, prediction = data.draw(predictions)
    scale = scale_of(use_case.target, prediction)
    sentence = prediction_sentence(use_case, prediction)
    named = claims(use_case, prediction, sentence.rest)
    for item, steps in named:
        assert steps == units(item.effect, scale)
        assert steps != 0
    if "because of" in sentence.rest:
        assert named


@given(data=st.data())
def test_the_comparison_agrees_with_the_numbers_that_are_shown(predictions, data):
    use_case, prediction = data.draw(predictions)
    scale = scale_of(use_case.target, prediction)
    usual = prediction.queue.usual
    against = units(prediction.explanation.base, scale) if usual is None else level_units(usual, scale)
    difference = level_units(prediction.queue.value, scale) - against
    lead = prediction_sentence(use_case, prediction).lead.lower()
    assert ("about" in lead) == (difference == 0)
    assert ("more " in lead) == (difference > 0)
    assert ("less " in lead) == (difference < 0)
    if difference and prediction.queue.label is None:
        size = re.match(r"[\d\u202f.]+", lead)[0].replace("\u202f", "")
        assert round(float(size) * 10**scale.decimals) == abs(difference)
    if usual is not None:
        assert f"({number(usual, scale)}" in lead


@given(data=st.data())
def test_nothing_is_named_as_a_cause_that_works_against_the_direction(predictions, data):
    use_case, prediction = data.draw(predictions)
    sentence = prediction_sentence(use_case, prediction)
    cause, _, _ = sentence.rest.partition(").")
    if not cause.startswith("because of"):
        return
    signs = {effect[0] for effect in re.findall(r"\(([−+])\d", cause + ").")}
    assert signs == ({"+"} if re.search(r"\b[Mm]ore\b", sentence.lead) else {"−"})


@given(data=st.data())
def test_a_sentence_never_says_nan_and_always_ends(predictions, data):
    use_case, prediction = data.draw(predictions)
    text = str(prediction_sentence(use_case, prediction))
    assert "nan" not in text.lower()
    assert "none" not in text.lower().replace("none of", "")
    assert text.endswith(".")
    assert ",." not in text
    assert "  " not in text


@given(data=st.data())
def test_every_number_of_the_reasons_stands_in_the_waterfall_too(predictions, data):
    use_case, prediction = data.draw(predictions)
    opened = frozenset(map(group_name, use_case.groups))
    rows = waterfall_steps(use_case, prediction, opened, limit=len(prediction.explanation.contributions))
    drawn = {step.text for step in rows}
    for _, steps in claims(use_case, prediction, prediction_sentence(use_case, prediction).rest):
        scale = scale_of(use_case.target, prediction)
        assert any(step.amount == pytest.approx(steps / 10**scale.decimals) for step in rows), drawn


@given(data=st.data())
def test_how_sure_agrees_with_the_range_that_is_shown(predictions, data):
    use_case, prediction = data.draw(predictions)
    row, scale = prediction.queue, scale_of(use_case.target, prediction)
    said = certainty_sentence(use_case, prediction)
    if row.label is not None:
        assert said
        assert ("unlikely" in said) == (row.value <= 0.4)
        assert ("very" in said) == (row.value >= 0.9 or row.value <= 0.1)
        return
    if None in (row.low, row.usual):
        assert said == ""
        return
    low, high, usual = (level_units(value, scale) for value in (row.low, row.high, row.usual))
    assert not ("above the usual" in said and usual >= low)
    assert not ("below the usual" in said and usual <= high)
    assert not ("inside" in said and not low <= usual <= high)


@given(data=st.data())
def test_a_rule_that_changed_something_visible_is_named(grouped, make_prediction, data):
    value = data.draw(st.floats(-30, 30))
    made = make_prediction(grouped, 0.0, {"temperature": value})
    visible = units(min(value, 0.0), scale_of(grouped.target, made)) != 0
    assert ("rule “Not below 0” adds" in str(prediction_sentence(grouped, made))) == visible


def test_the_sentence_of_the_design(bakery, bread):
    sentence = prediction_sentence(bakery, bread)
    assert sentence.lead == "14 loaves more than usual for a Saturday (38),"
    assert sentence.rest == (
        "because of the holiday tomorrow (+9) and the temperature (+4). No promotion takes off 3. "
        "Even the low end of the range (44) is above the usual value."
    )
    assert sentence.note == ""


def test_what_is_alike_on_the_usual_days_is_no_reason_against_them_but_is_one_without_them(bakery, bread):
    assert "Rye bread" not in str(prediction_sentence(bakery, bread))
    unusual = replace(bread, queue=replace(bread.queue, usual=None))
    sentence = prediction_sentence(bakery, unusual)
    assert sentence.lead == "15 loaves more than the start point (37),"
    assert sentence.rest.startswith("because of the holiday tomorrow (+9) and product Rye bread (+6).")


def test_a_day_like_any_other_is_called_so(bakery, make_prediction):
    same = make_prediction(bakery, 30.0, {"temperature": 9.0, "holiday_tomorrow": -9.0}, usual=30.2)
    sentence = prediction_sentence(bakery, same)
    assert sentence.lead == "About as usual for a Saturday (30)."
    assert sentence.rest == "The temperature adds 9. The holiday tomorrow takes off 9."


def test_without_a_reason_of_any_size_none_is_invented(bakery, make_prediction):
    flat = make_prediction(bakery, 40.0, {"temperature": 0.2, "mean": 0.1}, usual=30.0)
    assert str(prediction_sentence(bakery, flat)) == f"10 loaves more than usual for a Saturday (30). {no_reason()}"
    always = make_prediction(bakery, 33.0, {"product": 7.0}, usual=30.0)
    assert prediction_sentence(bakery, always).rest == "What differs from the usual days is too small to show."


def test_reasons_far_smaller_than_the_difference_are_not_its_cause(bakery, make_prediction):
    small = make_prediction(bakery, 40.0, {"temperature": 2.0, "mean": 1.0}, usual=30.0)
    assert prediction_sentence(bakery, small).lead == "13 loaves more than usual for a Saturday (30)."
    assert prediction_sentence(bakery, small).rest == (
        "No single reason is large; the largest are the temperature (+2) and the mean of four weeks (+1)."
    )
    single = make_prediction(bakery, 40.0, {"temperature": 2.0}, usual=30.0)
    assert prediction_sentence(bakery, single).rest == "No single reason is large; the largest is the temperature (+2)."
    enough = make_prediction(bakery, 40.0, {"temperature": 3.0, "mean": 1.0}, usual=32.0)
    assert prediction_sentence(bakery, enough).rest.startswith("because of the temperature (+3) and")


def test_only_opposing_reasons_are_not_causes(bakery, make_prediction):
    odd = make_prediction(bakery, 60.0, {"temperature": -5.0}, usual=30.0)
    assert str(prediction_sentence(bakery, odd)) == (
        "25 loaves more than usual for a Saturday (30). The temperature takes off 5."
    )


def test_a_reason_of_one_unit_keeps_its_sign(bakery, make_prediction):
    less = make_prediction(bakery, 40.0, {"temperature": -9.0, "last_week": 1.0}, usual=45.0)
    assert (
        prediction_sentence(bakery, less).rest == "because of the temperature (−9). What was sold last Saturday adds 1."
    )


def test_phrases_follow_the_kind_of_value(bakery, make_prediction):
    names = {"holiday_tomorrow": 0.0, "last_week": 41.0, "promotion": "1", "temperature": None, "mean": 30.0}
    made = make_prediction(bakery, 40.0, dict.fromkeys(names, 1.0), names)
    phrases = [reason_phrase(bakery, item) for item in made.explanation.contributions]
    assert phrases == [
        "no holiday tomorrow",
        "what was sold last Saturday",
        "promotion running",
        "the missing “Temperature”",
        "the mean of four weeks",
    ]


def test_a_class_is_compared_by_its_chance(lateness, make_prediction):
    made = make_prediction(lateness, -0.4, {"temperature": 0.9}, link=Link.LOGIT, label="1", usual=0.3)
    sentence = prediction_sentence(lateness, made)
    assert sentence.lead == "Late: 62 %, more than usual for a Saturday (30 %),"
    assert sentence.rest == "because of the temperature (+22 points). This is likely."
    assert sentence.note == scale_note(made.explanation)
    assert "rescaled" in sentence.note
    first = prediction_sentence(lateness, replace(made, queue=replace(made.queue, usual=None)))
    assert first.lead == "Late: 62 %, more than the start point (40 %),"
