"""Planted faults: how each is planted into the files of a morning, and which check should see it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Row = dict[str, str]
Table = list[Row]
Tables = dict[str, Table]


@dataclass(frozen=True)
class World:
    """The files of one morning, to be spoiled: tables by name, and the newest day of each."""

    tables: Tables
    run_date: date

    def newest(self, table: str) -> str:
        """The newest day of a table that is known this morning."""
        late = {"sales": 1, "weather": 3, "plan": -1, "calendar": -1}[table]
        return (self.run_date - timedelta(days=late)).isoformat()

    def edit(self, table: str, change: Callable[[Row], Row | None], day: str | None = None) -> None:
        """Change the rows of the newest day (or another); None leaves a row out."""
        wanted = self.newest(table) if day is None else day
        rows = [change(dict(row)) if row["date"] == wanted else row for row in self.tables[table]]
        self.tables[table] = [row for row in rows if row is not None]


@dataclass(frozen=True)
class Planted:
    """A fault: its name, how it is planted, and the codes of which one must be among the findings."""

    name: str
    plant: Callable[[World], None]
    codes: frozenset[str]
    held: bool = False


def _scaled(
    table: str, column: str, factor: float, only: Mapping[str, str] | None = None, add: float = 0.0
) -> Callable[[World], None]:
    def change(row: Row) -> Row:
        if all(row[key] == value for key, value in (only or {}).items()) and row[column]:
            value = float(row[column]) * factor + add
            return {**row, column: f"{value:.6g}"}
        return row

    return lambda world: world.edit(table, change)


def _without(table: str, only: Mapping[str, str]) -> Callable[[World], None]:
    return lambda world: world.edit(table, lambda row: None if all(row[k] == v for k, v in only.items()) else row)


def _set(table: str, column: str, value: str, only: Mapping[str, str] | None = None) -> Callable[[World], None]:
    return lambda world: world.edit(
        table, lambda row: {**row, column: value} if all(row[k] == v for k, v in (only or {}).items()) else row
    )


def _copied(table: str, back: int, columns: Sequence[str]) -> Callable[[World], None]:
    """The newest day has the values of an earlier one."""

    def plant(world: World) -> None:
        keys = [key for key in ("store", "product") if key in world.tables[table][0]]
        day = (date.fromisoformat(world.newest(table)) - timedelta(days=back)).isoformat()
        old = {tuple(r[k] for k in keys): r for r in world.tables[table] if r["date"] == day}
        world.edit(table, lambda r: {**r, **{c: old.get(tuple(r[k] for k in keys), r)[c] for c in columns}})

    return plant


def _swapped(table: str, first: str, second: str) -> Callable[[World], None]:
    return lambda world: world.edit(table, lambda row: {**row, first: row[second], second: row[first]})


def _fresher(table: str, days: int) -> Callable[[World], None]:
    def plant(world: World) -> None:
        newest = date.fromisoformat(world.newest(table))
        last = [row for row in world.tables[table] if row["date"] == newest.isoformat()]
        for at in range(1, days + 1):
            for row in last:
                day = (newest + timedelta(days=at)).isoformat()
                found = [r for r in world.tables[table] if r["date"] == day]
                values = {k: v or "1" for k, v in row.items()} | {"date": day}
                if found and len(last) == 1:
                    found[0].update({k: v for k, v in values.items() if not found[0][k]})
                else:
                    world.tables[table].append(values)

    return plant


def _twice(world: World) -> None:
    table = world.tables["sales"]
    table += [dict(row) for row in table if row["date"] == world.newest("sales")]


def _shifted(table: str, days: int) -> Callable[[World], None]:
    def plant(world: World) -> None:
        day = date.fromisoformat(world.newest(table))
        world.edit(table, lambda row: {**row, "date": (day + timedelta(days=days)).isoformat()})

    return plant


def _codes(*codes: str) -> frozenset[str]:
    return frozenset(codes)


BAKERY: tuple[Planted, ...] = (
    Planted("sales in tenfold", _scaled("sales", "sold", 10), _codes("unit_slip")),
    Planted("sales in hundredths", _scaled("sales", "sold", 0.01), _codes("unit_slip", "all_zero")),
    Planted("sales in thousands", _scaled("sales", "sold", 1000), _codes("unit_slip", "impossible_value")),
    Planted("one store in tenfold", _scaled("sales", "sold", 10, {"store": "North"}), _codes("unit_slip")),
    Planted("one store times 2.54", _scaled("sales", "sold", 2.54, {"store": "West"}), _codes("unit_slip", "outlying_values")),
    Planted("one product in tenfold", _scaled("sales", "sold", 10, {"product": "Croissant"}), _codes("unit_slip", "impossible_value")),
    Planted("one value in tenfold", _scaled("sales", "sold", 10, {"product": "Rye bread", "store": "West"}), _codes("unit_slip", "outlying_values", "impossible_value")),
    Planted("all values times 2.54", _scaled("sales", "sold", 2.54), _codes("unit_slip")),
    Planted("prices in cents", _scaled("plan", "price", 100), _codes("unit_slip", "out_of_range")),
    Planted("prices per pound", _scaled("plan", "price", 0.4536), _codes("unit_slip")),
    Planted("temperature in Fahrenheit", _scaled("weather", "temperature", 1.8, add=32.0), _codes("unit_slip")),
    Planted("negative sales", _scaled("sales", "sold", -1), _codes("impossible_value")),
    Planted("one negative value", _scaled("sales", "sold", -1, {"product": "Pretzel", "store": "North"}), _codes("impossible_value")),
    Planted("one store missing in sales", _without("sales", {"store": "Harbour"}), _codes("volume")),
    Planted("one store missing in the plan", _without("plan", {"store": "North"}), _codes("volume")),
    Planted("one product missing in sales", _without("sales", {"product": "Baguette"}), _codes("volume")),
    Planted("all sales missing", _without("sales", {}), _codes("volume"), held=True),
    Planted("no weather", _without("weather", {}), _codes("source_late")),
    Planted("the day delivered twice", _twice, _codes("duplicate_rows")),
    Planted("sales frozen", _copied("sales", 1, ["sold"]), _codes("frozen_feed")),
    Planted("last week's sales again", _copied("sales", 7, ["sold"]), _codes("doubled_day")),
    Planted("sales all zero", _set("sales", "sold", "0"), _codes("all_zero")),
    Planted("one store all zero", _set("sales", "sold", "0", {"store": "North"}), _codes("all_zero")),
    Planted("sales all empty", _set("sales", "sold", ""), _codes("target_missing", "missing_values")),
    Planted("prices missing", _set("plan", "price", ""), _codes("missing_values")),
    Planted("prices of one store missing", _set("plan", "price", "", {"store": "West"}), _codes("missing_values")),
    Planted("temperature missing", _set("weather", "temperature", ""), _codes("missing_values")),
    Planted("a renamed product", _set("sales", "product", "Rye braed", {"product": "Rye bread"}), _codes("new_category")),
    Planted("a renamed store", _set("plan", "store", "Nord", {"store": "North"}), _codes("new_category")),
    Planted("price and promotion swapped", _swapped("plan", "price", "promotion"), _codes("swapped_columns")),
    Planted("store and product swapped", _swapped("sales", "store", "product"), _codes("swapped_columns")),
    Planted("weather two days fresher", _fresher("weather", 2), _codes("fresh_source")),
    Planted("sales dated a day early", _shifted("sales", -1), _codes("volume", "source_late")),
    Planted("sales dated a year early", _shifted("sales", -365), _codes("volume", "source_late")),
    Planted("text in the numbers", _set("sales", "sold", "n/k"), _codes("too_many_bad_values", "not_a_number")),
)  # fmt: skip

STUTTGART: tuple[Planted, ...] = (
    Planted("quantities in tenfold", _scaled("sales", "quantity", 10), _codes("unit_slip")),
    Planted("quantities in tenths", _scaled("sales", "quantity", 0.1), _codes("unit_slip")),
    Planted("quantities in thousands", _scaled("sales", "quantity", 1000), _codes("unit_slip")),
    Planted("one product in hundreds", _scaled("sales", "quantity", 100, {"product": "chicken"}), _codes("unit_slip", "outlying_values")),
    Planted("negative quantities", _scaled("sales", "quantity", -1), _codes("impossible_value")),
    Planted("one product missing", _without("sales", {"product": "lamb"}), _codes("volume")),
    Planted("all sales missing", _without("sales", {}), _codes("volume"), held=True),
    Planted("the day delivered twice", _twice, _codes("duplicates_hold"), held=True),
    Planted("quantities frozen", _copied("sales", 1, ["quantity"]), _codes("frozen_feed")),
    Planted("last week's quantities again", _copied("sales", 7, ["quantity"]), _codes("doubled_day")),
    Planted("quantities all zero", _set("sales", "quantity", "0"), _codes("all_zero")),
    Planted("a renamed product", _set("sales", "product", "chiken", {"product": "chicken"}), _codes("new_category")),
    Planted("temperature in Fahrenheit", _scaled("weather", "temperature", 1.8, add=32.0), _codes("unit_slip")),
    Planted("temperature missing", _set("weather", "temperature", ""), _codes("missing_values")),
    Planted("weather two days fresher", _fresher("weather", 2), _codes("fresh_source")),
    Planted("sales dated a day early", _shifted("sales", -1), _codes("volume", "source_late")),
    Planted("one product negative", _scaled("sales", "quantity", -1, {"product": "fish"}), _codes("impossible_value")),
    Planted("one product in tenfold", _scaled("sales", "quantity", 10, {"product": "steak"}), _codes("unit_slip", "outlying_values", "expectation")),
    Planted("quantities all empty", _set("sales", "quantity", ""), _codes("target_missing", "missing_values")),
    Planted("rain missing", _set("weather", "rain", ""), _codes("missing_values")),
    Planted("no weather", _without("weather", {}), _codes("source_late")),
    Planted("sales dated a year early", _shifted("sales", -365), _codes("volume", "source_late", "duplicates_hold")),
    Planted("text in the numbers", _set("sales", "quantity", "n/k"), _codes("too_many_bad_values", "not_a_number")),
)  # fmt: skip
