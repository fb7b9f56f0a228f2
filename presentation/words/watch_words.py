"""The sentences of the checks that compare a source with its own past: what is seen, what it may be, what to do."""

from collections.abc import Callable, Mapping, Sequence

from domain.finding import Finding
from domain.use_case import UseCase
from presentation.words.catalogue import marked, plural, text
from presentation.words.features import plain_number
from presentation.words.finding_parts import column, detail, listed, percent, place, quoted, scalar

_WHY: Mapping[str, str] = {
    "few": marked("Ask whether the delivery is complete."),
    "many": marked("Ask whether something was delivered twice."),
}


def _rows(values: object) -> Sequence[Mapping[str, object]]:
    return [value for value in values if isinstance(value, Mapping)] if isinstance(values, list | tuple) else []


def _volume(finding: Finding, use_case: UseCase | None) -> str:
    kind = str(finding.detail.get("kind"))
    if kind == "stopped":
        return text(
            "{source} has no row for {date}; {expected} are usual on this weekday. The feed seems to have stopped: "
            "ask for the file, or correct the calendar if the day was closed.",
            source=finding.source,
            **_details(finding, "date", "expected"),
        )
    told = text(
        "{source} has {found} rows for {date}; {low} to {high} are usual on this weekday.",
        source=finding.source,
        **_details(finding, "found", "date", "low", "high"),
    )
    segments = [
        text(
            "{segment} ({found} instead of {expected})",
            **{key: scalar(row.get(key)) for key in ("segment", "found", "expected")},
        )
        for row in _rows(finding.detail.get("segments"))
    ]
    named = text(" Concerned: {segments}.", segments=listed(segments)) if segments else ""
    return f"{told}{named} {text(_WHY.get(kind, _WHY['few']))}"


def _missing_values(finding: Finding, use_case: UseCase | None) -> str:
    segments = [
        text("{segment} ({found})", segment=scalar(row.get("segment")), found=percent(row.get("found")))
        for row in _rows(finding.detail.get("segments"))
    ]
    named = text(" Concerned: {segments}.", segments=listed(segments)) if segments else ""
    told = plural(
        "{column} is missing in {count} row {place} of {date} ({found}; usual: {expected}).",
        "{column} is missing in {count} rows {place} of {date} ({found}; usual: {expected}).",
        finding.count,
        column=column(finding, use_case),
        count=plain_number(finding.count),
        place=place(finding),
        date=detail(finding, "date"),
        found=percent(finding.detail.get("found")),
        expected=percent(finding.detail.get("expected")),
    )
    return f"{told}{named} {text('Ask who delivers it why it was left empty.')}"


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
        **_details(finding, "found", "expected"),
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
        **_details(finding, "found", "expected"),
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
    setting = f"clean.{finding.source}.units.{finding.column}"
    rule = f"multiply: {scalar(finding.detail.get('multiply'))}"
    if finding.detail.get("add"):
        rule += f", add: {scalar(finding.detail.get('add'))}"
    return text(
        "Ask for the unit; if it stays so for all rows, write {setting}: {rule}.", setting=setting, rule=f"{{{rule}}}"
    )


def _shift(finding: Finding, use_case: UseCase | None) -> str:
    if finding.detail.get("against") == "training":
        return text(
            "{column} lies beyond all days that the model learned from: {found} in the middle of the batch, {min} to {max} "
            "on the days of training. Look whether something was redefined; else train again.",
            column=column(finding, use_case),
            **_details(finding, "found", "min", "max"),
        )
    return text(
        "{column} {place} lies elsewhere than on the same weekdays before: {found} in the middle of {date}, usually "
        "{expected}. Look whether something was redefined; the model learned from the old values.",
        column=column(finding, use_case),
        place=place(finding),
        **_details(finding, "found", "expected", "date"),
    )


def _new_category(finding: Finding, use_case: UseCase | None) -> str:
    values, near = finding.detail.get("values"), finding.detail.get("near")
    names = values if isinstance(values, list | tuple) else []
    told = text(
        "New in {column} {place}: {values}.",
        column=column(finding, use_case),
        place=place(finding),
        values=quoted(names),
    )
    alike = [
        text(
            "“{name}” is {percent} % like “{known}”: an alias?",
            name=name,
            percent=scalar(known[1]),
            known=scalar(known[0]),
        )
        for name, known in zip(names, near if isinstance(near, list | tuple) else [], strict=False)
        if isinstance(known, list | tuple) and len(known) == 2
    ]
    gone = finding.detail.get("gone")
    if isinstance(gone, list | tuple) and gone:
        alike.append(text("Not there any more: {gone}; a new name for the same?", gone=quoted(gone)))
    setting = f"clean.{finding.source}.aliases.{finding.column}"
    return " ".join([told, *alike, text("If it is the same, write it under {setting}.", setting=setting)])


