"""Ask every dated source of a morning what only its own past can answer, once it is cleaned."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.check_result import CheckResult, Outcome
from domain.evidence import Past
from domain.use_case import UseCase
from domain.use_case.watch import WatchCode
from intake.checks.all_zero import all_zero
from intake.checks.distribution_shift import alike_days, distribution_shift, measure_shift
from intake.checks.levels import Levels, levels
from intake.checks.missing_values import missing_values
from intake.checks.new_category import known_before, names_of, new_category, swapped_names
from intake.checks.outlying_values import outlying_values
from intake.checks.panel import Flags, Floats, Panel, taken_out
from intake.checks.repeated_days import repeated_days
from intake.checks.swapped_columns import swapped_columns
from intake.checks.unit_slip import unit_slip
from intake.checks.volume import volume


@dataclass(frozen=True)
class _Question:
    """A source to be asked."""

    use_case: UseCase
    panel: Panel

    def asks(self, code: WatchCode, column: str | None = None) -> bool:
        return self.use_case.checks.watches.asks(code, self.panel.source, column)


def watch_source(use_case: UseCase, panel: Panel, past: Past) -> list[CheckResult]:
    """What the checks say of one source; of several that see the same fault, the one that names it best."""
    question = _Question(use_case, panel)
    results: list[CheckResult] = []
    names = list(_names(question)) if panel.today.any() else []
    swapped_keys = [pair for result, pair in names if pair and question.asks("swapped_columns") and result is None]
    if question.asks("volume") and not swapped_keys:
        results.append(volume(use_case, panel, past))
    if not panel.today.any():
        return results
    columns = {column: panel.values(column) for column in panel.numbers}
    repeated = repeated_days(use_case, panel, columns) if columns else []
    results += [result for result in repeated if question.asks(_code(result))]
    if not swapped_keys:
        results += [
            result for result, _ in names if result is not None and question.asks("new_category", result.column)
        ]
    if not any(result.outcome is Outcome.WARNED for result in repeated):
        # The values of another day say nothing of this one.
        return [*results, *_of_columns(question, columns, swapped_keys)]
    missing = [result for column, values in columns.items() for result in _missing(question, column, values)]
    return [*results, *(result for result in missing if result.outcome is Outcome.FAILED)]


def _code(result: CheckResult) -> WatchCode:
    return "frozen_feed" if result.code == "frozen_feed" else "doubled_day"


def _names(question: _Question) -> Iterator[tuple[CheckResult | None, tuple[str, str] | None]]:
    """New names of each column; and pairs of key columns that changed places."""
    use_case, panel = question.use_case, question.panel
    held = {column: found for column in panel.texts if (found := names_of(panel, column)) is not None}
    yield from ((None, pair) for pair in swapped_names(held))
    for column, names in held.items():
        yield new_category(use_case, panel, column, known_before(use_case, panel, column, names)), None


def _of_columns(
    question: _Question, columns: Mapping[str, Floats], swapped_keys: list[tuple[str, str]]
) -> Iterator[CheckResult]:
    use_case, panel = question.use_case, question.panel
    held = {column: levels(panel, values) for column, values in columns.items()}
    pairs = {column: (values, held[column]) for column, values in columns.items()}
    swapped, claimed = swapped_columns(use_case, panel, pairs, swapped_keys)
    if question.asks("swapped_columns"):
        yield swapped
    slipped = {column for column, rows in claimed.items() if rows.any()}
    for column, values in columns.items():
        if column in slipped:
            continue
        yield from _missing(question, column, values)
        zero = all_zero(use_case, panel, column, values) if question.asks("all_zero", column) else None
        yield from _asked(zero)
        if zero is not None and zero.outcome is Outcome.WARNED:
            slipped.add(column)
            continue
        told, rows = _levels_told(question, column, held[column])
        yield from told
        if rows.any() or any(2 * result.count > result.of for result in told):
            # Where most rows are said to be off already, that the whole is off is no news.
            slipped.add(column)
    days = alike_days(use_case, panel)
    shifts = {
        column: measure_shift(days, values)
        for column, values in columns.items()
        if column not in slipped and question.asks("distribution_shift", column)
    }
    yield from distribution_shift(use_case, panel, shifts)


def _missing(question: _Question, column: str, values: Floats) -> Iterator[CheckResult]:
    if question.asks("missing_values", column):
        yield from _asked(missing_values(question.use_case, question.panel, column, values))


def _levels_told(question: _Question, column: str, held: Levels) -> tuple[list[CheckResult], Flags]:
    """Slips of the unit, and outliers among the rows that no slip explains; and the rows of slips."""
    use_case, panel = question.use_case, question.panel
    said = taken_out(use_case, panel, column)
    slip, claimed = unit_slip(use_case, panel, column, held.filled(said))
    if not question.asks("unit_slip", column):
        slip, claimed = None, claimed & False
    outlying = outlying_values(use_case, panel, column, held, claimed)
    asked = question.asks("outlying_values", column)
    return [*_asked(slip), *(_asked(outlying) if asked else ())], claimed


def _asked(result: CheckResult | None) -> Iterator[CheckResult]:
    if result is not None:
        yield result
