"""Expectations as a person would say them: "“price” should be between 0 and 1,000; 3 of 1,200 rows are not"."""

from collections.abc import Mapping

from domain.failing_row import FailingRow
from domain.finding import Finding, Severity
from domain.use_case import UseCase
from presentation.words.catalogue import plural, text
from presentation.words.expectation_words import (
    ANY,
    ARE_NOT,
    EXAMPLE,
    EXAMPLE_OF_BATCH,
    FAILED,
    NO_VALUE,
    NOT_ASKED,
    NOT_SO,
    NOTED,
    OBSERVED,
    SHOULD,
    SHOULD_BE,
    WHY,
)
from presentation.words.features import feature_label, plain_number
from presentation.words.finding_parts import done, listed, place, quoted, scalar
from presentation.words.finding_rows import has_lines
from presentation.words.quantities import exact_number

Kwargs = Mapping[str, object]


def expectation_sentence(finding: Finding, use_case: UseCase | None = None) -> str:
    """What was expected, how many rows are not so, an example, and what was done with them."""
    detail = finding.detail
    rule, note, why = rule_clause(finding, use_case), detail.get("note"), detail.get("why")
    if why:
        return text(NOT_ASKED, rule=str(note or rule), why=text(WHY[str(why)]) if str(why) in WHY else str(why))
    if finding.count:
        words = NOTED if note else ARE_NOT if detail.get("type") in SHOULD_BE else NOT_SO
        told = plural(
            *words,
            finding.count,
            rule=rule,
            note=str(note or "").rstrip("."),
            count=plain_number(finding.count),
            of=scalar(detail.get("of")),
            example=_example(finding, use_case),
        )
        return f"{told} {done(finding)}".rstrip()
    if note:
        return str(note)
    if detail.get("observed") is None or isinstance(detail["observed"], Mapping):
        return text(FAILED, rule=rule)
    return text(OBSERVED, rule=rule, observed=_exact(detail["observed"]))


def rule_clause(finding: Finding, use_case: UseCase | None) -> str:
    """What is expected, without an end: "“price” should be between 0 and 1,000"."""
    kind, kwargs = str(finding.detail.get("type") or ""), _kwargs(finding)
    clause = SHOULD_BE.get(kind) or SHOULD.get(kind)
    if clause is None:
        spoken = kind.removeprefix("expect_").replace("_", " ") or text("an expectation")
        return text(ANY, name=spoken, place=place(finding))
    named = [_label(finding, use_case, name) for name in _columns(kwargs)]
    return text(
        clause,
        column=named[0] if named else "",
        other=named[1] if len(named) > 1 else "",
        columns=listed(named),
        bounds=bounds(kwargs),
        place=place(finding),
        values=quoted(kwargs.get("value_set")),
        value=scalar(kwargs.get("value")),
        pattern=quoted(kwargs.get("regex")),
        patterns=quoted(kwargs.get("regex_list")),
        format=scalar(kwargs.get("strftime_format")),
        threshold=scalar(kwargs.get("threshold")),
        total=scalar(kwargs.get("sum_total")),
        type=scalar(kwargs.get("type_")),
        types=scalar(kwargs.get("type_list")),
    )


def bounds(kwargs: Kwargs) -> str:
    """The limits of a value: "between 0 and 10", "at least 0", "more than 0"."""
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    if low is not None and high is not None:
        return text("between {low} and {high}", low=scalar(low), high=scalar(high))
    if low is not None:
        told = text("more than {limit}", limit=scalar(low)) if kwargs.get("strict_min") else None
        return told or text("at least {limit}", limit=scalar(low))
    told = text("less than {limit}", limit=scalar(high)) if kwargs.get("strict_max") else None
    return told or text("at most {limit}", limit=scalar(high))


def _kwargs(finding: Finding) -> Kwargs:
    kwargs = finding.detail.get("kwargs")
    return kwargs if isinstance(kwargs, Mapping) else {}


def _columns(kwargs: Kwargs) -> list[str]:
    several = kwargs.get("column_list")
    single = [kwargs.get(name) for name in ("column", "column_A", "column_B")]
    return [str(name) for name in (*single, *(several if isinstance(several, list) else ())) if name is not None]


def _label(finding: Finding, use_case: UseCase | None, name: str) -> str:
    known = use_case is not None and name in use_case.features and finding.source == "batch"
    return text("“{name}”", name=feature_label(use_case, name) if known and use_case is not None else name)


def _example(finding: Finding, use_case: UseCase | None) -> str:
    if not finding.examples:
        return ""
    first = finding.examples[0]
    before = first.get("before")
    found = text(NO_VALUE) if before is None else _number_or_text(str(before))
    words = EXAMPLE if has_lines(finding.source, use_case) and "line" in first else EXAMPLE_OF_BATCH
    return ", " + text(words, line=first.get("line"), found=found)


def _exact(value: object) -> str:
    """Numbers with all that tells them from a limit."""
    return exact_number(float(f"{value:.7g}")) if isinstance(value, float) else scalar(value)


def _number_or_text(found: str) -> str:
    try:
        return _exact(float(found))
    except ValueError:
        return quoted(found) if not found.startswith("{") else found


def row_reason(row: FailingRow, use_case: UseCase | None) -> str:
    """Why a row failed: the words of its check."""
    note = row.reason.get("note")
    if note or "type" not in row.reason:
        return str(note or row.code)
    return rule_clause(Finding(row.code, Severity.INFO, row.source, detail=row.reason), use_case)
