"""The SQL classes of what was decided about held runs. Both tables are only added to."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_db.base import Base


class RunReleaseRow(Base):
    """That somebody had a held run published, or its morning run again, and why."""

    __tablename__ = "run_releases"
    __table_args__ = (Index(None, "use_case", "id"), Index(None, "run_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    use_case: Mapped[str] = mapped_column(ForeignKey("use_cases.name"))
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"))
    kind: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class RunReleaseEndRow(Base):
    """What became of it."""

    __tablename__ = "run_release_ends"

    release_id: Mapped[int] = mapped_column(ForeignKey("run_releases.id"), primary_key=True, autoincrement=False)
    outcome: Mapped[str] = mapped_column(String(16))
    made_run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id"))
    words: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime]
