"""The SQL classes of disputes and comments. Steps and comments are added, never edited."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_db.base import Base


class DisputeRow(Base):
    """That a person would have decided a prediction differently; where it stands is in its last step."""

    __tablename__ = "disputes"
    __table_args__ = (
        Index("ux_disputes_author", "run_id", "row", "person_id", unique=True),
        Index(None, "use_case", "target_date"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    use_case: Mapped[str] = mapped_column(ForeignKey("use_cases.name"))
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"))
    row: Mapped[int]
    entity: Mapped[str]
    target_date: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


class DisputeStepRow(Base):
    """One step of a dispute, by somebody, in words; `bulk_id` where a bulk action brought it about."""

    __tablename__ = "dispute_steps"
    __table_args__ = (Index(None, "dispute_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("disputes.id"))
    state: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str] = mapped_column(Text)
    version: Mapped[int | None]
    created_at: Mapped[datetime]
    bulk_id: Mapped[int | None] = mapped_column(ForeignKey("bulk_actions.id"))


class CommentRow(Base):
    """A remark in the thread of a prediction."""

    __tablename__ = "comments"
    __table_args__ = (Index(None, "run_id", "row", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    use_case: Mapped[str] = mapped_column(ForeignKey("use_cases.name"))
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"))
    row: Mapped[int]
    entity: Mapped[str]
    target_date: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class NewsSeenRow(Base):
    """Until when a person has seen what others answered them."""

    __tablename__ = "news_seen"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime]
