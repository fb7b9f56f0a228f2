"""Edit the agenda of a session: add a prediction by its link, take something off, put it back, change the order."""

import re
import uuid
from typing import Literal
from urllib.parse import unquote

from domain.dispute import DisputeState
from domain.errors import SessionError
from domain.permission import Permission, require
from domain.session import Item, ItemKind
from feedback_db.session_agenda import NewItem
from feedback_db.session_fields import NewEntry
from feedback_db.unit_of_work import UnitOfWork
from services.build_agenda import shown_of
from services.dependencies import Dependencies
from services.open_prediction import open_prediction
from services.open_session import WHOLE_SESSION
from services.read_session import NO_FIELD, Fields, ensure_open, in_order, is_removed, subject_of
from services.sign_in import present

IN_LINK = re.compile(r"[?&]prediction=([^&#\s]+)")


def add_to_agenda(deps: Dependencies, person_id: int, session_id: int, link: str) -> Item:
    """Put a prediction on the agenda, at its end, as a dispute where somebody disputes it; one that was taken off comes back.

    Args:
        deps: stores.
        person_id: who does it.
        session_id: an open session.
        link: the address of the prediction on Today, or its id alone.

    Raises:
        NotAllowedError: the person may not hold sessions.
        NotFoundError: no such session or prediction.
        SessionError: the session is closed, the prediction is of another use case, or is on the agenda already.
    """
    require(present(deps, person_id), Permission.HOLD_SESSIONS)
    opened = open_prediction(deps, prediction_in(link))
    queue = opened.prediction.queue
    with deps.feedback.read() as unit:
        disputes = unit.disputes.for_prediction(opened.run.id, queue.row)
    is_disputed = any(dispute.state is DisputeState.OPEN for dispute in disputes)
    new = NewItem(
        ItemKind.DISPUTE if is_disputed else ItemKind.ADDED,
        shown_of(queue),
        opened.run.id,
        queue.row,
        queue.entity,
        opened.prediction.target_date,
    )
    with deps.feedback.write() as unit:
        session = ensure_open(unit.sessions.lock(session_id))
        if session.use_case != opened.run.use_case:
            raise SessionError("other use case", opened.use_case.title)
        if not unit.agenda.add_item(session_id, new, person_id, deps.now()):
            _put_back(deps, unit, session_id, new.about, person_id)
        return next(item for item in unit.agenda.items(session_id) if item.about == new.about)


def prediction_in(link: str) -> str:
    """The id of the prediction that a link names."""
    found = IN_LINK.search(link)
    return unquote(found.group(1)) if found else link.strip()


def _put_back(deps: Dependencies, unit: UnitOfWork, session_id: int, about: str, person_id: int) -> None:
    item = next(item for item in unit.agenda.items(session_id) if item.about == about)
    if not is_removed(item, unit.fields.of_sessions([session_id])):
        raise SessionError("already on the agenda")
    _set_removed(deps, unit, session_id, item, (person_id, False))


def take_off(deps: Dependencies, person_id: int, item_id: int) -> None:
    """Take an item off the agenda; what was said of it stays, and it can come back.

    Raises:
        NotAllowedError: the person may not hold sessions.
        NotFoundError: no such item.
        SessionError: the session is closed.
    """
    _change_removed(deps, person_id, item_id, removed=True)


def put_back(deps: Dependencies, person_id: int, item_id: int) -> None:
    """Put an item back on the agenda.

    Raises:
        NotAllowedError: the person may not hold sessions.
        NotFoundError: no such item.
        SessionError: the session is closed.
    """
    _change_removed(deps, person_id, item_id, removed=False)


def _change_removed(deps: Dependencies, person_id: int, item_id: int, *, removed: bool) -> None:
    require(present(deps, person_id), Permission.HOLD_SESSIONS)
    with deps.feedback.write() as unit:
        session_id, item = unit.agenda.item(item_id)
        ensure_open(unit.sessions.lock(session_id))
        if is_removed(item, unit.fields.of_sessions([session_id])) is not removed:
            _set_removed(deps, unit, session_id, item, (person_id, removed))


def _set_removed(deps: Dependencies, unit: UnitOfWork, session_id: int, item: Item, change: tuple[int, bool]) -> None:
    person_id, removed = change
    fields = unit.fields.of_sessions([session_id])
    seen = fields.get((str(subject_of(item)), "removed"), NO_FIELD).seen
    entry = NewEntry(uuid.uuid4().hex, subject_of(item), "removed", {"removed": removed}, seen, person_id)
    unit.fields.write(session_id, entry, deps.now())


def move_item(deps: Dependencies, person_id: int, item_id: int, step: Literal[-1, 1]) -> None:
    """Move an item one place up or down. A move is made on the order as it is now, so that two moves both count.

    Raises:
        NotAllowedError: the person may not hold sessions.
        NotFoundError: no such item.
        SessionError: the session is closed.
    """
    require(present(deps, person_id), Permission.HOLD_SESSIONS)
    with deps.feedback.write() as unit:
        session_id, item = unit.agenda.item(item_id)
        ensure_open(unit.sessions.lock(session_id))
        fields = unit.fields.of_sessions([session_id])
        order = _moved(in_order(unit.agenda.items(session_id), fields), fields, item, step)
        seen = fields.get((str(WHOLE_SESSION), "order"), NO_FIELD).seen
        entry = NewEntry(uuid.uuid4().hex, WHOLE_SESSION, "order", {"items": order}, seen, person_id)
        unit.fields.write(session_id, entry, deps.now())


def _moved(items: tuple[Item, ...], fields: Fields, item: Item, step: Literal[-1, 1]) -> list[int]:
    """The ids after the move; items that were taken off keep their place and are not stepped over one by one."""
    shown = [other.id for other in items if not is_removed(other, fields)]
    if item.id not in shown:
        return [other.id for other in items]
    at = shown.index(item.id)
    to = min(max(at + step, 0), len(shown) - 1)
    shown[at], shown[to] = shown[to], shown[at]
    return [*shown, *(other.id for other in items if is_removed(other, fields))]
