"""The scenario that somebody attached to an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Answers given before have none."""
    op.add_column("reviews", sa.Column("scenario", sa.JSON(), nullable=True))
