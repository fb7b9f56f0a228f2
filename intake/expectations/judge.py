"""Ask Great Expectations about a table in memory.

No project files, no store, no checkpoint: a context that lives as long as the process, and one batch at a time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pyarrow as pa

from intake.expectations.quiet import quiet_gx

INDEX = "_line"
"""The column of a table whose values name its rows in an answer."""

_ANSWER = {"result_format": "COMPLETE", "return_unexpected_index_query": False, "partial_unexpected_count": 0}
_PLACE = "vouch_place"
_IGNORED = ("result_format", "catch_exceptions", "include_config", "batch_id")


@dataclass(frozen=True)
class Asked:
    """An expectation, its columns named as the table names them."""

    type: str
    kwargs: Mapping[str, Any]


@dataclass(frozen=True)
class Said:
    """What Great Expectations said.

    Attributes:
        success: None where it could not be asked; then `fault` says why.
        observed: the value that was observed of a whole column or table.
        considered: rows that were looked at (without missing ones, as Great Expectations does).
        failing: the index values of the rows that failed.
    """

    success: bool | None
    fault: str = ""
    observed: object = None
    considered: int = 0
    failing: Sequence[int] = field(default_factory=tuple)


Judge = Callable[[pa.Table, Sequence[Asked]], list[Said]]


def judge(table: pa.Table, asked: Sequence[Asked]) -> list[Said]:
    """What is said of a table, in the order of what was asked.

    Args:
        table: the columns that are needed, and `INDEX`.
        asked: expectations about them.
    """
    with quiet_gx():
        return _judge(table, asked)


def _judge(table: pa.Table, asked: Sequence[Asked]) -> list[Said]:
    said: dict[int, Said] = {}
    expectations = []
    for place, each in enumerate(asked):
        made, fault = _made(each, place)
        if made is None:
            said[place] = Said(None, fault)
        else:
            expectations.append(made)
    if expectations:
        for result in validated(table, expectations).results:
            said[result.expectation_config.meta[_PLACE]] = _said(result)
    return [said.get(place, Said(None, "Great Expectations gave no answer")) for place in range(len(asked))]


def made(asked: Asked, meta: Mapping[str, Any]) -> Any:
    """The expectation as an object of Great Expectations; it refuses arguments with errors of its own."""
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    kwargs = {key: value for key, value in asked.kwargs.items() if key not in _IGNORED}
    return ExpectationConfiguration(type=asked.type, kwargs=kwargs, meta=dict(meta)).to_domain_obj()


def _made(asked: Asked, place: int) -> tuple[Any, str]:
    from great_expectations.exceptions.exceptions import GreatExpectationsError

    try:
        return made(asked, {_PLACE: place}), ""
    except (ValueError, TypeError, GreatExpectationsError) as error:
        return None, _first_line(error)


def validated(table: pa.Table, expectations: Sequence[Any]) -> Any:
    """The result of Great Expectations for a table."""
    from great_expectations import ExpectationSuite

    frame = table.to_pandas(date_as_object=True).set_index(INDEX).rename_axis(None)
    batch = batches().get_batch({"dataframe": frame})
    return batch.validate(ExpectationSuite(name="gate", expectations=list(expectations)), result_format=_ANSWER)


def new_context() -> Any:
    """A context in memory: without a project, and without progress bars."""
    from great_expectations import get_context
    from great_expectations.data_context.types.base import ProgressBarsConfig

    made_context = get_context(mode="ephemeral")
    made_context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return made_context


context = cache(new_context)
"""The context of this process."""


@cache
def batches() -> Any:
    """Makes a batch of any table."""
    return (
        context()
        .data_sources.add_pandas("vouch")
        .add_dataframe_asset("table")
        .add_batch_definition_whole_dataframe("all")
    )


def _said(result: Any) -> Said:
    info = result.exception_info or {}
    if info.get("raised_exception"):
        return Said(None, str(info.get("exception_message")))
    for fault in info.values():
        if isinstance(fault, dict) and fault.get("raised_exception"):
            return Said(None, str(fault.get("exception_message")))
    answer = result.result
    return Said(
        bool(result.success),
        observed=_plain(answer.get("observed_value")),
        considered=int(answer.get("element_count") or 0) - int(answer.get("missing_count") or 0),
        failing=tuple(answer.get("unexpected_index_list") or ()),
    )


def _plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, str | bool | int):
        return value
    number = value.item() if hasattr(value, "item") else value
    if isinstance(number, float):
        return number if number - number == 0 else str(number)
    return number if isinstance(number, str | bool | int) else str(number)


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[1:3])[:300] if len(lines) > 1 else (lines[0][:300] if lines else type(error).__name__)
