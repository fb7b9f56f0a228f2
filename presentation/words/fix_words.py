"""The sentences of what is put right by rule: rows left out for a reason, names and cases of codes, small series, gaps filled."""

from collections.abc import Callable, Mapping

from domain.finding import Finding
from domain.use_case import UseCase
from domain.use_case.missing import Missing
from presentation.words.catalogue import forms, marked, plural, text
from presentation.words.features import feature_label, plain_number
from presentation.words.finding_parts import column, detail, example, percent, place, scalar

FILLED: Mapping[str, str] = {
    "last_known": marked("the latest known value was used"),
    "median": marked("the median of the last {days} days was used"),
    "same_weekday": marked("the latest value of the same weekday was used"),
    "constant": marked("the fixed value {value} was used"),
    "from": marked("the value of “{other}” was used"),
}
"""Rule -> what stands in for a missing value."""


def filled_words(use_case: UseCase | None, rule: Missing) -> str:
    """What a rule puts in place of a missing value: "the median of the last 28 days was used"."""
    other = rule.feature or ""
    if use_case is not None and other in use_case.features:
        other = feature_label(use_case, other)
    return text(FILLED[rule.rule], days=rule.within_days, value=scalar(rule.value), other=other)


def _row_dropped(finding: Finding, use_case: UseCase | None) -> str:
    told = plural(
        "{count} row {place} left out: {reason}.",
        "{count} rows {place} left out: {reason}.",
        finding.count,
        count=plain_number(finding.count),
        place=place(finding),
        reason=detail(finding, "reason"),
    )
    matched = finding.detail.get("matched")
    others = matched - finding.count if isinstance(matched, int) else 0
    if others <= 0:
        return told
    more = plural(
        "{count} more row is like this and was left out for an earlier reason.",
        "{count} more rows are like this and were left out for an earlier reason.",
        others,
        count=plain_number(others),
    )
    return f"{told} {more}"


def _series_together(finding: Finding, use_case: UseCase | None) -> str:
    name = finding.examples[0].get("after") if finding.examples else None
    told = plural(
        "{count} series of {of} had sales on fewer than {days} days; it is predicted together with others{name}.",
        "{count} series of {of} had sales on fewer than {days} days; they are predicted together{name}.",
        _number(finding, "series"),
        count=detail(finding, "series"),
        of=detail(finding, "of"),
        days=detail(finding, "days"),
        name="" if name is None else " " + text("as “{name}”", name=name),
    )
    rows = plural(
        "Added up: {count} row {place}.",
        "Added up: {count} rows {place}.",
        finding.count,
        count=plain_number(finding.count),
        place=place(finding),
    )
    return " ".join(part for part in (told, rows, _shared_back(finding)) if part)


def _shared_back(finding: Finding) -> str:
    """What is said of the way back to single series, where the use case asks for it."""
    within = finding.detail.get("within")
    if not isinstance(within, int):
        return ""
    shared = text("Each gets a share of the prediction, by what it sold in the last {days} days.", days=within)
    unsold = _number(finding, "unsold")
    if not unsold:
        return shared
    none = plural(
        "{count} more had no sale in these days and gets none.",
        "{count} more had no sale in these days and get none.",
        unsold,
        count=plain_number(unsold),
    )
    return f"{shared} {none}"


def _imputed(finding: Finding, use_case: UseCase | None) -> str:
    feature = None if use_case is None else use_case.features.get(str(finding.column))
    rule = None if feature is None else feature.missing
    how = text("a value was put in by rule") if rule is None else filled_words(use_case, rule)
    return plural(
        "{column} was missing in {count} row ({share}); {how}.",
        "{column} was missing in {count} rows ({share}); {how}.",
        finding.count,
        column=column(finding, use_case),
        count=plain_number(finding.count),
        share=percent(finding.detail.get("share")),
        how=how,
    )


def _codes(finding: Finding, use_case: UseCase | None) -> str:
    one, many = _CODES[finding.code]
    return plural(
        one,
        many,
        _number(finding, "codes"),
        codes=detail(finding, "codes"),
        count=plain_number(finding.count),
        place=place(finding),
        column=column(finding, use_case),
        example=example(finding),
    )


_CODES = {
    "case_changed": forms(
        "{codes} code {place} is written in capital and in small letters in {column}{example}. Rows changed: {count}.",
        "{codes} codes {place} are written in capital and in small letters in {column}{example}. Rows changed: {count}.",
    ),
    "name_unified": forms(
        "{codes} code {place} has several names in {column}; its most frequent one is used. Rows changed: {count}.",
        "{codes} codes {place} have several names in {column}; the most frequent one of each is used. Rows changed: {count}.",
    ),
}  # fmt: skip


def _number(finding: Finding, key: str) -> int:
    value = finding.detail.get(key)
    return value if isinstance(value, int) else 0


FIXES: Mapping[str, Callable[[Finding, UseCase | None], str]] = {
    "row_dropped": _row_dropped,
    "case_changed": _codes,
    "name_unified": _codes,
    "series_together": _series_together,
    "imputed": _imputed,
}
"""Code -> sentence."""
