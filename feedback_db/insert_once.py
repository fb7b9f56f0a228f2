"""Insert a row unless its unique key is there already: pressing twice is harmless, on both databases."""

from collections.abc import Mapping, Sequence

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from feedback_db.base import Base


def insert_once(session: Session, table: type[Base], values: Mapping[str, object], key: Sequence[str] | None) -> bool:
    """Store a row; whether it is new.

    Args:
        session: in a write transaction.
        table: the SQL class.
        values: by column.
        key: columns of the unique key that tells rows apart; None for any unique key of the table.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**values).on_conflict_do_nothing(index_elements=key)
    # The number of rows is unknown to psycopg here, so the statement itself says what it stored.
    return session.execute(statement.returning(*table.__table__.primary_key)).first() is not None
