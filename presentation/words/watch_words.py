"""The sentences of the checks that compare a source with its own past: what is seen, what it may be, what to do."""

from collections.abc import Callable, Mapping

from domain.finding import Finding
from domain.use_case import UseCase
from presentation.words.catalogue import marked, plural, text
from presentation.words.finding_parts import column, detail, listed, place, quoted, scalar
from presentation.words.watch_value_words import VALUES, detail_rows, details

_WHY: Mapping[str, str] = {
    "few": marked("Ask whether the delivery is complete."),
    "many": marked("Ask whether something was delivered twice."),
}


def _volume(finding: Finding, use_case: UseCase | None) -> str:
    kind = str(finding.detail.get("kind"))
    if kind == "stopped":
        return text(
            "{source} has no row for {date}; {expected} are usual on this weekday. The feed seems to have stopped: "
            "ask for the file, or correct the calendar if the day was closed.",
            source=finding.source,
            **details(finding, "date", "expected"),
        )
    told = text(
        "{source} has {found} rows for {date}; {low} to {high} are usual on this weekday.",
        source=finding.source,
        **details(finding, "found", "date", "low", "high"),
    )
    segments = [
        text(
            "{segment} ({found} instead of {expected})",
            **{key: scalar(row.get(key)) for key in ("segment", "found", "expected")},
        )
        for row in detail_rows(finding.detail.get("segments"))
    ]
    named = text(" Concerned: {segments}.", segments=listed(segments)) if segments else ""
    return f"{told}{named} {text(_WHY.get(kind, _WHY['few']))}"


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
    setting = ".".join(["clean", finding.source, "aliases", *([finding.column] if finding.column else [])])
    return " ".join([told, *alike, text("If it is the same, write it under {setting}.", setting=setting)])


def _fresh(finding: Finding, use_case: UseCase | None) -> str:
    return text(
        "{source} reaches {found}, although it can only be known up to {expected} on this morning. Whoever learns from that "
        "learns from the future: ask when it is really there, and set available_after_days to it.",
        source=finding.source,
        **details(finding, "found", "expected"),
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


def _doubled(finding: Finding, use_case: UseCase | None) -> str:
    return text(
        "{source} has the values of {other} again on {date}. A day seems to have been delivered twice under two dates; ask for the day's own file.",
        source=finding.source,
        **details(finding, "other", "date"),
    )


def _swapped(finding: Finding, use_case: UseCase | None) -> str:
    return text(
        "{columns} seem to have changed places {place} on {date}: each holds what the other usually does. Ask for the file in its usual order.",
        columns=quoted(finding.detail.get("columns")),
        place=place(finding),
        date=detail(finding, "date"),
    )


WATCHED: Mapping[str, Callable[[Finding, UseCase | None], str]] = {
    **VALUES,
    "volume": _volume,
    "new_category": _new_category,
    "fresh_source": _fresh,
    "frozen_feed": _frozen,
    "doubled_day": _doubled,
    "swapped_columns": _swapped,
}
"""Code -> sentence."""
