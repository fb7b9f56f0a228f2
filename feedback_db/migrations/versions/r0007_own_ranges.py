"""Answers may carry a range of their author's own."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two columns; earlier answers gave no range."""
    op.add_column("reviews", sa.Column("own_low", sa.Double(), nullable=True))
    op.add_column("reviews", sa.Column("own_high", sa.Double(), nullable=True))
