"""Sessions as tables: their points with what was decided, and beside them the notes, the actions and who took part."""

from collections.abc import Callable, Iterator

from domain.action import Action
from domain.exported import Cell, Table
from domain.opened_session import OpenedSession, Point
from domain.outcome import Period
from domain.use_case import UseCase
from feedback_db.unit_of_work import UnitOfWork
from presentation.words.catalogue import text
from presentation.words.export_columns import SHEETS, columns, key_columns
from services.dependencies import Dependencies
from services.read_session import session_within

_SESSION = ("session_id", "session", "opened_at", "first_day", "last_day", "session_state", "leader")
_POINT = ("point", "kind", "run", "row", "target_date")
_DECIDED = ("action_id", "decision", "decision_words", "answered_by_version", "decided_by", "decided_at", "actual", "actual_class")  # fmt: skip
_NOTE = ("session_id", "point", "person", "words", "written_at")
_ACTION = ("action_id", "session_id", "about", "kind", "action", "owner", "due", "state", "words")
_PARTICIPANT = ("session_id", "session", "person")


def session_tables(deps: Dependencies, use_case: UseCase, period: Period) -> tuple[Table, ...]:
    """The sessions about at least one target date of a period; one of them is held at a time."""
    with deps.feedback.read() as unit:
        ids = [session.id for session in unit.sessions.in_period(use_case.name, period.first, period.last)]
        counts = [0, 0, 0, 0]
        for opened in _opened(unit, ids):
            for at, made in enumerate((_points, _notes, _actions, _participants)):
                counts[at] += sum(1 for _ in made(opened))

    def rows(made: Callable[[OpenedSession], Iterator[tuple[Cell, ...]]]) -> Callable[[], Iterator[tuple[Cell, ...]]]:
        def all_of_them() -> Iterator[tuple[Cell, ...]]:
            with deps.feedback.read() as unit:
                for opened in _opened(unit, ids):
                    yield from made(opened)

        return all_of_them

    points = (*columns((*_SESSION, *_POINT)), *key_columns(use_case), *columns(_DECIDED))
    heads = (points, columns(_NOTE), columns(_ACTION), columns(_PARTICIPANT))
    parts = (("points", _points), ("notes", _notes), ("actions", _actions), ("participants", _participants))
    return tuple(
        Table(name, text(SHEETS[name]), head, count, rows(made))
        for (name, made), head, count in zip(parts, heads, counts, strict=True)
    )


def _opened(unit: UnitOfWork, ids: list[int]) -> Iterator[OpenedSession]:
    for session_id in ids:
        yield session_within(unit, session_id)


def _points(opened: OpenedSession) -> Iterator[tuple[Cell, ...]]:
    session = opened.session
    about: tuple[Cell, ...] = (
        session.id,
        session.title,
        session.created_at,
        session.first,
        session.last,
        "open" if session.is_open else "closed",
        session.leader,
    )
    if not opened.points:
        # A session without a point is a row all the same: it was held.
        yield (*about, *(None,) * (len(_POINT) + len(opened.use_case.keys) + len(_DECIDED)))
    for number, point in enumerate(opened.points, start=1):
        item = point.item
        entity = item.entity or (None,) * len(opened.use_case.keys)
        yield (*about, number, item.kind.value, item.run_id, item.row, item.target_date, *entity, *_decided(point))


def _decided(point: Point) -> tuple[Cell, ...]:
    outcome, actual = point.outcome, point.actual
    made: tuple[Cell, ...] = (None,) * 5
    if outcome is not None:
        head = point.decision.heads[-1]
        made = (outcome.state.value, outcome.words, outcome.version, head.person, head.at)
    happened = (None, None) if actual is None else (actual.value, actual.label)
    return (point.item.action_id, *made, *happened)


def _notes(opened: OpenedSession) -> Iterator[tuple[Cell, ...]]:
    places = [(None, opened.notes), *((number, point.notes) for number, point in enumerate(opened.points, start=1))]
    for number, notes in places:
        for note in notes:
            yield opened.session.id, number, note.person, note.words, note.at


def _actions(opened: OpenedSession) -> Iterator[tuple[Cell, ...]]:
    yield from (_action(action, opened) for action in opened.actions)


def _action(action: Action, opened: OpenedSession) -> tuple[Cell, ...]:
    owner = opened.people.get(action.owner_id)
    return (
        action.id,
        action.session_id,
        action.about,
        action.kind.value,
        action.what,
        None if owner is None else owner.name,
        action.due,
        action.state.value,
        action.words,
    )


def _participants(opened: OpenedSession) -> Iterator[tuple[Cell, ...]]:
    for _, name in opened.session.participants:
        yield opened.session.id, opened.session.title, name
