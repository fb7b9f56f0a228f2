"""A file of actuals: what it would do is shown first, what cannot be used is named, and every correction is kept."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.entity import Entity
from domain.errors import NotAllowedError, SourceError
from domain.unit_suspicion import FACTORS, Suspicion, suspect_unit
from presentation.words.upload_problems import upload_problem
from services.check_actuals import newest_entities
from services.record_actuals import record_actuals
from services.upload_actuals import preview_actuals, store_actuals
from tests.services.made_up_shop import MORNING, Row
from tests.services.ready_files import Elsewhere
from tests.services.shop import Shop

BREAD, CAKE = "01.04.2026;North;Bread;{}", "01.04.2026;North;Cake;{}"


@pytest.fixture
def predicted(elsewhere: Elsewhere) -> Elsewhere:
    """One day with two predictions: 40 and 8."""
    elsewhere.predictions("01.04.2026;North;Bread;40;;;", "01.04.2026;North;Cake;8;;;")
    return elsewhere


def history(elsewhere: Elsewhere, entity: Entity = ("North", "Bread")) -> list[tuple[int, float]]:
    with elsewhere.deps.feedback.read() as unit:
        return [(a.revision, a.value) for a in unit.actuals.history("ready", entity, date(2026, 4, 1))]


def test_nothing_is_stored_before_it_is_wanted(predicted: Elsewhere) -> None:
    preview = predicted.upload(BREAD.format(42), CAKE.format(7))
    found = preview.comparison
    assert (found.new, found.corrected, found.unchanged, found.predicted, preview.unusable) == (2, 0, 0, 2, ())
    assert history(predicted) == []

    receipt = predicted.store(preview)
    assert (receipt.new, history(predicted)) == (2, [(1, 42.0)])


def test_a_correction_is_a_further_revision_and_the_latest_counts(predicted: Elsewhere) -> None:
    for value in (42, 42, 44):
        predicted.store(predicted.upload(BREAD.format(value)))
    later = predicted.upload(BREAD.format(45), CAKE.format(7)).comparison
    assert (later.new, later.corrected, later.unchanged) == (1, 1, 0)
    assert history(predicted) == [(1, 42.0), (2, 44.0)]
    assert predicted.outcomes().total.model.error == 4.0


def test_late_and_partial_actuals_count_as_soon_as_they_are_there(predicted: Elsewhere) -> None:
    predicted.store(predicted.upload(CAKE.format(5)))
    assert (predicted.outcomes().total.predictions, predicted.outcomes().total.model.count) == (2, 1)
    predicted.store(predicted.upload(BREAD.format(30)))
    assert predicted.outcomes().total.model.error == 3 + 10


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("01.04.2026;North;Bread;sold out", "not_a_number"),
        ("01.04.2026;North;Bread;", "no_value"),
        ("01.04.2026;North;Bread;4,5", "not_whole"),
        ("01.04.2026;North;Bread;-3", "impossible_value"),
        ("01.04.2026;North;Bread;1000", "impossible_value"),
        ("April;North;Bread;42", "not_a_date"),
        ("01.05.2026;North;Bread;42", "future"),
        ("01.04.2027;North;Bread;42", "future"),
        ("01.04.2026;North;Rolls;42", "unknown_entity"),
        ("01.04.2026;;Bread;42", "key_missing"),
        ("01.04.2026;North;Bread;4;2", "malformed_line"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_the_others_are_taken(
    predicted: Elsewhere, line: str, fault: str
) -> None:
    preview = predicted.upload(line, CAKE.format(7))
    assert [(row.line, row.fault) for row in preview.unusable] == [(2, fault)]
    assert [entity for entity, _, _, _ in preview.items] == [("North", "Cake")]


def test_rows_that_contradict_each_other_are_both_named(predicted: Elsewhere) -> None:
    preview = predicted.upload(BREAD.format(42), BREAD.format(43), CAKE.format(7), CAKE.format(7))
    assert [(row.line, row.fault) for row in preview.unusable] == [(2, "contradiction"), (3, "contradiction")]
    assert (len(preview.items), preview.repeated) == (1, 1)


def test_every_row_is_somewhere(predicted: Elsewhere) -> None:
    lines = [BREAD.format(42), BREAD.format(42), "x;North;Cake;1", CAKE.format("a"), "02.04.2026;North;Tart;3"]
    preview = predicted.upload(*lines)
    assert len(preview.items) + preview.repeated + len(preview.unusable) == len(lines)


def test_while_the_newest_run_is_held_an_unknown_entity_is_named_as_ever(predicted: Elsewhere) -> None:
    predicted.hold(date(2026, 4, 2))
    preview = predicted.upload("01.04.2026;North;Rolls;42", CAKE.format(7))
    assert [(row.line, row.fault) for row in preview.unusable] == [(2, "unknown_entity")]
    assert newest_entities(predicted.deps, predicted.loaded.use_case) == {("North", "Bread"), ("North", "Cake")}


def test_where_nothing_is_known_yet_no_entity_is_unknown(elsewhere: Elsewhere) -> None:
    from services.load_use_case import register

    register(elsewhere.deps, elsewhere.loaded)
    preview = elsewhere.upload(BREAD.format(42))
    assert (len(preview.items), preview.unusable) == (1, ())


@pytest.mark.parametrize("factor", [10.0, 0.1, 2.54])
def test_another_unit_is_suspected_and_nothing_is_converted(elsewhere: Elsewhere, factor: float) -> None:
    days = [f"{day:02}.04.2026" for day in range(1, 9)]
    elsewhere.predictions(*(f"{day};North;Bread;{40 + at};;;" for at, day in enumerate(days)))
    values = [round((40 + at) * factor) for at in range(8)]
    preview = elsewhere.upload(*(f"{day};North;Bread;{value}" for day, value in zip(days, values, strict=True)))
    assert preview.comparison.suspicion is not None
    assert preview.comparison.suspicion.factor == pytest.approx(factor)
    assert [value for _, _, value, _ in preview.items] == values


def test_another_unit_is_suspected_of_values_that_are_too_large_to_be_stored(elsewhere: Elsewhere) -> None:
    days = [f"{day:02}.04.2026" for day in range(1, 9)]
    elsewhere.predictions(*(f"{day};North;Bread;{40 + at};;;" for at, day in enumerate(days)))
    preview = elsewhere.upload(*(f"{day};North;Bread;{(40 + at) * 1000}" for at, day in enumerate(days)))
    assert preview.comparison.suspicion == Suspicion(1000.0, 8)
    assert preview.items == ()
    assert [row.fault for row in preview.unusable] == ["impossible_value"] * 8


@pytest.mark.parametrize("ratios", [[1.4] * 10, [0.5, 2.0] * 5, [10.0] * 4, [], [0.0] * 10, [1.0] * 6 + [10.0] * 4])
def test_what_sells_well_or_badly_is_no_other_unit(ratios: list[float]) -> None:
    assert suspect_unit(ratios) is None


@pytest.mark.parametrize("factor", FACTORS)
def test_every_factor_is_told_from_the_others(factor: float) -> None:
    found = suspect_unit([factor * noise for noise in (0.85, 0.9, 1.0, 1.1, 1.2)])
    assert found is not None
    assert found.factor == factor


def test_only_those_who_may_record_actuals_can(predicted: Elsewhere) -> None:
    preview = predicted.upload(BREAD.format(42))
    with predicted.deps.feedback.write() as unit:
        ben = unit.people.add("Ben", may_decide=True, now=predicted.deps.now())
    with pytest.raises(NotAllowedError):
        store_actuals(predicted.deps, preview, ben.id)
    assert history(predicted) == []


def test_the_daily_command_tells_of_text_and_of_another_unit(published_shop: Shop) -> None:
    target_day = MORNING + timedelta(days=1)
    published_shop.edit("sales", lambda rows: [
        {**row, "sold": str(int(row["sold"]) * 10)} if row["date"] == target_day.isoformat() else row for row in rows
    ])  # fmt: skip
    published_shop.correct("sold", "many", "sales", date=MORNING.isoformat(), product="Brot")

    outcome = record_actuals(published_shop.deps, published_shop.loaded, target_day + timedelta(days=1))

    assert outcome.suspicion is not None
    assert outcome.suspicion.factor == 10
    assert [(found.code, found.count) for found in outcome.findings] == [("not_a_number", 2)]


@pytest.mark.parametrize("then", ["missing", "drop"])
def test_the_daily_command_suspects_values_that_are_too_large_to_be_stored(published_shop: Shop, then: str) -> None:
    target_day = MORNING + timedelta(days=1)
    published_shop.redefine(
        "features:\n", f"clean: {{sales: {{impossible: {{sold: {{max: 500, then: {then}}}}}}}}}\nfeatures:\n"
    )

    def grams(rows: list[Row]) -> list[Row]:
        return [
            {**row, "sold": str(int(row["sold"]) * 1000)} if row["date"] == target_day.isoformat() else row
            for row in rows
        ]

    published_shop.edit("sales", grams)

    outcome = record_actuals(published_shop.deps, published_shop.loaded, target_day + timedelta(days=1))

    (found,) = [found for found in outcome.findings if found.code == "impossible_value"]
    assert outcome.suspicion is not None
    assert (outcome.suspicion.factor, outcome.suspicion.values) == (1000.0, found.count)


def test_another_unit_is_suspected_of_fractions_that_cannot_be_stored(elsewhere: Elsewhere) -> None:
    days = [f"{day:02}.04.2026" for day in range(1, 9)]
    elsewhere.predictions(*(f"{day};North;Bread;{41 + at};;;" for at, day in enumerate(days)))
    inches = [str(round((41 + at) * 2.54, 2)).replace(".", ",") for at in range(8)]
    preview = elsewhere.upload(*(f"{day};North;Bread;{value}" for day, value in zip(days, inches, strict=True)))
    assert preview.comparison.suspicion == Suspicion(2.54, 8)
    assert preview.items == ()
    assert [row.fault for row in preview.unusable] == ["not_whole"] * 8


def test_the_daily_command_records_no_fractions_of_what_is_whole_and_lists_them(published_shop: Shop) -> None:
    target_day = MORNING + timedelta(days=1)
    published_shop.edit("sales", lambda rows: [
        {**row, "sold": f"{int(row['sold']) * 2.54:.2f}"} if row["date"] == target_day.isoformat() else row for row in rows
    ])  # fmt: skip

    outcome = record_actuals(published_shop.deps, published_shop.loaded, target_day + timedelta(days=1), target_day)

    assert outcome.suspicion is not None
    assert outcome.suspicion.factor == pytest.approx(2.54)
    assert outcome.new + len(outcome.left_out) == 6
    assert outcome.left_out
    assert {(left.day, left.fault, left.value == int(left.value)) for left in outcome.left_out} == {
        (target_day, "not_whole", False)
    }


HEADER, LINE = "date,store,product,sold", "2026-04-30,North,Brot,12"
UNREADABLE = {
    "semicolons": (f"{HEADER}\n{LINE}\n".replace(",", ";").encode(), "separated by a semicolon; a comma is expected", "Save it with a comma between its columns: date, store, product, sold."),
    "tabs": (f"{HEADER}\n{LINE}\n".replace(",", "\t").encode(), "separated by a tab; a comma is expected", "Save it with a comma"),
    "another name": (f"{HEADER}\n{LINE}\n".replace("sold", "amount").encode(), "lacks a column", "Name the columns of the file date, store, product, sold, exactly as written here."),
    "nothing": (b"", "It has no row.", "Choose a file with rows below the header date, store, product, sold."),
    "two bytes a letter": (f"{HEADER}\n{LINE}\n".encode("utf-16"), "written in UTF-16; UTF-8 is expected", "Save it in UTF-8."),
    "old letters": (f"{HEADER}\n{LINE.replace('Brot', 'Brötchen')}\n".encode("cp1252"), "written in another encoding; UTF-8 is expected", "Save it in UTF-8."),
    "a workbook": (b"PK\x03\x04rest", "not the table that it should be", "Save it as CSV with the columns date, store, product, sold, a comma between them, in UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("case", UNREADABLE)
def test_who_uploads_a_file_that_cannot_be_read_is_told_how_to_save_it(
    case: str, published_shop: Shop, tmp_path: Path
) -> None:
    content, what, todo = UNREADABLE[case]
    (tmp_path / "copy.csv").write_bytes(content)
    with pytest.raises(SourceError) as error:
        preview_actuals(published_shop.deps, "shop", tmp_path / "copy.csv", "mine.csv")
    problem = upload_problem(error.value, published_shop.loaded.use_case)
    assert what in problem.what
    assert todo in problem.todo
    assert "File: mine.csv" in problem.where
    for word in ("use case file", "rename", "command"):
        assert word not in str(problem)
