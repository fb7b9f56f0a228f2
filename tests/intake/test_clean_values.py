"""What single values become: spellings, units, limits, decimals, duplicates."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from domain.finding import Severity
from domain.use_case import UseCase

RUN = date(2024, 5, 15)

Row = dict[str, Any]


def test_spellings_become_one_text_and_are_listed(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    spellings = ["rye bread", " RYE  bread", "Roggenbrot", "\tRye bread", "Rye\u00a0bread"]
    for row, text in zip([r for r in tables["sales"] if r["product"] == "Rye bread"], spellings, strict=False):
        row["product"] = text
    bench.write(tables)
    use_case = shop(
        clean={"sales": {"aliases": {"product": {"Rye bread": ["Roggenbrot"]}}}},
        checks={"history_days_at_least": 59},
    )
    outcome = bench.batch(use_case)
    assert {row["product"] for row in outcome.cleaned["sales"]} == {"Bun", "Rye bread"}
    assert outcome.finding("alias_applied").count == 3
    assert outcome.finding("text_cleaned").count == 3
    assert outcome.finding("alias_applied").severity is Severity.INFO


def test_units_change_every_value_and_limits_look_at_the_changed_one(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    tables["weather"] = [{**row, "temperature": 50} for row in tables["weather"]]
    tables["weather"][-3]["temperature"] = 500
    bench.write(tables)
    weather = {
        "units": {"temperature": {"multiply": 5 / 9, "add": -160 / 9}},
        "impossible": {"temperature": {"max": 60}},
    }
    outcome = bench.batch(shop(clean={"weather": weather}))
    values = [row["temperature"] for row in outcome.cleaned["weather"]]
    assert values[-1] is None
    assert values[:-1] == pytest.approx([10.0] * (len(values) - 1))
    assert outcome.finding("unit_changed").count == len(values)
    assert outcome.finding("impossible_value").action == "imputed"


def test_a_value_too_large_after_its_change_of_unit_is_no_number(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    tables["weather"][-5]["temperature"] = "1e300"
    bench.write(tables)
    outcome = bench.batch(shop(clean={"weather": {"units": {"temperature": {"multiply": 1e300}}}}))
    assert outcome.finding("not_a_number", "temperature").count == 1


@pytest.mark.parametrize(("rule", "kept"), [("first", 1.0), ("last", 4.0), ("sum", 7.0), ("hold", 4.0)])
def test_duplicates_leave_the_row_that_the_file_says(
    rule: str, kept: float, shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    first = tables["sales"][-1]
    tables["sales"][-1:] = [{**first, "sold": value} for value in (1, 2, 4)]
    bench.write(tables)
    outcome = bench.batch(shop(clean={"sales": {"duplicates": rule}}))
    assert outcome.cleaned["sales"][-1]["sold"] == kept
    assert outcome.finding("duplicate_rows").count == 2
    assert ("duplicates_hold" in outcome.codes()) == (rule == "hold")


@pytest.mark.parametrize(
    ("text", "value"), [("1,5", 1.5), (",5", 0.5), ("12", 12.0), ("-1,5e2", -150.0), ("1.234", None), ("1.234,5", None)]
)
def test_a_decimal_comma_is_read_and_a_point_beside_it_is_not_guessed(
    text: str, value: float | None, shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    tables["sales"][-1]["sold"] = text
    bench.write(tables)
    outcome = bench.batch(shop(sources={"sales": {"decimal": ","}}))
    assert outcome.cleaned["sales"][-1]["sold"] == value
    assert ("not_a_number" in outcome.codes("sales")) == (value is None)


def test_a_column_that_is_a_name_and_an_amount_is_cleaned_as_both(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    tables["weather"][-4]["temperature"] = "mild"
    tables["weather"][-5]["temperature"] = "-300"
    bench.write(tables)
    sky = {"label": "Sky", "type": "category", "column": {"source": "weather", "name": "temperature", "lag_days": 4}}
    outcome = bench.batch(shop(features={"sky": sky}, clean={"weather": {"impossible": {"temperature": {"min": -90}}}}))
    assert outcome.finding("not_a_number", "temperature").examples[0]["before"] == "mild"
    assert outcome.finding("impossible_value", "temperature").examples[0]["before"] == "-300"
    amounts, names = (
        [row[column] for row in outcome.cleaned["weather"]] for column in ("temperature", "temperature as text")
    )
    assert amounts[-3:-1] == [None, None]
    assert names[-3:-1] == ["-300", "mild"]


def test_a_row_without_an_actual_is_left_out_and_told(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    tables["sales"][-1]["sold"] = None
    bench.write(tables)
    found = bench.batch(shop()).finding("target_missing")
    assert (found.count, found.severity, found.action) == (1, Severity.WARNING, "left out")


def test_an_actual_of_no_known_class_is_left_out_and_told(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    for row in tables["sales"]:
        row["sold"] = "yes" if int(str(row["sold"])) > 25 else "no"
    tables["sales"][-1]["sold"] = "perhaps"
    tables["sales"].append({**tables["sales"][-1], "date": RUN, "sold": "later"})
    bench.write(tables)
    features = {"last_week": None, "mean": None}
    outcome = bench.batch(shop(task="binary", target={"classes": {"no": "No", "yes": "Yes"}}, features=features))
    found = outcome.finding("unknown_class")
    assert [e["before"] for e in found.examples] == ["perhaps"]
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\u202f", "\u2007", "\ufeff", "\v"])
def test_blanks_of_all_kinds_around_a_value_are_not_part_of_it(
    blank: str, shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    first, second = tables["sales"][-1], tables["weather"][-4]
    first.update(sold=f"{blank}12{blank}", store=f"{blank}North{blank}", date=f"{blank}{first['date']}{blank}")
    second["temperature"] = f"{blank}NA{blank}"
    bench.write(tables)
    outcome = bench.batch(shop(clean={"sales": {"duplicates": "last"}}))
    row = outcome.cleaned["sales"][-1]
    assert (row["sold"], row["store"], row["date"]) == (12.0, "North", RUN - timedelta(days=1))
    assert outcome.cleaned["weather"][-2]["temperature"] is None
    assert "not_a_number" not in outcome.codes()


@pytest.mark.parametrize(
    "text", ["1_000", "0x1F", "1 000", "1,000", "1e400", "inf", "true", "12 kg", "１２", "--1", "1e"]
)
def test_a_text_that_is_no_plain_number_is_not_guessed(
    text: str, shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    tables["sales"][-1]["sold"] = text
    bench.write(tables)
    outcome = bench.batch(shop())
    assert outcome.cleaned["sales"][-1]["sold"] is None
    assert outcome.finding("not_a_number", "sold").examples[0]["before"] == text
