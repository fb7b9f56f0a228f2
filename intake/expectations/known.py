"""What the installed Great Expectations knows: the names of its expectations and their arguments.

`make docs` writes it to `domain/use_case/known_expectations.json`, so that a use case file is checked without importing it.
"""

from intake.expectations.quiet import quiet_gx

WITHOUT_PANDAS = ("like_pattern", "query_results", "other_table", "unexpected_rows")
"""Expectations that only a database can answer; Vouch asks a table of its own."""


def known_expectations() -> dict[str, dict[str, object]]:
    """For each expectation its kind, whether it can be asked here, and its arguments, each with whether it is required."""
    with quiet_gx():
        from great_expectations.expectations import expectation as of
        from great_expectations.expectations.registry import (
            get_expectation_impl,
            list_registered_expectation_implementations,
        )

        kinds = {
            "rows": of.ColumnMapExpectation,
            "pairs": of.ColumnPairMapExpectation,
            "records": of.MulticolumnMapExpectation,
            "column": of.ColumnAggregateExpectation,
        }
        common = set(of.BatchExpectation.__fields__)
        known: dict[str, dict[str, object]] = {}
        for name in sorted(list_registered_expectation_implementations()):
            made = get_expectation_impl(name)
            fields = {key: bool(field.required) for key, field in made.__fields__.items() if key not in common}
            known[name] = {
                "kind": next((kind for kind, base in kinds.items() if issubclass(made, base)), "table"),
                "asked": not any(part in name for part in WITHOUT_PANDAS),
                "arguments": fields,
            }
        return known
