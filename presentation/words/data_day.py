"""Can we trust the data of a day? The answer in a sentence, and what it rests on."""

from collections.abc import Iterable, Sequence

from domain.check_result import CheckResult, Outcome
from domain.finding import Finding, Severity
from domain.run import Run, RunState
from domain.stage import Stage
from domain.use_case import UseCase
from presentation.words.catalogue import marked, plural, text
from presentation.words.check_names import check_name
from presentation.words.dates import moment_text
from presentation.words.expectations import rule_clause
from presentation.words.findings import finding_sentence
from presentation.words.quantities import digits
from presentation.words.shares import share_text

_NUMBERS = (
    marked("one"),
    marked("two"),
    marked("three"),
    marked("four"),
    marked("five"),
    marked("six"),
    marked("seven"),
    marked("eight"),
    marked("nine"),
)
"""Small numbers stand in words at the head of a page."""


def verdict_sentence(run: Run, findings: Sequence[Finding], *, moved: bool = False) -> str:
    """Whether the data can be trusted: `Yes, with two warnings.`, for example."""
    if run.state is RunState.HELD:
        return text("No: this data did not pass the gate.")
    if run.state is RunState.FAILED:
        return text("Nobody knows: the run failed before its data was judged.")
    if run.state is RunState.PREPARING:
        return text("Not yet: its data is still being looked at.")
    if any(finding.code == "released" for finding in findings):
        return text("With care: it did not pass the gate and was released.")
    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    if not warnings:
        return text("Yes, but look at one change.") if moved else text("Yes.")
    word = text(_NUMBERS[warnings - 1]) if warnings <= len(_NUMBERS) else str(warnings)
    return plural("Yes, with {word} warning.", "Yes, with {word} warnings.", warnings, word=word)


def rows_sentence(run: Run, findings: Sequence[Finding], use_case: UseCase) -> str:
    """How many rows there were, and what the weightiest finding says."""
    rows = plural(
        "{rows} row was prepared.", "{rows} rows were prepared.", run.row_count, rows=digits(run.row_count, 0)
    )
    told = [finding for finding in findings if finding.severity is not Severity.INFO and finding.code != "released"]
    if not told:
        return rows
    weightiest = max(told, key=lambda finding: finding.severity is Severity.CRITICAL)
    return f"{rows} {finding_sentence(weightiest, use_case)}"


def held_since_sentence(held: Run, findings: Sequence[Finding], use_case: UseCase) -> str:
    """That a later batch of a published morning was held: when, the weightiest reason, and what counts."""
    said = text("A later batch of this morning was held on {moment}.", moment=moment_text(held.created_at))
    reasons = [finding for finding in findings if finding.severity is Severity.CRITICAL]
    if reasons:
        said = f"{said} {finding_sentence(reasons[0], use_case)}"
    return f"{said} {text('The earlier predictions still count.')}"


def checks_sentence(results: Sequence[CheckResult]) -> str:
    """How many checks ended how: `38 checks passed, 2 not applicable.`, for example."""
    if not results:
        return text("No list of checks was kept for this run.")
    counts = {outcome: sum(result.outcome is outcome for result in results) for outcome in Outcome}
    parts = [
        plural("{count} check passed", "{count} checks passed", counts[Outcome.PASSED]),
        plural("{count} gave a warning", "{count} gave a warning", counts[Outcome.WARNED]),
        plural("{count} failed", "{count} failed", counts[Outcome.FAILED]),
        plural("{count} not applicable", "{count} not applicable", counts[Outcome.NOT_APPLICABLE]),
    ]
    said = [part for part, outcome in zip(parts, _ORDER, strict=True) if counts[outcome]]
    return text("{parts}.", parts=", ".join(said))


_ORDER = (Outcome.PASSED, Outcome.WARNED, Outcome.FAILED, Outcome.NOT_APPLICABLE)

_OUTCOMES = {
    Outcome.PASSED: marked("passed"),
    Outcome.WARNED: marked("warning"),
    Outcome.FAILED: marked("failed"),
    Outcome.NOT_APPLICABLE: marked("not applicable"),
}


def check_rows(results: Iterable[CheckResult], use_case: UseCase) -> tuple[tuple[str, ...], ...]:
    """Every check with what it looked at, how it ended, and why it could not be asked."""
    ordered = sorted(results, key=lambda result: -_ORDER.index(result.outcome))
    return tuple((_check_name(result), _place(result, use_case), *_ending(result)) for result in ordered)


def check_head() -> tuple[str, ...]:
    """The header of `check_rows`."""
    return text("Check"), text("Looked at"), text("Result"), text("Why")


def _check_name(result: CheckResult) -> str:
    if result.code == "expectation":
        return rule_clause(
            Finding(result.code, result.severity, result.table, result.column, detail=result.detail), None
        )
    return check_name(result.code)


def _place(result: CheckResult, use_case: UseCase) -> str:
    if result.column is None:
        return result.table
    # A column of a source may be called like a feature that is built from it four days later.
    feature = use_case.features.get(result.column) if result.stage is Stage.FEATURES else None
    return f"{result.table}, {feature.label if feature is not None else result.column}"


def _ending(result: CheckResult) -> tuple[str, str]:
    why = str(result.detail.get("why", ""))
    if result.outcome in (Outcome.WARNED, Outcome.FAILED) and result.of:
        why = text("{count} of {of} rows", count=digits(result.count, 0), of=digits(result.of, 0))
    return text(_OUTCOMES[result.outcome]), why


def shift_text(shift: float | None, *, category: bool) -> str:
    """How far a feature has shifted."""
    if shift is None:
        return text("nothing to compare with yet")
    if category:
        return text("{share} of rows have another value", share=share_text(round(100 * shift)))
    return text("{number} × its usual spread", number=f"{shift:.1f}")


def importance_text(share: float | None) -> str:
    """What the model makes of a feature."""
    return (
        text("importance unknown")
        if share is None
        else text("{share} of the model", share=share_text(round(100 * share)))
    )
