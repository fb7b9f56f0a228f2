"""Who was right in words, numbers and pictures, from made-up outcomes."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.outcome import Costs, DayErrors, ErrorSum, Holding, Period
from domain.unit_suspicion import Suspicion
from domain.unusable import RowFault, UnusableRow
from domain.value_added import (
    ALL,
    DIRECTION,
    KEY_PREFIX,
    MONTH,
    NO_REASON,
    PERSON,
    REASON,
    SIZE,
    SIZE_EDGES,
    Closest,
    GroupValue,
    Interval,
    KnownBetter,
    Outcomes,
    OwnRanges,
)  # fmt: skip
from presentation.charts.errors_over_time import MOST_DAYS, time_alt, time_figure, time_points, time_table, time_title
from presentation.charts.palette import LIGHT
from presentation.charts.value_added import value_alt, value_rows, value_table
from presentation.charts.value_added_figure import MOST_ROWS, value_figure
from presentation.words.actuals import suspicion_sentence
from presentation.words.outcome_cards import number_cards
from presentation.words.outcome_groups import dimension_label, group_label
from presentation.words.outcomes import better_sentence, money, verdict
from presentation.words.unusable import unusable_sentence

FIRST = date(2026, 9, 1)
GOOD, BAD, CHANCE = Interval(3.1, 1.2, 5.0), Interval(-1.2, -2.0, -0.4), Interval(0.4, -1.0, 1.5)


def errors(error: float, *, count: int = 10, weight: float = 100.0, cost: float | None = None) -> ErrorSum:
    return ErrorSum(count, error, weight, cost)


def day(at: int, model: float = 11.0, decided: float = 10.0, simple: float = 16.0) -> DayErrors:
    return DayErrors(
        FIRST + timedelta(days=at), 10, errors(model), errors(decided), errors(simple), errors(model), Holding(8, 10)
    )


def group(name: str, cases: int, interval: Interval | None, better: int = 5) -> GroupValue:
    return GroupValue(name, cases, min(cases, 20), better, cases - better, interval, None)


@pytest.fixture
def outcomes(bakery) -> Outcomes:
    reasons = (group("school_closed", 38, GOOD), group(NO_REASON, 61, CHANCE), group("sum", 3, None))
    sizes = (group("0", 42, BAD), group("4", 20, CHANCE))
    return Outcomes(
        bakery, Period(FIRST, FIRST + timedelta(days=29)), None, tuple(day(at) for at in range(30)),
        Interval(0.8, 0.76, 0.84), (), {ALL: (group(ALL, 102, CHANCE, 60),), REASON: reasons, SIZE: sizes, PERSON: ()},
        Closest(3, 2, 1, 0), (), OwnRanges(Holding(0, 0), None), {1: "Ana"}, False,
    )  # fmt: skip


def test_the_verdict_says_how_far_off_and_which_changes_help(outcomes: Outcomes) -> None:
    assert verdict(outcomes) == (
        "The model was off by *11.0 %*. With people's changes: *10.0 %*. The simple rule: 16.0 %. "
        "Changes for *School closed* help. Changes of this kind do not help: *Up to 5 %*."
    )


def test_without_clear_groups_it_says_how_often_changes_came_closer(outcomes: Outcomes) -> None:
    unclear = replace(outcomes, groups={ALL: outcomes.groups[ALL], REASON: (group("sum", 50, CHANCE),)})
    assert verdict(unclear).endswith("People's changes came closer in 60 of 102 cases.")


@pytest.mark.parametrize(
    ("cases", "end"),
    [
        (0, "Nobody changed a value."),
        (1, "One change by people: not enough cases yet."),
        (9, "9 changes by people: not enough cases yet."),
    ],
)
def test_too_few_changes_give_no_judgement(outcomes: Outcomes, cases: int, end: str) -> None:
    few = replace(outcomes, groups={ALL: (group(ALL, cases, None, 0),)})
    assert verdict(few).endswith(end)


def test_where_nothing_happened_the_mean_error_stands_for_the_share(outcomes: Outcomes) -> None:
    quiet = replace(day(0), model=errors(5, weight=0.0), decided=errors(5, weight=0.0))
    assert verdict(replace(outcomes, days=(quiet,))).startswith("The model was off by *0.50 loaves*.")


def test_the_numbers_agree_with_each_other(outcomes: Outcomes) -> None:
    cards = {card.label: (card.value, card.note) for card in number_cards(outcomes)}
    assert cards["Model"] == ("11.0 %", "1.1 loaves off on average")
    assert cards["With people's changes"] == ("10.0 %", "▼ 1.0 points better")
    assert cards["Inside the range"] == ("80 %", "promised 80 %; likely 76 to 84 %")
    assert cards["Changes by people"] == ("102", "60 came closer (59 %), 42 did not")
    assert "Cost of the errors" not in cards
    assert "People's own ranges" not in cards


def test_costs_and_own_ranges_have_their_numbers_where_there_are_any(outcomes: Outcomes) -> None:
    priced = replace(day(0), model=errors(11, cost=22.5), decided=errors(10, cost=12000.0))
    found = replace(
        outcomes, days=(priced,), costs=Costs(1, 2, "€"), own_ranges=OwnRanges(Holding(61, 100), Interval(0.61, 0.5, 0.7))
    )  # fmt: skip
    cards = {card.label: (card.value, card.note) for card in number_cards(found)}
    assert cards["Cost of the errors"] == ("12\u202f000 €", "model alone: 22.50 €")
    assert cards["People's own ranges"] == ("61 %", "of 100 held; meant 80 %")


def test_every_group_has_a_name(bakery) -> None:
    names = [
        (REASON, "school_closed"), (REASON, NO_REASON), (REASON, "gone"), (DIRECTION, "more"), (DIRECTION, "less"),
        (MONTH, "2026-11"), (PERSON, "1"), (KEY_PREFIX + "store", "North"), *((SIZE, str(at)) for at in range(len(SIZE_EDGES) + 1)),
    ]  # fmt: skip
    labels = [group_label(bakery, dimension, name, {1: "Ana"}) for dimension, name in names]
    assert labels == [
        "School closed", "No reason given", "gone", "More than the model", "Less than the model", "November 2026", "Ana",
        "North", "Up to 5 %", "5 to 10 %", "10 to 20 %", "20 to 50 %", "More than 50 %",
    ]  # fmt: skip
    assert dimension_label(bakery, KEY_PREFIX + "store") == "By Store"


def test_where_people_know_better_is_a_question_to_the_model(bakery) -> None:
    reason = better_sentence(bakery, KnownBetter(REASON, "school_closed", 19, 22, 0.001))
    assert reason == "Changes for *School closed* came closer than the model in 19 of 22 cases: is a feature missing?"
    assert "*North*" in better_sentence(bakery, KnownBetter(KEY_PREFIX + "store", "North", 19, 22, 0.001))


# --- charts -------------------------------------------------------------------------------------------------------


def test_rows_without_enough_cases_come_last_and_show_no_number(outcomes: Outcomes) -> None:
    rows = value_rows(outcomes, REASON, "units")
    assert [row.label for row in rows] == ["All changes", "No reason given", "School closed", "=SUM(A1)"]
    table = value_table(rows)
    assert table[2][4] == "+3.1 loaves (+1.2 to +5.0)"
    assert table[3][4] == "not enough cases yet"
    assert "not enough cases yet" in value_alt(rows)


def test_clear_groups_are_filled_and_the_others_hollow(outcomes: Outcomes) -> None:
    drawn = value_figure(value_rows(outcomes, SIZE, "units"), LIGHT)
    fills = {trace.y[0]: trace.marker.color for trace in drawn.data if trace.mode == "markers"}
    assert fills == {0: LIGHT.card, 1: LIGHT.ink, 2: LIGHT.card}


def test_a_long_list_is_cut_in_the_picture_and_whole_in_the_table(outcomes: Outcomes) -> None:
    many = tuple(group(f"<b>{at}</b>", 20 + at, GOOD) for at in range(20))
    rows = value_rows(replace(outcomes, groups={**outcomes.groups, REASON: many}), REASON, "units")
    drawn = value_figure(rows, LIGHT)
    assert len([trace for trace in drawn.data if trace.mode == "markers"]) == MOST_ROWS
    assert len(value_table(rows)) == 21
    assert not any("<b>1" in note.text for note in drawn.layout.annotations)


def test_the_line_has_a_point_a_day_and_a_gap_for_none(outcomes: Outcomes) -> None:
    nothing = replace(day(30), model=errors(0, count=0, weight=0.0))
    points = time_points([*outcomes.days, nothing])
    assert (len(points), time_title(points)) == (30, "How far off, day by day")
    assert time_table(points)[0] == ("Tue 1 Sep", "11.0 %", "10.0 %", "16.0 %", "10")
    assert "model 11.0 %" in time_alt(points)
    assert [len(trace.x) for trace in time_figure(points, LIGHT).data] == [30, 30, 30]


def test_many_days_are_drawn_by_week_and_nothing_is_lost() -> None:
    points = time_points([day(at) for at in range(MOST_DAYS + 20)])
    assert time_title(points) == "How far off, week by week"
    assert sum(point.count for point in points) == 10 * (MOST_DAYS + 20)
    assert {point.day.weekday() for point in points} == {0}


def test_people_have_no_line_where_they_changed_nothing() -> None:
    points = time_points([day(at, decided=11.0) for at in range(5)])
    assert len(time_figure(points, LIGHT).data) == 2


def test_names_at_the_line_ends_do_not_cover_each_other(outcomes: Outcomes) -> None:
    points = time_points([day(at, 11.0, 10.99, 11.01) for at in range(5)])
    drawn = time_figure(points, LIGHT)
    levels = sorted(note.y * 286 / drawn.layout.yaxis.range[1] + note.yshift for note in drawn.layout.annotations)
    assert all(after - before >= 15 for before, after in itertools.pairwise(levels))


# --- files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", RowFault.__args__)  # type: ignore[attr-defined]
def test_every_fault_of_a_row_has_words(fault: RowFault) -> None:
    assert unusable_sentence(UnusableRow(7, fault, "sold", "many")).startswith("Line 7: “many”: ")
    assert unusable_sentence(UnusableRow(7, fault)).startswith("Line 7: ")


@pytest.mark.parametrize(
    ("factor", "words"),
    [(10, "about 10 times"), (2.54, "about 2.54 times"), (0.001, "one 1000th"), (1 / 2.54, "one 2.54th")],
)
def test_another_unit_is_named_by_its_factor(factor: float, words: str) -> None:
    assert words in suspicion_sentence(Suspicion(factor, 8))


@pytest.mark.parametrize(
    ("amount", "written"), [(0, "0.00 €"), (-3.456, "−3.46 €"), (1234.5, "1234 €"), (123456, "123\u202f456 €")]
)
def test_money_has_cents_only_where_they_matter(amount: float, written: str) -> None:
    assert money(amount, "€") == written