def _fresh(finding: Finding, use_case: UseCase | None) -> str:
    return text(
        "{source} reaches {found}, although it can only be known up to {expected} on this morning. Whoever learns from that "
        "learns from the future: ask when it is really there, and set available_after_days to it.",
        source=finding.source,
        **_details(finding, "found", "expected"),
    )


def _frozen(finding: Finding, use_case: UseCase | None) -> str:
    days = finding.detail.get("days")
    return plural(
        "{source} repeats itself: the values of {date} are those of the day before. The feed seems to be frozen; ask for the day's own file.",
        "{source} repeats itself: the values have been the same for {days} days up to {date}. The feed seems to be frozen; ask for the day's own file.",
        days if isinstance(days, int) else 0,
        source=finding.source,
        days=scalar(days),
        date=detail(finding, "date"),
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


def _doubled(finding: Finding, use_case: UseCase | None) -> str:
    return text(
        "{source} has the values of {other} again on {date}. A day seems to have been delivered twice under two dates; ask for the day's own file.",
        source=finding.source,
        **_details(finding, "other", "date"),
    )


def _swapped(finding: Finding, use_case: UseCase | None) -> str:
    return text(
        "{columns} seem to have changed places {place} on {date}: each holds what the other usually does. Ask for the file in its usual order.",
        columns=quoted(finding.detail.get("columns")),
        place=place(finding),
        date=detail(finding, "date"),
    )


def _sparse(finding: Finding, use_case: UseCase | None) -> str:
    told = plural(
        "{count} of {entities} series has fewer than {days} days: too few to learn from.",
        "{count} of {entities} series have fewer than {days} days: too few to learn from.",
        finding.count,
        count=plain_number(finding.count),
        entities=detail(finding, "entities"),
        days=detail(finding, "least_days"),
    )
    parent = finding.detail.get("parent")
    if not parent:
        return f"{told} {text('No combination of keys has enough of them together.')}"
    return f"{told} {text('Taken together by {keys} they have enough.', keys=quoted(parent))}"


def _leak(finding: Finding, use_case: UseCase | None) -> str:
    features = finding.detail.get("features")
    share = percent(finding.detail.get("explained"))
    if isinstance(features, list | tuple) and len(features) > 1:
        return text(
            "{features} add up to what is to be predicted ({share} explained). They know the answer: leave them out.",
            features=quoted(features),
            share=share,
        )
    return text(
        "{column} alone explains {share} of what is to be predicted; the past itself explains {past}. It seems to know the "
        "answer: ask when it is filled in, and leave it out if that is afterwards.",
        column=column(finding, use_case),
        share=share,
        past=percent(finding.detail.get("best_past")),
    )


_LACKS = {
    "rows": marked("{found} rows (at least {needed})"),
    "days": marked("{found} days (at least {needed})"),
    "rarest": marked("{found} cases of the rarest class (at least {needed})"),
}


def _too_little(finding: Finding, use_case: UseCase | None) -> str:
    lacks = finding.detail.get("lacks")
    told = [
        text(_LACKS[what], found=detail(finding, what), needed=detail(finding, f"needed_{what}"))
        for what in (lacks if isinstance(lacks, list | tuple) else [])
        if what in _LACKS
    ]
    return text("Too little to learn from: {lacks}. Collect more, or ask for less at once.", lacks=listed(told))


def _details(finding: Finding, *keys: str) -> dict[str, str]:
    return {key: detail(finding, key) for key in keys}


WATCHED: Mapping[str, Callable[[Finding, UseCase | None], str]] = {
    "volume": _volume,
    "missing_values": _missing_values,
    "outlying_values": _outlying,
    "unit_slip": _unit_slip,
    "distribution_shift": _shift,
    "new_category": _new_category,
    "fresh_source": _fresh,
    "frozen_feed": _frozen,
    "all_zero": _all_zero,
    "doubled_day": _doubled,
    "swapped_columns": _swapped,
    "sparse_series": _sparse,
    "target_leak": _leak,
    "too_little_data": _too_little,
}
"""Code -> sentence."""
