"""Take over what people said of imported or published predictions. The same answer again is stored once."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from domain.entity import Entity
from domain.errors import AnswerError, SettingError
from domain.own_value import check_own_value
from domain.person import Person
from domain.prediction import QueueRow
from domain.review import Answer, NewReview, Seen
from domain.run import Run, RunState
from domain.unusable import RowFault, UnusableRow
from domain.use_case import UseCase
from feedback_db.people import clean_name
from feedback_db.review_rows import check_comment
from feedback_db.unit_of_work import UnitOfWork
from intake.ready import Asked, local_copy, read_ready
from services.dependencies import SILENT, Dependencies, Progress
from services.import_predictions import days_of
from services.load_use_case import LoadedUseCase

PAGE_ROWS = 20_000
"""Predictions read at a time while their entities are looked up."""

NAME_JOIN = " · "
"""Between the parts of a reviewer's name: "F024 · direct"."""

VALUE_FAULTS: Mapping[str, RowFault] = {"value below minimum": "impossible_value", "value not whole": "not_whole"}


@dataclass(frozen=True)
class ReviewsOutcome:
    """What became of a file of answers: stored now, known before, people who gave them, rows that were left out."""

    new: int
    known: int
    people: int
    unusable: tuple[UnusableRow, ...]


@dataclass(frozen=True)
class _Row:
    """A row of the file."""

    line: int
    entity: Entity
    name: str
    values: Mapping[str, object]

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        return None if value is None else str(value)

    def number(self, name: str) -> float | None:
        value = self.values.get(name)
        return float(value) if isinstance(value, int | float) else None


def import_reviews(
    deps: Dependencies, loaded: LoadedUseCase, path: Path, progress: Progress = SILENT
) -> ReviewsOutcome:
    """Store the answers of a file about the published predictions of their days; one transaction a day.

    Raises:
        SourceError: no table, or a column of `imports` that is not there; nothing was imported.
    """
    use_case = loaded.use_case
    progress.step("reading answers")
    found = read_ready(deps.staging, use_case, local_copy(path), _asked(use_case))
    unusable, stored, people = list(found.unusable), list[bool](), set[int]()
    for day, rows in days_of(found.rows):
        progress.step(f"answers on {day.isoformat()}")
        known = _predictions(deps, use_case, day)
        reviews = [_review(use_case, day, row, known) for row in _rows(use_case, rows)]
        unusable += [review for review in reviews if isinstance(review, UnusableRow)]
        with deps.feedback.write() as unit:
            for name, review in (item for item in reviews if not isinstance(item, UnusableRow)):
                person, new = _record(deps, unit, use_case, name, review)
                stored.append(new)
                people.add(person)
    listed = tuple(sorted(unusable, key=lambda row: row.line))
    return ReviewsOutcome(sum(stored), len(stored) - sum(stored), len(people), listed)


def _record(deps: Dependencies, unit: UnitOfWork, use_case: UseCase, name: str, review: NewReview) -> tuple[int, bool]:
    """Store an answer of a named reviewer; their id, and whether it was new."""
    person = _reviewer(deps, unit, use_case, name)
    # The same answer has the same token and is stored once; another answer supersedes it.
    said = f"{review}|{person.id}".encode()
    token = f"import-{hashlib.sha256(said).hexdigest()}"
    return person.id, unit.reviews.record(replace(review, person_id=person.id, token=token), deps.now())[1]


def _reviewer(deps: Dependencies, unit: UnitOfWork, use_case: UseCase, name: str) -> Person:
    """The person of a name. Who is known from a file only is not here: nobody is asked whether it is them."""
    known = unit.people.by_name(name)
    if known is not None:
        return known
    person = unit.people.add(name, may_decide=use_case.imports.may_decide, now=deps.now())
    return unit.people.change(replace(person, active=False))


