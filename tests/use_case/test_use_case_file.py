"""A use case file is either right, or every fault of it is named: line, key, what was found, what is allowed."""

import re
from pathlib import Path

import pytest

from domain.errors import FilePlace, UseCaseFileError
from domain.use_case import UseCase
from domain.use_case.definition import LATER_KEYS
from domain.use_case.file import read_use_case

PROJECT = Path(__file__).resolve().parents[2]

RIGHT = Path(__file__).with_name("right.yaml").read_text(encoding="utf-8")


def places(tmp_path: Path, text: str) -> tuple[FilePlace, ...]:
    path = tmp_path / "use_case.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UseCaseFileError) as caught:
        read_use_case(path)
    assert caught.value.path == path
    return caught.value.places


# (what is replaced, by what, line, key, found, allowed)
FAULTS = {
    "an unknown key with a suggestion": (
        "title: Shop", "titel: Shop", 2, "titel", "the key `titel`", r"(?s)^name, title, .*did you mean `title`\?",
    ),
    "an unknown key below": (
        "column: sold", "colum: sold", 8, "target.colum", "the key `colum`", r"did you mean `column`\?",
    ),
    "a wrong type": ("horizon_days: 1", "horizon_days: soon", 5, "dates.horizon_days", "'soon'", "a whole number"),
    "a number in quotes": ("horizon_days: 1", 'horizon_days: "1"', 5, "dates.horizon_days", "'1'", "a whole number"),
    "yes for a number": ("min: 0", "min: true", 34, "clean.sales.impossible.sold.min", "True", "a number"),
    "a number without end": ("min: 0", "min: .inf", 34, "clean.sales.impossible.sold.min", "inf", "finite"),
    "a number out of range": (
        "horizon_days: 1", "horizon_days: 400", 5, "dates.horizon_days", "400", "a whole number; it should be less than or equal to 366",
    ),
    "a date for a text": ("title: Shop", "title: 2024-05-01", 2, "title", "2024-05-01", "text"),
    "a list for a mapping": ("sources:\n  sales:\n", "sources:\n  sales: [1]\n  other:\n", 11, "sources.sales", r"\[1\]", "keys and values"),
    "a missing key": ("  label: Sold\n", "", 6, "target.label", "nothing", "text.*; this key is required"),
    "a wrong literal": (
        "title: Shop", "title: Shop\ntask: forecast", 3, "task", "'forecast'", "one of regression, binary, multiclass",
    ),
    "a wrong member": ("lag: {days: 7}", "calendar: wekday", 30, "features.last_week.calendar", "'wekday'", "one of weekday, month"),
    "a group that names no feature": ("features:\n", "groups: {weather: Weather}\nfeatures:\n", 21, "groups.weather", "no feature in it", "at least one feature"),
    "a feature in no group": ("    key: product", "    key: product\n    group: wether", 25, "features.product.group", "wether", "a name that stands under `groups`"),
    "two origins": (
        "    key: product", "    key: product\n    calendar: month", 22, "features.product", "the keys label, key, calendar", "give exactly one of `column`",
    ),
    "a feature fresher than its source": (
        "lag_days: 4", "lag_days: 3", 27, "features.temperature.column.lag_days", "3",
        "at least 4: source weather is available after 3 days and the horizon is 1",
    ),
    "a lag fresher than the target": (
        "lag: {days: 7}", "lag: {days: 1}", 30, "features.last_week.lag.days", "1", "at least 2: the target is available after 1 days",
    ),
    "a window fresher than the target": (
        "lag: {days: 7}", "rolling: {window_days: 7, lag_days: 1}", 30, "features.last_week.rolling.lag_days", "1", "at least 2",
    ),
    "an unknown source": ("source: weather", "source: wether", 27, "features.temperature.column.source", "wether", "one of sales, weather"),
    "an unknown target source": ("source: sales", "source: sale", 7, "target.source", "sale", "one of sales, weather"),
    "the target as its own feature": (
        "column: {source: weather, name: temperature, lag_days: 4}", "column: {source: sales, name: sold, lag_days: 4}",
        27, "features.temperature.column.name", "sold", "not the target itself",
    ),
    "an unknown key of the entity": ("key: product", "key: prodct", 24, "features.product.key", "prodct", "one of product, store"),
    "a cleaned source that is not there": ("clean:\n  sales:", "clean:\n  sale:", 32, "clean.sale", "sale", "one of sales, weather"),
    "a cleaned column that is not used": (
        "sold: {min: 0}", "solt: {min: 0}", 34, "clean.sales.impossible.solt", "solt", "a column of numbers that this use case uses: sold",
    ),
    "limits for a text": (
        "sold: {min: 0}", "store: {min: 0}", 34, "clean.sales.impossible.store", "store", "a column of numbers that this use case uses: sold",
    ),
    "limits that say nothing": ("sold: {min: 0}", "sold: {then: drop}", 34, "clean.sales.impossible.sold", "the keys then", "give `min`, `max` or both"),
    "limits the wrong way round": ("sold: {min: 0}", "sold: {min: 5, max: 1}", 34, "clean.sales.impossible.sold", "the keys min, max", "must not be larger"),
    "a spelling for two texts": (
        "    impossible:\n      sold: {min: 0}", "    aliases:\n      store: {North: [nord], Norden: [NORD]}", 34, "clean.sales.aliases.store.Norden",
        "`NORD` for North and for Norden", "every spelling for one text only",
    ),
    "a date format without a day": ("path: sales.csv", "path: sales.csv\n    date_format: '%m.%Y'", 13, "sources.sales.date_format", "'%m.%Y'", "year, month and day"),
    "a date format of another tool": ("path: sales.csv", "path: sales.csv\n    date_format: dd.mm.yyyy", 13, "sources.sales.date_format", "'dd.mm.yyyy'", "year, month and day"),
    "an unknown code in a date format": ("path: sales.csv", "path: sales.csv\n    date_format: '%Y-%m-%d %z'", 13, "sources.sales.date_format", "'%Y-%m-%d %z'", "not %z"),
    "an unknown encoding": ("path: sales.csv", "path: sales.csv\n    encoding: utf-9", 13, "sources.sales.encoding", "'utf-9'", "the Python name of a text encoding"),
    "an encoding that is none of text": ("path: sales.csv", "path: sales.csv\n    encoding: base64", 13, "sources.sales.encoding", "'base64'", "the Python name of a text encoding"),
    "a quotation mark as separator": ("path: sales.csv", "path: sales.csv\n    separator: '\"'", 13, "sources.sales.separator", "'\"'", "neither a quotation mark nor a line end"),
    "a path and a database": ("path: sales.csv", "path: sales.csv\n    database: sqlite://", 11, "sources.sales", "the keys path, database", "give exactly one of `path` and `database`"),
    "a database without a query": ("path: sales.csv", "database: sqlite://", 11, "sources.sales", "the keys database", "`database` and `query` go together"),
    "two names for one column": ("path: sales.csv", "path: sales.csv\n    rename: {a: x, b: x}", 13, "sources.sales.rename", "the keys a, b", "a new name of its own"),
    "names that differ in case only": (
        "  weather:\n    path: weather.csv", "  Sales:\n    path: s.csv\n    date: date\n  weather:\n    path: weather.csv", 15, "sources.Sales",
        "sales and Sales", "differ in more than capital letters",
    ),
    "a name that is no name": ("  last_week:", "  last week:", 28, "features.last week", "last week", "letters, digits and underscores"),
    "a reserved name": ("keys: [store, product]\ndates", "keys: [store, product, day]\ndates", 3, "keys", "day", "another name"),
    "a batch in the dark": ("seen_within_days: 28", "source: sales", 20, "batch.source", "sales, available after 1 days", r"available_after_days: -1` or less"),
    "a batch of two origins": ("seen_within_days: 28", "seen_within_days: 28\n  source: sales", 19, "batch", "the keys seen_within_days, source", "give exactly one of"),
}  # fmt: skip


