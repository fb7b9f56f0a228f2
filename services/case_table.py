"""Cases as a table: one row each, with its inputs, what was predicted, said and decided, what happened, and the verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from domain.agenda import Unscored
from domain.case import Case, CaseFilter, RescoredCase, RescoredCases
from domain.errors import PredictionFileError
from domain.exported import Cell, Column, Table
from domain.outcome import Costs, costs_of
from domain.use_case import UseCase
from presentation.words.catalogue import text
from presentation.words.export_columns import SHEETS, columns, input_column, key_columns
from presentation.words.verified_fixes import UNSCORED
from services.compare_predictions import values_of
from services.dependencies import Dependencies
from services.list_cases import count_cases, list_cases
from services.list_use_cases import registered
from services.review_cells import Named, as_number, by_name, review_cells, said_of

_CASE = ("case", "kind", "run", "row", "version", "target_date")
_PREDICTED = ("predicted", "class", "low", "high", "usual")
_SAID = ("person", "answer", "own_value", "own_class", "own_low", "own_high", "reason", "reason_words", "doubted", "comment", "in_bulk", "answered_at")  # fmt: skip
_DECIDED = ("others", "state", "decided_by", "decided_at", "decision_words", "answered_by_version")
_HAPPENED = ("actual", "actual_class", "actual_revision", "cost_model", "cost_own", "cost_unit")
_AGAINST = ("against_version", "now", "now_class", "rebuilt", "verdict", "measured_by", "cannot_be_scored")


@dataclass(frozen=True)
class _Shape:
    """What the rows of a table of cases are made with."""

    use_case: UseCase
    inputs: tuple[str, ...]
    costs: Costs | None
    named: Named
    against: Mapping[str, RescoredCase] | None


def case_table(
    deps: Dependencies,
    use_case: str,
    wanted: CaseFilter,
    *,
    against: RescoredCases | None = None,
    named: Named = by_name,
) -> Table:
    """The table of cases.

    Args:
        deps: stores.
        use_case: its name.
        wanted: which cases.
        against: the same cases against a version: adds what became of each.
        named: what stands in the place of a person.

    Raises:
        NotFoundError: the use case is not registered.
    """
    known = registered(deps, use_case)
    inputs = _inputs(deps, known, wanted)
    verdicts = None if against is None else {case.id: case for case in against.cases}
    shape = _Shape(known, tuple(inputs), costs_of(known), named, verdicts)
    head = (
        *columns(_CASE),
        *key_columns(known),
        *inputs.values(),
        *columns((*_PREDICTED, *_SAID, *_DECIDED, *_HAPPENED)),
        *(columns(_AGAINST) if against is not None else ()),
    )

    def rows() -> Iterator[tuple[Cell, ...]]:
        for piece in list_cases(deps, use_case, wanted):
            yield from (_row(case, shape) for case in piece)

    return Table("cases", text(SHEETS["cases"]), head, count_cases(deps, use_case, wanted), rows)


def _inputs(deps: Dependencies, use_case: UseCase, wanted: CaseFilter) -> dict[str, Column]:
    """A column for every input of any run that has a case: first those of now, then those that are gone since."""
    runs = {case.run.id: case.run for piece in list_cases(deps, use_case.name, wanted) for case in piece}
    found = {name: input_column(name, use_case) for name in use_case.features}
    for run in sorted(runs.values(), key=lambda run: (run.target_date, run.id)):
        try:
            stored = deps.predictions.use_case(run)
        except PredictionFileError:
            continue
        for name in stored.features:
            column = found.setdefault(name, input_column(name, stored))
            if column.kind != input_column(name, stored).kind:
                found[name] = replace(column, kind="text")
    return found


def _row(case: Case, shape: _Shape) -> tuple[Cell, ...]:
    return (
        case.id,
        case.kind.value,
        case.run.id,
        case.row,
        case.run.version,
        case.target_date,
        *case.entity,
        *_input_cells(case, shape),
        *_predicted_cells(case),
        *review_cells(case.said, shape.use_case, shape.named),
        " · ".join(said_of(review, shape.named) for review in case.others),
        *_decision_cells(case, shape.named),
        *_happened_cells(case, shape.costs),
        *([] if shape.against is None else _against_cells(shape.against[case.id])),
    )


def _input_cells(case: Case, shape: _Shape) -> Iterator[Cell]:
    values = {} if case.prediction is None else values_of(case.prediction)
    for name in shape.inputs:
        value = values.get(name)
        yield as_number(value) if isinstance(value, float) else value


def _predicted_cells(case: Case) -> tuple[Cell, ...]:
    if case.prediction is None:
        return (None,) * len(_PREDICTED)
    queue = case.prediction.queue
    return queue.value, queue.label, queue.low, queue.high, queue.usual


def _decision_cells(case: Case, named: Named) -> tuple[Cell, ...]:
    made = case.decision
    if made is None:
        return case.state.value, None, None, None, None
    return case.state.value, named(made.person_id, made.person), made.at, made.words, made.version


def _happened_cells(case: Case, costs: Costs | None) -> tuple[Cell, ...]:
    actual = case.actual
    if actual is None:
        return None, None, None, None, None, None if costs is None else costs.unit
    predicted = None if case.prediction is None else case.prediction.queue.value
    own = None if case.said is None else case.said.new.own_value
    money = (_cost(predicted, actual.value, costs), _cost(own, actual.value, costs))
    return actual.value, actual.label, actual.revision, *money, None if costs is None else costs.unit


def _cost(value: float | None, actual: float, costs: Costs | None) -> float | None:
    return None if value is None or costs is None else costs.of(value - actual)


def _against_cells(found: RescoredCase) -> tuple[Cell, ...]:
    made = found.rescored
    why = "" if found.why is None else why_text(found.why, made.version)
    verdict = None if found.verdict is None else found.verdict.value
    return made.version, made.value, made.label, made.rebuilt, verdict, found.by, why


def why_text(why: Unscored, version: int | None) -> str:
    """Why a case cannot be scored, in words."""
    return text(UNSCORED[why], version=version)
