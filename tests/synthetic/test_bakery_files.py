"""What the written files promise: the same bytes, days that only get added, and nothing from the future."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.synthetic.bakery import write_bakery
from intake.synthetic.recipe import Recipe

# Enough days for every season, few enough to write some dozens of times.
SHORT = 70

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def _texts(paths: tuple[Path, ...]) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in paths]


def test_the_same_seed_and_date_give_the_same_bytes(written, tmp_path):
    again = write_bakery(tmp_path / "again", written.today)
    for path in again:
        assert path.read_bytes() == (written.folder / path.name).read_bytes()


def test_another_seed_sells_something_else_in_the_same_shops(written, tmp_path):
    sales, _, calendar, weather = write_bakery(tmp_path, written.today, seed=written.recipe.seed + 1)
    assert sales.read_bytes() != (written.folder / "sales.csv").read_bytes()
    assert weather.read_bytes() != (written.folder / "weather.csv").read_bytes()
    assert calendar.read_bytes() == (written.folder / "calendar.csv").read_bytes()


@settings(max_examples=12, deadline=None)
@given(first_day=DAYS, before=st.integers(1, SHORT), more=st.integers(1, 10), seed=st.integers(0, 2**32))
def test_a_later_morning_only_adds_rows(tmp_path_factory, first_day, before, more, seed):
    folder = tmp_path_factory.mktemp("grows")
    today = first_day + timedelta(days=before)
    early = _texts(write_bakery(folder, today, seed, first_day=first_day))
    late = _texts(write_bakery(folder, today + timedelta(days=more), seed, first_day=first_day))
    assert all(longer.startswith(shorter) for shorter, longer in zip(early, late, strict=True))
    assert len(late[2]) > len(early[2])


def test_letting_days_pass_one_by_one_is_the_same_as_at_once(tmp_path):
    first_day = date(2026, 9, 10)
    for offset in (60, 61, 62):
        stepwise = _texts(write_bakery(tmp_path / "step", first_day + timedelta(days=offset), first_day=first_day))
    assert stepwise == _texts(write_bakery(tmp_path / "once", first_day + timedelta(days=62), first_day=first_day))


def test_every_file_ends_on_the_day_its_provider_has_reached(written):
    last = {
        name: max(row["date"] for row in getattr(written, name)) for name in ("sales", "plan", "calendar", "weather")
    }
    ahead = {"sales": -1, "plan": 1, "calendar": 400, "weather": -3}
    assert last == {name: (written.today + timedelta(days=days)).isoformat() for name, days in ahead.items()}


def test_the_first_start_writes_two_years(written, recipe: Recipe):
    assert recipe.days == 730
    days = {row["date"] for row in written.sales}
    assert min(days) == (written.today - timedelta(days=730)).isoformat()
    # All stores are closed on New Year's Day and Christmas Day of both years.
    assert len(days) == 730 - 4


def test_a_history_without_a_day_is_refused(tmp_path):
    with pytest.raises(ValueError, match="must lie before"):
        write_bakery(tmp_path, date(2026, 1, 1), first_day=date(2026, 1, 1))


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(tmp_path, monkeypatch):
    paths = write_bakery(tmp_path, date(2026, 3, 2), first_day=date(2026, 3, 1))
    before = _texts(paths)

    def no_room(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", no_room)
    with pytest.raises(OSError, match="No space left"):
        write_bakery(tmp_path, date(2026, 3, 9), first_day=date(2026, 3, 1))
    assert _texts(paths) == before
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in paths}