def test_the_file_that_is_made_faulty_below_is_right(tmp_path: Path) -> None:
    (tmp_path / "use_case.yaml").write_text(RIGHT)
    assert read_use_case(tmp_path / "use_case.yaml").name == "shop"


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_named_with_line_key_found_and_allowed(case: str, tmp_path: Path) -> None:
    old, new, line, key, found, allowed = FAULTS[case]
    assert RIGHT.count(old) >= 1
    first = places(tmp_path, RIGHT.replace(old, new, 1))
    matching = [p for p in first if (p.line, p.key) == (line, key)]
    assert matching, first
    assert re.search(found, matching[0].found) if found.startswith("\\") else matching[0].found.startswith(found)
    assert re.search(
        allowed if allowed.startswith(("(", "did")) else re.escape(allowed).replace(r"\.\*", ".*"), matching[0].allowed
    ), matching


@pytest.mark.parametrize("key", sorted(LATER_KEYS))
@pytest.mark.parametrize("where", ["", "  label: Sold\n"])
def test_a_key_that_nothing_carries_out_yet_is_refused(key: str, where: str, tmp_path: Path) -> None:
    text = RIGHT.replace(where, where + f"  {key}: 1\n", 1) if where else RIGHT + f"{key}: 1\n"
    (place,) = places(tmp_path, text)
    assert place.key == (f"target.{key}" if where else key)
    assert place.found == f"the key `{key}`"
    assert "does not carry it out yet" in place.allowed


