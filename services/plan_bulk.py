"""Plan a bulk action: what exactly would be answered, what is left out, and why. Nothing is stored."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from domain.bulk import BULK_LIMIT, BulkChange, BulkKind, LeftOut, changed_value
from domain.errors import AnswerError, BulkError
from domain.prediction import QueueRow
from domain.review import Answer
from domain.run import Run
from domain.use_case import UseCase
from prediction_store.queue import Selection
from services.count_doubts import EVEN
from services.dependencies import Dependencies
from services.page_queue import QueueFilter, selection_of


@dataclass(frozen=True)
class BulkScope:
    """What a bulk action is about.

    Attributes:
        wanted: the list and its filters.
        chosen: rows chosen one by one; None for everything in the list.
        with_needs_look: accept also what needs a look. Rows chosen one by one were looked at.
    """

    wanted: QueueFilter
    chosen: tuple[int, ...] | None = None
    with_needs_look: bool = False


@dataclass(frozen=True)
class PlannedRow:
    """A prediction that would be answered, with the own value or class; `replaces` an earlier answer of the same person."""

    queue: QueueRow
    value: float | None
    label: str | None
    replaces: bool


@dataclass(frozen=True)
class LeftOutRow:
    """A prediction that would not, why, and for an unusable value the error that says so."""

    queue: QueueRow
    why: LeftOut
    error: AnswerError | None = None


@dataclass(frozen=True)
class BulkPlan:
    """What a bulk action would do, in the order of the queue."""

    rows: tuple[PlannedRow, ...]
    left_out: tuple[LeftOutRow, ...]

    @property
    def counts(self) -> Mapping[LeftOut, int]:
        """How many are left out, by reason, in the order in which they are told."""
        found = Counter(row.why for row in self.left_out)
        return {why: found[why] for why in LeftOut if found[why]}


@dataclass(frozen=True)
class Said:
    """What people say of a run now: one's own answers by row, and rows that others would decide differently."""

    own: Mapping[int, Answer]
    disputed: frozenset[int]


def said_of(standing: Iterable[tuple[int, int, Answer]], person_id: int) -> Said:
    """Sort the standing answers of a run (row, person, answer) into one's own and the others'."""
    own, disputed = dict[int, Answer](), set[int]()
    for row, person, answer in standing:
        if person == person_id:
            own[row] = answer
        elif answer is Answer.DIFFERENT:
            disputed.add(row)
    return Said(own, frozenset(disputed))


def plan_bulk(deps: Dependencies, run: Run, person_id: int, scope: BulkScope, change: BulkChange) -> BulkPlan:
    """What the action would do now.

    Raises:
        BulkError: more predictions than one action may have.
    """
    rows = rows_of(deps, run, scope)
    with deps.feedback.read() as unit:
        said = said_of(unit.reviews.standing_answers(run.id), person_id)
    return sort_rows(deps.predictions.use_case(run), rows, said, change, scope)


def count_to_accept(deps: Dependencies, run: Run, person_id: int, scope: BulkScope) -> int:
    """How many predictions accepting would take, without reading them: the number on the button."""
    with deps.feedback.read() as unit:
        said = said_of(unit.reviews.standing_answers(run.id), person_id)
    selection = _selection(deps, run, scope)
    without = frozenset(selection.without) | frozenset(said.own) | said.disputed
    wanted = replace(selection, without=tuple(sorted(without)), calm=not scope.with_needs_look)
    return deps.predictions.count(run, wanted)


def rows_of(deps: Dependencies, run: Run, scope: BulkScope) -> tuple[QueueRow, ...]:
    """The predictions that a scope names, by rank, in one read.

    Raises:
        BulkError: more than one action may have.
    """
    selection = _selection(deps, run, scope)
    count = deps.predictions.count(run, selection)
    if count > BULK_LIMIT:
        raise BulkError("too many", f"{count:,}", (f"{BULK_LIMIT:,}",))
    return deps.predictions.page(run, selection, 0, BULK_LIMIT)


def sort_rows(
    use_case: UseCase, rows: Iterable[QueueRow], said: Said, change: BulkChange, scope: BulkScope
) -> BulkPlan:
    """Which of these rows are answered, and which are left out."""
    planned, left_out = list[PlannedRow](), list[LeftOutRow]()
    for row in rows:
        why = _not_accepted(row, said, scope) if change.kind is BulkKind.ACCEPT else None
        found = LeftOutRow(row, why) if why else _changed(use_case, row, said, change)
        if isinstance(found, PlannedRow):
            planned.append(found)
        else:
            left_out.append(found)
    return BulkPlan(tuple(planned), tuple(left_out))


def _not_accepted(row: QueueRow, said: Said, scope: BulkScope) -> LeftOut | None:
    if row.row in said.own:
        return LeftOut.ANSWERED
    if row.row in said.disputed:
        return LeftOut.DISPUTED
    if row.needs_look and not scope.with_needs_look and scope.chosen is None:
        return LeftOut.NEEDS_LOOK
    return None


def _changed(use_case: UseCase, row: QueueRow, said: Said, change: BulkChange) -> PlannedRow | LeftOutRow:
    replaces = row.row in said.own
    if change.kind is BulkKind.ACCEPT:
        return PlannedRow(row, None, None, replaces)
    if use_case.target.classes:
        same = _says(use_case, row, change.label)
        return LeftOutRow(row, LeftOut.UNCHANGED) if same else PlannedRow(row, None, change.label, replaces)
    try:
        value = changed_value(row.value, change, use_case.target)
    except AnswerError as error:
        return LeftOutRow(row, LeftOut.UNUSABLE, error)
    return LeftOutRow(row, LeftOut.UNCHANGED) if value == row.value else PlannedRow(row, value, None, replaces)


def _says(use_case: UseCase, row: QueueRow, label: str | None) -> bool:
    """Whether the model says this class. Of two classes it always shows the same one, which it may think unlikely."""
    shown = row.label == label
    return shown == (row.value >= EVEN) if use_case.task == "binary" else shown


def _selection(deps: Dependencies, run: Run, scope: BulkScope) -> Selection:
    if scope.chosen is not None:
        return Selection(only=scope.chosen)
    return selection_of(deps, run, scope.wanted)
