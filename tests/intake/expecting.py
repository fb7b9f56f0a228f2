"""What tests of expectations share: a use case that expects something, and what its batch gave."""

from collections.abc import Callable, Mapping

from domain.check_result import CheckResult
from domain.evidence import NO_PAST
from domain.use_case import UseCase
from intake.prepare import Standpoint, prepare_batch
from intake.staging import open_staging
from tests.intake.conftest import RUN, Bench, Row, rows_of

Shop = Callable[..., UseCase]
BETWEEN = "expect_column_values_to_be_between"
NOT_NULL = "expect_column_values_to_not_be_null"


def expected(kind: str, source: str | None = "sales", **more: object) -> dict[str, object]:
    """An expectation as the file has it; what is no key of it is an argument."""
    keys = {"severity", "stage", "days", "failing_rows", "note"}
    kwargs = {key: value for key, value in more.items() if key not in keys}
    return {"type": kind, "kwargs": kwargs, "source": source, **{key: more[key] for key in keys & set(more)}}


def checked(bench: Bench, use_case: UseCase) -> tuple[tuple[CheckResult, ...], Mapping[str, list[Row]], str]:
    """The results of an inspected batch, some of its tables, and its content hash."""
    with open_staging(bench.folder / "staging") as staging:
        standpoint = Standpoint(bench.origin(), RUN, NO_PAST)
        batch = prepare_batch(staging, use_case, standpoint, lambda step: None)
        tables = {
            table: rows_of(staging, f"SELECT * FROM {table}") for table in ("failing_rows", "clean_sales", "prepared")
        }
        return (
            tuple(result for result in batch.evidence.results if result.code == "expectation"),
            tables,
            batch.content_hash,
        )


def asked(shop: Shop, *expectations: dict[str, object], **more: object) -> UseCase:
    return shop(checks={"history_days_at_least": 10, "expectations": list(expectations)}, **more)