SYNTAX = {
    "a key twice": (RIGHT + "title: Again\n", 35, "title", "given before"),
    "a key twice in other dress": (RIGHT.replace("key: product", 'key: product\n    values: {1: a, "1": b}'), 25, "features.product.values.1", "given before"),
    "an open bracket": (RIGHT.replace("[store, product]\ndates", "[store, product\ndates"), 4, "", ""),
    "a tab": (RIGHT.replace("  horizon_days", "\thorizon_days"), 5, "", ""),
    "a wrong indent": (RIGHT.replace("  column: sold", " column: sold"), 8, "", ""),
    "an open quotation mark": (RIGHT.replace("title: Shop", 'title: "Shop'), 36, "", ""),
    "two documents": (RIGHT + "---\n" + RIGHT, 35, "", ""),
    "nothing": ("", 1, "", "an empty file"),
    "a comment only": ("# nothing\n", 1, "", "an empty file"),
    "a list": ("- name: shop\n", 1, "", "a list"),
    "a word": ("shop\n", 1, "", "a single value"),
    "a value that contains itself": (RIGHT + "reviews: &a {reasons: *a}\n", 35, "reviews.reasons", ""),
    "a key that holds a list": (RIGHT + "{{reasons: [1]}: 2}: 3\n", 0, "", "a key that holds a list"),
    "an unknown reference": (RIGHT + "reviews: *gone\n", 35, "", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", SYNTAX)
def test_what_is_no_document_of_keys_and_values_is_refused_in_its_line(case: str, tmp_path: Path) -> None:
    text, line, key, found = SYNTAX[case]
    (place,) = places(tmp_path, text)
    assert abs(place.line - line) <= (1 if not found else 0)
    assert place.key == key
    assert found in place.found
    assert place.found
    assert place.allowed


def test_all_faults_are_named_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = (
        RIGHT.replace("title", "titel", 1)
        .replace("horizon_days: 1", "horizon_days: x")
        .replace("label: Sold", "lable: Sold")
    )
    text = text.replace("lag: {days: 7}", "lag: {days: -7}").replace("min: 0", "mni: 0")
    found = places(tmp_path, text)
    assert [(p.line, p.key) for p in found] == [
        (1, "title"), (2, "titel"), (5, "dates.horizon_days"), (6, "target.label"), (9, "target.lable"),
        (30, "features.last_week.lag.days"), (34, "clean.sales.impossible.sold.mni"),
    ]  # fmt: skip


def test_all_contradictions_are_named_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = (
        RIGHT.replace("key: product", "key: shelf")
        .replace("lag_days: 4", "lag_days: 0")
        .replace("days: 7", "days: 1")
        .replace("sold: {", "sol: {")
    )
    assert [p.line for p in places(tmp_path, text)] == [24, 27, 30, 34]


def test_a_value_merged_in_from_elsewhere_has_a_line_too(tmp_path: Path) -> None:
    text = RIGHT.replace("  last_week:\n    label: Last week\n    lag: {days: 7}", "  last_week: {<<: *it}").replace(
        "  product:\n    label: Product\n    key: product", "  product: &it {label: Product, key: shelf}"
    )
    assert [(p.line, p.key) for p in places(tmp_path, text)] == [
        (22, "features.product.key"),
        (26, "features.last_week.key"),
    ]


@pytest.mark.parametrize("content", [None, b"name: Caf\xe9\n", b"\xff\xfen\x00"])
def test_a_file_that_cannot_be_read_is_named(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "use_case.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UseCaseFileError) as caught:
        read_use_case(path)
    assert caught.value.places[0].allowed in ("the path of a use case file", "text in UTF-8")


@pytest.mark.parametrize("name", ["", "x" * 300 + ".yaml"])
def test_a_folder_or_an_impossible_path_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(UseCaseFileError) as caught:
        read_use_case(tmp_path / name)
    assert caught.value.places[0].allowed == "a readable file"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "use_case.yaml").write_bytes(b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode())
    assert read_use_case(tmp_path / "use_case.yaml").title == "Shop"


@pytest.mark.parametrize(
    "path", sorted((PROJECT / "use_cases").glob("*/use_case.yaml")), ids=lambda path: path.parent.name
)
def test_a_shipped_file_is_right_and_named_like_its_folder(path: Path) -> None:
    use_case = read_use_case(path)
    assert use_case.name == path.parent.name
    assert UseCase.model_validate_json(use_case.model_dump_json()) == use_case


def test_the_three_use_cases_are_shipped() -> None:
    shipped = {path.parent.name for path in (PROJECT / "use_cases").glob("*/use_case.yaml")}
    assert shipped >= {"bakery", "stuttgart", "bike_sharing"}
