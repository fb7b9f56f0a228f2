"""What the gate and the cleaning found, one sentence per code; the codes are listed in `docs/checks.md`."""

from collections.abc import Callable, Mapping, Sequence

from domain.finding import Finding, Severity, Verdict
from domain.use_case import UseCase
from presentation.words.fault_words import SOURCE_FAULTS
from presentation.words.finding_parts import (
    column,
    counted,
    detail,
    done,
    example,
    limits,
    listed,
    percent,
    place,
    quoted,
    rows,
    scalar,
    share,
)

Sentence = Callable[[Finding, UseCase | None], str]

_KEPT = {"first": "the first was kept", "last": "the last was kept", "sum": "their numbers were added up"}
_KEPT_BY_ACTION = {"changed": "their numbers were added up", "dropped": "one of each was kept"}
_WRONG = {"not_a_number": "a number", "not_a_date": "a date in the expected format", "malformed_line": "a row"}
DUPLICATES = "One day of one entity must be one row."


def _impossible(finding: Finding, use_case: UseCase | None) -> str:
    then = {"missing": " Taken as missing.", "drop": " Left out."}.get(str(finding.detail.get("then")), done(finding))
    why = limits(finding) or example(finding)
    return f"{rows(finding)} {place(finding)} with an impossible {column(finding, use_case)}{why}.{then}"


def _duplicates(finding: Finding, use_case: UseCase | None) -> str:
    kept = _KEPT.get(str(finding.detail.get("keep"))) or _KEPT_BY_ACTION.get(finding.action)
    end = f"; {kept}." if kept else f". {DUPLICATES}"
    return f"{rows(finding)} {place(finding)} with the same keys and the same date{end}"


def _duplicates_hold(finding: Finding, use_case: UseCase | None) -> str:
    choose = f"Say under clean.{finding.source}.duplicates which one counts."
    return f"{rows(finding)} {place(finding)} with the same keys and the same date. {DUPLICATES} {choose}"


def _unseen(finding: Finding, use_case: UseCase | None) -> str:
    names = quoted(finding.detail.get("values"))
    return f"New in {column(finding, use_case)}: {names} ({counted(finding.count, 'row')}). The model never saw this."


def _outside_training(finding: Finding, use_case: UseCase | None) -> str:
    where = limits(finding).strip(" ()") or "outside what it learned from"
    return f"{rows(finding)} with a {column(finding, use_case)} that the model has not learned from: {where}."


def _alias(finding: Finding, use_case: UseCase | None) -> str:
    name = finding.detail.get("to")
    of = example(finding) if name is None else f" of “{name}”"
    return f"{rows(finding)} {place(finding)} with another spelling{of} in {column(finding, use_case)}. Changed."


def _wrong_kind(finding: Finding, use_case: UseCase | None) -> str:
    where = f"{column(finding, use_case)} {place(finding)}"
    return (
        f"{rows(finding)}{share(finding)} whose {where} is not {_WRONG[finding.code]}{example(finding)}.{done(finding)}"
    )


def _too_many_bad(finding: Finding, use_case: UseCase | None) -> str:
    kind = _WRONG.get(str(finding.detail.get("code")), "what it should be")
    found = finding.detail.get("values")
    like = f", like {quoted(found)}" if found else ""
    allowed = f"At most {percent(finding.detail.get('allowed'))} may be like this."
    return f"{rows(finding)}{share(finding)} whose {column(finding, use_case)} {place(finding)} is not {kind}{like}. {allowed}"


def _unreadable(finding: Finding, use_case: UseCase | None) -> str:
    words = SOURCE_FAULTS.get(str(finding.detail.get("fault")))
    if words is None:
        return f"The source {finding.source} could not be read."
    more = finding.detail.get("detail")
    named = f" ({scalar(more)})" if more else ""
    return f"The source {finding.source} could not be read{named}. {words[1]} {words[2]}"


def _days(finding: Finding) -> str:
    days = finding.detail.get("days")
    return listed(days) if isinstance(days, list | tuple) else scalar(days)


