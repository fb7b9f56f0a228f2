"""The SQL classes of alerts: what there is to tell, and how telling it went."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_db.base import Base


class AlertRow(Base):
    """Something to be told once; `told_at` is when a channel first took it."""

    __tablename__ = "alerts"
    __table_args__ = (
        Index("ux_alerts_key", "use_case", "kind", "key", unique=True),
        Index(None, "use_case", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    use_case: Mapped[str] = mapped_column(ForeignKey("use_cases.name"))
    kind: Mapped[str] = mapped_column(String(16))
    key: Mapped[str]
    sentence: Mapped[str] = mapped_column(Text)
    run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id"))
    target_date: Mapped[date | None]
    detail: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    told_at: Mapped[datetime | None]


class SendingRow(Base):
    """One message to one channel. `channel` holds nothing secret."""

    __tablename__ = "sendings"
    __table_args__ = (Index(None, "use_case", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    use_case: Mapped[str] = mapped_column(ForeignKey("use_cases.name"))
    channel: Mapped[str]
    fault: Mapped[str] = mapped_column(Text)
    digest: Mapped[bool]
    alerts: Mapped[int]
    at: Mapped[datetime]
