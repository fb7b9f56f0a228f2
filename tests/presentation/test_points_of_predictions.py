"""Points stand where their values are: names and missing values at places of their own, never at a made-up number."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.points import Column, Points, Split
from presentation.charts.dependence import (
    dependence_alt,
    dependence_head,
    dependence_ranges,
    dependence_reading,
    dependence_rows,
    dependence_sentence,
    points_head,
    points_rows,
)
from presentation.charts.dependence_figure import dependence_figure
from presentation.charts.palette import LIGHT
from presentation.charts.places import MOST_PLACES, places_of
from presentation.charts.swarm import (
    REACH,
    swarm_points_head,
    swarm_points_rows,
    swarm_rows,
    swarm_sentence,
    swarm_table,
)
from presentation.charts.swarm_figure import swarm_figure
from presentation.words.insights import split_sentence, split_words
from tests.presentation.insights_shop import drivers, shop_of


def points_of(feature: str, values: Column, effects: np.ndarray, **more: Column) -> Points:
    count = len(effects)
    return Points(
        total=count,
        ids=tuple(f"run-{at}" for at in range(count)),
        entities=(("<i>North</i>",),) * count,
        days=(date(2026, 11, 21),) * count,
        values={feature: values, **more},
        effects={feature: np.asarray(effects, dtype=float)},
    )


def names(*values: str | None) -> Column:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


NUMBERS = st.lists(st.floats(-1e6, 1e6) | st.just(float("nan")), min_size=1, max_size=80)


@given(NUMBERS)
def test_every_point_has_a_place_and_missing_ones_stand_apart(values: list[float]) -> None:
    column = np.array(values)
    places = places_of(shop_of(), "heat", column)
    missing = np.isnan(column)

    assert np.isfinite(places.x).all()
    assert (places.x >= places.span[0]).all()
    assert (places.x <= places.span[1]).all()
    if missing.any():
        assert places.ticks[0][1] == "missing"
        if not missing.all():
            assert places.x[missing].max() < places.x[~missing].min()
    if places.on_scale:
        assert (places.x[~missing] == column[~missing]).all()


@given(NUMBERS, st.integers(0, 99))
def test_the_summary_counts_every_point_once_and_its_means_are_those_of_the_points(
    values: list[float], seed: int
) -> None:
    column = np.array(values)
    effects = np.random.default_rng(seed).normal(size=len(values))
    points = points_of("heat", column, effects)

    ranges = dependence_ranges(shop_of(), "heat", points, places_of(shop_of(), "heat", column))

    assert sum(item.count for item in ranges) == len(values)
    assert sum(item.count * item.mean for item in ranges) == pytest.approx(effects.sum(), abs=1e-9)
    assert min(item.lowest for item in ranges) == effects.min()
    assert max(item.highest for item in ranges) == effects.max()
    assert all(len(row) == len(dependence_head()) for row in dependence_rows(shop_of(), ranges))


def test_names_stand_beside_each_other_and_the_rarest_of_many_share_a_place() -> None:
    many = names(*[f"kind {at}" for at in range(20) for _ in range(40 - at)], None)
    places = places_of(shop_of(), "kind", many)

    assert len(places.ticks) == MOST_PLACES
    assert places.ticks[0] == (0, "missing")
    assert places.ticks[1] == (1, "kind 0")
    assert places.ticks[-1] == (MOST_PLACES - 1, "10 others")
    assert (np.abs(places.x - places.place) <= 0.3 + 1e-9).all()


def test_the_sentence_names_the_ends_of_the_summary() -> None:
    use_case = shop_of()
    points = points_of("kind", names("a", "a", "b", None), np.array([4.0, 6.0, -2.0, 0.5]))
    ranges = dependence_ranges(use_case, "kind", points, places_of(use_case, "kind", points.values["kind"]))

    assert dependence_sentence(use_case, ranges) == "On average the effect is +5.00 for “a” and −2.00 for “b”."
    assert dependence_alt(use_case, "kind", ranges) == "Effect of “Kind” by its value: missing +0.50; a +5.00; b −2.00."


def test_a_feature_without_any_effect_is_said_to_have_none() -> None:
    use_case = shop_of()
    points = points_of("heat", np.arange(30.0), np.zeros(30))
    places = places_of(use_case, "heat", points.values["heat"])
    ranges = dependence_ranges(use_case, "heat", points, places)

    assert dependence_sentence(use_case, ranges) == "On average its effect is ±0 whatever its value."
    assert dependence_figure(use_case, points, places, None, LIGHT).data[0].y is not None


def test_the_two_answers_of_a_split_are_two_marks_with_their_words() -> None:
    use_case = shop_of()
    heat = np.arange(40.0)
    points = points_of("heat", heat, heat - 20, kind=names(*["a <u>", "b"] * 20))
    split = Split("kind", "is", "a <u>", np.array([True, False] * 20), 0.62)
    places = places_of(use_case, "heat", heat)

    drawn = dependence_figure(use_case, points, places, split, LIGHT)

    other, yes = drawn.data
    assert (len(yes.x), yes.marker.symbol, other.marker.symbol) == (20, "diamond", "circle-open")
    assert set(yes.customdata) == {f"run-{at}" for at in range(0, 40, 2)}
    assert "Kind: a &lt;u&gt;" in drawn.layout.annotations[0].text
    assert "<i>" not in yes.hovertext[0]
    assert "Heat &lt;b&gt;: 0 °C" in yes.hovertext[0]
    assert "62 %" in split_sentence(use_case, split)
    assert "Kind: a <u>" in dependence_reading(use_case, "heat", split)


@pytest.mark.parametrize(
    ("split", "words"),
    [
        (("heat", "above", 24.0), ("Heat <b> above 24 °C", "not above")),
        (("kind", "is", "a"), ("Kind: a", "all others")),
        (("kind", "missing", None), ("Kind missing", "Kind known")),
    ],
)
def test_a_split_in_words(split: tuple[str, str, object], words: tuple[str, str]) -> None:
    assert split_words(shop_of(), Split(*split, np.array([True]), 0.5)) == words  # type: ignore[arg-type]
    assert split_sentence(shop_of(), None) == "No other feature changes this effect enough to be seen here."


def test_a_file_has_every_point_with_plain_numbers() -> None:
    points = points_of("heat", np.array([1.5, np.nan]), np.array([0.25, -1e-3]))

    assert points_head(shop_of(), "heat") == ("Prediction", "Store", "Day", "Heat <b>", "Effect")
    assert points_rows(points, "heat") == (
        ("run-0", "<i>North</i>", "2026-11-21", "1.5", "0.25"),
        ("run-1", "<i>North</i>", "2026-11-21", "", "-0.001"),
    )


def test_a_swarm_has_every_prediction_once_in_every_row_and_stays_inside_it() -> None:
    use_case, chosen = shop_of(), tuple(driver for driver in drivers() if driver.name in ("heat", "kind"))
    random = np.random.default_rng(1)
    effects = {"heat": random.normal(size=300), "kind": np.zeros(300)}
    heat = np.where(np.arange(300) % 7 == 0, np.nan, random.normal(size=300))
    points = Points(300, tuple(f"run-{at}" for at in range(300)), (("N",),) * 300, (date(2026, 11, 21),) * 300, {"heat": heat, "kind": names(*["a"] * 300)}, effects)  # fmt: skip

    rows = swarm_table(use_case, chosen, points)
    drawn = swarm_figure(use_case, rows, points, LIGHT)

    assert [row.code for row in rows] == ["heat", "kind"]
    for place, trace in enumerate(drawn.data):
        assert len(trace.x) == 300
        assert np.abs(np.array(trace.y) - place).max() <= REACH + 1e-9
    assert not rows[0].named
    assert rows[1].named
    assert np.isnan(rows[0].height).sum() == np.isnan(heat).sum()
    assert rows[0].height[np.nanargmax(heat)] == 1.0
    assert drawn.data[0].marker.color[int(np.nanargmax(heat))] == LIGHT.more
    assert drawn.data[0].marker.color[int(np.nanargmin(heat))] == LIGHT.less
    assert set(drawn.data[1].marker.color) == {LIGHT.neutral}
    assert swarm_sentence(use_case, rows).startswith("“Heat <b>” reaches furthest: from −")
    assert len(swarm_rows(use_case, rows)) == 2
    assert len(swarm_points_rows(chosen, points)[0]) == len(swarm_points_head(chosen, use_case))


def test_effects_on_a_probability_are_told_in_points() -> None:
    use_case = shop_of(task="binary")
    points = points_of("heat", np.arange(40.0), np.linspace(-0.2, 0.3, 40))
    places = places_of(use_case, "heat", points.values["heat"])

    drawn = dependence_figure(use_case, points, places, None, LIGHT)

    assert max(drawn.data[0].y) == pytest.approx(30.0)
    assert "+30.0 points" in drawn.data[0].hovertext[-1]
    assert drawn.layout.yaxis.title.text == "effect in points"
