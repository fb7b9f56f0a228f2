"""Take a use case or a person for the length of a write, so that read-then-write is safe on PostgreSQL too.

On SQLite every write transaction is alone already, and the lock clause is left out.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import NotFoundError
from feedback_db.tables import PersonRow, UseCaseRow


def use_case_not_found(session: Session, name: str) -> NotFoundError:
    """The error for a use case that nobody registered, with those that are."""
    known = session.scalars(select(UseCaseRow.name).order_by(UseCaseRow.name)).all()
    return NotFoundError("use case", name, tuple(known))


def lock_use_case(session: Session, name: str) -> None:
    """Wait until no other transaction writes the versions, runs or actuals of this use case.

    Raises:
        NotFoundError: the use case is not registered.
    """
    statement = select(UseCaseRow.name).where(UseCaseRow.name == name).with_for_update(key_share=True)
    if session.scalar(statement) is None:
        raise use_case_not_found(session, name)


def lock_person(session: Session, person_id: int) -> bool:
    """Wait until no other transaction writes answers of this person; whether the person may decide.

    Raises:
        NotFoundError: nobody has this id.
    """
    statement = select(PersonRow.may_decide).where(PersonRow.id == person_id).with_for_update(key_share=True)
    may_decide = session.scalar(statement)
    if may_decide is None:
        raise NotFoundError("person", str(person_id))
    return may_decide
