"""Roles of people, whether they left, and whether they share how much their changes helped."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whoever was here is a reviewer; the one person of a single-user installation may do everything, as before."""
    op.add_column("people", sa.Column("roles", sa.String(), server_default="reviewer", nullable=False))
    op.add_column("people", sa.Column("shares_value_added", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("people", sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.execute("UPDATE people SET roles = 'admin,data_scientist,facilitator,reviewer' WHERE is_local")
