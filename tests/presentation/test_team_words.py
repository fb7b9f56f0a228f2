"""The words of the team and of its use: sentences for every state, the table of weeks and its picture."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.team_progress import Cell, add_up
from domain.use_of_weeks import Judged, Measure, State, UsageWatch, WeekOfUse
from presentation.charts.palette import DARK, LIGHT
from presentation.charts.use_over_time import use_alt, use_figure, use_reading
from presentation.words.team import nobodys_state, part_text, progress_rows, shared_sentence, team_sentence
from presentation.words.use import least, use_head, use_rows, wait_text, watch_parts, watch_sentence

DAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 16)
WEEK = WeekOfUse(MONDAY, True, 6, 12, 40, 3, 300, 36, 0.5)


def judged(state: State, *, measure: Measure = "reviews", complete: bool = True, weeks: int = 6) -> Judged:
    known = state in ("normal", "fallen")
    return Judged(measure, MONDAY, complete, state, 3, 60.2 if known else None, 36.4 if known else None, weeks)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (judged("fallen"), "Use is falling: 3 answers in the week from Mon 16 Nov, at least 37 are normal, 60 usual."),
        (
            judged("fallen", measure="visits", complete=False),
            "Fewer people look: 3 visits this week so far, at least 37 are normal by now, 60 usual.",
        ),
        (judged("normal"), "Use is as always: 3 answers last week, where 37 or more are normal."),
        (judged("normal", complete=False), "Use is as always: 3 answers this week so far, where 37 or more are normal."),
        (judged("too few"), "So little use is usual here that a fall could not be told from chance."),
        (
            judged("too early", weeks=2),
            "Not enough weeks yet to say what is normal: 2 with predictions before, 4 are needed.",
        ),
        (judged("no runs"), "No predictions were made this week or last week, so there is nothing to judge use by."),
    ],
)  # fmt: skip
def test_the_weeks_are_judged_in_a_sentence(found: Judged, said: str) -> None:
    assert watch_sentence(UsageWatch("bakery", (found,))) == said


def test_only_a_fall_asks_for_somebody() -> None:
    assert "*" in watch_parts(UsageWatch("bakery", (judged("fallen"), judged("normal"))))
    assert "*" not in watch_parts(UsageWatch("bakery", (judged("normal"),)))


@pytest.mark.parametrize(("low", "whole"), [(0.0, 0), (0.2, 1), (36.4, 37), (37.0, 37)])
def test_the_least_normal_number_is_whole(low: float, whole: int) -> None:
    assert least(low) == whole


@pytest.mark.parametrize(
    ("hours", "said"),
    [(None, "–"), (0.0, "0 minutes"), (1 / 60, "1 minute"), (1.9, "114 minutes"), (3.2, "3 hours"), (72.0, "3 days")],
)
def test_a_wait_is_told_as_people_say_it(hours: float | None, said: str) -> None:
    assert wait_text(hours) == said


def test_the_table_of_weeks_has_the_newest_first_and_leaves_out_unknown_visits() -> None:
    this = replace(WEEK, monday=MONDAY + timedelta(weeks=1), complete=False, wait_hours=None)
    assert use_rows((WEEK, this), with_visits=True) == (
        ("Mon 23 Nov (so far)", "12", "40", "3", "300", "12.0 %", "–"),
        ("Mon 16 Nov", "12", "40", "3", "300", "12.0 %", "30 minutes"),
    )
    segment = replace(WEEK, visits=None)
    assert all(len(row) == len(use_head(with_visits=False)) for row in use_rows((segment,), with_visits=False))


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("visits", [12, None])
def test_the_picture_shows_what_the_table_says(palette, visits: int | None) -> None:
    weeks = tuple(
        replace(WEEK, monday=MONDAY + timedelta(weeks=at), reviews=10 * at, visits=visits, runs=at, complete=at < 3)
        for at in range(4)
    )
    figure = use_figure(weeks, palette)
    assert len(figure.data) == (1 if visits is None else 2)
    assert list(figure.data[-1].y) == [0, 10, 20, 30]
    assert [colour == palette.card for colour in figure.data[-1].marker.color] == [False, False, False, True]
    assert len(figure.layout.shapes) == 1
    assert "30 answers by 3 people" in use_alt(weeks)
    assert ("Visits" in use_reading(with_visits=True), "Visits" in use_reading(with_visits=False)) == (True, False)


def test_a_picture_of_nothing_can_be_drawn() -> None:
    assert list(use_figure((replace(WEEK, reviews=0, visits=0),), LIGHT).data[-1].y) == [0]


OWNERS = ((1, "Ana"), (2, "Ben"))


def cell(owners: set[int], count: int, *, answered: bool = False) -> Cell:
    return Cell(frozenset(owners), False, answered, count)


def test_the_lead_says_what_is_nobodys_and_what_is_done() -> None:
    some = add_up(OWNERS, [cell({0}, 8, answered=True), cell({0, 1}, 4), cell(set(), 12_000)])
    assert team_sentence(some, DAY, DAY) == (
        "12\u202f012 predictions for Saturday: *12\u202f000 are nobody's*. 8 answered, 12\u202f004 to do."
    )
    assert shared_sentence(some) == "4 predictions are assigned to several people and count for each of them."
    assert nobodys_state(some) == "12\u202f000 are nobody's"
    assert [row[:2] for row in progress_rows(some)] == [
        ("Ana", "12"), ("Ben", "4"), ("Nobody's", "12\u202f000"), ("All predictions", "12\u202f012"),
    ]  # fmt: skip
    done = add_up(OWNERS, [cell({0}, 1, answered=True)])
    assert team_sentence(done, DAY, DAY) == "1 prediction for Saturday: all are somebody's. All are answered."
    assert shared_sentence(done) == ""
    nothing = add_up((), [cell(set(), 3)])
    assert "nobody is assigned to them" in team_sentence(nothing, DAY, DAY)
    assert "None is answered yet." in team_sentence(nothing, DAY, DAY)


def test_a_part_is_told_in_the_order_of_the_keys(bakery) -> None:
    first, second = bakery.keys[:2]
    told = part_text(bakery, ((second, "x"), (first, "y")))
    assert told.index("y") < told.index("x")
    assert part_text(bakery, ()) == "all predictions"
    assert part_text(bakery, (("gone", "z"),)) == "Gone: z"
