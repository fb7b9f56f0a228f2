from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from presentation.charts.step import OTHERS, group_name, levels_of
from presentation.charts.waterfall import waterfall_steps

OPENED = st.frozensets(st.sampled_from([OTHERS, *map(group_name, ("sales", "weather", "calendar"))]))


def written(text):
    digits = text.split(" ")[0].replace("−", "-").replace("±", "").replace("\u202f", "")
    return Decimal(digits)


@given(data=st.data())
def test_opening_moves_no_number_that_was_shown_before(predictions, data):
    use_case, prediction = data.draw(predictions)
    closed = waterfall_steps(use_case, prediction)
    opened = waterfall_steps(use_case, prediction, data.draw(OPENED))
    assert [(s.label, s.text) for s in opened if s.level == 0] == [(s.label, s.text) for s in closed]


@given(data=st.data())
def test_the_rows_inside_add_up_to_what_was_opened(grouped, make_prediction, data):
    names = ("last_week", "mean", "open_days", "weekday", "month", "holiday_tomorrow", "temperature", "store")
    effects = {name: data.draw(st.floats(-9, 9)) for name in names}
    made = make_prediction(grouped, 60.0, effects)
    opened = waterfall_steps(grouped, made, frozenset({OTHERS, *map(group_name, grouped.groups)}))
    for at, step in enumerate(opened):
        inside = []
        for below in opened[at + 1 :]:
            if below.level <= step.level:
                break
            if below.level == step.level + 1:
                inside.append(written(below.text))
        if step.kind == "head":
            assert sum(inside) == written(step.text)


@given(data=st.data())
def test_every_row_that_moves_the_level_says_so_in_a_sentence(predictions, data):
    use_case, prediction = data.draw(predictions)
    for step in waterfall_steps(use_case, prediction, data.draw(OPENED)):
        if step.kind == "effect":
            assert step.hover.endswith(".") or step.hover.endswith(").")
            assert ("take" in step.hover) == (step.amount < 0)
            assert step.text.lstrip("+−±") in step.hover


def test_features_stand_in_their_groups_and_open(grouped, make_prediction):
    effects = {"holiday_tomorrow": 9.2, "weekday": -3.4, "temperature": 4.0, "store": 1.2, "month": 0.1}
    values = {"holiday_tomorrow": 1.0, "weekday": 5.0, "temperature": None, "store": "North"}
    made = make_prediction(grouped, 40.0, effects, values)
    closed = waterfall_steps(grouped, made)
    assert [(s.label, s.note, s.text, s.opens) for s in closed[1:-1]] == [
        ("Calendar", "+9 Holiday tomorrow, −3 Weekday", "+6", "group:calendar"),
        ("Temperature", "missing", "+4", None),
        ("Store", "North", "+1", None),
    ]
    opened = waterfall_steps(grouped, made, frozenset({"group:calendar"}))
    assert [(s.kind, s.label, s.text, s.level) for s in opened[1:5]] == [
        ("head", "Calendar", "+6", 0),
        ("effect", "Holiday tomorrow", "+9", 1),
        ("effect", "Weekday", "−3", 1),
        ("effect", "Month", "±0", 1),
    ]
    assert closed[1].hover == "Calendar: together they add 6 loaves (+9 Holiday tomorrow, −3 Weekday)."
    assert opened[5].hover == "Temperature is missing; this adds 4 loaves."
    assert levels_of(opened)[1] == (40.0, 40.0)
