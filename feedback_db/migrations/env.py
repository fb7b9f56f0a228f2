"""How Alembic runs a revision: on the connection that `feedback_db.upgrade` hands over, inside its transaction."""

from alembic import context

from feedback_db import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.PersonRow.metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place.
)
context.run_migrations()
