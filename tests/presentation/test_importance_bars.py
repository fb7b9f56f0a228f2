"""The bars, segments and lines of Insights say what was measured, and their numbers add up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.driver import Driver, Importance, RunImportance, Segment, Segments, drivers_of
from domain.use_case import UseCase
from presentation.charts.importance import (
    MOST_BARS,
    OTHERS,
    importance_alt,
    importance_head,
    importance_rows,
    importance_table,
)
from presentation.charts.importance_figure import importance_figure
from presentation.charts.over_time import over_time, over_time_head, over_time_rows, over_time_sentence, version_changes
from presentation.charts.over_time_figure import over_time_figure
from presentation.charts.palette import LIGHT
from presentation.charts.segments import segment_head, segment_note, segment_rows, segment_sentence, segment_table
from presentation.charts.segments_figure import segment_figure
from presentation.words.insights import driver_sentence, measure_note, sample_text, shares_of, start_note
from tests.presentation.insights_shop import FEATURES, drivers, shop_of

AMOUNTS = st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=len(FEATURES), max_size=len(FEATURES))


def importance_of(amounts: list[float], rows: int = 10) -> Importance:
    return Importance(rows, dict(zip(FEATURES, amounts, strict=True)))


@given(AMOUNTS, st.booleans())
def test_the_shares_that_are_shown_add_up_to_a_hundred(amounts: list[float], opened: bool) -> None:
    bars = importance_table(shop_of(), drivers(), importance_of(amounts), {}, opened=opened)

    assert sum(bar.share for bar in bars) == (100 if sum(amounts) else 0)
    single = [bar for bar in bars if bar.code != OTHERS]
    assert [bar.share for bar in single] == sorted((bar.share for bar in single), reverse=True)
    assert len(single) == (len(FEATURES) if opened else MOST_BARS)
    assert (bars[-1].code == OTHERS) is not opened


@given(AMOUNTS)
def test_opening_the_small_ones_changes_no_other_number(amounts: list[float]) -> None:
    closed, opened = (
        importance_table(shop_of(), drivers(), importance_of(amounts), {}, opened=opened) for opened in (False, True)
    )

    assert opened[:MOST_BARS] == closed[:MOST_BARS]
    assert sum(bar.share for bar in opened[MOST_BARS:]) == closed[-1].share


def test_a_row_has_label_group_share_mean_and_doubts() -> None:
    bars = importance_table(
        shop_of(), drivers(), importance_of([50.0, 30.0, 20.0, *[0.0] * 9]), {"heat": 4, "f11": 2}, opened=False
    )

    assert importance_rows(bars)[0] == ("Heat <b>", "Weather", "50 %", "5.00 cups", "4")
    assert importance_rows(bars)[-1] == ("3 others", "", "0 %", "", "2")
    assert len(importance_head()) == 5
    assert importance_alt(bars).startswith("Share of each in what moves the predictions: Heat <b> 50 %, ")


def test_a_group_is_told_with_its_features_and_all_of_their_doubts() -> None:
    use_case = shop_of()
    grouped = drivers_of(use_case, grouped=True)
    measured = Importance(2, {driver.code: 1.0 for driver in grouped})

    bars = importance_table(use_case, grouped, measured, {"heat": 4, "rain": 1}, opened=True)

    (weather,) = [bar for bar in bars if bar.code == "group.weather"]
    assert (weather.label, weather.note, weather.doubts) == ("Weather", "2 features", 5)


def test_labels_are_text_for_plotly_and_each_row_carries_its_code() -> None:
    bars = importance_table(shop_of(), drivers(), importance_of([3.0] * 12), {"heat": 1}, opened=False)
    drawn = importance_figure(bars, "heat", LIGHT)

    assert list(drawn.data[-1].customdata) == [bar.code for bar in bars]
    assert drawn.layout.annotations[0].text.startswith("<b>Heat &lt;b&gt;</b><br>")
    assert drawn.data[0].marker.color[0] == LIGHT.you
    assert any(note.text == "1 doubt" for note in drawn.layout.annotations)


# --- sentences ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amounts", "sentence"),
    [
        ([41, 30, 9, 20], "Heat <b> makes up 41 % of what moves the predictions; rain comes second, feature 4 third."),
        ([60, 40], "Heat <b> makes up 60 % of what moves the predictions; rain makes up the rest."),
        ([5], "Heat <b> alone moves the predictions from their start point."),
        ([], "Nothing moves the predictions from their start point."),
    ],
)
def test_the_sentence_names_what_moves_most(amounts: list[float], sentence: str) -> None:
    found = driver_sentence(shop_of(), drivers(), importance_of([*map(float, amounts), *[0.0] * (12 - len(amounts))]))

    assert found.words == sentence
    assert found.answer in sentence


def test_what_shares_are_measured_in_is_said_where_it_is_not_the_unit() -> None:
    assert measure_note(shop_of()) == ""
    assert "the scale on which the model adds up" in measure_note(shop_of(objective="poisson"))
    assert start_note(shop_of()) == ""
    assert "starts from “Rain”" in start_note(shop_of(offset="rain"))


def test_a_sample_says_of_how_many() -> None:
    assert sample_text(5_000, 1_000_000) == "5,000 of 1,000,000 predictions"
    assert sample_text(1_432, 1_432) == "all 1,432 predictions"


# --- segments -----------------------------------------------------------------------------------------------------


def segments_of(*shares: float) -> Segments:
    parts = tuple(
        Segment(None if at == 0 else f"<i>{at}</i>", importance_of([share, 100 - share, *[0.0] * 10], 10 + at))
        for at, share in enumerate(shares)
    )
    return Segments(parts, len(parts) + 4)


def test_each_segment_adds_up_by_itself_and_the_largest_difference_is_told() -> None:
    use_case, segments = shop_of(), segments_of(20.0, 70.0)
    table = segment_table(use_case, "kind", drivers(), importance_of([2.0, 1.0, *[0.0] * 10]), segments)

    assert table.shares[:2] == ((20, 70), (80, 30))
    assert segment_head(table) == ("Feature", "missing", "<i>1</i>")
    assert segment_rows(table)[-1] == ("Predictions", "10", "11")
    assert segment_sentence(use_case, table) == (
        "“Heat <b>” differs most: 70 % of what moves predictions at <i>1</i>, 20 % at missing."
    )
    assert segment_note(use_case, table) == "The 2 most frequent of 6 values of “Kind”."
    drawn = segment_figure(table, LIGHT)
    assert list(drawn.layout.xaxis.ticktext) == ["missing", "&lt;i&gt;1&lt;/i&gt;"]
    assert list(drawn.data[-1].customdata[1]) == ["heat", 1]


def test_segments_that_are_alike_are_said_to_be() -> None:
    use_case, overall = shop_of(), importance_of([2.0, 1.0, *[0.0] * 10])

    alike = segment_table(use_case, "kind", drivers(), overall, segments_of(50.0, 51.0))
    alone = segment_table(use_case, "store", drivers(), overall, segments_of(50.0))

    assert segment_sentence(use_case, alike) == "The model uses its features much alike whatever “Kind” is."
    assert segment_sentence(use_case, alone) == "There is only one value of “Store” in this period."


# --- over time ----------------------------------------------------------------------------------------------------


def runs_of(*shares: float, without: int | None = None) -> list[RunImportance]:
    found = []
    for at, share in enumerate(shares):
        totals = dict(importance_of([share, 100 - share, *[0.0] * 10]).totals)
        if at == without:
            del totals["heat"]
        day = date(2026, 11, 1) + timedelta(days=at)
        found.append(RunImportance(f"run{at}", day, 1 if at < 2 else 2, Importance(5, totals)))
    return found


def test_a_shift_between_the_halves_is_told_and_a_new_model_is_marked() -> None:
    table = over_time(shop_of(), drivers(), importance_of([2.0, 3.0, *[0.0] * 10]), runs_of(20, 22, 60, 62), "kind")

    assert over_time_sentence(table) in (
        "“Heat <b>” shifted most: 21 % in the first half of these runs, 61 % in the second.",
        "“Rain” shifted most: 79 % in the first half of these runs, 39 % in the second.",
    )
    assert version_changes(table) == (2,)
    assert [line.code for line in table.lines][-1] == "kind"
    assert len(over_time_head(table)) == len(over_time_rows(table)[0])
    drawn = over_time_figure(table, "kind", LIGHT)
    assert any(note.text == "model 2" for note in drawn.layout.annotations)
    assert list(drawn.data[0].customdata[3]) == ["run3", table.lines[0].code]


def test_a_run_without_the_feature_leaves_a_gap_and_no_zero() -> None:
    table = over_time(
        shop_of(), drivers(), importance_of([9.0, 3.0, *[0.0] * 10]), runs_of(20, 20, 20, without=1), None
    )

    (heat,) = [line for line in table.lines if line.code == "heat"]
    assert heat.shares == (20, None, 20)
    assert over_time_rows(table)[1][2] == "–"
    assert "no share shifted" in over_time_sentence(
        over_time(shop_of(), drivers(), importance_of([9.0, 3.0, *[0.0] * 10]), runs_of(20, 20, 20), None)
    )


def test_one_run_shows_no_change() -> None:
    table = over_time(shop_of(), drivers(), importance_of([1.0] * 12), runs_of(20), None)

    assert over_time_sentence(table).startswith("One run shows no change yet")
    assert over_time_figure(table, None, LIGHT).data


def test_groups_keep_features_of_no_group() -> None:
    use_case: UseCase = shop_of()

    assert drivers_of(use_case, grouped=True)[0] == Driver("group", "weather", ("heat", "rain"))
    assert {name for driver in drivers_of(use_case, grouped=True) for name in driver.features} == set(use_case.features)
    assert shares_of(importance_of([0.0] * 12)) == dict.fromkeys(FEATURES, 0)


def test_the_mean_over_no_row_is_zero() -> None:
    assert importance_of([0.0] * 12, rows=0).mean("heat") == 0.0
