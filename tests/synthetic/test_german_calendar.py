from datetime import date, timedelta

from dateutil.easter import easter as reference_easter
from hypothesis import given
from hypothesis import strategies as st

from intake.synthetic.german_calendar import easter, is_holiday, is_school_holiday

YEARS = st.integers(1583, 4099)


@given(YEARS)
def test_easter_is_the_day_an_independent_calculation_finds(year: int):
    assert easter(year) == reference_easter(year)


@given(YEARS)
def test_a_year_has_twelve_public_holidays_unless_two_fall_on_one_day(year: int):
    days = {date(year, 1, 1) + timedelta(days=offset) for offset in range(365)}
    # Ascension Day can fall on 1 May (as in 2008): the only two of the list that can meet.
    assert sum(map(is_holiday, days)) == 12 - (easter(year) + timedelta(days=39) == date(year, 5, 1))


def test_known_days_of_2026_are_what_a_calendar_on_the_wall_says():
    holidays = [
        date(2026, 1, 6),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 14),
        date(2026, 6, 4),
        date(2026, 12, 26),
    ]
    working = [date(2026, 4, 2), date(2026, 4, 5), date(2026, 12, 24), date(2026, 12, 31), date(2026, 6, 5)]
    assert [is_holiday(day) for day in holidays + working] == [True] * 6 + [False] * 5


def test_school_holidays_have_first_and_last_days():
    first_and_last = [(7, 27), (9, 9), (10, 27), (11, 2), (12, 23), (12, 31), (1, 6), (3, 30), (4, 11), (5, 25), (6, 5)]
    just_outside = [(7, 26), (9, 10), (10, 26), (11, 3), (12, 22), (1, 7), (3, 29), (4, 12), (5, 24), (6, 6)]
    assert all(is_school_holiday(date(2026, *day)) for day in first_and_last)
    assert not any(is_school_holiday(date(2026, *day)) for day in just_outside)
