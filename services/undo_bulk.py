"""Take a bulk action back: its answers no longer count, what was answered before or after it stands."""

import hashlib

from domain.bulk import BulkAction, BulkChange
from domain.errors import BulkError
from domain.permission import Permission, require
from domain.run import Run
from services.dependencies import Dependencies
from services.sign_in import present

SHOWN_ACTIONS = 8
"""As many of one's own actions as a list beside the queue can show."""


def undo_bulk(deps: Dependencies, person_id: int, bulk_id: int) -> BulkAction:
    """Undo an action of this person; a second time changes nothing. The undo is recorded, and nothing is deleted.

    Raises:
        BulkError: it is somebody else's.
        NotAllowedError: the person left.
        NotFoundError: no such action or person.
    """
    require(present(deps, person_id), Permission.ANSWER)
    with deps.feedback.write() as unit:
        action = unit.bulk.by_id(bulk_id)
        if action.new.person_id != person_id:
            raise BulkError("not its author")
        if unit.bulk.undo(bulk_id, person_id, deps.now()):
            standing = unit.bulk.standing(action.new.run_id, person_id)
            unit.disputes.follow_undo(action, unit.bulk.rows(bulk_id), standing, deps.now())
        return unit.bulk.by_id(bulk_id)


def bulk_token(deps: Dependencies, run: Run, person_id: int, change: BulkChange, rows: tuple[int, ...]) -> str:
    """The token of an action: the same wherever the same person looks at the same plan, so that two tabs make one of it.

    After another action, or after its undo, the same change is another one.
    """
    last = next(iter(own_bulk(deps, run.use_case, person_id)), None)
    since = None if last is None else (last.id, last.undone_at)
    content = repr((run.id, person_id, change, rows, since))
    return f"bulk-{hashlib.sha256(content.encode()).hexdigest()}"


def own_bulk(deps: Dependencies, use_case: str, person_id: int) -> tuple[BulkAction, ...]:
    """A person's last bulk actions on a use case, newest first; also those taken back."""
    with deps.feedback.read() as unit:
        return unit.bulk.of_person(use_case, person_id, SHOWN_ACTIONS)


def one_bulk(deps: Dependencies, person_id: int, bulk_id: int) -> BulkAction:
    """One bulk action of this person.

    Raises:
        BulkError: it is somebody else's.
        NotFoundError: no such action.
    """
    with deps.feedback.read() as unit:
        action = unit.bulk.by_id(bulk_id)
    if action.new.person_id != person_id:
        raise BulkError("not its author")
    return action
