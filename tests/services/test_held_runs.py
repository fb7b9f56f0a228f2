"""What cannot be published is held and says why; corrected, it is published."""

import pytest

from domain.errors import SourceError
from domain.finding import Severity, Verdict
from domain.run import RunState
from services.list_held import held_since, list_held
from services.open_day import open_day
from services.train_version import train_version
from tests.services.made_up_shop import MORNING, Row
from tests.services.outcomes import TARGET_DAY, codes, files, finding
from tests.services.shop import Shop


def twice(rows: list[Row]) -> list[Row]:
    return [*rows, *(row for row in rows if row["date"] == TARGET_DAY.isoformat())]


def without_plan_of_the_day(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["date"] != TARGET_DAY.isoformat()]


def other_dates(rows: list[Row]) -> list[Row]:
    return [row | {"date": "/".join(reversed(row["date"].split("-")))} for row in rows]


def text_in_numbers(rows: list[Row]) -> list[Row]:
    return [row | {"sold": "many"} for row in rows]


def break_file(shop: Shop, how: str) -> None:
    path = shop.folder / "plan.csv"
    if how == "missing file":
        path.unlink()
    elif how == "empty file":
        path.write_text("", encoding="utf-8")
    elif how == "only a header":
        path.write_text("date,store,product,promotion,price\n", encoding="utf-8")
    elif how == "wrong separator":
        path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    elif how == "unknown column":
        path.write_text(path.read_text(encoding="utf-8").replace("promotion", "werbung", 1), encoding="utf-8")
    else:
        path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))


EDITS = {
    "duplicate keys": ("plan", twice, "duplicates_hold"),
    "a day with no rows": ("plan", without_plan_of_the_day, "no_rows"),
    "dates in another format": ("plan", other_dates, "too_many_bad_values"),
    "text in a number column": ("sales", text_in_numbers, "too_many_bad_values"),
}
FAULTS = {
    "missing file": "missing",
    "empty file": "empty",
    "only a header": "empty",
    "wrong separator": "separator",
    "unknown column": "column",
    "wrong encoding": "encoding",
}


@pytest.mark.parametrize("kind", EDITS)
def test_a_bad_batch_is_held_with_its_finding_and_publishes_once_corrected(shop: Shop, kind: str) -> None:
    table, change, code = EDITS[kind]
    good = (shop.folder / f"{table}.csv").read_bytes()
    shop.edit(table, change)
    held = shop.daily()
    assert (held.run.state, held.run.verdict) == (RunState.HELD, Verdict.HELD)
    assert code in codes(held, Severity.CRITICAL)
    assert files(shop) == set()
    assert shop.stored(held.run.id) == held.run
    assert open_day(shop.deps, "shop", TARGET_DAY).findings == held.findings
    (shop.folder / f"{table}.csv").write_bytes(good)
    corrected = shop.published()
    assert open_day(shop.deps, "shop", TARGET_DAY).run == corrected
    assert shop.stored(held.run.id).state is RunState.HELD


@pytest.mark.parametrize("how", FAULTS)
def test_a_source_that_cannot_be_read_holds_the_run_until_it_can(shop: Shop, how: str) -> None:
    good = (shop.folder / "plan.csv").read_bytes()
    break_file(shop, how)
    held = shop.daily()
    assert held.run.state is RunState.HELD
    found = finding(held, "source_unreadable")
    assert (found.source, found.detail["fault"]) == ("plan", FAULTS[how])
    assert files(shop) == set()
    (shop.folder / "plan.csv").write_bytes(good)
    assert shop.daily().run.state is RunState.PUBLISHED


def test_a_held_batch_tried_again_is_one_run(shop: Shop) -> None:
    shop.edit("plan", twice)
    assert shop.daily().run.id == shop.daily().run.id
    assert list(shop.run_states().values()) == ["held"]


def test_a_bad_batch_after_a_good_one_takes_nothing_back(shop: Shop) -> None:
    good = shop.published()
    (shop.folder / "plan.csv").unlink()
    assert shop.at(1).daily().run.state is RunState.HELD
    assert open_day(shop.deps, "shop", TARGET_DAY).run == good
    shop.deps.predictions.verify(good)


def test_duplicates_are_held_even_where_the_same_content_was_published_before(shop: Shop) -> None:
    good = shop.published()
    shop.edit("plan", twice)
    held = shop.at(1).daily()
    assert (held.run.state, held.repeated) == (RunState.HELD, False)
    assert shop.run_states() == {good.id: "published", held.run.id: "held"}


def test_a_source_that_cannot_be_read_stops_training_and_nothing_is_written(shop: Shop) -> None:
    break_file(shop, "missing file")
    before = sorted(shop.deps.models.rglob("*"))
    with pytest.raises(SourceError) as caught:
        train_version(shop.deps, shop.loaded, MORNING)
    assert (caught.value.source, caught.value.fault) == ("plan", "missing")
    assert sorted(shop.deps.models.rglob("*")) == before
    with shop.deps.feedback.read() as unit:
        assert [version.number for version in unit.versions.all("shop")] == [1]


# --- a later batch of a morning that was published ----------------------------------------------------------------


def waiting(shop: Shop) -> list[str]:
    """The held runs that wait, as Data lists them and as the day itself tells; both say the same."""
    listed = [held.run.id for held in list_held(shop.deps, "shop")]
    later = held_since(shop.deps, open_day(shop.deps, "shop", TARGET_DAY).run)
    assert listed == ([] if later is None else [later.run.id])
    return listed


def test_a_later_batch_that_is_held_waits_until_its_morning_is_published_again(shop: Shop) -> None:
    first = shop.published()
    assert waiting(shop) == []
    shop.edit("plan", twice)
    held = shop.at(1).daily()
    assert waiting(shop) == [held.run.id]
    assert held_since(shop.deps, first).findings == held.findings

    (shop.folder / "plan.csv").unlink()
    unread = shop.at(2).daily()
    assert waiting(shop) == [unread.run.id], "the newest attempt says what is wrong now"


def test_another_batch_that_is_published_makes_history_of_the_one_that_was_held(published_shop: Shop) -> None:
    good = (published_shop.folder / "plan.csv").read_bytes()
    published_shop.edit("plan", twice)
    held = published_shop.at(1).daily().run
    (published_shop.folder / "plan.csv").write_bytes(good)
    published_shop.correct("price", "9.99", date=TARGET_DAY.isoformat())
    assert waiting(published_shop) == [held.id]
    published_shop.at(2).published()
    assert waiting(published_shop) == []


def test_the_earlier_batch_come_again_makes_history_of_the_one_that_was_held(published_shop: Shop) -> None:
    good = (published_shop.folder / "plan.csv").read_bytes()
    published_shop.edit("plan", twice)
    held = published_shop.at(1).daily().run
    (published_shop.folder / "plan.csv").write_bytes(good)
    assert published_shop.at(2).daily().repeated
    assert waiting(published_shop) == []

    published_shop.edit("plan", twice)
    assert published_shop.at(3).daily().run.id == held.id
    assert waiting(published_shop) == [held.id], "it came once more, and is held once more"
