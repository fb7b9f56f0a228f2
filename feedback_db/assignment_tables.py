"""The SQL class of assignments. A row is added when somebody is assigned; the only later change says who took it back and when."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_db.base import Base


class AssignmentRow(Base):
    """That a person looks at a part of a use case; `part` is the JSON text of its conditions, sorted by key.

    The second unique key: while it stands, the same part is a person's once, however often it is asked for.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        Index(
            "ux_assignments_standing",
            "use_case",
            "person_id",
            "part",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    use_case: Mapped[str] = mapped_column(ForeignKey("use_cases.name"))
    part: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
