"""What the gate and the cleaning found, one sentence per code; the codes are listed in `docs/checks.md`."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from domain.check_result import CheckResult
from domain.finding import Finding, Severity, Verdict
from domain.use_case import UseCase
from presentation.words.catalogue import marked, plural, text
from presentation.words.expectations import expectation_sentence, rule_clause
from presentation.words.fault_words import SOURCE_FAULTS
from presentation.words.features import plain_number
from presentation.words.finding_parts import (
    MOST_COLUMNS,
    bracketed,
    column,
    detail,
    done,
    example,
    limits,
    listed,
    percent,
    place,
    quoted,
    scalar,
    share,
)
from presentation.words.finding_words import (
    ALIAS,
    ALIAS_BY_EXAMPLE,
    COUNTED_BY,
    DAYS_MISSING,
    DAYS_UNUSABLE,
    DUPLICATES,
    IMPOSSIBLE,
    KEPT,
    KEPT_BY_ACTION,
    KINDS,
    OUTSIDE_TRAINING,
    SENTENCES,
    THEN,
    TOO_MANY_BAD,
    TOO_MANY_LIKE,
    WRONG_KIND,
    Forms,
)
from presentation.words.fix_words import FIXES
from presentation.words.source_words import separator_name, source_words
from presentation.words.watch_words import WATCHED

Sentence = Callable[[Finding, UseCase | None], str]

_DETAILS = ("found", "needed", "date", "expected", "worst", "reason", "line", "file", "person")


def _told(finding: Finding, use_case: UseCase | None, words: str | Forms, **more: object) -> str:
    """A sentence with all that a sentence may use; what stands in `more` is for this one."""
    counted_by = COUNTED_BY.get(finding.code)
    number: object = finding.count if counted_by is None else finding.detail.get(counted_by)
    values: dict[str, object] = {
        "count": scalar(number),
        "place": place(finding),
        "source": finding.source,
        "column": column(finding, use_case),
        "values": quoted(finding.detail.get("values")),
        "days": _days(finding),
        "example": example(finding),
        "limits": bracketed(limits(finding)),
        "share": share(finding),
        "done": done(finding),
        **{name: detail(finding, name) for name in _DETAILS},
        **more,
    }
    if isinstance(words, str):
        return text(words, **values)
    # A number that was not recorded is called unknown, in the form for many.
    return plural(*words, number if isinstance(number, int) else 0, **values).rstrip()


def _impossible(finding: Finding, use_case: UseCase | None) -> str:
    then = THEN.get(str(finding.detail.get("then")))
    why = bracketed(limits(finding)) or example(finding)
    return _told(finding, use_case, IMPOSSIBLE, why=why, done=text(then) if then else done(finding))


def _duplicates(finding: Finding, use_case: UseCase | None) -> str:
    kept = KEPT.get(str(finding.detail.get("keep"))) or KEPT_BY_ACTION.get(finding.action)
    return _told(finding, use_case, kept or DUPLICATES)


def _duplicates_hold(finding: Finding, use_case: UseCase | None) -> str:
    setting = f"clean.{finding.source}.duplicates"
    return f"{_told(finding, use_case, DUPLICATES)} {text('Say under {setting} which one counts.', setting=setting)}"


def _outside_training(finding: Finding, use_case: UseCase | None) -> str:
    outside = limits(finding) or text("outside what it learned from")
    return _told(finding, use_case, OUTSIDE_TRAINING, outside=outside)


def _alias(finding: Finding, use_case: UseCase | None) -> str:
    name = finding.detail.get("to")
    return _told(finding, use_case, ALIAS_BY_EXAMPLE if name is None else ALIAS, name=name)


def _wrong_kind(finding: Finding, use_case: UseCase | None) -> str:
    return _told(finding, use_case, WRONG_KIND, kind=text(KINDS[finding.code]))


def _too_many_bad(finding: Finding, use_case: UseCase | None) -> str:
    code = str(finding.detail.get("code"))
    kind = text(KINDS[code]) if code in KINDS else text("what it should be")
    words = TOO_MANY_LIKE if finding.detail.get("values") else TOO_MANY_BAD
    return _told(finding, use_case, words, kind=kind, allowed=percent(finding.detail.get("allowed")))


def _unreadable(finding: Finding, use_case: UseCase | None) -> str:
    more = str(finding.detail.get("detail") or "")
    named = bracketed(separator_name(more))
    failed = text("The source {source} could not be read{detail}.", source=finding.source, detail=named)
    fault, found = str(finding.detail.get("fault")), finding.detail.get("found")
    if fault not in SOURCE_FAULTS:
        return failed
    names = found if isinstance(found, list) else []
    _, what, todo = source_words(fault, more, names)
    listed_names = [text("Found: {names}.", names=listed(names, MOST_COLUMNS))] if fault == "column" and names else []
    return " ".join([failed, what, todo, *listed_names])


def _days(finding: Finding) -> str:
    days = finding.detail.get("days")
    return listed(days) if isinstance(days, list | tuple) else scalar(days)


def _day_missing(finding: Finding, use_case: UseCase | None) -> str:
    days, unusable = finding.detail.get("days"), finding.detail.get("unusable")
    told = [_told(finding, use_case, DAYS_MISSING)] if days or not unusable else []
    if isinstance(unusable, list) and unusable:
        told.append(_told(finding, use_case, DAYS_UNUSABLE, days=listed(unusable)))
    return " ".join(told)


def _rule_not_applied(finding: Finding, use_case: UseCase | None) -> str:
    rule = None if use_case is None else use_case.rules.get(str(finding.detail.get("rule")))
    return plural(
        "The rule “{rule}” could not be applied to {count} row: its {column} is missing or cannot be used.",
        "The rule “{rule}” could not be applied to {count} rows: their {column} is missing or cannot be used.",
        finding.count,
        count=plain_number(finding.count),
        rule=detail(finding, "rule") if rule is None else rule.label,
        column=column(finding, use_case),
    )


CODES: Mapping[str, Sentence] = {
    **{code: partial(_told, words=words) for code, words in SENTENCES.items()},
    "source_unreadable": _unreadable,
    "expectation": expectation_sentence,
    "alias_applied": _alias,
    "impossible_value": _impossible,
    "duplicate_rows": _duplicates,
    "duplicates_hold": _duplicates_hold,
    "day_missing_in_history": _day_missing,
    "not_a_number": _wrong_kind,
    "not_a_date": _wrong_kind,
    "too_many_bad_values": _too_many_bad,
    "outside_training": _outside_training,
    "rule_not_applied": _rule_not_applied,
    **WATCHED,
    **FIXES,
}
"""Code -> sentence. Whoever adds a code adds its words to `finding_words` and its line to `docs/checks.md`."""


def finding_sentence(finding: Finding, use_case: UseCase | None = None) -> str:
    """The finding as a sentence; with the use case at hand, features go by their labels.

    A code without words (written by a newer Vouch) is named as such, with its source and count.
    """
    sentence = CODES.get(finding.code)
    if sentence is None:
        return plural(
            "“{code}” {place}, {count} row. This version has no words for it.",
            "“{code}” {place}, {count} rows. This version has no words for it.",
            finding.count,
            code=finding.code,
            place=place(finding),
            count=plain_number(finding.count),
        )
    return _capital(sentence(finding, use_case))


def result_sentence(result: CheckResult, use_case: UseCase | None = None) -> str:
    """What a check said, passed ones too: an expectation by what it expects, another check by its code."""
    if result.finding is not None:
        return finding_sentence(result.finding, use_case)
    asked = Finding(result.code, result.severity, result.table, result.column, detail=result.detail)
    why = result.detail.get("why")
    if result.code == "expectation":
        return expectation_sentence(asked, use_case) if why else _capital(rule_clause(asked, use_case)) + "."
    named = " ".join(
        filter(None, [result.code, place(asked), "" if result.column is None else column(asked, use_case)])
    )
    return f"{named}: {scalar(why)}" if why else named


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def verdict_text(verdict: Verdict, findings: Sequence[Finding]) -> str:
    """The gate's verdict for a chip: "data: passed, 2 warnings", "data: held, 1 reason"."""
    if verdict is Verdict.PASSED:
        return text("data: passed")
    if verdict is Verdict.HELD:
        critical = sum(finding.severity is Severity.CRITICAL for finding in findings)
        if not critical:
            return text("data: held, no reasons")
        return plural("data: held, {count} reason", "data: held, {count} reasons", critical)
    if any(finding.code == "released" for finding in findings):
        return text("data: released")
    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    if not warnings:
        return text("data: passed, no warnings")
    return plural("data: passed, {count} warning", "data: passed, {count} warnings", warnings)


def left_out_text(findings: Sequence[Finding]) -> str:
    """How many rows checks of the gate have left out: "3 rows left out"; empty where none."""
    counts = [finding.detail.get("left_out") for finding in findings]
    count = sum(number for number in counts if isinstance(number, int))
    if not count:
        return ""
    return plural("{count} row left out", "{count} rows left out", count, count=plain_number(count))


_SEVERITIES = {
    Severity.INFO: marked("info"),
    Severity.WARNING: marked("warning"),
    Severity.CRITICAL: marked("critical"),
}


def severity_text(severity: Severity) -> str:
    """How grave a finding is, for the tooltip of its mark."""
    return text(_SEVERITIES[severity])