CODES: Mapping[str, Sentence] = {
    "source_rows": lambda f, u: f"{f.source}: {detail(f, 'rows')} rows read.",
    "source_unreadable": _unreadable,
    "text_cleaned": lambda f, u: f"{rows(f)} {place(f)} with needless spaces in {column(f, u)}. Removed.",
    "alias_applied": _alias,
    "unit_changed": lambda f, u: f"{rows(f)} {place(f)} with {column(f, u)} in another unit{example(f)}. Converted.",
    "impossible_value": _impossible,
    "duplicate_rows": _duplicates,
    "duplicates_hold": _duplicates_hold,
    "not_a_number": _wrong_kind,
    "not_a_date": _wrong_kind,
    "too_many_bad_values": _too_many_bad,
    "key_missing": lambda f, u: (
        f"{rows(f)} {place(f)} without {column(f, u)}: nobody knows what they are about.{done(f)}"
    ),
    "target_missing": lambda f, u: f"{rows(f)} {place(f)} without an actual value. Not learned from.",
    "unknown_class": lambda f, u: f"{rows(f)} {place(f)} with a class that nobody named{example(f)}. Not learned from.",
    "out_of_range": lambda f, u: f"{rows(f)} with an unusual {column(f, u)}{limits(f)}.{done(f)}",
    "feature_missing": lambda f, u: f"{column(f, u)} is missing in {counted(f.count, 'row')}{share(f)}.{done(f)}",
    "feature_all_missing": lambda f, u: f"{column(f, u)} is missing everywhere. The predictions were made without it.",
    "unseen_category": _unseen,
    "outside_training": _outside_training,
    "rows_too_few": lambda f, u: f"{detail(f, 'found')} rows to predict; at least {detail(f, 'needed')} are expected.",
    "history_too_short": lambda f, u: (
        f"{detail(f, 'found')} days of history; at least {detail(f, 'needed')} are needed."
    ),
    "no_rows": lambda f, u: f"No rows to predict for {detail(f, 'date')}.",
    "all_closed": lambda f, u: f"All is closed on {detail(f, 'date')}: nothing to predict.",
    "closed_rows": lambda f, u: f"{rows(f)} not predicted: closed that day.",
    "source_late": lambda f, u: (
        f"{f.source} ends on {detail(f, 'found')}; it should reach {detail(f, 'expected')}. What it lacks is missing."
    ),
    "source_empty_for_day": lambda f, u: f"{f.source} has no row for {detail(f, 'date')}.",
    "day_missing_in_history": lambda f, u: f"Days without any row in {f.source}: {_days(f)}.",
    "additivity_failed": lambda f, u: (
        f"In {counted(f.count, 'row')} the reasons do not add up to the prediction"
        f" (off by up to {detail(f, 'worst')} of their size). Such a run is not published."
    ),
    "ingredients_disagree": lambda f, u: (
        f"What the ingredients need is not what the recipes make of the products"
        f" (off by up to {detail(f, 'worst')} of their size). Such a run is not published."
    ),
    "recipe_missing": lambda f, u: (
        f"No recipe for {quoted(f.detail.get('values'))}: what they need would be missing from every ingredient. "
        f"Write one in line {detail(f, 'line')} of {detail(f, 'file')}, or name them under recipes.without."
    ),
    "fallback_engine": lambda f, u: (
        f"Explained with the slower engine: {detail(f, 'reason')}. The numbers are the same."
    ),
    "malformed_line": lambda f, u: f"{counted(f.count, 'line')} {place(f)} that do not fit the header.{done(f)}",
}
"""Code -> sentence. Whoever adds a code adds its words here and its line in `docs/checks.md`."""


def finding_sentence(finding: Finding, use_case: UseCase | None = None) -> str:
    """The finding as a sentence; with the use case at hand, features go by their labels.

    A code without words (written by a newer Vouch) is named as such, with its source and count.
    """
    sentence = CODES.get(finding.code)
    if sentence is None:
        return f"“{finding.code}” {place(finding)}, {counted(finding.count, 'row')}. This version has no words for it."
    return _capital(sentence(finding, use_case))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def finding_examples(finding: Finding) -> tuple[str, ...]:
    """The recorded rows as lines: "line 12: “rye-bread” to “Rye bread”, Sat 21 Nov"."""
    return tuple(_example_row(row) for row in finding.examples)


def _example_row(row: Mapping[str, object]) -> str:
    line = f"line {row['line']}: " if row.get("line") is not None else ""
    after = row.get("after")
    found = "missing" if row.get("before") is None else f"“{row['before']}”"
    day = f", {scalar(row['day'])}" if row.get("day") is not None else ""
    return f"{line}{found}{'' if after is None else f' to “{after}”'}{day}"


def verdict_text(verdict: Verdict, findings: Sequence[Finding]) -> str:
    """The gate's verdict for a chip: "data: passed, 2 warnings", "data: held, 1 reason"."""
    if verdict is Verdict.PASSED:
        return "data: passed"
    if verdict is Verdict.HELD:
        critical = sum(finding.severity is Severity.CRITICAL for finding in findings)
        return f"data: held, {counted(critical, 'reason')}"
    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    return f"data: passed, {counted(warnings, 'warning')}"
