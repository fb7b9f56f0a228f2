"""The sentences of the checks that compare values with their own past: what is seen, what it may be, what to do."""

from collections.abc import Callable, Mapping, Sequence

from domain.finding import Finding, Severity
from domain.use_case import UseCase
from presentation.words.catalogue import plural, text
from presentation.words.features import plain_number
from presentation.words.finding_parts import column, detail, listed, percent, place, scalar


def detail_rows(values: object) -> Sequence[Mapping[str, object]]:
    """The rows that a detail holds, where it does."""
    return [value for value in values if isinstance(value, Mapping)] if isinstance(values, list | tuple) else []


def details(finding: Finding, *keys: str) -> dict[str, str]:
    """Some values of the detail, by their names, as text."""
    return {key: detail(finding, key) for key in keys}


def _missing_values(finding: Finding, use_case: UseCase | None) -> str:
    segments = [
        text("{segment} ({found})", segment=scalar(row.get("segment")), found=percent(row.get("found")))
        for row in detail_rows(finding.detail.get("segments"))
    ]
    named = text(" Concerned: {segments}.", segments=listed(segments)) if segments else ""
    if finding.detail.get("lost"):
        told = plural(
            "{column} cannot be used in {count} row {place} of {date} ({found} of that day; usual: {expected}).",
            "{column} cannot be used in {count} rows {place} of {date} ({found} of that day; usual: {expected}).",
            finding.count,
            **_share_lost(finding, use_case),
        )
        return f"{told}{named} {_what_is_lost(finding)}"
    told = plural(
        "{column} is missing in {count} row {place} of {date} ({found}; usual: {expected}).",
        "{column} is missing in {count} rows {place} of {date} ({found}; usual: {expected}).",
        finding.count,
        **_share_lost(finding, use_case),
    )
    return f"{told}{named} {text('Ask who delivers it why it was left empty.')}"


def _share_lost(finding: Finding, use_case: UseCase | None) -> dict[str, str]:
    return {
        "column": column(finding, use_case),
        "count": plain_number(finding.count),
        "place": place(finding),
        "date": detail(finding, "date"),
        "found": percent(finding.detail.get("found")),
        "expected": percent(finding.detail.get("expected")),
    }


def _what_is_lost(finding: Finding) -> str:
    if finding.severity is Severity.CRITICAL:
        return text(
            "As good as nothing is known of that day: ask for the file again, with numbers as they usually are."
        )
    return text("Show these rows to whoever delivers them.")


def _outlying(finding: Finding, use_case: UseCase | None) -> str:
    return plural(
        "{count} row {place} has {column} far from what it ever was: {entity} {found}, usually about {expected}. "
        "If it is a slip, correct it at the source; the model uses it as it is.",
        "{count} rows {place} have {column} far from what they ever were, most of all {entity} {found}, usually about "
        "{expected}. If they are slips, correct them at the source; the model uses them as they are.",
        finding.count,
        count=plain_number(finding.count),
        place=place(finding),
        column=column(finding, use_case),
        entity=_entity(finding),
        **details(finding, "found", "expected"),
    )


def _entity(finding: Finding) -> str:
    entity = finding.detail.get("entity")
    return text("with") if not entity else text("“{entity}” with", entity=entity)


def _unit_slip(finding: Finding, use_case: UseCase | None) -> str:
    segment = finding.detail.get("segment")
    return plural(
        "{column} {place} looks as if it were {slip} in {count} row{segment}: about {found} where {expected} is usual. {fix}",
        "{column} {place} looks as if it were {slip} in {count} rows{segment}: about {found} where {expected} is usual. {fix}",
        finding.count,
        column=column(finding, use_case),
        place=place(finding),
        slip=_slip(finding),
        count=plain_number(finding.count),
        segment=text(" of {segment}", segment=segment) if segment else "",
        fix=_fix(finding),
        **details(finding, "found", "expected"),
    )


def _slip(finding: Finding) -> str:
    kind, factor = finding.detail.get("slip"), finding.detail.get("factor")
    if kind == "fahrenheit":
        return text("in degrees Fahrenheit instead of Celsius")
    if kind == "celsius":
        return text("in degrees Celsius instead of Fahrenheit")
    if not isinstance(factor, int | float) or not factor:
        return text("in another unit")
    if factor >= 1:
        return text("in another unit, {factor} times too large", factor=plain_number(round(factor, 4)))
    return text("in another unit, {factor} times too small", factor=plain_number(round(1 / factor, 4)))


def _fix(finding: Finding) -> str:
    setting = ".".join(["clean", finding.source, "units", *([finding.column] if finding.column else [])])
    rule = f"multiply: {scalar(finding.detail.get('multiply'))}"
    if finding.detail.get("add"):
        rule += f", add: {scalar(finding.detail.get('add'))}"
    return text(
        "Ask for the unit; if it stays so for all rows, write {setting} with {rule}.", setting=setting, rule=rule
    )


def _shift(finding: Finding, use_case: UseCase | None) -> str:
    if finding.detail.get("against") == "training":
        return text(
            "{column} lies beyond all days that the model learned from: {found} in the middle of the batch, {min} to {max} "
            "on the days of training. Look whether something was redefined; else train again.",
            column=column(finding, use_case),
            **details(finding, "found", "min", "max"),
        )
    return text(
        "{column} {place} lies elsewhere than on the same weekdays before: {found} in the middle of {date}, usually "
        "{expected}. Look whether something was redefined; the model learned from the old values.",
        column=column(finding, use_case),
        place=place(finding),
        **details(finding, "found", "expected", "date"),
    )


def _all_zero(finding: Finding, use_case: UseCase | None) -> str:
    segments = finding.detail.get("segments")
    named = [segment for segment in segments if segment] if isinstance(segments, list | tuple) else []
    return plural(
        "{column} {place} is nothing but zeros on {date}{segments}: {count} row. Ask whether values were missing or the day was closed.",
        "{column} {place} is nothing but zeros on {date}{segments}: {count} rows. Ask whether values were missing or the day was closed.",
        finding.count,
        column=column(finding, use_case),
        place=place(finding),
        date=detail(finding, "date"),
        segments=text(" for {segments}", segments=listed(named)) if named else "",
        count=plain_number(finding.count),
    )


VALUES: Mapping[str, Callable[[Finding, UseCase | None], str]] = {
    "missing_values": _missing_values,
    "outlying_values": _outlying,
    "unit_slip": _unit_slip,
    "distribution_shift": _shift,
    "all_zero": _all_zero,
}
"""Code -> sentence."""
