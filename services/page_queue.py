"""The queue of a run: a page of it, its counts, and the neighbour of a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from domain.assignment import Part
from domain.prediction import QueueRow
from domain.review import Review
from domain.run import Run
from prediction_store.queue import Selection
from services.dependencies import Dependencies
from services.follow_team import own_parts

PAGE_SIZE = 10

Show = Literal["mine", "needs_look", "todo", "all"]


@dataclass(frozen=True)
class QueueFilter:
    """What the queue is to show: everything, what nobody has answered yet, or what of that deserves a look or is in `parts`."""

    show: Show = "all"
    keys: tuple[tuple[str, str], ...] = ()
    search: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class QueuePage:
    """Ten rows, how many there are in all, and what has been answered on them (latest answers, per row)."""

    rows: tuple[QueueRow, ...]
    total: int
    page: int
    answers: dict[int, tuple[Review, ...]]


@dataclass(frozen=True)
class QueueCounts:
    """The numbers on the filter buttons, and the parts that are the visitor's; without any there is no list of theirs."""

    needs_look: int
    todo: int
    all: int
    mine: int = 0
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class QueuePlace:
    """Where a row stands in the filtered queue: its page and its position, both from 1."""

    row: int
    page: int
    position: int
    total: int


def page_queue(deps: Dependencies, run: Run, wanted: QueueFilter, page: int = 1, size: int = PAGE_SIZE) -> QueuePage:
    """A page of the queue; a page past the end is the last one."""
    selection = selection_of(deps, run, wanted)
    total = deps.predictions.count(run, selection)
    page = max(1, min(page, -(-total // size)))
    rows = deps.predictions.page(run, selection, (page - 1) * size, size)
    with deps.feedback.read() as unit:
        reviews = unit.reviews.for_rows(run.id, [row.row for row in rows])
    return QueuePage(rows, total, page, _by_row(reviews))


def count_queue(deps: Dependencies, run: Run, person_id: int | None = None) -> QueueCounts:
    """The numbers on the filter buttons, with those of a person's own list."""
    parts = own_parts(deps, run, person_id) if person_id is not None else ()
    with deps.feedback.read() as unit:
        reviewed = unit.reviews.reviewed_rows(run.id)
    needs_look = deps.predictions.count(run, Selection(needs_look=True, without=reviewed))
    mine = deps.predictions.count(run, Selection(without=reviewed, within=parts)) if parts else 0
    return QueueCounts(needs_look, run.row_count - len(reviewed), run.row_count, mine, parts)


def step_queue(
    deps: Dependencies, run: Run, wanted: QueueFilter, row: int | None, step: Literal[-1, 0, 1]
) -> QueuePlace | None:
    """The neighbour of a row in the filtered queue; None where there is none.

    A row that is no longer in the filtered queue (it has just been answered) keeps its place: the next one is the one
    that took it. `row` None means the first of the queue, `step` 0 the row itself.
    """
    selection = selection_of(deps, run, wanted)
    before = deps.predictions.place(run, selection, row) if row is not None else 0
    if before is None:
        return None
    inside = row is not None and deps.predictions.has(run, selection, row)
    offset = before + step if inside or step < 0 or row is None else before
    if row is None:
        offset = 0
    if offset < 0 or (step == 0 and row is not None and not inside):
        return None
    found = deps.predictions.page(run, selection, offset, 1)
    if not found:
        return None
    return QueuePlace(found[0].row, offset // PAGE_SIZE + 1, offset + 1, deps.predictions.count(run, selection))


def key_values(deps: Dependencies, run: Run, key: str) -> tuple[str, ...]:
    """The values of a key to filter by, at most 200."""
    return deps.predictions.key_values(run, key)


def selection_of(deps: Dependencies, run: Run, wanted: QueueFilter) -> Selection:
    """The rows that a list with its filters has now."""
    without: tuple[int, ...] = ()
    if wanted.show != "all":
        with deps.feedback.read() as unit:
            without = unit.reviews.reviewed_rows(run.id)
    within = wanted.parts if wanted.show == "mine" else None
    return Selection(wanted.show == "needs_look", wanted.keys, wanted.search, without, within)


def _by_row(reviews: Iterable[Review]) -> dict[int, tuple[Review, ...]]:
    rows: dict[int, tuple[Review, ...]] = {}
    for review in reviews:
        rows[review.new.row] = (*rows.get(review.new.row, ()), review)
    return rows