def _asked(use_case: UseCase) -> Asked:
    columns = use_case.imports
    value = {"own_value": columns.own_value}
    numbers = {} if use_case.target.classes else dict(value)
    texts = {f"person_{at}": column for at, column in enumerate(columns.person)}
    texts |= value if use_case.target.classes else {}
    numbers |= {here: column for here in ("own_low", "own_high") if (column := getattr(columns, here)) is not None}
    texts |= {here: column for here in ("reason", "comment") if (column := getattr(columns, here)) is not None}
    return Asked(numbers, texts, frozenset({"own_value"}))


def _rows(use_case: UseCase, rows: pa.Table) -> list[_Row]:
    return [
        _Row(
            values["_line"],
            tuple(values[key] for key in use_case.keys),
            NAME_JOIN.join(str(values[name]) for name in values if name.startswith("person_") and values[name]),
            values,
        )
        for values in rows.to_pylist()
    ]


def _predictions(deps: Dependencies, use_case: UseCase, day: date) -> Mapping[Entity, tuple[Run, QueueRow]]:
    """The published predictions of a day by entity."""
    with deps.feedback.read() as unit:
        run = unit.runs.current(use_case.name, day)
    if run is None or run.state is not RunState.PUBLISHED:
        return {}
    found: dict[Entity, tuple[Run, QueueRow]] = {}
    for offset in range(0, run.row_count, PAGE_ROWS):
        for row in deps.predictions.page_in_order(run, offset, PAGE_ROWS):
            found[row.entity] = (run, row)
    return found


def _review(
    use_case: UseCase, day: date, row: _Row, known: Mapping[Entity, tuple[Run, QueueRow]]
) -> tuple[str, NewReview] | UnusableRow:
    """The answer of a row with its author's name, or why it cannot be one."""
    fault = _fault(use_case, row) or (None if row.entity in known else ("no_prediction", "", ", ".join(row.entity)))
    if fault is not None:
        return UnusableRow(row.line, *fault)
    run, queue = known[row.entity]
    value, label = (None, row.text("own_value")) if use_case.target.classes else (row.number("own_value"), None)
    same = value == queue.value if label is None else label == queue.label
    return row.name, NewReview(
        token="",
        use_case=use_case.name,
        run_id=run.id,
        row=queue.row,
        entity=row.entity,
        target_date=day,
        person_id=0,
        answer=Answer.AGREE if same else Answer.DIFFERENT,
        seen=Seen(queue.value, queue.label, queue.low, queue.high, queue.usual, run.version, "", ()),
        own_value=None if same else value,
        own_label=None if same else label,
        reason=None if same else row.text("reason"),
        comment=row.text("comment") or "",
        own_low=row.number("own_low"),
        own_high=row.number("own_high"),
    )


def _fault(use_case: UseCase, row: _Row) -> tuple[RowFault, str, str] | None:
    """The first thing that keeps a row from being an answer, with its column and what was found."""
    columns = use_case.imports
    try:
        clean_name(row.name)
    except SettingError:
        return "person_missing", columns.person[0], row.name
    low, high, reason = row.number("own_low"), row.number("own_high"), row.text("reason")
    if low is not None and high is not None and low > high:
        return "range_reversed", str(columns.own_low), f"{low:g} | {high:g}"
    if reason is not None and reason not in use_case.reviews.reasons:
        return "unknown_reason", str(columns.reason), reason
    try:
        check_comment(row.text("comment") or "")
    except AnswerError as error:
        return "comment_unusable", str(columns.comment), error.found
    return _value_fault(use_case, row)


def _value_fault(use_case: UseCase, row: _Row) -> tuple[RowFault, str, str] | None:
    column = use_case.imports.own_value
    if use_case.target.classes:
        label = row.text("own_value")
        return None if label in use_case.target.classes else ("unknown_class", column, str(label))
    value = row.number("own_value")
    assert value is not None
    try:
        check_own_value(value, use_case.target)
    except AnswerError as error:
        return VALUE_FAULTS.get(error.fault, "impossible_value"), column, error.found
    return None
